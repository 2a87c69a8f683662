"""The year-end pass over a million people with eight records each, as on December 31.

Limits, measured in the same run: the floor (reading the ledger once, inserting the same rows), the bare statement that
does the same as the batch, and an ORM loop over a part of the people. `python -m benchmarks.year_end 100000` runs it
with fewer people.
"""

from __future__ import annotations

import datetime
import math
import resource
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from statistics import median

from django.db import connection, transaction

from audit.actors import SYSTEM
from audit.services import record
from benchmarks.measure import benchmark_database
from jobs.worker import work_once
from records.models import LedgerYear
from verification.access import CLOCK
from verification.batch import kinds, services
from verification.batch.statements import COUNT, VERIFY, Question
from verification.enums import Kind, Way
from verification.models import BatchRun, Verification

YEAR = 2026
LAST_DAY = datetime.date(YEAR, 12, 31)
PEOPLE = 1_000_000
COUNTIES = 100
LOOPED = 2_000
ROUNDS = 3

# As many counties as there are; nine in twenty people are done, the others lack specialty hours.
WORLD = (
    """
    INSERT INTO people_organization (id, kind, name, uscc, area)
    SELECT n, 'employer', 'e' || n, '', '44' || lpad((n %% 10)::text, 2, '0') || lpad((n / 10)::text, 2, '0')
    FROM generate_series(0, %(counties)s - 1) AS n
    """,
    "INSERT INTO people_employer SELECT id, 'public', 'county', 'general', NULL FROM people_organization",
    """
    INSERT INTO people_user (id, username, display_name, password, phone_key, phone_tail, language, theme, type_size,
        is_active, created_at, is_demo, phone_sealed, session_generation)
    SELECT n, 'p' || n, 'p', '', '', '', '', '', '', true, now(), false, '', 0
    FROM generate_series(1, %(people)s) AS n
    """,
    """
    INSERT INTO people_professional (id, user_id, name, industry)
    SELECT n, n, 'p', 'general' FROM generate_series(1, %(people)s) AS n
    """,
    """
    INSERT INTO people_employment (professional_id, employer_id, staff_number, position, started_on)
    SELECT n, n %% %(counties)s, '', '', '2020-01-01' FROM generate_series(1, %(people)s) AS n
    """,
    """
    INSERT INTO records_learningrecord (professional_id, employer_id, activity, category, title, held_by, ended_on,
        study_year, facts, course_key, evidence_state, source, external_id, state, version, recognized_on,
        credited_hours, frozen_for)
    SELECT n, n %% %(counties)s, 'class', 'specialty', 't', '', '2026-05-05', %(year)s, '{"hours": "10"}', '',
        'complete', 'institution', '', 'recognized', 1, '2026-06-01', 10, ''
    FROM generate_series(1, %(people)s) AS n, generate_series(1, 8)
    """,
    """
    INSERT INTO records_ledgeryear (professional_id, study_year, employer_id, area, place, industry, title_level,
        ruleset, rules_version, required_total, required_public, required_specialty, required_elective,
        counted_total, counted_public, counted_specialty, counted_mandatory, counted_elective,
        short_total, short_public, short_specialty, short_mandatory, short_elective, outcome, credits, unjudged)
    SELECT n, %(year)s, n %% %(counties)s, employer.area, employer.area, 'general', 'intermediate', 'GD-2021', 'x',
        90, 30, 42, 18, 90, 30, 42, 0, 18, 0, 0, CASE WHEN n %% 20 < 9 THEN 0 ELSE 2 END, 0, 0,
        CASE WHEN n %% 20 < 9 THEN 'pass' ELSE 'fail' END,
        jsonb_build_object((8 * n)::text, '30', (8 * n + 1)::text, '42', (8 * n + 2)::text, '18'), '[]'
    FROM generate_series(1, %(people)s) AS n JOIN people_organization AS employer ON employer.id = n %% %(counties)s
    """,
)
EVERYWHERE = "true"
FLOOR_SCAN = """
    SELECT count(*) FROM records_ledgeryear
    WHERE study_year = %(year)s AND outcome = 'pass' AND ruleset = ANY(%(rulesets)s)
"""
READY = "CREATE TABLE ready AS SELECT * FROM verification_verification"
FLOOR_INSERT = "INSERT INTO verification_verification SELECT * FROM ready"


def run_sql(statement: str, parameters: dict[str, object] | None = None) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)


@contextmanager
def without_triggers() -> Iterator[None]:
    with transaction.atomic():
        run_sql("SET LOCAL session_replication_role = replica")
        yield


def build(people: int) -> None:
    with without_triggers():
        for statement in WORLD:
            run_sql(statement, {"people": people, "counties": COUNTIES, "year": YEAR})
    run_sql("VACUUM ANALYZE")


