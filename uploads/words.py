"""The sentences for every finding and every refusal: what is wrong, and what to do about it.

A finding is kept as a code with parameters; the sentences are put together when a page or a file is shown, in the
language of whoever reads it. Rooms add their own with `name_findings`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext

from uploads.kinds import Finding, UploadKind

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


@dataclass(frozen=True)
class Words:
    problem: _StrPromise
    """What is wrong. Both may name parameters as %(name)s."""
    advice: _StrPromise | str
    """What was done about it, or what the reader has to do."""
    short: _StrPromise | str = ""
    """A few words, for a sum: “3 rows: …”. Of findings only."""


FILE_REFUSALS: dict[str, Words] = {
    "empty_file": Words(_("The file is empty."), _("Save the table again, then upload it.")),
    "old_excel": Words(
        _("This is a workbook of Excel 97–2003 (.xls)."),
        _("Open it, choose “Save as”, pick “Excel workbook (.xlsx)”, and upload that file."),
    ),
    "encrypted": Words(
        _("The file is protected by a password."),
        _("Remove the password in Excel (File, Info, Protect workbook), save, and upload again."),
    ),
    "macros": Words(
        _("The workbook contains macros, which are programs."),
        _("Save it as “Excel workbook (.xlsx)” without macros, and upload that file."),
    ),
    "binary_workbook": Words(
        _("This is a binary workbook (.xlsb)."), _("Save it as “Excel workbook (.xlsx)”, and upload that file.")
    ),
    "web_page": Words(
        _("This is a web page, though it may be named .xls."),
        _("Open it in Excel, choose “Save as”, pick “Excel workbook (.xlsx)”, and upload that file."),
    ),
    "not_a_table": Words(
        _("This is no Excel workbook and no CSV file (found: %(format)s)."),
        _("Upload an .xlsx or a .csv file. The template can be downloaded here."),
    ),
    "unknown_encoding": Words(
        _("The characters of this text file cannot be read."),
        _("Save it as “CSV UTF-8”, or as an Excel workbook (.xlsx), and upload it again."),
    ),
    "damaged": Words(
        _("The file is damaged or was cut off on its way."),
        _("Open it on your computer, save it under a new name, and upload that file."),
    ),
    "unsafe": Words(
        _("The file contains parts that no spreadsheet program writes, and was not opened."),
        _("Copy the table into the template, and upload that."),
    ),
    "archive_bomb": Words(
        _("Unpacked, the file would be many times as large as it is, and was not opened."),
        _("Copy the table into the template, and upload that."),
    ),
    "too_large_unpacked": Words(
        _("The sheet is too large to be read: it has too many cells."),
        _(
            "Often these are formatted empty rows or columns. Delete those below and beside the table, or copy the"
            " table into the template."
        ),
    ),
    "too_slow": Words(
        _("Reading the file took too long and was stopped."),
        _("Copy the table alone into the template, and upload that."),
    ),
    "too_many_columns": Words(
        _("The sheet has more than %(most)s columns."),
        _("Delete what stands to the right of the table, or copy the table into the template."),
    ),
    "no_header": Words(
        _("No row with the names of the columns was found in the first %(rows)s rows of any visible sheet."),
        _("These columns are needed: %(columns)s. The template has them."),
    ),
    "columns_missing": Words(
        _("In row %(row)s, which names the columns, these are missing: %(columns)s."),
        _("Add them, or copy the table into the template. Their order does not matter."),
    ),
    "column_twice": Words(
        _("The column “%(columns)s” stands in row %(row)s twice: in %(first)s and in %(second)s."),
        _("Delete one of them."),
    ),
    "no_rows": Words(
        _("Below row %(row)s, which names the columns, there is nothing."),
        _("Fill in the table, then upload it again."),
    ),
    "too_many_rows": Words(
        _("The table has %(count)s rows; at most %(most)s can be taken at once."),
        _("Divide it into several files. Rows that only look empty count if a space stands in them."),
    ),
}

FINDINGS: dict[str, Words] = {
    "missing": Words(_("This cell is empty."), _("It has to be filled in."), _("cell empty")),
    "scientific": Words(
        _("Excel turned the number into scientific notation."),
        _("Its last digits are lost and cannot be restored. Format the column as text, then type the number again."),
        _("number ruined by Excel"),
    ),
    "full_width": Words(_("Full-width characters."), _("They were read as ordinary ones."), _("full-width characters")),
    "full_width_read": Words(_("Full-width digits."), _("They were read as %(value)s."), _("full-width characters")),
    "not_a_quantity": Words(_("“%(text)s” is no number."), _("Write digits alone, like 20 or 7.5."), _("no number")),
    "quantity_out_of_range": Words(
        _("“%(text)s” cannot be right."), _("Write a number between 0 and %(most)s."), _("number cannot be right")
    ),
    "too_many_decimals": Words(
        _("“%(text)s” has more than two decimals."), _("Round it to two."), _("too many decimals")
    ),
    "too_long": Words(
        _("%(count)s characters are too many."), _("At most %(most)s can be kept. Shorten it."), _("text too long")
    ),
    "not_a_date": Words(
        _("“%(text)s” cannot be read as a date."), _("Write it like 2024-03-01 or 2024年3月1日."), _("no date")
    ),
    "no_such_date": Words(
        _("There is no such day: %(text)s."), _("Write it like 2024-03-01 or 2024年3月1日."), _("no such day")
    ),
    "serial_date": Words(
        _("Excel's number of a day, %(number)s."), _("It was read as %(date)s."), _("date as a number")
    ),
    "day_assumed": Words(_("The day is missing."), _("It was read as %(date)s."), _("day missing")),
    "twice": Words(
        _("The same as in row %(row)s."), _("Each may stand in the file once; this row is left out."), _("row doubled")
    ),
    "failed": Words(
        _("This row could not be written."),
        _("Nothing of it was kept. Upload the file again; if it fails again, tell support the number of the job."),
        _("could not be written"),
    ),
}


def name_findings(words: Mapping[str, Words]) -> None:
    FINDINGS.update(words)


@dataclass(frozen=True)
class Sentence:
    """A finding as it is read."""

    problem: str
    advice: str
    level: str

    def __str__(self) -> str:
        return f"{self.problem} {self.advice}".rstrip()


def sentence_of(finding: Finding) -> Sentence:
    words = FINDINGS[finding.code]
    return Sentence(_filled(words.problem, finding.params), _filled(words.advice, finding.params), finding.level.value)


def short_words_for(code: str) -> str:
    return str(FINDINGS[code].short)


def refusal_sentence(kind: UploadKind, code: str, params: Mapping[str, Any]) -> Sentence:
    words = FILE_REFUSALS[code]
    named = dict(params)
    if "columns" in named:
        comma = pgettext("between two names", ", ")
        named["columns"] = comma.join(str(kind.column(key).label) for key in named["columns"])
    return Sentence(_filled(words.problem, named), _filled(words.advice, named), "error")


def _filled(text: _StrPromise | str, params: Mapping[str, Any]) -> str:
    return str(text) % params if params else str(text)
