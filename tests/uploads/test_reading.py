"""Finding the header, and what happens when the small process dies."""

from __future__ import annotations

import pytest

from tests.uploads.books import table, workbook
from uploads.reading import sandbox
from uploads.reading.headers import column_letter, simplified
from uploads.reading.refusals import FileRefused
from uploads.reading.sandbox import read_file

TITLES = {"name": ["姓名", "Name"], "number": ["身份证号", "ID number"], "phone": ["电话"]}


def read(content: bytes, *, required: list[str] = ["name", "number"]):  # noqa: B006 - never changed
    return read_file(content, titles=TITLES, required=required, max_rows=100)


@pytest.mark.parametrize(
    ("title", "key"),
    [
        (" 姓 名 ", "姓名"),
        ("姓名*", "姓名"),
        ("＊姓名：", "姓名"),
        ("证件号码（必填，18 位）", "证件号码"),
        ("ID Number", "idnumber"),
        ("（必填）", "(必填)"),
    ],
)
def test_titles_are_compared_without_their_trimmings(title, key):
    assert simplified(title) == key


@pytest.mark.parametrize(("place", "letter"), [(0, "A"), (25, "Z"), (26, "AA"), (701, "ZZ"), (702, "AAA")])
def test_columns_are_named_as_the_spreadsheet_names_them(place, letter):
    assert column_letter(place) == letter


def test_columns_are_found_wherever_they_stand():
    content = workbook([["2026 年名单"], [], ["序号", "电话", "ID number", "姓 名"], ["1", "2", "3", "4"]])

    with read(content) as file:
        assert (file.header_row, file.places) == (3, {"phone": 1, "number": 2, "name": 3})
        assert list(file.rows()) == [(4, ["1", "2", "3", "4"])]


def test_the_sheet_with_the_columns_is_taken():
    def add_sheet(book, page):
        other = book.add_worksheet("名单")
        other.write_row(0, 0, ["姓名", "身份证号"])
        other.write_row(1, 0, ["甲", "1"])

    with read(workbook([["说明", "请填第二张表"]], change=add_sheet)) as file:
        assert (file.sheet, file.count) == ("名单", 1)


def test_hidden_sheets_are_passed_over():
    def add_sheet(book, page):
        other = book.add_worksheet("shown")
        other.write_row(0, 0, ["姓名", "身份证号"])
        other.write_row(1, 0, ["甲", "1"])
        other.activate()
        page.hide()

    with read(workbook([["姓名", "身份证号", "电话"], ["乙", "2", "3"]], change=add_sheet)) as file:
        assert file.sheet == "shown"


def test_empty_rows_between_others_keep_their_numbers():
    with read(workbook([["姓名", "身份证号"], ["甲", "1"], [], [" "], ["乙", "2"]])) as file:
        assert [number for number, _row in file.rows()] == [2, 5]
        assert file.count == 2


def test_two_rows_of_merged_titles_are_one_header():
    content = workbook([["姓名", "证件", ""], ["", "身份证号", "电话"], ["甲", "1", "2"]])

    with read(content, required=["name", "number", "phone"]) as file:
        assert (file.header_row, file.count) == (2, 1)
        assert file.places == {"name": 0, "number": 1, "phone": 2}


def test_missing_columns_are_named():
    with pytest.raises(FileRefused) as refused, read(table([["姓名", "电话"], ["甲", "1"]])):
        pass

    assert (refused.value.code, refused.value.params["columns"]) == ("columns_missing", ["number"])


def test_process_that_runs_out_of_memory_refuses_the_file(monkeypatch):
    monkeypatch.setattr(sandbox, "MEMORY_BYTES", 8 * 1024 * 1024)

    with pytest.raises(FileRefused), read(table([["姓名", "身份证号"], *[["甲" * 200, n] for n in range(90)]]) * 200):
        pass


def test_process_that_takes_too_long_is_killed(monkeypatch):
    monkeypatch.setattr(sandbox, "PATIENCE_SECONDS", 0.001)

    with pytest.raises(FileRefused) as refused, read(workbook([["姓名", "身份证号"], ["甲", "1"]])):
        pass

    assert refused.value.code == "too_slow"


def test_reader_learns_nothing_of_the_servers_secrets(monkeypatch):
    started = []
    original = sandbox.subprocess.Popen
    monkeypatch.setattr(sandbox.subprocess, "Popen", lambda *a, **kw: started.append(kw["env"]) or original(*a, **kw))

    with read(workbook([["姓名", "身份证号"], ["甲", "1"]])):
        pass

    assert started[0].keys() == {"PATH", "PYTHONDONTWRITEBYTECODE", "MALLOC_ARENA_MAX"}


def test_whoever_has_seen_enough_leaves_without_an_error():
    """In the middle of a sign, as it may be: three bytes make one, and a pipe holds 65,536."""
    for ones in range(3):
        with read(workbook([["姓名", "身份证号"], *([["林测试" * 120, "4401" + "1" * ones]] * 90)])) as file:
            assert file.count == 90
