"""《继续教育名册表》 (ST14 附件4) as a workbook: everybody who took part, with attendance, mark and hours."""

from __future__ import annotations

import io
from collections.abc import Iterable
from typing import Any

import xlsxwriter

from courses.models import TrainingClass
from records.results.queries import TakenPart

HEADS = ("序号", "姓名", "证件号码", "工作单位", "职称", "出勤学时", "考核成绩", "学时", "结果", "签名")
WIDTHS = (6, 12, 14, 30, 16, 10, 10, 8, 10, 14)
TITLE = "继续教育名册表"


def roster_book(training_class: TrainingClass, people: Iterable[TakenPart]) -> bytes:
    """Every cell that somebody else has written is written as text: nothing in it is ever a formula."""
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True, "strings_to_formulas": False}) as book:
        sheet = book.add_worksheet(TITLE)
        _set_up(sheet)
        _write_head(book, sheet, training_class)
        cell = book.add_format({"border": 1, "text_wrap": True, "valign": "vcenter"})
        for count, each in enumerate(people, start=1):
            for column, text in enumerate(cells_of(count, each)):
                sheet.write_string(count + 2, column, text, cell)
    return target.getvalue()


def cells_of(count: int, each: TakenPart) -> tuple[str, ...]:
    result, entry = each.result, each.entry
    told = (
        ("", "", "", "")
        if result is None
        else (
            f"{result.attended_hours.normalize():f}",
            result.exam_mark,
            f"{result.hours.normalize():f}",
            "合格" if result.passed else "不合格",
        )
    )
    return (str(count), entry.professional.name, each.number, str(each.employer or ""), each.title, *told, "")


def _set_up(sheet: Any) -> None:
    sheet.set_landscape()
    sheet.set_paper(9)  # A4
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(2)
    sheet.freeze_panes(3, 0)
    for column, width in enumerate(WIDTHS):
        sheet.set_column(column, column, width)


def _write_head(book: Any, sheet: Any, training_class: TrainingClass) -> None:
    title = book.add_format({"bold": True, "font_size": 16, "align": "center"})
    head = book.add_format({"bold": True, "border": 1, "align": "center", "bg_color": "#F1ECE0"})
    sheet.merge_range(0, 0, 0, len(HEADS) - 1, "", title)
    sheet.write_string(0, 0, TITLE, title)
    sheet.write_string(1, 0, told_of(training_class))
    for column, text in enumerate(HEADS):
        sheet.write_string(2, column, text, head)


def told_of(training_class: TrainingClass) -> str:
    days = f"{training_class.starts_on:%Y-%m-%d} 至 {training_class.ends_on:%Y-%m-%d}"
    hours = f"{training_class.hours.normalize():f}"
    return f"施教机构：{training_class.institution}　培训班：{training_class.title}　时间：{days}　计划学时：{hours}"
