"""The year-end pass as statements over whole counties: no row of people is ever pulled into Python."""

from __future__ import annotations

import datetime
import hashlib
from dataclasses import dataclass
from typing import Any

from django.db import connection

from records.models.ledger import LINES
from verification.ways import automatic_rulesets, last_grace_day, last_makeup_day, rulesets_open_on

TAKEN_OVER = (
    *("professional_id", "employer_id", "area", "place", "industry", "title_level", "ruleset", "rules_version"),
    *(f"{kind}_{line}" for kind in ("required", "counted") for line in LINES),
    "credits",
)

# Who meets every line under rules that verify by themselves, and was never verified for that year: after a void an
# office decides (S-7). What was recognized after the days of grace passes nobody by itself any more, unless it
# was made up for the year within the time that its rules give for that (GDQ18 四).
# OFFSET 0 keeps the look at what was verified before a look by index for each person: while the batch fills an empty
# table nothing is known about it, and the join that PostgreSQL would make of it grows with the square of the people.
MEETS_EVERY_LINE = """
    FROM records_ledgeryear AS ledger
    WHERE ledger.study_year = %(year)s AND ledger.outcome = 'pass' AND ledger.ruleset = ANY(%(rulesets)s)
        AND {scope}
        AND NOT EXISTS (
            SELECT FROM verification_verification AS earlier
            WHERE earlier.professional_id = ledger.professional_id AND earlier.kind = 'annual'
                AND earlier.last_year = %(year)s
            OFFSET 0
        )
        AND (
            ledger.ruleset = ANY(%(open)s)
            OR NOT EXISTS (
                SELECT FROM records_learningrecord AS late
                WHERE late.professional_id = ledger.professional_id AND late.study_year = %(year)s
                    AND late.state = 'recognized'
                    AND late.recognized_on >
                        CASE WHEN late.makeup_for = %(year)s THEN %(makeup_grace)s ELSE %(grace)s END
            )
        )
"""
IN_AREA = "ledger.area = %(area)s"
OF_PEOPLE = "ledger.professional_id = ANY(%(people)s)"

VERIFY = f"""
    INSERT INTO verification_verification
        (kind, way, first_year, last_year, round, batch_id, {", ".join(TAKEN_OVER)})
    SELECT 'annual', 'automatic', %(year)s, %(year)s, 0, %(batch)s,
        {", ".join(f"ledger.{column}" for column in TAKEN_OVER)}
    {MEETS_EVERY_LINE}
    ON CONFLICT (professional_id, kind, last_year, round) DO NOTHING
"""

COUNT = f"""
    WITH own AS (
        SELECT ledger.professional_id, ledger.ruleset, ledger.outcome,
            {", ".join(f"ledger.short_{line}" for line in LINES)},
            EXISTS (
                SELECT FROM verification_verification AS verified
                WHERE verified.professional_id = ledger.professional_id AND verified.kind = 'annual'
                    AND verified.last_year = %(year)s
                OFFSET 0
            ) AS is_verified
        FROM records_ledgeryear AS ledger
        WHERE ledger.study_year = %(year)s AND ledger.area = %(area)s
    )
    SELECT
        count(*) FILTER (WHERE is_verified) AS passed_before,
        {", ".join(f"count(*) FILTER (WHERE ruled AND short_{line} > 0) AS short_{line}" for line in LINES)},
        count(*) FILTER (WHERE ruled AND outcome = 'fail' AND EXISTS (
            SELECT FROM records_learningrecord AS open
            WHERE open.professional_id = own.professional_id AND open.study_year = %(year)s
                AND open.state IN ('submitted', 'returned')
        )) AS waiting,
        count(*) FILTER (WHERE outcome <> '' AND NOT ruled) AS otherwise,
        count(*) FILTER (WHERE outcome = '') AS unruled
    FROM own CROSS JOIN LATERAL (SELECT own.ruleset = ANY(%(rulesets)s) AS ruled) AS rules
"""  # noqa: S608

CHANGED = """
    SELECT EXISTS (
        SELECT FROM records_ledgeryear AS ledger
        WHERE ledger.study_year = %(year)s AND ledger.area = %(area)s AND ledger.computed_at >= %(since)s
    )
"""

