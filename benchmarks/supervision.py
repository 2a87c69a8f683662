"""What a bureau oversees with: draft rules tried over everybody, a spot check of a body that has decided a hundred
thousand cases, and the list of anomalies.

The limits, measured in the same run:
- of the trial, the pure function asked the same questions, twice where the draft touches them: what no trial can save;
- of the spot check, one bare statement that lists the same people, draws their lots by SHA-256 and keeps the lowest
  fifth: nobody's share by employer is seen to there, nothing is written for anybody to draw it again;
- of the search, the same statements over all counties at once, whose rows are only counted;
- of the page, the bare statement that reads the same rows.

Each is told once where PostgreSQL knows its tables, and once where its statistics are those of empty tables, as after a
night in which everything came at once. Processor time decides: others may be at work. `python -m
benchmarks.supervision 5000 20000` takes fewer people and cases.
"""

from __future__ import annotations

import datetime
import logging
import sys
from collections.abc import Callable, Iterator
from functools import partial
from itertools import count
from statistics import median
from typing import Any

from django.db import connection
from django.urls import reverse
from django.utils import timezone

from audit.actors import SYSTEM, Actor
from audit.services import seal_backlog, write_checkpoint
from benchmarks.cycles import page_of
from benchmarks.measure import WIDTHS, benchmark_database, print_head, processor_seconds, seconds_of
from benchmarks.review import MOST_SECONDS_TO_OPEN
from benchmarks.year_end import run_sql, without_triggers
from jobs.services import start_job
from jobs.worker import work_once
from ops.demo.load import fill
from people.divisions.services import load_divisions
from people.enums import Level, OrganizationKind
from people.hats import actor_wearing
from people.models import Bureau, Division, Membership, Professional, User
from people.roles import Role
from policies import ask
from records.ledger.judging import year_question
from records.ledger.kinds import people_of_area
from records.ledger.reading import read_records_of
from records.ledger.services import refresh_ledger
from records.ledger.standing import careers_of
from verification.impact.judging import shelf_of
from verification.impact.services import keep_draft, try_draft
from verification.models import Anomaly
from verification.spotchecks.anomalies import SELECTS, Scope
from verification.spotchecks.kinds import AnomalySearch
from verification.spotchecks.services import close_list, draw_sample, sample_size
from verification.spotchecks.subjects import people_decided

