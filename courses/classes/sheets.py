"""开班备案表 (附件3) and 学员名册表 as workbooks. Every cell is text, so that nothing is taken for a formula."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

import xlsxwriter
from django.utils.translation import gettext as _

from courses.classes.presentation import all_sections
from courses.enrolment.queries import RosterRow
from courses.models import TrainingClass
from ui.formatting import date_text

WIDTH_OF_LABELS, WIDTH_OF_VALUES = 22, 70
ROSTER_WIDTHS = (6, 14, 12, 34, 18, 12, 14, 20)


def filing_form(training_class: TrainingClass) -> bytes:
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True, "strings_to_formulas": False}) as book:
        styles = _styles(book)
        sheet = book.add_worksheet(_("Class filing form"))
        _prepare(sheet)
        sheet.set_column(0, 0, WIDTH_OF_LABELS)
        sheet.set_column(1, 1, WIDTH_OF_VALUES)
        sheet.merge_range(0, 0, 0, 1, "", styles["title"])
        sheet.write_string(0, 0, _("Class filing form"), styles["title"])
        row = 1
        for section in all_sections(training_class):
            for label, value in section.pairs:
                sheet.write_string(row, 0, str(label), styles["head"])
                sheet.write_string(row, 1, value, styles["cell"])
                row += 1
        for label in (_("Opinion of the industry authority"), _("Opinion of the bureau")):
            sheet.set_row(row, 60)
            sheet.write_string(row, 0, label, styles["head"])
            sheet.write_string(row, 1, _("(seal, date)"), styles["cell"])
            row += 1
    return file.getvalue()


def roster_headings() -> list[str]:
    return [
        _("No."),
        _("Name"),
        _("Document number"),
        _("Employer"),
        _("Title of the person"),
        _("Enrolled by"),
        _("Enrolled"),
        _("Signature"),
    ]


def roster_sheet(training_class: TrainingClass, rows: Sequence[RosterRow]) -> bytes:
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True, "strings_to_formulas": False}) as book:
        styles = _styles(book)
        sheet = book.add_worksheet(_("Roster"))
        _prepare(sheet, is_wide=True)
        for place, width in enumerate(ROSTER_WIDTHS):
            sheet.set_column(place, place, width)
        last = len(ROSTER_WIDTHS) - 1
        sheet.merge_range(0, 0, 0, last, "", styles["title"])
        sheet.write_string(0, 0, _("Roster"), styles["title"])
        sheet.merge_range(1, 0, 1, last, "", styles["cell"])
        sheet.write_string(1, 0, headline_of(training_class), styles["cell"])
        for place, heading in enumerate(roster_headings()):
            sheet.write_string(2, place, heading, styles["head"])
        for number, row in enumerate(rows, start=1):
            for place, cell in enumerate(_cells(number, row)):
                sheet.write_string(2 + number, place, cell, styles["cell"])
        sheet.repeat_rows(2)
    return file.getvalue()


def headline_of(training_class: TrainingClass) -> str:
    return _("%(class)s, %(institution)s, %(first)s to %(last)s, %(venue)s") % {
        "class": training_class.title,
        "institution": training_class.institution,
        "first": date_text(training_class.starts_on),
        "last": date_text(training_class.ends_on),
        "venue": training_class.venue,
    }


def _cells(number: int, row: RosterRow) -> list[str]:
    entry = row.entry
    return [
        str(number),
        entry.professional.name,
        row.number,
        str(entry.employer or ""),
        row.title,
        str(entry.get_enrolled_by_display()),
        date_text(entry.enrolled_at),
        "",
    ]


def _styles(book: Any) -> dict[str, Any]:
    frame = {"border": 1, "text_wrap": True, "valign": "vcenter"}
    return {
        "title": book.add_format({"bold": True, "font_size": 16, "align": "center", "valign": "vcenter"}),
        "head": book.add_format({**frame, "bold": True}),
        "cell": book.add_format(frame),
    }


def _prepare(sheet: Any, *, is_wide: bool = False) -> None:
    sheet.set_paper(9)  # A4
    sheet.fit_to_pages(1, 0)
    if is_wide:
        sheet.set_landscape()
    sheet.set_row(0, 34)
