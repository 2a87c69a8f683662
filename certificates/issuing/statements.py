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

# The employer's bureau issues; where an agency holds the files, the bureau of the agency's level (GD10 十四).
WAITING = """
    FROM verification_verification AS verified
    JOIN people_professional AS person ON person.id = verified.professional_id
    LEFT JOIN people_employer AS house ON house.organization_ptr_id = verified.employer_id
    LEFT JOIN people_organization AS employer ON employer.id = verified.employer_id
    LEFT JOIN people_organization AS agency ON agency.id = house.files_held_by_id
    LEFT JOIN certificates_confirmation AS confirmed ON confirmed.verification_id = verified.id
    WHERE verified.last_year = %(year)s AND verified.first_year = %(year)s AND verified.kind = ANY(%(kinds)s)
        AND coalesce(agency.area, verified.area) = ANY(%(areas)s) AND {scope}
        AND person.user_id <> ALL(%(left_out)s::int[])
        AND NOT EXISTS (SELECT FROM verification_verificationvoid AS void WHERE void.verification_id = verified.id)
        AND NOT EXISTS (
            SELECT FROM certificates_certificate AS earlier
            WHERE earlier.verification_id = verified.id AND earlier.round >= %(round)s
        )
"""
IS_CONFIRMED = "(NOT %(confirm)s OR verified.industry = ANY(%(otherwise)s) OR confirmed.id IS NOT NULL)"
EVERYBODY = "true"
OF_VERIFICATIONS = "verified.id = ANY(%(verifications)s)"

COUNT = """
    SELECT count(*) FILTER (WHERE {is_confirmed}), count(*) FILTER (WHERE NOT {is_confirmed})
    {waiting}
"""

# Forms are drawn and tokens made once a row, in the subquery that is sorted and cut.
ISSUE = """
    WITH chosen AS MATERIALIZED (
        SELECT numbered.*,
            %(prefix)s || lpad(numbered.sequence::text, 6, '0') AS number,
            nextval('certificates_blank_form') AS form, gen_random_uuid() AS token
        FROM (
            SELECT verified.id AS verification, verified.professional_id, verified.employer_id, verified.title_level,
                verified.counted_total, verified.counted_public, verified.counted_specialty, verified.credits,
                person.name, employer.name AS employer, confirmed.confirmed_on,
                CASE WHEN %(confirm)s AND confirmed.id IS NOT NULL THEN
                    (SELECT name FROM people_organization WHERE id = confirmed.employer_id)
                END AS confirmed_by,
                %(last)s + row_number() OVER (ORDER BY employer.name, verified.employer_id, verified.id) AS sequence
            {waiting} AND {is_confirmed}
            ORDER BY sequence LIMIT %(limit)s
        ) AS numbered
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
    ), frozen AS (
        UPDATE records_learningrecord AS record SET frozen_at = clock_timestamp(), frozen_for = chosen.number
        FROM chosen CROSS JOIN LATERAL jsonb_object_keys(chosen.credits) AS counted(record)
        WHERE record.id = counted.record::bigint AND record.frozen_at IS NULL
    ), counted AS (
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
    statement = ISSUE.format(waiting=lot.waiting, is_confirmed=IS_CONFIRMED, printed=PRINTED.format())
    booklet = {"is_booklet": lot.layout.is_booklet, "layout": lot.layout.id, "limit": limit}
    with connection.cursor() as cursor:
        cursor.execute(statement, lot.parameters | vars(stamp) | booklet)
        first, last, count = cursor.fetchone()
    return Issued(first or "", last or "", count)