PEOPLE, RECORDS = 20_000, 8
DECIDED = 100_000
ROUNDS = 3
GOAL_OF_TRIAL, GOAL_OF_DRAW, GOAL_OF_SEARCH = 3, 15, 2
"""Our own: no issue sets any."""
# A body of Haizhu with what it decided: a record of each of so many people, thirty to an employer.
DECISIONS = (
    """
    INSERT INTO people_organization (id, kind, name, uscc, area)
    SELECT 8000000 + n, 'employer', '测试单位' || n, '', '440105' FROM generate_series(0, %(count)s / 30) AS n
    """,
    """
    INSERT INTO people_employer SELECT 8000000 + n, 'public', 'county', 'general', NULL
    FROM generate_series(0, %(count)s / 30) AS n
    """,
    """
    INSERT INTO people_user (id, username, display_name, password, phone_key, phone_tail, language, theme, type_size,
        is_active, created_at, is_demo, phone_sealed, session_generation)
    SELECT 8000000 + n, 's' || n, '测试' || n, '', '', '', '', '', '', true, now(), false, '', 0
    FROM generate_series(1, %(count)s) AS n
    """,
    """
    INSERT INTO people_professional (id, user_id, name, name_search, industry)
    SELECT 8000000 + n, 8000000 + n, '测试' || n, ARRAY['ceshi' || n], 'general' FROM generate_series(1, %(count)s) AS n
    """,
    """
    INSERT INTO records_learningrecord (id, professional_id, employer_id, activity, category, title, held_by, ended_on,
        study_year, facts, course_key, evidence_state, source, external_id, state, version, recognized_on,
        credited_hours, frozen_for)
    SELECT 80000000 + n, 8000000 + n, 8000000 + n / 30, 'class', 'specialty', 't', '', make_date(%(year)s, 5, 5),
        %(year)s, '{"hours": "72"}', '', 'complete', 'institution', '', 'recognized', 1, make_date(%(year)s, 6, 1), 72,
        ''
    FROM generate_series(1, %(count)s) AS n
    """,
    """
    INSERT INTO approvals_run (id, procedure, subject_id, version, professional_id, employer_id, area, state, closed_at)
    SELECT 80000000 + n, 'record', 80000000 + n, 1, 8000000 + n, 8000000 + n / 30, '440105', 'approved', now()
    FROM generate_series(1, %(count)s) AS n
    """,
    """
    INSERT INTO approvals_step (run_id, position, by, act, organization_id, rule, cite, state, since, procedure, kind,
        is_odd, alarm)
    SELECT 80000000 + n, 1, 'district', 'recognition', %(body)s, '', '', 'passed', now(), 'record', '', false, 0
    FROM generate_series(1, %(count)s) AS n
    """,
)
# A proof of each record of those who have a ledger: one in four is a picture, one in fifty a file that another has too.
PROOFS = """
    INSERT INTO records_evidence (record_id, file, file_type, size, sha256, picture_hash, uploaded_at)
    SELECT record.id, 'x', 'jpg', 1000, md5((record.id - CASE WHEN record.id %% 50 = 0 THEN 9 ELSE 0 END)::text),
        CASE WHEN record.id %% 4 = 0 THEN ('x' || left(md5('p' || record.id), 16))::bit(64)::bigint END, now()
    FROM records_learningrecord AS record JOIN records_ledgeryear AS ledger
        ON ledger.professional_id = record.professional_id AND ledger.study_year = record.study_year
"""
BARE_DRAW = """
    WITH listed AS (
        SELECT run.professional_id AS person, max(run.employer_id) AS employer
        FROM approvals_step AS step JOIN approvals_run AS run ON run.id = step.run_id
        JOIN records_learningrecord AS record ON record.id = run.subject_id
        WHERE step.organization_id = %(body)s AND step.state IN ('passed', 'rejected') AND run.procedure = 'record'
            AND record.study_year = %(year)s
        GROUP BY run.professional_id
    ), drawn AS (
        SELECT person, (SELECT min(sha256(convert_to('seed|' || person || '|' || lot, 'UTF8')))
            FROM generate_series(1, 2) AS lot) AS number
        FROM listed ORDER BY number LIMIT %(size)s
    )
    SELECT count(*), md5(string_agg(person::text, ',')) FROM drawn
"""
BARE_LIST = """
    SELECT (SELECT count(*) FROM verification_anomaly WHERE year = %(year)s AND area LIKE '44%%'), shown.*
    FROM (
        SELECT anomaly.*, person.name, house.name AS house FROM verification_anomaly AS anomaly
        LEFT JOIN people_professional AS person ON person.id = anomaly.professional_id
        LEFT JOIN people_organization AS house ON house.id = anomaly.organization_id
        WHERE anomaly.year = %(year)s AND anomaly.area LIKE '44%%'
        ORDER BY anomaly.figure DESC, anomaly.id LIMIT 50
    ) AS shown
"""
# As after a night in which all of it came at once: what PostgreSQL last looked at was empty.
FORGET_STATISTICS = (
    "DELETE FROM pg_statistic WHERE starelid IN (SELECT oid FROM pg_class WHERE relnamespace = 'public'::regnamespace)",
    """
    UPDATE pg_class SET reltuples = 0, relpages = 0
    WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'i')
    """,
)
DRAFT = """
id = "GD-{year}"
extends = "GD-2021"
title = {{ zh = "放宽学时", en = "Fewer hours" }}
confirmed = false
[covers]
places = ["440000"]
first_year = {year}
cite = "DRAFT 一"
quote = "自{year}年起"
"""
FLOORS = {"total": 72, "public": 18, "elective": 12}
"""Just what everybody has."""
FLOOR = """
[[required]]
line = "{line}"
hours = {hours}
rule = "H-99"
cite = "DRAFT 三"
quote = "不少于"
"""


def main(people: int = PEOPLE, decided: int = DECIDED) -> bool:
    logging.disable(logging.INFO)
    year = timezone.localdate().year
    with benchmark_database():
        run_sql("SET max_parallel_workers_per_gather = 0")  # what they take is not told of
        load_divisions(actor=SYSTEM)
        head, body = a_world(people, decided, year)
        know_statistics()
        print_head(
            f"{people:,} people with {RECORDS} records each; a body with {decided:,} decided cases. Processor time"
        )
        met = [met for tell in (trial, spot_check, anomalies, opens) for met in tell(head, body, year)]
    return all(met)


def a_world(people: int, decided: int, year: int) -> tuple[User, Bureau]:
    fill(people, 7, records=RECORDS, progress=lambda done, seconds: None)
    numbers = list(Professional.objects.order_by("pk").values_list("pk", flat=True))
    for first in range(0, len(numbers), 1000):
        refresh_ledger(numbers[first : first + 1000], years=[year])
    province = a_bureau("广东测试厅", Level.PROVINCE, "440000")
    body = a_bureau("海珠测试人社局", Level.COUNTY, "440105")
    with without_triggers():
        for statement in DECISIONS:
            run_sql(statement, {"count": decided, "year": year, "body": body.pk})
        run_sql(PROOFS, {})
    user = User(username="chief", display_name="陈测试")
    user.save()
    hired_on = datetime.date(2008, 7, 1)
    Membership.objects.create(user=user, organization=province, role=Role.BUREAU_HEAD, started_on=hired_on)
    return user, body


def a_bureau(name: str, level: Level, place: str) -> Bureau:
    division = Division.objects.filter(code=place).latest("valid_from")
    bureau: Bureau = Bureau.objects.create(kind=OrganizationKind.BUREAU, name=name, level=level, division=division)
    return bureau