# The beginning of the oldest transaction under way, ours among them: whatever was written earlier is seen by the next
# statement. A ledger that is being written just now will have a later time. A vacuum writes none.
SETTLED = """
    SELECT min(xact_start) FROM pg_stat_activity
    WHERE datname = current_database() AND backend_type <> 'autovacuum worker'
"""

PEOPLE_AT_WORK = """
    SELECT count(*) AS people,
        count(*) FILTER (WHERE NOT EXISTS (
            SELECT FROM records_ledgeryear AS ledger
            WHERE ledger.professional_id = employment.professional_id AND ledger.study_year = %(year)s
        )) AS without_hours
    FROM people_employment AS employment
    JOIN people_organization AS employer ON employer.id = employment.employer_id
    WHERE employer.area = %(area)s AND employment.started_on <= %(day)s
        AND (employment.ended_on IS NULL OR employment.ended_on >= %(day)s)
"""

AREAS = """
    SELECT DISTINCT employer.area FROM people_organization AS employer
    WHERE employer.kind = 'employer' AND employer.area LIKE %(prefix)s AND employer.area <> ''
        AND EXISTS (SELECT FROM people_employment AS employment WHERE employment.employer_id = employer.id)
    UNION
    SELECT DISTINCT area FROM records_ledgeryear
    WHERE study_year = %(year)s AND area LIKE %(prefix)s AND area <> ''
    ORDER BY 1
"""


@dataclass(frozen=True)
class Question:
    """One county, or some people, of one study year, as things stand on a day."""

    year: int
    today: datetime.date
    area: str = ""
    people: tuple[int, ...] = ()

    @property
    def parameters(self) -> dict[str, Any]:
        last_day, grace = datetime.date(self.year, 12, 31), last_grace_day(self.year)
        return {
            "year": self.year,
            "area": self.area,
            "people": list(self.people),
            "rulesets": automatic_rulesets(),
            "open": rulesets_open_on(self.today, self.year),
            "grace": grace,
            "makeup_grace": last_makeup_day(self.year) or grace,
            "day": min(self.today, last_day),
        }

    @property
    def digest(self) -> str:
        """Of all that decides who passes beside the ledgers themselves."""
        decisive = {name: value for name, value in self.parameters.items() if name not in ("area", "people", "day")}
        return hashlib.sha256(repr(sorted(decisive.items())).encode()).hexdigest()[:16]

    @property
    def scope(self) -> str:
        return OF_PEOPLE if self.people else IN_AREA


def areas_with_people(year: int, within: str) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(AREAS, {"year": year, "prefix": f"{within}%"})
        return [area for (area,) in cursor.fetchall()]


def pass_all(question: Question, *, batch: int | None) -> int:
    """How many passed now. Run again it passes whoever has come to pass since, and nobody twice."""
    with connection.cursor() as cursor:
        cursor.execute(VERIFY.format(scope=question.scope), question.parameters | {"batch": batch})
        return int(cursor.rowcount)


def count_passing(question: Question) -> int:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) {MEETS_EVERY_LINE.format(scope=question.scope)}", question.parameters)
        return int(cursor.fetchone()[0])


def settled_at() -> datetime.datetime:
    with connection.cursor() as cursor:
        cursor.execute(SETTLED)
        moment: datetime.datetime = cursor.fetchone()[0]
        return moment


def has_changed(question: Question, *, since: datetime.datetime) -> bool:
    """Whether any ledger of the county was written since; if not, nobody can have come to pass."""
    with connection.cursor() as cursor:
        cursor.execute(CHANGED, question.parameters | {"since": since})
        return bool(cursor.fetchone()[0])


def counts_of(question: Question) -> dict[str, int]:
    """Of a county: who passed before, who is short of what, who waits, who is under other rules or none."""
    return _one(COUNT, question) | _one(PEOPLE_AT_WORK, question)


def _one(statement: str, question: Question) -> dict[str, int]:
    with connection.cursor() as cursor:
        cursor.execute(statement, question.parameters)
        names = [column.name for column in cursor.description]
        return dict(zip(names, cursor.fetchone(), strict=True))
