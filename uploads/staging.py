"""From rows of a file to staged rows, and back. Secret values go into the table sealed and come out for the commit."""

from __future__ import annotations

import json
from collections.abc import Generator, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import islice
from types import NoneType
from typing import NamedTuple

from django.db import connection

from uploads.cells import Parsed, is_ruined_number, shown
from uploads.enums import WRITABLE, Level, Outcome
from uploads.kinds import CheckedRow, Column, Finding, UploadKind, Values
from uploads.models import SealedRows, StagedRow, Upload
from uploads.reading.tables import Cell, Row
from uploads.sealing import masked, sealer

COLUMNS = ("upload_id", "number", "key", "cells", "values", "findings", "outcome", "weight", "is_written")
COPY = f"COPY uploads_stagedrow ({', '.join(COLUMNS)}) FROM STDIN"
REMARK = (
    "UPDATE uploads_stagedrow AS row SET findings = new.findings, outcome = new.outcome, weight = new.weight,"
    " is_written = new.is_written"
    " FROM unnest(%s::int[], %s::jsonb[], %s::text[], %s::int[], %s::bool[])"
    " AS new(number, findings, outcome, weight, is_written)"
    " WHERE row.upload_id = %s AND row.number = new.number"
)
ROWS_IN_ENVELOPE = 1000
"""Sealed together: to seal a row takes longer than to read it. As many as are written at once."""
MOST_REMEMBERED = 5000
REMEMBERED = (str, float, NoneType)
"""Not true and false, which are the same key as 1 and 0."""
_json = json.JSONEncoder(ensure_ascii=False).encode  # made once, not for every cell


class ReadCell(NamedTuple):
    """`seen` and `said` are members of the JSON that is staged."""

    value: str
    seen: str
    said: str
    findings: tuple[Finding, ...]


@dataclass
class ReadRow:
    """A row whose cells were read: what it says, and what of that is staged, as JSON."""

    checked: CheckedRow
    cells: str
    values: str


class RowReader:
    """Goes through the rows of one file in order, and remembers what it has seen: a row may stand there once."""

    def __init__(self, kind: UploadKind, places: dict[str, int]) -> None:
        self.kind = kind
        self.columns = [_ColumnReader(each, places[each.key]) for each in kind.columns if each.key in places]
        self.absent = {column.key: "" for column in kind.columns if column.key not in places}
        self.absent_said = [f'{_json(key)}:""' for key in self.absent]
        self.seen: dict[str, int] = {}

    def read(self, number: int, row: Row) -> ReadRow:
        values = dict(self.absent)
        findings: list[Finding] = []
        seen, said = [], self.absent_said.copy()
        for column in self.columns:
            cell = row[column.place] if column.place < len(row) else None
            read = column.known.get(cell) if type(cell) in REMEMBERED else None
            if read is None:
                read = column.read(cell)
            values[column.key] = read.value
            seen.append(read.seen)
            if read.said:
                said.append(read.said)
            if read.findings:
                findings += read.findings
        checked = CheckedRow(number, "", values, findings)
        self._take_key(checked)
        return ReadRow(checked, f"{{{','.join(seen)}}}", f"{{{','.join(said)}}}")

    def _take_key(self, row: CheckedRow) -> None:
        key = self.kind.row_key(row.values)
        if not key:
            return
        first = self.seen.setdefault(key, row.number)
        if first != row.number:
            row.error(self.kind.key_column, "twice", row=first)
        row.key = sealer().blind(f"{self.kind.name}:{key}")


class _ColumnReader:
    """Hours, marks and employers say the same in thousands of rows: what was read once need not be read again."""

    def __init__(self, column: Column, place: int) -> None:
        self.column = column
        self.key = column.key
        self.place = place
        self.known: dict[Cell, ReadCell] = {}
        self._name = _json(column.key)

    def read(self, cell: Cell) -> ReadCell:
        """Secrets are not remembered, and not staged but sealed."""
        column, parsed = self.column, self.column.parse(cell)
        seen = f"{self._name}:{_json(_as_shown(column, cell))}"
        if column.is_secret:
            return ReadCell(parsed.value, seen, "", _findings(column, parsed))
        read = ReadCell(parsed.value, seen, f"{self._name}:{_json(parsed.value)}", _findings(column, parsed))
        if type(cell) in REMEMBERED and len(self.known) < MOST_REMEMBERED:
            self.known[cell] = read
        return read


