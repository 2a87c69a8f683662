"""《____年广东省专业技术人员继续教育证书汇总表》 (ST14 附件2): by unit and year, in Excel and as PDF.

The notice names the form and not its fields; those of rulebook §10a are printed. Numbers of documents are masked.
"""

from __future__ import annotations

import io
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

import xlsxwriter
from django.template.loader import render_to_string
from django.utils import translation

from audit.actors import Actor
from jobs.printing import print_pdf
from policies.fields import tidy
from verification.days.queries import Row, rows_of
from verification.enums import LineState
from verification.models import DayBooking

STYLE = Path(__file__).with_name("summary.css")
LANGUAGE = "zh-hans"
HEADS = (
    "序号",
    "姓名",
    "性别",
    "证件号码",
    "专业技术职称",
    "公需科目",
    "专业科目",
    "选修科目",
    "总学时",
    "证书编号",
    "备注",
)
WIDTHS = (6, 12, 6, 12, 20, 10, 10, 10, 10, 20, 24)
FIGURES = range(5, 9)


@dataclass(frozen=True)
class Sheet:
    """One study year of a booking."""

    year: int
    employer: str
    day: str
    rows: Sequence[Sequence[str]]

    @property
    def title(self) -> str:
        return title_of_year(self.year)


def title_of_year(year: int) -> str:
    return f"{year}年广东省专业技术人员继续教育证书汇总表"


def sheets_of(booking: DayBooking, actor: Actor) -> list[Sheet]:
    by_year: dict[int, list[Row]] = defaultdict(list)
    with translation.override(LANGUAGE):
        for row in rows_of(booking, actor):
            by_year[row.line.study_year].append(row)
        day = f"{booking.day.year}年{booking.day.month}月{booking.day.day}日"
        return [
            Sheet(year, booking.employer.name, day, [_cells(count, row) for count, row in enumerate(rows, start=1)])
            for year, rows in sorted(by_year.items())
        ]


def _cells(count: int, row: Row) -> list[str]:
    figures = [row.counted(line) for line in ("public", "specialty", "elective", "total")]
    return [
        str(count),
        row.person.name,
        row.sex,
        row.number,
        row.title,
        *(_figure(each) for each in figures),
        row.certificate,
        row.line.remark or _remark(row),
    ]


def _figure(hours: Decimal | None) -> str:
    return "" if hours is None else f"{tidy(hours)}"


def _remark(row: Row) -> str:
    if row.line.state == LineState.REFUSED:
        return str(row.line.get_why_not_display())
    return ""


def summary_book(sheets: Sequence[Sheet]) -> bytes:
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True, "strings_to_formulas": False}) as book:
        frame = {"border": 1, "text_wrap": True, "valign": "vcenter"}
        title = book.add_format({"bold": True, "font_size": 16, "align": "center", "valign": "vcenter"})
        head, cell, plain = book.add_format({**frame, "bold": True}), book.add_format(frame), book.add_format()
        for each in sheets:
            _write(book.add_worksheet(f"{each.year}年"), each, title=title, head=head, cell=cell, plain=plain)
    return file.getvalue()


def _write(sheet: Any, told: Sheet, *, title: Any, head: Any, cell: Any, plain: Any) -> None:
    """Every cell is text, so that nothing is taken for a formula."""
    last = len(HEADS) - 1
    sheet.set_paper(9)  # A4
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    for place, width in enumerate(WIDTHS):
        sheet.set_column(place, place, width)
    sheet.set_row(0, 34)
    sheet.merge_range(0, 0, 0, last, "", title)
    sheet.write_string(0, 0, told.title, title)
    sheet.write_string(1, 0, f"单位：{told.employer}", plain)
    sheet.write_string(1, last - 1, f"验证日：{told.day}", plain)
    for place, heading in enumerate(HEADS):
        sheet.write_string(2, place, heading, head)
    for number, row in enumerate(told.rows, start=3):
        for place, value in enumerate(row):
            sheet.write_string(number, place, value, cell)
    sheet.write_string(len(told.rows) + 4, 0, "单位（盖章）：", plain)
    sheet.write_string(len(told.rows) + 4, last - 1, "年　　月　　日", plain)
    sheet.repeat_rows(2)


def summary_pdf(sheets: Sequence[Sheet]) -> bytes:
    with translation.override(LANGUAGE):
        text = render_to_string("verification/days/summary.html", {"sheets": sheets, "heads": HEADS})
    return print_pdf(text, STYLE).content
