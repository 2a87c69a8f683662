"""Reads that pages share."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from django.db import connection
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext

from ui.charts import Bar, Part
from ui.formatting import number_text
from uploads.enums import OUTCOME_FILLS, Outcome
from uploads.kinds import Column
from uploads.models import StagedRow, StagedRowQuerySet, Upload
from uploads.reading.headers import column_letter
from uploads.words import Sentence, sentence_of, short_words_for

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

REASONS = """
    SELECT outcome, finding ->> 'code' AS code, count(DISTINCT row.id) AS rows
    FROM uploads_stagedrow AS row, jsonb_array_elements(findings) AS finding
    WHERE upload_id = %s
      AND (outcome <> 'refused' OR finding ->> 'level' = 'error')
      AND (outcome <> 'warned' OR finding ->> 'level' = 'warning')
    GROUP BY outcome, code ORDER BY rows DESC, code
"""

LOOK_AT = "look-at"
EVERY = "all"
ALWAYS_SHOWN = 2


@dataclass(frozen=True)
class Sum:
    """One part of the sum over the preview: how many rows, and why."""

    outcome: str
    label: _StrPromise | str
    count: int
    reasons: str
    badge: str


def sums_of(upload: Upload) -> list[Sum]:
    reasons = _reasons(upload)
    counts = {outcome: getattr(upload, outcome.value) for outcome in Outcome}
    return [
        Sum(outcome.value, _outcome_label(upload, outcome), count, _told(reasons.get(outcome, [])), badge)
        for (outcome, count), badge in zip(counts.items(), ("counted", "warned", "refused", "excluded"), strict=True)
        if count or outcome != Outcome.UNCHANGED
    ]


def _outcome_label(upload: Upload, outcome: Outcome) -> str:
    if upload.written and outcome in (Outcome.ACCEPTED, Outcome.WARNED):
        return str(WRITTEN_LABELS[outcome])
    return str(outcome.label)


WRITTEN_LABELS = {Outcome.ACCEPTED: _("Written"), Outcome.WARNED: _("Written, with a notice")}


def _reasons(upload: Upload) -> dict[str, list[tuple[str, int]]]:
    with connection.cursor() as cursor:
        cursor.execute(REASONS, [upload.pk])
        found: dict[str, list[tuple[str, int]]] = {}
        for outcome, code, rows in cursor.fetchall():
            found.setdefault(outcome, []).append((code, rows))
    return found


def _told(reasons: Sequence[tuple[str, int]]) -> str:
    """“9 rows: exam failed, 7 rows: other employer”"""
    parts = [
        pgettext("count of rows and why", "%(count)s %(why)s") % {"count": number_text(rows), "why": words}
        for code, rows in reasons
        if (words := short_words_for(code))
    ]
    return pgettext("between two facts", ", ").join(parts)


def bar_of(upload: Upload) -> Bar:
    parts = [Part(str(outcome.label), getattr(upload, outcome.value), OUTCOME_FILLS[outcome]) for outcome in Outcome]
    return Bar(parts, scale=max(upload.total, 1))


def bar_words(upload: Upload) -> str:
    """The bar for readers by ear."""
    comma = pgettext("between two facts", ", ")
    return comma.join(f"{part.label} {number_text(part.amount)}" for part in bar_of(upload).parts)


def rows_shown(upload: Upload, show: str) -> StagedRowQuerySet:
    """What is to be looked at, all, or the rows of one outcome."""
    rows = upload.rows.all()
    if show == EVERY:
        return rows
    if show in Outcome.values:
        return rows.filter(outcome=show)
    return rows.worth_looking_at()


@dataclass(frozen=True)
class ShownCell:
    label: str
    text: str
    sentences: list[Sentence]
    is_secret: bool


@dataclass(frozen=True)
class ShownRow:
    number: int
    cells: list[ShownCell]
    outcome: str
    badge: str


@dataclass(frozen=True)
class ShownTable:
    heads: list[tuple[str, str]]
    """The label of each column, and the letter by which the spreadsheet knows it."""
    rows: list[ShownRow]
    is_shortened: bool
    """Columns without anything to look at are left out."""


def shown_table(upload: Upload, rows: Iterable[StagedRow], *, faults_only: bool) -> ShownTable:
    """Among faults only the columns that have one, and the first ones, by which people know the row: so that no fault
    stands beyond the edge of the page."""
    columns = upload.columns
    shown = [_shown_row(upload, columns, row) for row in rows]
    places = range(len(columns))
    kept = [place for place in places if not faults_only or place < ALWAYS_SHOWN or _has_words(shown, place)]
    return ShownTable(
        heads=[_head(upload, columns[place]) for place in kept],
        rows=[replace(row, cells=[row.cells[place] for place in kept]) for row in shown],
        is_shortened=len(kept) < len(places),
    )


def _head(upload: Upload, column: Column) -> tuple[str, str]:
    return str(column.label), column_letter(upload.columns_found[column.key])


def _has_words(rows: Sequence[ShownRow], place: int) -> bool:
    return any(row.cells[place].sentences for row in rows)


def _shown_row(upload: Upload, columns: Sequence[Column], row: StagedRow) -> ShownRow:
    """Under each cell what was found in it. Faults of columns that are not there stand first."""
    sentences: dict[str, list[Sentence]] = {}
    for finding in row.found:
        key = finding.column if finding.column in upload.columns_found else columns[0].key
        sentences.setdefault(key, []).append(sentence_of(finding))
    cells = [
        ShownCell(
            label=str(column.label),
            text=row.cells.get(column.key, ""),
            sentences=sentences.get(column.key, []),
            is_secret=column.is_secret,
        )
        for column in columns
    ]
    return ShownRow(row.number, cells, _row_outcome(row), row.badge_state)


def _row_outcome(row: StagedRow) -> str:
    if row.is_written:
        return str(WRITTEN_LABELS[Outcome.ACCEPTED])
    return str(SHORT_OUTCOMES[Outcome(row.outcome)] if row.outcome in SHORT_OUTCOMES else row.get_outcome_display())


SHORT_OUTCOMES = {Outcome.WARNED: _("With a notice")}
