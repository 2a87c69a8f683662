"""Lists of this room as Excel files: written row by row, so that a hundred thousand people take no more memory."""

from __future__ import annotations

import re
import tempfile
from abc import abstractmethod
from collections.abc import Iterable, Sequence
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from typing import Any, ClassVar

import xlsxwriter
from django.core.files import File
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from audit.actors import Actor
from jobs.kinds import JobKind, Outcome, PlannedSlice
from jobs.running import SliceRun
from policies.terms import LINES
from records.models import LedgerYear
from rules.labels import LINES as LINE_NAMES

Cell = str | int | Decimal
Sheets = Iterable[tuple[str, Sequence[str], Iterable[Sequence[Cell]]]]
"""Name, heads, rows; one after the other."""

MOST_ROWS = 1_048_575
"""Of a sheet of Excel, below its heads."""
_NOT_IN_NAMES = re.compile(r"[\[\]:*?/\\]")


def write_workbook(target: Path | BytesIO, sheets: Sheets) -> int:
    """How many rows. Texts are written as texts, so that nothing in them is ever taken for a formula."""
    written = 0
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(target, options) as book:
        bold = book.add_format({"bold": True})
        for name, heads, rows in sheets:
            sheet = book.add_worksheet(_NOT_IN_NAMES.sub("–", name)[:31])
            sheet.freeze_panes(1, 1)
            sheet.set_column(0, len(heads) - 1, 16)
            for place, head in enumerate(heads):
                sheet.write_string(0, place, head, bold)
            for number, row in enumerate(rows, start=1):
                if number > MOST_ROWS:
                    break
                written += 1
                for place, cell in enumerate(row):
                    if isinstance(cell, str):
                        sheet.write_string(number, place, cell)
                    else:
                        sheet.write_number(number, place, float(cell))
    return written


def line_heads() -> list[str]:
    lines = [str(LINE_NAMES[line]) for line in LINES]
    return [
        *(_("Counted: %(line)s") % {"line": line} for line in lines),
        *(_("Missing: %(line)s") % {"line": line} for line in lines),
    ]


def line_cells(ledger: LedgerYear) -> list[Cell]:
    return [getattr(ledger, f"{kind}_{line}") for kind in ("counted", "short") for line in LINES]


class SheetsExport(JobKind):
    """By the right of whoever ordered it, in the language of then."""

    items_label: ClassVar = gettext_lazy("files")
    figure_labels: ClassVar = {"rows": gettext_lazy("Rows")}
    may_set_aside: ClassVar = False
    result_is_private: ClassVar = True
    stops_with_hat: ClassVar = True

    def may_start(self, actor: Actor) -> bool:
        return False  # from the page of the list alone, where the filter is

    @abstractmethod
    def sheets(self, run: SliceRun) -> Sheets:
        """What the owner of the job may see."""

    def plan(self, run: SliceRun) -> Iterable[PlannedSlice]:
        return [PlannedSlice(size=1)]

    def work(self, run: SliceRun) -> dict[str, Any]:
        with translation.override(run.params["language"]), tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "list.xlsx"
            rows = write_workbook(path, self.sheets(run))
            with path.open("rb") as file:
                stored = run.store("list.xlsx", File(file))
        for batch in run.batches():
            with run.step(batch):
                pass
        return {"file": stored, "rows": rows}

    def finish(self, run: SliceRun, results: list[dict[str, Any]]) -> Outcome:
        return Outcome(
            figures={"rows": results[0]["rows"]},
            stored_file=results[0]["file"],
            file_name=f"{self.name.replace('_', '-')}-{run.params['year']}.xlsx",
        )