def forget_statistics() -> None:
    for table in connection.introspection.table_names():
        run_sql(f"ALTER TABLE {table} SET (autovacuum_enabled = off)")
    run_sql("VACUUM")
    for statement in FORGET_STATISTICS:
        run_sql(statement)


def know_statistics() -> None:
    run_sql("VACUUM ANALYZE")


def actor_of(user: User) -> Actor:
    return actor_wearing(user, Membership.objects.select_related("organization").get(user=user))


def work_all() -> None:
    while work_once("benchmark"):
        pass


def told(name: str, limit: Callable[[], object], figure: Callable[[], object], goal: float) -> Iterator[bool]:
    """With the statistics that PostgreSQL should have, and then with those of empty tables: the limit is the same."""
    figure()
    limits, figures = [], []
    for _round in range(ROUNDS):
        limits.append(seconds_of(limit, processor_seconds))
        figures.append(seconds_of(figure, processor_seconds))
    yield row(name, median(limits), median(figures), goal)
    forget_statistics()
    yield row("  the same with statistics of empty tables", median(limits), seconds_of(figure, processor_seconds), goal)
    know_statistics()


def row(name: str, limit: float, figure: float, goal: float) -> bool:
    met = figure <= goal * limit
    shown = (f"{limit * 1000:,.0f} ms", f"{figure * 1000:,.0f} ms")
    ratio = f"{figure / limit:.2f}" if limit else ""
    print(WIDTHS.format(name, *shown, ratio, f"{goal:.3g}", "met" if met else "MISSED"), flush=True)
    return met


# Draft rules over everybody


def trial(head: User, _body: Bureau, year: int) -> Iterator[bool]:
    actor = actor_of(head)
    floors = [FLOOR.format(line=line, hours=hours) for line, hours in FLOORS.items()]
    draft = keep_draft("草案", "".join([DRAFT.format(year=year), *floors]), actor=actor)

    def run() -> None:
        tried = try_draft(draft, year, year, area="44", actor=actor)
        work_all()
        tried.refresh_from_db()
        assert tried.finished_at is not None
        assert tried.changes.exists()

    return told("draft rules over everybody; the rules asked alone", judging(draft.text, year), run, GOAL_OF_TRIAL)


def judging(text: str, year: int) -> Callable[[], object]:
    """Everybody whom the trial asks about, read beforehand."""
    draft = shelf_of(text)
    numbers = list(people_of_area("44").values_list("pk", flat=True))
    records, careers = read_records_of(numbers), careers_of(numbers)
    grounds = next(iter(careers.values())).grounds.under(draft.shelf)
    asked: list[tuple[Any, Any]] = []
    for number, career in careers.items():
        questions = [each.question for each in records.get(number, [])]
        before, after = career.standing_in(year), career._replace(grounds=grounds).standing_in(year)
        if before.ruleset:
            asked.append((year_question(year, before, questions), None))
        if after.ruleset in draft.touched:
            asked.append((year_question(year, after, questions), draft.shelf))

    def judge() -> None:
        for question, books in asked:
            answer = ask(question, books)
            assert "error" not in answer, answer

    return judge


# A spot check of one body


def spot_check(head: User, body: Bureau, year: int) -> Iterator[bool]:
    actor, size = actor_of(head), sample_size(len(people_decided(body, year)))
    night = count(1)

    def check() -> None:
        closed = close_list(body, year, actor=actor)
        seal_backlog()
        write_checkpoint(now=timezone.now() + datetime.timedelta(days=next(night)))
        assert draw_sample(closed, actor=actor).cases.filter(draw_number__gt="").count() == size
        with without_triggers():
            run_sql("TRUNCATE verification_spotcheck CASCADE")

    bare = partial(run_sql, BARE_DRAW, {"body": body.pk, "year": year, "size": size})
    return told("a spot check listed, sealed, drawn; one bare statement", bare, check, GOAL_OF_DRAW)


# Anomalies


def anomalies(_head: User, _body: Bureau, year: int) -> Iterator[bool]:
    def bare() -> None:
        for select in SELECTS.values():
            whole = select.replace(" = %(area)s", " LIKE '44%%'")
            run_sql(f"SELECT count(*) FROM ({whole}) AS found", Scope(year, "").parameters)

    def search() -> None:
        start_job(AnomalySearch.name, {"year": year, "area": "44"}, actor=SYSTEM)
        work_all()
        assert Anomaly.objects.exists()

    return told("anomalies; the bare statements, all counties at once", bare, search, GOAL_OF_SEARCH)


def opens(head: User, _body: Bureau, year: int) -> Iterator[bool]:
    page = page_of(head, reverse("spot_checks:anomalies"))
    bare = partial(run_sql, BARE_LIST, {"year": year})
    limit, figure = (median(seconds_of(each, processor_seconds) for _ in range(5)) for each in (bare, page))
    print(
        f"{Anomaly.objects.count():,} anomalies; the statement {limit * 1000:.0f} ms, the page {figure * 1000:.0f} ms"
    )
    yield figure <= MOST_SECONDS_TO_OPEN


if __name__ == "__main__":
    sys.exit(not main(*map(int, sys.argv[1:])))
