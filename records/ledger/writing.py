"""Rows of the ledger, written set by set: what is new by COPY, what differs by one statement."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from django.db import connection

from people.bulk import insert_all, made
from records.ledger.computing import TOLD, Computed, Difference, Key, Row
from records.ledger.judging import rules_version
from records.models import LedgerYear


def write(computed: Computed) -> list[Difference]:
    """The people are locked: whatever is new stays so."""
    _insert(computed.new)
    _update(computed.changed)
    _sign(computed)
    _credit(computed)
    return computed.differences


def _insert(rows: Mapping[Key, Row]) -> None:
    insert_all(_model_row(key, row) for key, row in rows.items())


def _model_row(key: Key, row: Row) -> LedgerYear:
    said = dict(zip(TOLD, row, strict=True))
    return made(LedgerYear, professional_id=key[0], study_year=key[1], rules_version=rules_version(), **said)


_SET = ", ".join(f"{name} = told.{name}" for name in TOLD)
UPDATE = f"""
    UPDATE records_ledgeryear AS ledger
    SET {_SET}, rules_version = %(version)s, computed_at = statement_timestamp()
    FROM jsonb_populate_recordset(NULL::records_ledgeryear, %(rows)s::jsonb) AS told
    WHERE ledger.professional_id = told.professional_id AND ledger.study_year = told.study_year
"""  # noqa: S608 - names of columns, none of them from outside
SIGN = """
    UPDATE records_ledgeryear AS ledger SET rules_version = %(version)s
    FROM unnest(%(people)s::bigint[], %(years)s::int[]) AS told (person, year)
    WHERE ledger.professional_id = told.person AND ledger.study_year = told.year
"""
CREDIT = """
    UPDATE records_learningrecord AS record SET credited_hours = told.hours
    FROM unnest(%(numbers)s::bigint[], %(hours)s::numeric[]) AS told (number, hours)
    WHERE record.id = told.number
"""
NO_CREDIT = "UPDATE records_learningrecord SET credited_hours = NULL WHERE id = ANY(%(numbers)s)"


def _update(rows: Mapping[Key, Row]) -> None:
    if rows:
        told = [
            {"professional_id": person, "study_year": year, **dict(zip(TOLD, row, strict=True))}
            for (person, year), row in rows.items()
        ]
        _run(UPDATE, rows=json.dumps(told, default=str), version=rules_version())


def _sign(computed: Computed) -> None:
    if computed.outdated:
        people, years = map(list, zip(*computed.outdated, strict=True))
        _run(SIGN, people=people, years=years, version=rules_version())


def _credit(computed: Computed) -> None:
    if computed.credits:
        _run(CREDIT, numbers=list(computed.credits), hours=list(computed.credits.values()))
    if computed.stale:
        _run(NO_CREDIT, numbers=computed.stale)


def _run(statement: str, **params: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, params)
