"""People come into the product and look after their own data there: each way from its beginning to its end."""

from __future__ import annotations

import io
import json
import re

import pytest
from playwright.sync_api import expect
from python_calamine import CalamineWorkbook

from tests.browser.newcomers import comes_in, gets_a_slip, is_entered, somebody_new
from tests.browser.readers import HR_CLERK, HR_HEAD, PROFESSIONAL
from tests.browser.walkers import (
    CHINESE_DESK,
    CHINESE_PHONE,
    ENGLISH_DESK,
    ENGLISH_PHONE,
    Walker,
    Walks,
    goes,
)

pytestmark = pytest.mark.browser

OWNER, OWNERS_NAME = "shan.siqi", "单思齐"
WHOLE_NUMBER = re.compile(r"\d{17}[\dX]")


@goes(CHINESE_DESK, ENGLISH_PHONE.without_scripts)
def test_newcomer_comes_in_by_a_slip_after_one_mistake(walk: Walks) -> None:
    person, clerk = somebody_new(), walk(HR_CLERK)
    is_entered(person, clerk)
    slip = gets_a_slip(person, clerk)

    newcomer = walk(expected_status=410)
    newcomer.go(slip)
    newcomer.heads("Welcome, %(name)s", name=person.name)
    comes_in(person, newcomer, proof="0000")
    expect(newcomer.page.get_by_role("alert")).to_contain_text(
        newcomer.count(
            "These are not the last characters of your document. %(left)d try is left.",
            "These are not the last characters of your document. %(left)d tries are left.",
            4,
            left=4,
        )
    )
    comes_in(person, newcomer)
    newcomer.section("My details")

    expect(newcomer.page.get_by_role("heading", level=1)).to_have_text(person.name)
    newcomer.go(slip)
    newcomer.heads("This link no longer works")


@goes(ENGLISH_DESK.without_scripts, CHINESE_PHONE)
def test_number_is_shown_in_full_for_a_reason_that_its_owner_reads(walk: Walks) -> None:
    head, reason = walk(HR_HEAD, expected_status=422), f"核对职称评审材料 {walk.way}"
    head.section("Our people")
    head.write(head.page.get_by_role("search").get_by_role("textbox").first, "linxiaolan")
    head.follow(head.button("Filter"))
    head.follow(head.link_to("林晓岚"))
    head.follow(head.link("Show the number in full"))
    head.follow(head.button("Show the number"))
    expect(head.page.get_by_role("alert")).to_be_visible()
    head.write(head.field("What do you need the number for?"), reason)
    head.follow(head.button("Show the number"))
    expect(head.page.get_by_role("main")).to_contain_text(WHOLE_NUMBER)

    owner = walk(PROFESSIONAL)
    owner.section("My data")

    look = owner.page.get_by_role("region", name=owner.words("Who looked")).get_by_role("listitem").first
    expect(look).to_contain_text("黄国栋")
    expect(look).to_contain_text(owner.words("Reason: %(reason)s", reason=reason))


@goes(ENGLISH_DESK, CHINESE_PHONE.without_scripts)
def test_own_data_are_looked_at_and_taken_home(walk: Walks) -> None:
    owner = walk(OWNER)
    owner.section("My data")
    owner.reads("Who looked")
    # As it is read: a certificate's number and its year, in two cells, are none.
    expect(owner.page.get_by_role("main")).not_to_contain_text(WHOLE_NUMBER, use_inner_text=True)

    name, content = exported(owner, "Export as JSON")
    assert name == "my-data.json"
    assert OWNERS_NAME in content.decode()
    assert {"looks", "employments"} <= json.loads(content).keys()
    assert not WHOLE_NUMBER.search(content.decode())

    owner.section("My data")
    name, content = exported(owner, "Export as an Excel file")
    assert name == "my-data.xlsx"
    assert owner.words("Who looked") in CalamineWorkbook.from_filelike(io.BytesIO(content)).sheet_names


def exported(owner: Walker, button: str) -> tuple[str, bytes]:
    owner.follow(owner.button(button))
    result = owner.page.get_by_role("main").locator("a[download]")
    owner.wait_for(result)
    expect(owner.page.get_by_role("progressbar")).to_have_attribute("aria-valuenow", "100")
    return owner.download(result)
