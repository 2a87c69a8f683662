"""Both forms as workbooks: the sheet that is printed, and behind that of an employer the electronic data of its people
(汇总电子登记表数据, XZ16 二.3(2)). Whatever somebody has typed is written as text: nothing in it is ever a formula."""

from __future__ import annotations

import io
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

import xlsxwriter

from policies.fields import tidy
from verification.reviews.papers import (
    FORM_TITLE,
    PEOPLE_HEADS,
    STUDY_HEADS,
    TABLE_TITLE,
    Opinion,
    RegistrationForm,
    ReviewTable,
    people_cells,
    study_cells,
)

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
STUDY_WIDTHS = (24, 32, 14, 26, 10, 10, 10, 18)
PEOPLE_WIDTHS = (6, 12, 14, 18, 10, 10, 10, 10, 22)
A4 = 9


class _Sheet:
    """A sheet that is filled from the top down."""

    def __init__(self, book: Any, name: str, widths: Sequence[int]) -> None:
        self.sheet = book.add_worksheet(name)
        self.last = len(widths) - 1
        self.row = 0
        self.title = book.add_format({"bold": True, "font_size": 16, "align": "center"})
        self.head = book.add_format({"bold": True, "border": 1, "align": "center", "bg_color": "#F1ECE0"})
        self.cell = book.add_format({"border": 1, "text_wrap": True, "valign": "vcenter"})
        self.sheet.set_paper(A4)
        self.sheet.set_landscape()
        self.sheet.fit_to_pages(1, 0)
        for column, width in enumerate(widths):
            self.sheet.set_column(column, column, width)

    def write_title(self, text: str) -> None:
        self.sheet.merge_range(self.row, 0, self.row, self.last, "", self.title)
        self.sheet.write_string(self.row, 0, text, self.title)
        self.row += 1

    def write_facts(self, facts: Sequence[tuple[str, str]]) -> None:
        for place, (label, text) in enumerate(facts):
            column = place % 3 * 2
            if place and not column:
                self.row += 1
            self.sheet.write_string(self.row, column, label, self.head)
            self.sheet.write_string(self.row, column + 1, text, self.cell)
        self.row += 1

    def write_heads(self, heads: Sequence[str]) -> None:
        for column, text in enumerate(heads):
            self.sheet.write_string(self.row, column, text, self.head)
        self.sheet.repeat_rows(self.row)
        self.row += 1

    def write_cells(self, cells: Sequence[str | Decimal]) -> None:
        for column, cell in enumerate(cells):
            if isinstance(cell, Decimal):
                self.sheet.write_number(self.row, column, float(cell), self.cell)
            else:
                self.sheet.write_string(self.row, column, cell, self.cell)
        self.row += 1

    def write_opinion(self, label: str, opinion: Opinion) -> None:
        self.sheet.set_row(self.row, 72)
        self.sheet.write_string(self.row, 0, label, self.head)
        self.sheet.merge_range(self.row, 1, self.row, self.last, "", self.cell)
        self.sheet.write_string(self.row, 1, opinion.line, self.cell)
        self.row += 1


def _workbook(target: io.BytesIO) -> Any:
    return xlsxwriter.Workbook(target, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})


def form_book(form: RegistrationForm) -> bytes:
    """附件1"""
    target = io.BytesIO()
    with _workbook(target) as book:
        sheet = _Sheet(book, "电子登记表", STUDY_WIDTHS)
        sheet.write_title(FORM_TITLE)
        sheet.write_facts(form.facts)
        sheet.write_heads(STUDY_HEADS)
        for row in form.rows:
            sheet.write_cells(study_cells(row))
        sheet.write_cells(("合计", "", "", "", f"{tidy(form.total)} 学时", tidy(form.public), tidy(form.specialty), ""))
        sheet.write_opinion("单位意见", form.unit)
        sheet.write_opinion("年审机构意见", form.review)
    return target.getvalue()


def table_book(table: ReviewTable) -> bytes:
    """附件2, with the electronic data."""
    target = io.BytesIO()
    with _workbook(target) as book:
        sheet = _Sheet(book, "年度审验表", PEOPLE_WIDTHS)
        sheet.write_title(f"{TABLE_TITLE}（{table.year}年度）")
        sheet.write_facts(table.facts)
        sheet.write_heads(PEOPLE_HEADS)
        for count, person in enumerate(table.people, start=1):
            sheet.write_cells(people_cells(count, person))
        figures = (tidy(table.public), tidy(table.specialty), tidy(table.total))
        sheet.write_cells(("合计", f"{len(table.people)} 人", "", "", "", *figures, f"合格 {table.qualified} 人"))
        sheet.write_opinion("单位意见", table.unit)
        sheet.write_opinion("年审机构意见", table.review)
        _write_data(book, table)
    return target.getvalue()


def _write_data(book: Any, table: ReviewTable) -> None:
    labels = tuple(label.replace("　", "") for label, _text in table.people[0].facts) if table.people else ()
    data = _Sheet(book, "电子登记表数据", (14,) * len(labels) + STUDY_WIDTHS)
    data.sheet.freeze_panes(1, 1)
    data.write_heads((*labels, *STUDY_HEADS))
    for person in table.people:
        told = tuple(text for _label, text in person.facts)
        for row in person.rows:
            data.write_cells((*told, *study_cells(row)))
        if not person.rows:
            data.write_cells(told)
