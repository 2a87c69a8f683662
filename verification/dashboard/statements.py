"""The figures of one county and year, counted by the database. No row of people comes into Python."""

from __future__ import annotations

import datetime

from django.db import connection

from verification.models import TalliedArea

FORGET = (
    "DELETE FROM verification_yeartally WHERE year = %(year)s AND area = %(area)s",
    "DELETE FROM verification_areatally WHERE year = %(year)s AND area = %(area)s",
    "DELETE FROM verification_donetally WHERE year = %(year)s AND area = %(area)s",
)

# Eight hours are one day of study (GD10 三); the lines of the subjects are missing beside each other, so they add up.
COUNT = """
    INSERT INTO verification_yeartally
        (year, area, employer_id, industry, people, done, verified, unruled, untouched, near, waiting,
            short_total, short_public, short_specialty, short_mandatory, short_elective)
    SELECT %(year)s, %(area)s, ledger.employer_id, ledger.industry,
        count(*),
        count(*) FILTER (WHERE ledger.outcome = 'pass'),
        count(*) FILTER (WHERE ledger.outcome = 'pass' AND verified.professional_id IS NOT NULL),
        count(*) FILTER (WHERE ledger.outcome = ''),
        count(*) FILTER (WHERE ledger.outcome = 'fail' AND ledger.counted_total = 0),
        count(*) FILTER (WHERE ledger.outcome = 'fail' AND greatest(
            ledger.short_total, ledger.short_public + ledger.short_specialty + ledger.short_elective) <= 8),
        count(*) FILTER (WHERE ledger.outcome = 'fail' AND open.professional_id IS NOT NULL),
        count(*) FILTER (WHERE ledger.short_total > 0),
        count(*) FILTER (WHERE ledger.short_public > 0),
        count(*) FILTER (WHERE ledger.short_specialty > 0),
        count(*) FILTER (WHERE ledger.short_mandatory > 0),
        count(*) FILTER (WHERE ledger.short_elective > 0)
    FROM records_ledgeryear AS ledger
    LEFT JOIN (
        SELECT DISTINCT verification.professional_id
        FROM verification_verification AS verification
        LEFT JOIN verification_verificationvoid AS void ON void.verification_id = verification.id
        WHERE verification.first_year <= %(year)s AND verification.last_year >= %(year)s AND void.id IS NULL
            AND verification.professional_id IN (SELECT professional_id FROM records_ledgeryear
                WHERE study_year = %(year)s AND area = %(area)s)
    ) AS verified ON verified.professional_id = ledger.professional_id
    LEFT JOIN (
        SELECT DISTINCT record.professional_id FROM records_learningrecord AS record
        WHERE record.study_year = %(year)s AND record.state IN ('submitted', 'returned')
            AND record.professional_id IN (SELECT professional_id FROM records_ledgeryear
                WHERE study_year = %(year)s AND area = %(area)s)
    ) AS open ON open.professional_id = ledger.professional_id
    WHERE ledger.study_year = %(year)s AND ledger.area = %(area)s
    GROUP BY ledger.employer_id, ledger.industry
"""

# Of all employers together.
ADD_UP = """
    INSERT INTO verification_areatally
        (year, area, industry, people, done, verified, unruled, untouched, near, waiting,
            short_total, short_public, short_specialty, short_mandatory, short_elective)
    SELECT year, area, industry, sum(people), sum(done), sum(verified), sum(unruled), sum(untouched), sum(near),
        sum(waiting), sum(short_total), sum(short_public), sum(short_specialty), sum(short_mandatory),
        sum(short_elective)
    FROM verification_yeartally WHERE year = %(year)s AND area = %(area)s GROUP BY year, area, industry
"""

# Somebody is done on the first day on which the hours recognized until then meet the total and each subject. What a
# line takes from other subjects is not followed: then the total alone says the day.
DAYS = """
    INSERT INTO verification_donetally (year, area, industry, day, done)
    WITH counted AS (
        SELECT ledger.professional_id, ledger.industry, ledger.required_total, ledger.required_public,
            ledger.required_specialty, ledger.required_elective,
            record.id, record.recognized_on AS day, record.category, credit.value::numeric AS hours
        FROM records_ledgeryear AS ledger
        LEFT JOIN LATERAL jsonb_each_text(ledger.credits) AS credit ON true
        LEFT JOIN records_learningrecord AS record ON record.id = credit.key::bigint
        WHERE ledger.study_year = %(year)s AND ledger.area = %(area)s AND ledger.outcome = 'pass'
    ), running AS (
        SELECT *,
            sum(hours) OVER (PARTITION BY professional_id ORDER BY day, id) AS in_all,
            sum(hours) OVER (PARTITION BY professional_id, category ORDER BY day, id) AS of_subject
        FROM counted
    ), reached AS (
        SELECT professional_id, industry, coalesce(greatest(
            min(day) FILTER (WHERE in_all >= required_total),
            min(day) FILTER (WHERE category = 'public' AND of_subject >= required_public),
            min(day) FILTER (WHERE category = 'specialty' AND of_subject >= required_specialty),
            min(day) FILTER (WHERE category = 'elective' AND of_subject >= required_elective)
        ), max(day), make_date(%(year)s, 1, 1)) AS day
        FROM running GROUP BY professional_id, industry
    )
    SELECT %(year)s, %(area)s, industry, day, count(*) FROM reached GROUP BY industry, day
"""

SIGN = """
    INSERT INTO verification_talliedarea (year, area) VALUES (%(year)s, %(area)s)
    ON CONFLICT (year, area) DO UPDATE SET counted_at = statement_timestamp()
"""

CHANGED = """
    SELECT EXISTS (
        SELECT FROM records_ledgeryear WHERE study_year = %(year)s AND area = %(area)s AND computed_at > %(since)s
    ) OR EXISTS (
        SELECT FROM verification_verification
        WHERE last_year = %(year)s AND area = %(area)s AND verified_at > %(since)s
    )
"""


def count_area(year: int, area: str) -> None:
    """In the transaction of the caller: readers see the figures of before until it commits."""
    told: dict[str, int | str] = {"year": year, "area": area}
    with connection.cursor() as cursor:
        # Two workers that count the same county wait for each other, and the second counts what is there then.
        cursor.execute(SIGN, told)
        for statement in (*FORGET, COUNT, ADD_UP, DAYS):
            cursor.execute(statement, told)


def know_the_tables() -> None:
    """Before many counties are counted: what PostgreSQL last counted may be from before most of the rows came."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE records_ledgeryear, records_learningrecord, verification_verification")


def has_changed(year: int, area: str, since: datetime.datetime) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(CHANGED, {"year": year, "area": area, "since": since})
        return bool(cursor.fetchone()[0])


def counted_at(year: int) -> dict[str, datetime.datetime]:
    return dict(TalliedArea.objects.filter(year=year).values_list("area", "counted_at"))
