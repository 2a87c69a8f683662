"""Issuing as one statement, to one person or to a county: no row of people is pulled into Python.

1. the gate is passed and the series locked (`services`): nobody else gives numbers of it
2. who has a verified year that stands, is confirmed where the layout asks for it, and has no certificate
3. numbers in order from the series, N0 from the stock of forms, a token for the QR code
4. all that will be printed, as it is now
5. certificate, entry of the log and counter are written; the records of that year are frozen
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Any

from django.db import connection

from certificates.layouts import Layout
from records.freezing import FREEZE

# What belongs to a row is looked up by its number, row by row. Right after a great load PostgreSQL takes full tables
# for empty ones, and joins would be loops without an end: a subquery with `OFFSET 0` leaves it no choice.
#
# The employer's bureau issues; where an agency holds the files, the bureau of the agency's level (GD10 十四).
WAITING = """
    FROM verification_verification AS verified
    WHERE verified.last_year = %(year)s AND verified.first_year = %(year)s AND verified.kind = ANY(%(kinds)s)
        AND {scope}
        AND NOT EXISTS (
            SELECT FROM certificates_certificate AS earlier
            WHERE earlier.verification_id = verified.id AND earlier.round >= %(round)s
            OFFSET 0
        )
        AND NOT EXISTS (
            SELECT FROM verification_verificationvoid AS void WHERE void.verification_id = verified.id OFFSET 0
        )
        AND verified.professional_id <> ALL(
            ARRAY(SELECT id FROM people_professional WHERE user_id = ANY(%(left_out)s::int[]))
        )
        AND coalesce((
            SELECT (SELECT area FROM people_organization WHERE id = house.files_held_by_id)
            FROM people_employer AS house WHERE house.organization_ptr_id = verified.employer_id
        ), verified.area) = ANY(%(areas)s)
"""
IS_CONFIRMED = """
    (NOT %(confirm)s OR verified.industry = ANY(%(otherwise)s) OR EXISTS (
        SELECT FROM certificates_confirmation AS confirmed WHERE confirmed.verification_id = verified.id OFFSET 0
    ))
"""
# By indexes: whose employers lie there, and whose files an agency there holds.
EVERYBODY = """
    (verified.area = ANY(%(areas)s) OR verified.employer_id = ANY(ARRAY(
        SELECT house.organization_ptr_id FROM people_employer AS house
        WHERE house.files_held_by_id IS NOT NULL
            AND (SELECT area FROM people_organization WHERE id = house.files_held_by_id) = ANY(%(areas)s)
    )))
"""
OF_VERIFICATIONS = "verified.id = ANY(%(verifications)s)"

COUNT = """
    SELECT count(*) FILTER (WHERE {is_confirmed}), count(*) FILTER (WHERE NOT {is_confirmed})
    {waiting}
"""

# Few columns are sorted and cut; the rest is looked up for those who are chosen. Forms are drawn and tokens made once a
# row.
ISSUE = """
    WITH numbered AS MATERIALIZED (
        SELECT verification, employer, %(last)s + row_number() OVER (ORDER BY employer, employer_id, verification)
            AS sequence
        FROM (
            SELECT verified.id AS verification, verified.employer_id,
                (SELECT name FROM people_organization WHERE id = verified.employer_id) AS employer
            {waiting} AND {is_confirmed}
        ) AS ready
        ORDER BY sequence LIMIT %(limit)s
    ), chosen AS MATERIALIZED (
        SELECT numbered.verification, numbered.sequence, numbered.employer, verified.professional_id,
            verified.employer_id, verified.title_level, verified.counted_total, verified.counted_public,
            verified.counted_specialty, verified.credits, verified.name, confirmed.confirmed_on, confirmed.confirmed_by,
            %(prefix)s || lpad(numbered.sequence::text, 6, '0') AS number,
            nextval('certificates_blank_form') AS form, gen_random_uuid() AS token
        FROM numbered
        CROSS JOIN LATERAL (
            SELECT own.*, (SELECT name FROM people_professional WHERE id = own.professional_id) AS name
            FROM verification_verification AS own WHERE own.id = numbered.verification
            OFFSET 0
        ) AS verified
        LEFT JOIN LATERAL (
            SELECT own.confirmed_on, (SELECT name FROM people_organization WHERE id = own.employer_id) AS confirmed_by
            FROM certificates_confirmation AS own WHERE own.verification_id = numbered.verification AND %(confirm)s
            OFFSET 0
        ) AS confirmed ON true
    ), issued AS (
        INSERT INTO certificates_certificate
            (number, issuer_id, issuer_code, study_year, sequence, blank_form_number, professional_id, employer_id,
             verification_id, round, replaces_id, layout, printed, token, signed_with, run_id, issued_on, issued_by_id)
        SELECT number, %(issuer)s, %(code)s, %(year)s, sequence, form, professional_id, employer_id,
            verification, %(round)s, %(replaces)s, %(layout)s, {printed}, token, %(key)s, %(run)s, %(on)s, %(by)s
        FROM chosen
        ORDER BY sequence
        RETURNING id, number, token, printed, verification_id
    ), logged AS (
        INSERT INTO certificates_logentry (certificate_id, act, content)
        SELECT id, 'issue',
            jsonb_build_object('act', 'issue', 'certificate', number, 'token', token, 'printed', printed)
        FROM issued
        ORDER BY number
    ), counted AS MATERIALIZED (
        SELECT key::bigint AS record, number FROM chosen CROSS JOIN LATERAL jsonb_object_keys(credits) AS key
    ), frozen AS (
        {freeze}
    ), counting AS (
        UPDATE certificates_series SET last = last + (SELECT count(*) FROM chosen) WHERE id = %(series)s
    )
    SELECT min(number), max(number), count(*) FROM issued
