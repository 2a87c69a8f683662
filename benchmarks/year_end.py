"""The year-end pass over a million people with eight records each, as on December 31.

Limits, measured in the same run: the floor (reading the ledger once, inserting the same rows), the bare statement that
does the same as the batch, and an ORM loop over a part of the people. On a machine with other work the time of the
processor decides, of which a process that only waits for its turn takes none. `python -m benchmarks.year_end 100000`
runs it with fewer people.
"""

from __future__ import annotations

import datetime
import math
import os
import resource
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from statistics import median

from django.db import connection, transaction

from audit.actors import SYSTEM
from audit.services import record
from benchmarks.measure import benchmark_database, machine_is_quiet, processor_seconds
from jobs.worker import work_once
from records.ledger.services import refresh_ledger
from records.models import LedgerYear
from verification.access import CLOCK
from verification.batch import kinds, services
from verification.batch.statements import COUNT, PEOPLE_AT_WORK, VERIFY, Question
from verification.enums import BatchState, Kind, Way
from verification.models import BatchRun, Verification

YEAR = 2026
LAST_DAY = datetime.date(YEAR, 12, 31)
PEOPLE = 1_000_000
COUNTIES = 100
LOOPED = 2_000
UPKEPT = 500
ROUNDS = 3

# Registered employer by employer, each in a county of its own; nine in twenty people are done, the others lack
# specialty hours.
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
    SELECT n, (n - 1) * %(counties)s / %(people)s, '', '', '2020-01-01' FROM generate_series(1, %(people)s) AS n
    """,
    """
    INSERT INTO records_learningrecord (professional_id, employer_id, activity, category, title, held_by, ended_on,
        study_year, facts, course_key, evidence_state, source, external_id, state, version, recognized_on,
        credited_hours, frozen_for)
    SELECT n, (n - 1) * %(counties)s / %(people)s, 'class', 'specialty', 't', '', make_date(%(year)s, 5, 5), %(year)s,
        '{"hours": "10"}', '', 'complete', 'institution', '', 'recognized', 1, make_date(%(year)s, 6, 1), 10, ''
    FROM generate_series(1, %(people)s) AS n, generate_series(1, 8)
    """,
    """
    INSERT INTO records_ledgeryear (professional_id, study_year, employer_id, area, place, industry, title_level,
        ruleset, rules_version, required_total, required_public, required_specialty, required_elective,
        counted_total, counted_public, counted_specialty, counted_mandatory, counted_elective,
        short_total, short_public, short_specialty, short_mandatory, short_elective, outcome, credits, unjudged)
    SELECT n, %(year)s, employer.id, employer.area, employer.area, 'general', 'intermediate', 'GD-2021', 'x', 90,
         30, 42, 18, 90, 30, 42, 0, 18, 0, 0, CASE WHEN n %% 20 < 9 THEN 0 ELSE 2 END, 0, 0,
        CASE WHEN n %% 20 < 9 THEN 'pass' ELSE 'fail' END,
        jsonb_build_object((8 * n)::text, '30', (8 * n + 1)::text, '42', (8 * n + 2)::text, '18'), '[]'
    FROM generate_series(1, %(people)s) AS n
    JOIN people_organization AS employer ON employer.id = (n - 1) * %(counties)s / %(people)s
    """,
)
EVERYWHERE = "true"
FLOOR_SCAN = """
    SELECT count(*) FROM records_ledgeryear
    WHERE study_year = %(year)s AND outcome = 'pass' AND ruleset = ANY(%(rulesets)s)