def forget() -> None:
    """Back to the day before; the triggers would rightly refuse."""
    with without_triggers():
        run_sql("TRUNCATE verification_verification, verification_batchitem, verification_batchrun CASCADE")


def timed(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def rolled_back(work: Callable[[], object]) -> float:
    with transaction.atomic():
        seconds = timed(work)
        transaction.set_rollback(True)
    return seconds


PARAMETERS = Question(YEAR, LAST_DAY).parameters | {"batch": None}


def bare() -> None:
    """What the batch does, for all counties at once: count, verify."""
    run_sql(COUNT.replace("ledger.area = %(area)s", EVERYWHERE), PARAMETERS)
    run_sql(VERIFY.format(scope=EVERYWHERE), PARAMETERS)


def floor() -> None:
    run_sql(FLOOR_SCAN, PARAMETERS)
    run_sql(FLOOR_INSERT)


def through_jobs() -> None:
    services.run_year(YEAR, actor=CLOCK)
    while work_once("benchmark"):
        pass


def looped() -> None:
    """As one would write it without thinking of a million."""
    for ledger in LedgerYear.objects.filter(study_year=YEAR, outcome="pass")[:LOOPED]:
        with transaction.atomic():
            if Verification.objects.filter(professional_id=ledger.professional_id, last_year=YEAR).exists():
                continue
            verification = Verification(
                kind=Kind.ANNUAL, way=Way.AUTOMATIC, first_year=YEAR, last_year=YEAR, credits=ledger.credits
            )
            for name in ("professional_id", "employer_id", "area", "place", "industry", "title_level", "ruleset"):
                setattr(verification, name, getattr(ledger, name))
            for line in ("total", "public", "specialty", "mandatory", "elective"):
                setattr(verification, f"required_{line}", getattr(ledger, f"required_{line}"))
                setattr(verification, f"counted_{line}", getattr(ledger, f"counted_{line}"))
            verification.rules_version = ledger.rules_version
            verification.save()
            record("verification.passed", verification, actor=SYSTEM)


def row(name: str, told: str, goal: str, met: bool) -> bool:
    print(f"{name:<66} {told:>24} {goal:>12}  {'met' if met else 'MISSED'}")
    return met


def measured(people: int) -> tuple[float, float, float, float]:
    """Seconds of the floor, of the bare statement, of the batch, and of the batch when nothing has changed."""
    floors, bares, batches, again = [], [], [], []
    for _round in range(ROUNDS):
        forget()
        bares.append(rolled_back(bare))
        batches.append(timed(through_jobs))
        again.append(timed(through_jobs))
        run_sql("DROP TABLE IF EXISTS ready")
        run_sql(READY)
        forget()
        floors.append(rolled_back(floor))
    assert BatchRun.objects.count() == 0
    print(f"{people:>9,} people: floor {median(floors):.2f} s, bare {median(bares):.2f} s,", end=" ")
    print(f"batch {median(batches):.2f} s, batch again {median(again):.2f} s")
    return median(floors), median(bares), median(batches), median(again)


def main(people: int = PEOPLE) -> bool:
    kinds.database_day = lambda: LAST_DAY
    services.database_day = lambda: LAST_DAY
    print(f"\nYear-end over {people:,} people × 8 records, {COUNTIES} counties")
    with benchmark_database():
        build(people // 10)
        *_others, of_tenth, _again = measured(people // 10)
        run_sql("SET client_min_messages = error")
        with without_triggers():
            run_sql(
                "TRUNCATE records_learningrecord, records_ledgeryear, people_employment, people_professional,"
                " people_user, people_employer, people_organization CASCADE"
            )
        build(people)
        of_floor, of_bare, of_batch, of_again = measured(people)
        loop = rolled_back(looped) / LOOPED
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    verified = people * 9 / 20
    exponent = math.log(of_batch / of_tenth) / math.log(10)
    results = [
        row("through jobs, beside the bare statement", f"{of_batch / of_bare:.2f}", "≤ 1.3", of_batch <= 1.3 * of_bare),
        row("the bare statement, beside its floor", f"{of_bare / of_floor:.2f}", "≤ 2", of_bare <= 2 * of_floor),
        row(
            "people verified a second, beside an ORM loop",
            f"{verified / of_batch:,.0f} = {loop * verified / of_batch:.0f}×",
            "≥ 50×",
            loop * verified / of_batch >= 50,
        ),
        row("run again with nothing changed", f"{of_again / of_batch:.3f}", "< 0.1", of_again < 0.1 * of_batch),
        row("from a tenth of the people to all, exponent", f"{exponent:.2f}", "≤ 1.05", exponent <= 1.05),
        row("memory of the worker", f"{peak:.0f} MiB", "≤ 300 MiB", peak <= 300),
    ]
    return all(results)


if __name__ == "__main__":
    sys.exit(not main(int(sys.argv[1]) if len(sys.argv) > 1 else PEOPLE))
