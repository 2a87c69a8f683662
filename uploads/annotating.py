"""The file that goes back: the rows as they came, cells at fault colored and commented, one column more with words."""

from __future__ import annotations

import datetime
import io
from collections.abc import Iterable
from typing import Any, NamedTuple

import xlsxwriter
from django.utils import translation
from django.utils.translation import gettext as _

from uploads import files
from uploads.enums import Level, Outcome
from uploads.kinds import Finding, UploadKind
from uploads.models import Upload
from uploads.opening import opened
from uploads.reading.headers import column_letter
from uploads.reading.sandbox import ReadFile
from uploads.reading.tables import Cell, Row
from uploads.words import sentence_of

COLORS = {Level.ERROR: "#F9D5CC", Level.WARNING: "#FBEDCD"}
COMMENTED_CELLS = 5000
"""Beyond so many the file opens slowly; colors and the last column say it anyway."""
RESULT_WIDTH = 60
SHEET_NAME_LENGTH = 31
RESULT_TITLES = ("处理结果", "Result of the check")


class Result(NamedTuple):
    """Of a staged row no more than is written here: there are a hundred thousand of them."""

    number: int
    outcome: str
    findings: list[dict[str, Any]]
    is_written: bool

    @property
    def found(self) -> list[Finding]:
        return [Finding.from_json(each) for each in self.findings]


def annotated_file(upload: Upload) -> str:
    """Its name in the storage. Made once after the check and once after the commit, not while somebody waits."""
    with translation.override(upload.language), opened(upload) as file:
        return files.keep(_workbook(upload, file))


def _workbook(upload: Upload, file: ReadFile) -> bytes:
    target = io.BytesIO()
    # Row by row to the disk: a hundred thousand rows must not fill the memory of a worker.
    with xlsxwriter.Workbook(target, {"constant_memory": True, "strings_to_formulas": False}) as workbook:
        sheet = _Sheet(workbook, upload, file)
        staged = upload.rows.order_by("number").values_list(*Result._fields).iterator(chunk_size=2000)
        sheet.write_all(file.all_rows(), map(Result._make, staged))
    return target.getvalue()


class _Sheet:
    def __init__(self, workbook: Any, upload: Upload, file: ReadFile) -> None:
        self.kind: UploadKind = upload.upload_kind
        self.file = file
        self.result_place = _result_place(file.titles)
        self.sheet = workbook.add_worksheet(_sheet_name(file.sheet))
        self.date = workbook.add_format({"num_format": "yyyy-mm-dd"})
        self.bold = workbook.add_format({"bold": True})
        self.wrapped = workbook.add_format({"text_wrap": True, "valign": "top"})
        self.fault = {level: workbook.add_format({"bg_color": color}) for level, color in COLORS.items()}
        self.written, self.outcomes = _("Written"), {each.value: str(each.label) for each in Outcome}
        self.comments = 0
        self.sheet.set_column(0, max(self.result_place - 1, 0), 18)
        self.sheet.set_column(self.result_place, self.result_place, RESULT_WIDTH)

    def write_all(self, rows: Iterable[tuple[int, Row]], staged: Iterable[Result]) -> None:
        results = iter(staged)
        result = next(results, None)
        for number, row in rows:
            found = result if result and result.number == number else None
            self._write_row(number, row, found)
            if found:
                result = next(results, None)

    def _write_row(self, number: int, row: Row, result: Result | None) -> None:
        formats = self._fault_formats(result) if result and result.findings else {}
        for place, cell in enumerate(row[: self.result_place]):
            self._write_cell(number - 1, place, cell, formats.get(place))
        if number == self.file.header_row:
            self.sheet.write_string(number - 1, self.result_place, _("Result of the check"), self.bold)
        elif result:
            self.sheet.write_string(number - 1, self.result_place, self._result_words(result), self.wrapped)
            if result.findings:
                self._comment(number, result)

    def _fault_formats(self, result: Result) -> dict[int, Any]:
        faults = {}
        for finding in sorted(result.found, key=lambda finding: finding.level == Level.ERROR):
            if finding.level in self.fault and finding.column in self.file.places:
                faults[self.file.places[finding.column]] = self.fault[finding.level]
        return faults

    def _write_cell(self, row: int, place: int, cell: Cell, fault: Any) -> None:
        if isinstance(cell, dict) and not fault:
            self.sheet.write_datetime(row, place, datetime.datetime.fromisoformat(cell["d"]), self.date)
        elif isinstance(cell, (str, dict)):
            self.sheet.write_string(row, place, cell if isinstance(cell, str) else cell["d"], fault)
        elif isinstance(cell, bool):
            self.sheet.write_boolean(row, place, cell, fault)
        elif cell is not None:
            self.sheet.write_number(row, place, cell, fault)
        elif fault:
            self.sheet.write_blank(row, place, None, fault)

    def _comment(self, number: int, result: Result) -> None:
        remarks: dict[int, list[str]] = {}
        for finding in result.found:
            place = self.file.places.get(finding.column)
            if place is not None and finding.level != Level.NOTE:
                remarks.setdefault(place, []).append(str(sentence_of(finding)))
        for place, sentences in remarks.items():
            if self.comments < COMMENTED_CELLS:
                self.comments += 1
                self.sheet.write_comment(number - 1, place, "\n".join(sentences))

    def _result_words(self, result: Result) -> str:
        told = [self.written if result.is_written else self.outcomes[result.outcome]]
        for finding in result.found:
            place = self.file.places.get(finding.column)
            where = f"{self.kind.column(finding.column).label}"
            if place is not None:
                where = f"{where} ({column_letter(place)}{result.number})"
            told.append(_("%(cell)s: %(sentence)s") % {"cell": where, "sentence": sentence_of(finding)})
        return "\n".join(told)


def _result_place(titles: list[str]) -> int:
    """Behind the table; in a file that came back and was corrected, the column that stands there already."""
    for place, title in enumerate(titles):
        if title in RESULT_TITLES:
            return place
    return len(titles)


def _sheet_name(name: str) -> str:
    """Text files have none, and what other programs allow in a name Excel may not."""
    return "".join("_" if sign in "[]:*?/\\'" else sign for sign in name)[:SHEET_NAME_LENGTH] or _("Table")
