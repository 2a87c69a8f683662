"""Files of results as people should not send them: refused in words, or read as they were meant."""

from __future__ import annotations

import io

import pytest
import python_calamine
import xlsxwriter
from django.utils import translation

from people.professionals.numbers import number_in
from records.models import ClassResult
from tests.records.results.conftest import HEADER, codes, enrolled, row_of
from tests.uploads.books import table, workbook
from tests.uploads.hostile import REFUSED
from uploads import files
from uploads.enums import UploadState
from uploads.staging import unstaged
from uploads.words import refusal_sentence

OF_ANY_KIND = (
    "nothing at all",
    "password",
    "macros",
    "program",
    "web page named xls",
    "Word",
    "cut to a half",
    "bomb",
    "too large when unpacked",
    "billion laughs",
    "only hidden sheets",
    "text of an unknown encoding",
)


@pytest.mark.parametrize("name", OF_ANY_KIND)
def test_file_that_is_none_is_refused_in_words(upload_results, training_class, name):
    code, build = REFUSED[name]

    upload = upload_results(training_class, content=build())

    assert (upload.state, upload.refusal) == (UploadState.REFUSED, code)
    with translation.override("en"):
        assert refusal_sentence(upload.upload_kind, upload.refusal, upload.refusal_params).advice


def wrong_sheet(person) -> bytes:
    """The list stands on the second sheet; on the first one is a timetable."""
    target = io.BytesIO()
    with xlsxwriter.Workbook(target) as book:
        first, second = book.add_worksheet("课程表"), book.add_worksheet("附件4")
        first.write_row(0, 0, ["日期", "时间", "教师"])
        for number, row in enumerate([HEADER, row_of(person)]):
            second.write_row(number, 0, row)
    return target.getvalue()


def merged_header(person) -> bytes:
    """考核 above 成绩 and 合格, the others merged downwards; a title above all."""
    over = ["姓名", "证件号码", "单位", "出勤学时", "考核情况", "", "学时", "备注"]
    under = ["", "", "", "", "成绩", "合格", "", ""]
    name, number, employer, attended, mark, hours, passed, remark = row_of(person)
    row = [name, number, employer, attended, mark, passed, hours, remark]
    return workbook([["继续教育名册表"], over, under, row])


def formulas(person) -> bytes:
    """A formula gives the value that it had when the file was saved."""

    def change(_book, page):
        page.write_formula(1, 5, "=9+9", None, 18)

    return workbook([HEADER, row_of(person)], change=change)


def renamed(person) -> bytes:
    heads = ["学员姓名", "身份证号（必填）", "工作单位", "实到学时", "考试成绩", "授予学时", "考核结果", "说明"]
    return workbook([heads, row_of(person)])


def moved(person) -> bytes:
    return workbook([[*reversed(HEADER)], [*reversed(row_of(person))]])


READ = {
    "wrong sheet first": wrong_sheet,
    "merged header": merged_header,
    "formulas": formulas,
    "columns renamed": renamed,
    "columns moved": moved,
    "title above": lambda person: workbook([["继续教育名册表"], ["2026年3月"], HEADER, row_of(person)]),
    "GB18030": lambda person: table([HEADER, row_of(person)], encoding="gb18030"),
    "UTF-16 with tabs": lambda person: table([HEADER, row_of(person)], encoding="utf-16", delimiter="\t"),
    "numbers as text": lambda person: workbook([HEADER, [str(cell) for cell in row_of(person)]]),
    "hours with their unit": lambda person: workbook([HEADER, row_of(person, hours="18学时", attended="18 课时")]),
    "apostrophe before the number": lambda person: workbook(
        [HEADER, row_of(person, number="'" + number_in(person.documents.get()))]
    ),
    "name drawn out": lambda person: workbook([HEADER, row_of(person, name=" ".join(person.name))]),
    "sign in a row below": lambda person: workbook([HEADER, row_of(person), [" ", "\u3000"]]),
}


@pytest.mark.parametrize("name", READ)
def test_file_is_read_as_it_was_meant(upload_results, training_class, person, name):
    enrolled(training_class, person)

    upload = upload_results(training_class, content=READ[name](person))

    assert (upload.state, upload.accepted, upload.refused) == (UploadState.CHECKED, 1, 0), codes(upload)
    (row,) = unstaged(upload, upload.rows.all())
    assert row.values["hours"] == "18"


def test_list_of_enrolled_people_without_attendance_says_what_is_missing(upload_results, training_class, person):
    upload = upload_results(training_class, content=workbook([HEADER[:3], row_of(person)[:3]]))

    assert (upload.state, upload.refusal) == (UploadState.REFUSED, "columns_missing")
    assert upload.refusal_params["columns"] == ["attended"]


def test_formulas_in_names_and_remarks_come_back_as_text(commit_results, public_class, person):
    evil = '=HYPERLINK("http://evil.example","合格")'

    upload = commit_results(
        public_class, row_of(person, remark=evil), ["@SUM(1)", "+1", "-2", 18, "=1", 18, "合格", "=cmd|' /C calc'!A0"]
    )

    content = files.content_of(upload.annotated_file)
    rows = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()
    assert (rows[1][7], rows[2][0], rows[2][7]) == (evil, "@SUM(1)", "=cmd|' /C calc'!A0")
    assert b"<f>" not in content
    assert ClassResult.objects.get().remark == evil
