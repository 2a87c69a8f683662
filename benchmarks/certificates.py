"""Issuing to a hundred thousand people of one county through its job, beside the bare statements that write the same
rows in the same run: certificates, entries of the log, eight frozen records a person, the counter. Then the tree.

`python -m benchmarks.certificates 20000` runs it with fewer people.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Sequence
from statistics import median

from django.conf import settings
from django.db import transaction

from audit.actors import SYSTEM
from benchmarks.measure import benchmark_database, machine_is_quiet
from benchmarks.year_end import Spent, row, run_sql, spent, without_triggers
from certificates.enums import RunState
from certificates.issuing.runs import ISSUE_JOB
from certificates.log.sequencing import place
from certificates.log.verification import verify_log
from certificates.models import Certificate, IssueRun, Series
from jobs.services import start_job
from jobs.worker import work_once
from people.divisions.services import load_divisions
from people.enums import Level
from people.models import Bureau, Division

YEAR = 2025
AREA = "440105"
PEOPLE = 100_000
RECORDS = 8
HOUSES = 200
ROUNDS = 3

# House by house, every one of them verified and confirmed; the houses lie in the areas by turns.
WORLD = (
    """
    INSERT INTO people_organization (id, kind, name, uscc, area)
    SELECT %(before)s + n, 'employer', 'e' || n, '', (%(areas)s::text[])[1 + n %% cardinality(%(areas)s::text[])]
    FROM generate_series(1, %(houses)s) AS n
    """,
    """
    INSERT INTO people_employer
    SELECT id, 'public', 'county', 'general', NULL FROM people_organization WHERE id > %(before)s
    """,
    """
    INSERT INTO people_user (id, username, display_name, password, phone_key, phone_tail, language, theme, type_size,
        is_active, created_at, is_demo, phone_sealed, session_generation)
    SELECT %(before)s + n, 'p' || n, 'p', '', '', '', '', '', '', true, now(), false, '', 0
    FROM generate_series(1, %(people)s) AS n
    """,
    """
    INSERT INTO people_professional (id, user_id, name, industry)
    SELECT %(before)s + n, %(before)s + n, '某某' || n, 'general' FROM generate_series(1, %(people)s) AS n
    """,
    """
    INSERT INTO records_learningrecord (id, professional_id, employer_id, activity, category, title, held_by, ended_on,
        study_year, facts, course_key, evidence_state, source, external_id, state, version, recognized_on,
        credited_hours, frozen_for)
    SELECT %(before)s + (n - 1) * %(records)s + r, %(before)s + n,
        %(before)s + 1 + (n - 1) * %(houses)s / %(people)s, 'class', 'specialty', 't', '', make_date(%(year)s, 5, 5),
        %(year)s, '{"hours": "10"}', '', 'complete', 'institution', '', 'recognized', 1, make_date(%(year)s, 6, 1),
        10, ''
    FROM generate_series(1, %(people)s) AS n, generate_series(1, %(records)s) AS r
    """,
    """
    INSERT INTO verification_verification (id, professional_id, kind, way, first_year, last_year, round, employer_id,
        area, place, industry, title_level, ruleset, rules_version, required_total, counted_total, counted_public,
        counted_specialty, counted_mandatory, counted_elective, credits)
    SELECT %(before)s + n, %(before)s + n, 'annual', 'automatic', %(year)s, %(year)s, 0, house.id, house.area,
        house.area, 'general', 'intermediate', 'GD-2021', 'x', 90, 90, 30, 42, 0, 18,
        (
            SELECT jsonb_object_agg((%(before)s + (n - 1) * %(records)s + r)::text, '10')
            FROM generate_series(1, %(records)s) AS r
        )
    FROM generate_series(1, %(people)s) AS n
    JOIN people_organization AS house ON house.id = %(before)s + 1 + (n - 1) * %(houses)s / %(people)s
    """,
    """
    INSERT INTO certificates_confirmation (verification_id, employer_id, confirmed_on, confirmed_by_id)
    SELECT id, employer_id, make_date(%(year)s + 1, 1, 5), %(before)s + 1 FROM verification_verification
    WHERE id > %(before)s
    """,
)
BEFORE = 10_000_000
"""The first number of every table: what else is made in the same database has smaller ones."""
WRITTEN = """
    certificates_certificate, certificates_logentry, certificates_lognode, certificates_issuerun, certificates_series,
    audit_event
