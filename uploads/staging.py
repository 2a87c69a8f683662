"""Rows on their way into the table and back. Secret values go there sealed and come out for the commit."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence

from django.db import connection

from uploads.enums import WRITABLE, Level, Outcome
from uploads.kinds import CheckedRow, Finding, Values
from uploads.models import SealedRows, StagedRow, Upload
from uploads.rows import ReadRow
from uploads.sealing import sealer

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
PIECE = 500
"""Rows in one piece of text: the database reads a piece while the next one is put together."""
_json = json.JSONEncoder(ensure_ascii=False).encode  # made once, not for every cell


def stage(upload: Upload, rows: Sequence[ReadRow]) -> None:
    with connection.cursor() as cursor, cursor.copy(COPY) as copy:
        for first in range(0, len(rows), PIECE):
            lines = "\n".join([_line(str(upload.pk), row) for row in rows[first : first + PIECE]])
            # JSON has its own signs for the ends of lines and for tabs; what is left are its backslashes.
            copy.write(lines.replace("\\", "\\\\") + "\n")
        # Here, where the database is not at its end yet: it need not be waited for meanwhile.
        envelopes = list(_envelopes(upload, [row.checked for row in rows]))
    SealedRows.objects.bulk_create(envelopes)


def _line(upload_id: str, row: ReadRow) -> str:
    """Of COPY, as text."""
    checked = row.checked
    findings = _findings_json(checked.findings) if checked.findings else "[]"
    of_row = (str(checked.number), checked.key, row.cells, row.values, findings)
    return "\t".join((upload_id, *of_row, checked.outcome, str(weight_of(checked)), "f"))


def _findings_json(findings: Sequence[Finding]) -> str:
    return _json([finding.to_json() for finding in findings])


# Secrets


def _envelopes(upload: Upload, rows: Sequence[CheckedRow]) -> Iterator[SealedRows]:
    """What will not be written needs no keeping."""
    secret = [column.key for column in upload.upload_kind.columns if column.is_secret]
    kept = [row for row in rows if row.outcome in WRITABLE] if secret else []
    for first in range(0, len(kept), ROWS_IN_ENVELOPE):
        yield _sealed(upload, kept[first : first + ROWS_IN_ENVELOPE], secret)


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
    plain = [column.key for column in upload.upload_kind.columns if not column.is_secret]
    return [
        CheckedRow(
            row.number,
            row.key,
            {key: row.cells.get(key, "") for key in plain} | row.values | secrets.get(row.number, {}),
        )
        for row in rows
    ]


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
    return now.number, _findings_json(kept), now.outcome.value, weight_of(now), False
