"""HR brings its people in from Excel: faults are told in words, what is right is written, and nothing twice."""

from __future__ import annotations

import io
from typing import Any

import pytest
from playwright.sync_api import expect
from python_calamine import CalamineWorkbook

from tests.browser.readers import HR_CLERK
from tests.browser.tables import HEADER, LEVEL, NUMBER, person
from tests.browser.walkers import CHINESE_PHONE, ENGLISH_DESK, Walker, Walks, goes
from tests.uploads.books import workbook

pytestmark = pytest.mark.browser

EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PEOPLE = 5
RUINED, MISTYPED, UNKNOWN = 1, 2, 4
FAULTY = (RUINED, MISTYPED, UNKNOWN)
FIRST_OF = {str(ENGLISH_DESK.without_scripts): 200, str(CHINESE_PHONE): 300}

Rows = list[list[Any]]


@goes(ENGLISH_DESK.without_scripts, CHINESE_PHONE)
def test_faulty_list_is_written_in_two_goes_and_nobody_twice(walk: Walks) -> None:
    clerk, people = walk(HR_CLERK), [person(FIRST_OF[str(walk.way)] + count) for count in range(PEOPLE)]
    clerk.section("Uploads")
    clerk.follow(clerk.link("Upload: %(kind)s", kind=clerk.words("Staff list")))
    uploads(clerk, workbook([HEADER, *with_faults(people)]))

    clerk.wait_for(writing(clerk, 2))
    clerk.reads("Excel turned the number into scientific notation.")
    clerk.reads("The check character is wrong.")
    clerk.reads("“%(word)s” is no level of a title.", word="副高职")
    clerk.reads("Did you mean “%(suggestion)s”?", suggestion="副高级")
    clerk.follow(writing(clerk, 2))
    clerk.wait_for(clerk.link("See what was written"))

    _name, annotated = clerk.download(clerk.link("Download the checked file"))
    header, *rows = rows_in(annotated)
    assert header[-1] == clerk.words("Result of the check")
    assert clerk.words("The check character is wrong.") in rows[MISTYPED][-1]
    clerk.follow(clerk.link("Upload the corrected file"))
    uploads(clerk, workbook([header, *corrected(rows, people)]))

    clerk.wait_for(writing(clerk, 3))
    clerk.follow(writing(clerk, 3))
    clerk.wait_for(clerk.link("See what was written"))
    clerk.follow(clerk.link("See what was written"))

    clerk.write(clerk.field("Name, pinyin or staff number"), "测试")
    clerk.follow(clerk.button("Filter"))
    for name, *_facts in people:
        expect(clerk.row(name)).to_have_count(1)


def with_faults(people: Rows) -> Rows:
    faulty = [list(one) for one in people]
    faulty[RUINED][NUMBER] = "4.40105E+17"
    faulty[MISTYPED][NUMBER] = faulty[MISTYPED][NUMBER][:-1] + ("1" if faulty[MISTYPED][NUMBER][-1] != "1" else "2")
    faulty[UNKNOWN][LEVEL] = "副高职"
    return faulty


def corrected(rows: Rows, people: Rows) -> Rows:
    """The file that came back, with the cells at fault put right and its words left as they are."""
    for count in FAULTY:
        rows[count][: len(HEADER)] = people[count]
    return rows


def uploads(clerk: Walker, content: bytes) -> None:
    clerk.attach(clerk.field("Excel or CSV file"), "人员名单.xlsx", content, EXCEL)
    clerk.follow(clerk.button("Upload and check"))


def writing(clerk: Walker, number: int):
    source = "Write %(shown)s row (%(items)s)", "Write %(shown)s rows (%(items)s)"
    words = clerk.count(*source, number, shown=number, items=clerk.words("people"))
    return clerk.page.get_by_role("main").get_by_role("button", name=words, exact=True)


def rows_in(content: bytes) -> Rows:
    return CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()
