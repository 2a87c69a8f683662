"""An institution reports a class: a fault is told in words, put right, written, and the learner reads of it."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.newcomers import Newcomer, come_in
from tests.browser.readers import INSTITUTION_CLERK
from tests.browser.walkers import CHINESE_PHONE, ENGLISH_DESK, Walker, Walks, goes
from tests.uploads.books import workbook

pytestmark = pytest.mark.browser

EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CLASS = "既有建筑结构安全鉴定"
HEADER = ["姓名", "证件号码", "出勤学时", "考核成绩", "学时"]


@goes(ENGLISH_DESK.without_scripts, CHINESE_PHONE)
def test_faulty_result_is_put_right_written_and_seen_by_the_learner(walk: Walks) -> None:
    person, learner = come_in(walk)
    clerk = walk(INSTITUTION_CLERK)
    clerk.section("Results")
    clerk.follow(clerk.link_to(CLASS))
    page = clerk.page.url

    clerk.follow(upload_link(clerk))
    uploads(clerk, person, hours="十八")
    clerk.wait_for(clerk.page.locator(".upload-sum"))
    clerk.reads("“%(text)s” is no number.", text="十八")
    clerk.go(page)
    clerk.follow(upload_link(clerk))
    uploads(clerk, person, hours=18)

    clerk.wait_for(clerk.page.locator(".commit"))
    clerk.reads("Not on the roster of the class.")
    clerk.follow(clerk.page.locator(".commit .button--primary"))
    clerk.wait_for(clerk.link("See what was written"))
    clerk.follow(clerk.link("See what was written"))
    expect(clerk.row(person.name)).to_contain_text(clerk.words("Passed"))

    learner.go(page)
    expect(learner.row(person.name)).to_contain_text("86")
    expect(learner.row(person.name)).to_contain_text(learner.words("Under review", "state of a record"))


def upload_link(clerk: Walker) -> Locator:
    """Called otherwise once the class has results: those of the other way, for example."""
    return clerk.link("Upload results").or_(clerk.link("Upload a corrected file"))


def uploads(clerk: Walker, person: Newcomer, *, hours: Any) -> None:
    content = workbook([HEADER, [person.name, person.number, 18, 86, hours]])
    clerk.attach(clerk.field("Excel or CSV file"), "名册表.xlsx", content, EXCEL)
    clerk.follow(clerk.button("Upload and check"))