"""
COLUMNS = ", ".join(field.column for field in Verification._meta.concrete_fields)
OF_BATCH = COLUMNS.replace("batch_id", "%(batch)s AS batch_id")
READY = f"CREATE TABLE ready AS SELECT {OF_BATCH} FROM verification_verification"
FLOOR_INSERT = f"INSERT INTO verification_verification ({COLUMNS}) SELECT {COLUMNS} FROM ready"


def run_sql(statement: str, parameters: dict[str, object] | list[object] | None = None) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)


@contextmanager
def without_triggers() -> Iterator[None]:
    with transaction.atomic():
        run_sql("SET LOCAL session_replication_role = replica")
        yield


def build(people: int, *, counties: int = COUNTIES, year: int = YEAR) -> None:
    with without_triggers():
        for statement in WORLD:
            run_sql(statement, {"people": people, "counties": counties, "year": year})
    run_sql("VACUUM ANALYZE")


def forget() -> None:
    """Back to the day before; the triggers would rightly refuse."""
    with without_triggers():
        run_sql("TRUNCATE verification_verification, verification_batchitem, verification_batchrun CASCADE")


def begin_batch() -> None:
    """For the statements that run without one: what they insert refers to it all the same."""
    forget()
    BatchRun.objects.create(pk=PARAMETERS["batch"], year=YEAR, state=BatchState.DISCARDED)


@dataclass(frozen=True)
class Spent:
    """By the clock, and by the processor: of this process and of the one that serves it in the database. The checks of
    foreign keys, which come with the commit, are in both."""

    clock: float
    processor: float


def spent(work: Callable[[], object]) -> Spent:
    clock, processor = time.perf_counter(), processor_seconds()
    work()
    return Spent(time.perf_counter() - clock, processor_seconds() - processor)


PARAMETERS = Question(YEAR, LAST_DAY).parameters | {"batch": 1}


def bare() -> None:
    """What the batch does, for all counties at once: count, verify."""
    with transaction.atomic():
        run_sql(COUNT.replace("ledger.area = %(area)s", EVERYWHERE), PARAMETERS)
        run_sql(PEOPLE_AT_WORK.replace("employer.area = %(area)s", EVERYWHERE), PARAMETERS)
        run_sql(VERIFY.format(scope=EVERYWHERE), PARAMETERS)


def floor() -> None:
    with transaction.atomic():
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
    assert Verification.objects.count() == LOOPED


def processor_of_upkeep() -> float:
    """For one person each, as after a decision on one record."""
    people = list(range(1, UPKEPT + 1))

    def refresh() -> None:
        for person in people:
            refresh_ledger([person], years=[YEAR])

    return spent(lambda: rolled_back(refresh)).processor / UPKEPT


def row(name: str, told: str, goal: str, limit: float, *, at_least: bool = False) -> bool:
    met = float(told) >= limit if at_least else float(told) <= limit
    print(f"{name:<58} {told:>10} {goal:>8}  {'met' if met else 'MISSED'}")
    return met


def rolled_back(work: Callable[[], object]) -> None:
    with transaction.atomic():
        work()
        transaction.set_rollback(True)


@dataclass
class Figures:
    """Of all rounds, which alternate so that whatever else the machine does falls on each."""

    people: int
    floor: list[Spent] = field(default_factory=list)
    bare: list[Spent] = field(default_factory=list)
    batch: list[Spent] = field(default_factory=list)
    again: list[Spent] = field(default_factory=list)

    def of(self, name: str, clock: str) -> float:
        return median(getattr(each, clock) for each in getattr(self, name))

    def tell(self) -> None:
        for clock in ("clock", "processor"):
            told = ", ".join(f"{name} {self.of(name, clock):.2f} s" for name in ("floor", "bare", "batch", "again"))
            print(f"{self.people:>9,} people by the {clock:<9}: {told}; load {os.getloadavg()[0]:.1f}", flush=True)


def measured(people: int) -> Figures:
    figures = Figures(people)
    for _round in range(ROUNDS):
        begin_batch()
        figures.bare.append(spent(bare))
        forget()
        figures.batch.append(spent(through_jobs))
        figures.again.append(spent(through_jobs))
        run_sql("DROP TABLE IF EXISTS ready")
        run_sql(READY, PARAMETERS)
        begin_batch()
        figures.floor.append(spent(floor))
    figures.tell()
    return figures


def main(people: int = PEOPLE) -> bool:
    kinds.database_day = lambda: LAST_DAY
    services.database_day = lambda: LAST_DAY
    print(f"\nYear-end over {people:,} people × 8 records, {COUNTIES} counties")
    with benchmark_database():
        build(people // 10)
        tenth = measured(people // 10)
        run_sql("SET client_min_messages = error")
        with without_triggers():
            run_sql(
                "TRUNCATE records_learningrecord, records_ledgeryear, people_employment, people_professional,"
                " people_user, people_employer, people_organization CASCADE"
            )
        build(people)
        figures = measured(people)
        forget()
        loop = spent(lambda: rolled_back(looped))
        upkeep = processor_of_upkeep()
        clock = "clock" if machine_is_quiet() else "processor"
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"Judged by the {clock}; keeping a ledger takes {upkeep * 1000:.1f} ms for each recognized record.")
    of = {name: figures.of(name, clock) for name in ("floor", "bare", "batch", "again")}
    verified = people * 9 / 20
    faster = getattr(loop, clock) / LOOPED * verified / of["batch"]
    exponent = math.log10(of["batch"] / tenth.of("batch", clock))
    results = [
        row("through jobs, beside the bare statement", f"{of['batch'] / of['bare']:.2f}", "≤ 1.3", 1.3),
        row("the bare statement, beside its floor", f"{of['bare'] / of['floor']:.2f}", "≤ 2", 2),
        row("run again with nothing changed", f"{of['again'] / of['batch']:.3f}", "< 0.1", 0.1),
        row("from a tenth of the people to all, exponent", f"{exponent:.2f}", "≤ 1.05", 1.05),
        row("memory of the worker, MiB", f"{peak:.0f}", "≤ 300", 300),
        row("an ORM loop, beside the batch", f"{faster:.0f}", "≥ 50", 50, at_least=True),
    ]
    return all(results)


if __name__ == "__main__":
    sys.exit(not main(int(sys.argv[1]) if len(sys.argv) > 1 else PEOPLE))