"""

PRINTED = """
    jsonb_strip_nulls(jsonb_build_object(
        'layout', %(layout)s::text, 'number', number, 'blank_form', lpad(form::text, 8, '0'), 'name', name,
        'year', %(year)s::int, 'issuer', %(issuer_name)s::text, 'issued_on', %(on)s::date,
        'confirmed_by', confirmed_by, 'confirmed_on', CASE WHEN confirmed_by IS NOT NULL THEN confirmed_on END,
        'replaces', %(replaces_number)s::text
    ) || CASE WHEN %(is_booklet)s THEN jsonb_build_object(
        'employer', employer, 'title_level', title_level, 'total', trim_scale(counted_total)::text,
        'public', trim_scale(counted_public)::text, 'specialty', trim_scale(counted_specialty)::text
    ) ELSE '{{}}'::jsonb END)
"""


@dataclass(frozen=True)
class Lot:
    """To whom is issued, by whom, and how: everything of a bureau, or some verified years."""

    year: int
    layout: Layout
    areas: tuple[str, ...]
    verifications: tuple[int, ...] | None = None
    left_out: tuple[int, ...] = ()
    """The accounts of those who sign for an issue to everybody: nobody issues their own."""
    round: int = 0

    @property
    def parameters(self) -> dict[str, Any]:
        return {
            "year": self.year,
            "kinds": [str(kind) for kind in self.layout.kinds],
            "areas": list(self.areas),
            "verifications": list(self.verifications or ()),
            "left_out": list(self.left_out),
            "round": self.round,
            "confirm": self.layout.confirmed_by_employer,
            "otherwise": list(self.layout.confirmed_otherwise),
        }

    @property
    def waiting(self) -> str:
        return WAITING.format(scope=EVERYBODY if self.verifications is None else OF_VERIFICATIONS)


@dataclass(frozen=True)
class Stamp:
    """What the issuer puts under all of them."""

    issuer: int
    issuer_name: str
    code: str
    prefix: str
    series: int
    last: int
    on: datetime.date
    by: int | None
    key: str
    run: int | None = None
    replaces: int | None = None
    replaces_number: str | None = None


@dataclass(frozen=True)
class Issued:
    first: str
    last: str
    count: int


def count_waiting(lot: Lot) -> tuple[int, int]:
    """To how many would be issued, and how many the employer has not confirmed."""
    with connection.cursor() as cursor:
        cursor.execute(COUNT.format(is_confirmed=IS_CONFIRMED, waiting=lot.waiting), lot.parameters)
        ready, unconfirmed = cursor.fetchone()
    return ready, unconfirmed


def write(lot: Lot, stamp: Stamp, *, limit: int) -> Issued:
    statement = ISSUE.format(waiting=lot.waiting, is_confirmed=IS_CONFIRMED, printed=PRINTED.format(), freeze=FREEZE)
    booklet = {"is_booklet": lot.layout.is_booklet, "layout": lot.layout.id, "limit": limit}
    with connection.cursor() as cursor:
        # Whatever PostgreSQL takes for small: the one join that is left, of records and their numbers, is hashed, and
        # what is looked up row by row is looked up by an index.
        cursor.execute("SET LOCAL enable_nestloop = off")
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute(statement, lot.parameters | vars(stamp) | booklet)
        first, last, count = cursor.fetchone()
        cursor.execute("SET LOCAL enable_nestloop = DEFAULT")
        cursor.execute("SET LOCAL enable_seqscan = DEFAULT")
    return Issued(first or "", last or "", count)
