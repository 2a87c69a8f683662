"""From rows of a file to staged rows, and back. Secret values go into the table sealed and come out for the commit."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from django.db import connection

from uploads.cells import Parsed, is_ruined_number, shown
from uploads.enums import Level, Outcome
from uploads.kinds import CheckedRow, Column, Finding, UploadKind
from uploads.models import StagedRow, Upload
from uploads.reading.tables import Cell, Row
from uploads.sealing import masked, sealer

COLUMNS = ("upload_id", "number", "key", "cells", "values", "sealed", "findings", "outcome", "weight", "is_written")
COPY = f"COPY uploads_stagedrow ({', '.join(COLUMNS)}) FROM STDIN"
REMARK = (
    "UPDATE uploads_stagedrow AS row SET findings = new.findings, outcome = new.outcome, weight = new.weight,"
    " is_written = new.is_written"
    " FROM unnest(%s::int[], %s::jsonb[], %s::text[], %s::int[], %s::bool[])"
    " AS new(number, findings, outcome, weight, is_written)"
    " WHERE row.upload_id = %s AND row.number = new.number"
)


MOST_REMEMBERED = 5000
_json = json.JSONEncoder(ensure_ascii=False).encode  # made once, not for every cell


@dataclass
class ReadRow:
    """A row whose cells were read: what it says, and how it looked."""

    checked: CheckedRow
    cells: dict[str, str]


class RowReader:
    """Goes through the rows of one file in order, and remembers what it has seen: a row may stand there once."""

    def __init__(self, kind: UploadKind, places: dict[str, int]) -> None:
        self.kind = kind
        self.columns = [(column, places[column.key]) for column in kind.columns if column.key in places]
        self.absent = {column.key: "" for column in kind.columns if column.key not in places}
        self.seen: dict[str, int] = {}
        self._known: dict[tuple[str, str], tuple[Parsed, str]] = {}

    def read(self, number: int, row: Row) -> ReadRow:
        checked = CheckedRow(number, "", dict(self.absent))
        cells = {}
        for column, place in self.columns:
            cell = row[place] if place < len(row) else None
            parsed, cells[column.key] = self._parsed(column, cell)
            _take(checked, column, parsed)
        self._take_key(checked)
        return ReadRow(checked, cells)

    def _parsed(self, column: Column, cell: Cell) -> tuple[Parsed, str]:
        """Hours, marks and employers say the same in thousands of rows: what was read once need not be read again.
        Secrets are not remembered."""
        if column.is_secret or not isinstance(cell, str):
            return column.parse(cell), _as_shown(column, cell)
        known = self._known.get((column.key, cell))
        if known is None:
            known = column.parse(cell), _as_shown(column, cell)
            if len(self._known) < MOST_REMEMBERED:
                self._known[column.key, cell] = known
        return known

    def _take_key(self, row: CheckedRow) -> None:
        key = self.kind.row_key(row.values)
        if not key:
            return
        first = self.seen.setdefault(key, row.number)
        if first != row.number:
            row.error(self.kind.key_column, "twice", row=first)
        row.key = sealer().blind(f"{self.kind.name}:{key}")


def _take(row: CheckedRow, column: Column, parsed: Parsed) -> None:
    row.values[column.key] = parsed.value
    if parsed.code:
        row.findings.append(Finding(column.key, parsed.level, parsed.code, parsed.params))
    elif column.is_required and not parsed.value:
        row.error(column.key, "missing")


def _as_shown(column: Column, cell: Cell) -> str:
    text = shown(cell)
    return text if not column.is_secret or is_ruined_number(cell) else masked(text)


def stage(upload: Upload, rows: Iterable[ReadRow]) -> None:
    secret = {column.key for column in upload.upload_kind.columns if column.is_secret}
    with connection.cursor() as cursor, cursor.copy(COPY) as copy:
        for row in rows:
            copy.write_row((upload.pk, *_columns_of(row, secret, upload)))


def _columns_of(row: ReadRow, secret: set[str], upload: Upload) -> tuple[object, ...]:
    checked = row.checked
    open_values = {key: value for key, value in checked.values.items() if key not in secret}
    secret_values = {key: value for key, value in checked.values.items() if key in secret}
    return (
        checked.number,
        checked.key,
        _json(row.cells),
        _json(open_values),
        _sealed(upload, checked, secret_values),
        _json([finding.to_json() for finding in checked.findings]) if checked.findings else "[]",
        checked.outcome.value,
        weight_of(checked),
        False,
    )


def _sealed(upload: Upload, row: CheckedRow, secret: dict[str, str]) -> bytes:
    """What will not be written needs no keeping."""
    if row.is_faulty or row.is_unchanged:
        return b""
    return sealer().seal(_json(secret).encode(), context=_context(upload.pk, row.number))


def _context(upload_id: int, number: int) -> str:
    return f"uploads.row:{upload_id}:{number}"


def weight_of(row: CheckedRow) -> int:
    return 2 if row.is_faulty else int(row.has_warning)


def unstaged(rows: Iterable[StagedRow]) -> Iterator[CheckedRow]:
    """As they were after the check, without the findings: they are looked for anew."""
    for row in rows:
        secret = json.loads(sealer().unseal(bytes(row.sealed), context=_context(row.upload_id, row.number)))
        yield CheckedRow(row.number, row.key, row.values | secret)


def mark(upload: Upload, staged: Sequence[StagedRow], rows: Sequence[CheckedRow]) -> None:
    """After the commit of a batch: written, or no longer to be written and why.

    A row that was written keeps what was found at the check; the others say what was found now."""
    marks = [_mark_of(before, now) for before, now in zip(staged, rows, strict=True)]
    with connection.cursor() as cursor:
        cursor.execute(REMARK, [*map(list, zip(*marks, strict=True)), upload.pk])


def _mark_of(before: StagedRow, now: CheckedRow) -> tuple[int, str, str, int, bool]:
    if now.outcome in (Outcome.ACCEPTED, Outcome.WARNED):
        return now.number, _json(before.findings), before.outcome, before.weight, True
    kept = [finding for finding in now.findings if finding.level != Level.NOTE]
    return now.number, _json([finding.to_json() for finding in kept]), now.outcome.value, weight_of(now), False
