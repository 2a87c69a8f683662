"""Hours from "I attended" to "recognized": logged with a proof by the person, recognized by the employer."""

from __future__ import annotations

import datetime
import re
import time

import pytest
from playwright.sync_api import Page, expect

from tests.browser.readers import HR_CLERK, PROFESSIONAL
from tests.browser.walkers import CHINESE_DESK, ENGLISH_PHONE, Walker, Walks, goes
from tests.records.hostile_proofs import drawn

pytestmark = pytest.mark.browser


@goes(CHINESE_DESK, ENGLISH_PHONE.without_scripts)
def test_meeting_is_logged_with_its_proof_and_recognized(walk: Walks) -> None:
    title = f"测试学术会议 {walk.way}"
    person = walk(PROFESSIONAL)
    person.section("My records")
    person.follow(person.link("Log hours"))
    hint = person.words("Counted by days; with a proof of attendance")
    person.follow(person.page.get_by_role("main").get_by_role("link").filter(has_text=hint))
    person.write(person.field("Name of the conference or lecture"), title)
    yesterday = datetime.date.today() - datetime.timedelta(days=1)
    person.write_day(person.field("Last day"), yesterday)
    person.write(person.field("Days you attended", "of an activity"), "1")
    person.attach(person.field("Scan or photo of the proof"), "proof.png", drawn(text=str(walk.way)[:8]), "image/png")
    if walk.way.has_scripts:
        expect(person.page.locator("#answer")).to_contain_text("8")
        expect(person.page.locator("#proofs")).to_contain_text("PNG")
    sends(person)

    expect(person.page.get_by_role("heading", level=1)).to_have_text(title)
    person.reads("Under review", "state of a record")

    clerk = walk(HR_CLERK)
    clerk.go(person.page.url.replace(walk.url, ""))
    expect(clerk.page.get_by_role("heading", level=1)).to_have_text(title)
    clerk.follow(clerk.link("Decide"))
    clerk.follow(clerk.button("Recognize"))

    person.go(person.page.url.replace(walk.url, ""))
    person.reads("Recognized", "state of a record")
    expect(person.page.locator(".verdict__hours")).to_have_text("8")


def sends(person: Walker) -> None:
    """Without scripts the answer is shown first, and sent with a second press. With them the answer follows what one
    types, and what was not shown yet is not sent; the draft is kept meanwhile, which gives the page another address:
    only that of the record says that one has arrived."""
    send = person.page.locator("#send")
    if person.way.has_scripts:
        person.reach(send)
        wait_for_quiet(person.page)
        person.press(send)
        person.page.wait_for_url(re.compile(r"/records/\d+/$"))
        person.look()
        return
    person.follow(send)
    expect(person.page.locator("#notices")).to_contain_text(
        person.words("Nothing was sent yet. Look at what it gives and who decides, then send it.")
    )
    expect(person.page.locator("#answer")).to_contain_text("8")
    person.follow(send)


def wait_for_quiet(page: Page, *, seconds: float = 1.5) -> None:
    """Longer than a form waits for the next letter before it asks."""
    moments = 0
    while moments < seconds * 10:
        time.sleep(0.1)
        moments = 0 if page.locator(".htmx-request").count() else moments + 1