def _findings(column: Column, parsed: Parsed) -> tuple[Finding, ...]:
    if parsed.code:
        return (Finding(column.key, parsed.level, parsed.code, parsed.params),)
    if column.is_required and not parsed.value:
        return (Finding(column.key, Level.ERROR, "missing"),)
    return ()


def _as_shown(column: Column, cell: Cell) -> str:
    text = shown(cell)
    return masked(text) if column.is_secret and not is_ruined_number(cell) else text


def ahead(rows: Iterator[ReadRow], count: int) -> Generator[ReadRow, None, None]:
    """So many are read while the database works on those before."""
    with ThreadPoolExecutor(1, "reader") as reader:
        following = reader.submit(lambda: list(islice(rows, count)))
        while read := following.result():
            following = reader.submit(lambda: list(islice(rows, count)))
            yield from read


def stage(upload: Upload, rows: Sequence[ReadRow]) -> None:
    with connection.cursor() as cursor, cursor.copy(COPY) as copy:
        for row in rows:
            copy.write_row((upload.pk, *_columns_of(row)))
    _seal_secrets(upload, [row.checked for row in rows])


def _columns_of(row: ReadRow) -> tuple[object, ...]:
    checked = row.checked
    return (
        checked.number,
        checked.key,
        row.cells,
        row.values,
        _json([finding.to_json() for finding in checked.findings]) if checked.findings else "[]",
        checked.outcome.value,
        weight_of(checked),
        False,
    )


# Secrets


def _seal_secrets(upload: Upload, rows: Sequence[CheckedRow]) -> None:
    """What will not be written needs no keeping."""
    secret = [column.key for column in upload.upload_kind.columns if column.is_secret]
    kept = [row for row in rows if row.outcome in WRITABLE] if secret else []
    SealedRows.objects.bulk_create(
        _sealed(upload, kept[first : first + ROWS_IN_ENVELOPE], secret)
        for first in range(0, len(kept), ROWS_IN_ENVELOPE)
    )


def _sealed(upload: Upload, rows: Sequence[CheckedRow], secret: Sequence[str]) -> SealedRows:
    clear = {row.number: [row.values[key] for key in secret] for row in rows}
    first, last = rows[0].number, rows[-1].number
    context = _context(upload.pk, first, last)
    return SealedRows(
        upload=upload, first=first, last=last, sealed=sealer().seal(_json([secret, clear]).encode(), context=context)
    )


def _context(upload_id: int, first: int, last: int) -> str:
    return f"uploads.rows:{upload_id}:{first}-{last}"


def _secrets_of(upload: Upload, rows: Sequence[StagedRow]) -> dict[int, Values]:
    """By the number of the row, of these and of some around."""
    numbers = [row.number for row in rows]
    secrets: dict[int, Values] = {}
    for envelope in upload.sealed_rows.filter(last__gte=min(numbers), first__lte=max(numbers)):
        context = _context(upload.pk, envelope.first, envelope.last)
        secret, clear = json.loads(sealer().unseal(bytes(envelope.sealed), context=context))
        secrets |= {int(number): dict(zip(secret, values, strict=True)) for number, values in clear.items()}
    return secrets


def weight_of(row: CheckedRow) -> int:
    return 2 if row.is_faulty else int(row.has_warning)


def unstaged(upload: Upload, rows: Sequence[StagedRow]) -> list[CheckedRow]:
    """As they were after the check, without the findings: they are looked for anew."""
    secrets = _secrets_of(upload, rows)
    return [CheckedRow(row.number, row.key, row.values | secrets.get(row.number, {})) for row in rows]


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