"""
# What was issued once, to be written again by statements that have nothing to find out.
READY = (
    "CREATE TABLE ready_certificate AS SELECT * FROM certificates_certificate ORDER BY id",
    """
    CREATE TABLE ready_entry AS SELECT certificate_id, act, content FROM certificates_logentry ORDER BY id
    """,
    """
    CREATE TABLE ready_record AS SELECT id, frozen_for FROM records_learningrecord WHERE frozen_at IS NOT NULL
    """,
)
COLUMNS = ", ".join(field.column for field in Certificate._meta.concrete_fields if field.column != "run_id")
BARE = (
    f"INSERT INTO certificates_certificate ({COLUMNS}) SELECT {COLUMNS} FROM ready_certificate",
    """
    INSERT INTO certificates_logentry (certificate_id, act, content)
    SELECT certificate_id, act, content FROM ready_entry
    """,
    """
    UPDATE records_learningrecord AS record SET frozen_at = clock_timestamp(), frozen_for = ready.frozen_for
    FROM ready_record AS ready WHERE record.id = ready.id
    """,
    "UPDATE certificates_series SET last = last + (SELECT count(*) FROM ready_certificate)",
)


def build(people: int, *, houses: int = HOUSES, areas: Sequence[str] = (AREA,)) -> list[Bureau]:
    """Also for the tests that kill whoever issues (tests/certificates/planting.py)."""
    load_divisions(actor=SYSTEM)
    divisions = {each.code: each for each in Division.objects.filter(code__in=areas, valid_to=None)}
    bureaus = [
        Bureau.objects.create(name=f"{divisions[area].name}人社局", division=divisions[area], level=Level.COUNTY)
        for area in areas
    ]
    parameters: dict[str, object] = {
        "people": people,
        "houses": houses,
        "records": RECORDS,
        "year": YEAR,
        "areas": list(areas),
    }
    parameters["before"] = BEFORE
    with without_triggers():
        for statement in WORLD:
            run_sql(statement, parameters)
    return bureaus


def order(bureau: Bureau, people: int) -> IssueRun:
    """As after the confirmation of a second person."""
    with transaction.atomic():
        run = IssueRun.objects.create(issuer=bureau, study_year=YEAR, state=RunState.RUNNING, expected=people)
        run.job = start_job(ISSUE_JOB, {"run": run.pk}, actor=SYSTEM)
        run.save(update_fields=["job"])
    return run


def through_the_job(bureau: Bureau, people: int) -> None:
    run = order(bureau, people)
    while work_once("benchmark"):
        pass
    run.refresh_from_db()
    assert (run.state, run.issued) == (RunState.DONE, people)


def bare() -> None:
    with transaction.atomic():
        for statement in BARE:
            run_sql(statement)


def forget() -> None:
    """Back to the day before, the records as densely packed as they were."""
    with without_triggers():
        run_sql(f"TRUNCATE {WRITTEN} CASCADE")
        run_sql("TRUNCATE records_learningrecord CASCADE")
        run_sql("INSERT INTO records_learningrecord SELECT * FROM before ORDER BY id")
        run_sql("INSERT INTO certificates_series (issuer_code, study_year, last) VALUES (%s, %s, 0)", [AREA, YEAR])
    run_sql("VACUUM ANALYZE")


def place_all() -> None:
    while place():
        pass


def main(people: int = PEOPLE) -> bool:
    settings.CERTIFICATE_ROOTS_FILE = "/nonexistent"  # those of this machine are none of this database
    print(f"\nCertificates: {people:,} people × {RECORDS} records, of one bureau")
    with benchmark_database():
        with transaction.atomic():
            build(people)
            transaction.set_rollback(True)
        run_sql("ANALYZE")
        (bureau,) = build(people)
        run_sql("CREATE TABLE before AS SELECT * FROM records_learningrecord ORDER BY id")
        run_sql("SET client_min_messages = error")
        # PostgreSQL takes every table for empty, as right after a great load.
        unknown = spent(lambda: through_the_job(bureau, people))
        print(f"  right after the load {unknown.clock:.1f} s by the clock, {unknown.processor:.1f} s of the processor")
        of_job: list[Spent] = []
        of_bare: list[Spent] = []
        for number in range(ROUNDS):
            forget()
            of_job.append(spent(lambda: through_the_job(bureau, people)))
            print(f"  job   {of_job[-1].clock:6.1f} s by the clock, {of_job[-1].processor:6.1f} s of the processor")
            if number == 0:
                for statement in READY:
                    run_sql(statement)
                placed = spent(place_all)
                print(f"  tree  {placed.clock:6.1f} s by the clock, {placed.processor:6.1f} s of the processor")
                start = time.perf_counter()
                assert verify_log().is_sound
                print(f"  verify_log {time.perf_counter() - start:.1f} s")
            forget()
            of_bare.append(spent(bare))
            print(f"  bare  {of_bare[-1].clock:6.1f} s by the clock, {of_bare[-1].processor:6.1f} s of the processor")
        assert Certificate.objects.count() == people
        assert Series.objects.get().last == people
        clock = "clock" if machine_is_quiet() else "processor"
    job, plain = (median(getattr(each, clock) for each in some) for some in (of_job, of_bare))
    print(f"Judged by the {clock}.")
    return all(
        [
            row("through the job, beside the bare statements", f"{job / plain:.2f}", "≤ 2", 2),
            row("right after the load, beside later", f"{getattr(unknown, clock) / job:.2f}", "≤ 1.5", 1.5),
            row("leaves placed, microseconds each", f"{placed.clock / people * 1e6:.0f}", "≤ 100", 100),
        ]
    )


if __name__ == "__main__":
    sys.exit(not main(int(sys.argv[1]) if len(sys.argv) > 1 else PEOPLE))
