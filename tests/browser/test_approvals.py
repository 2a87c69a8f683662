"""A change of employer and a correction from end to end: on a phone without script, and on a desk by keyboard alone."""

from __future__ import annotations

import datetime
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.readers import BUREAU_CLERK, HR_CLERK, PROFESSIONAL, Readers

pytestmark = pytest.mark.browser

TODAY = datetime.date.today().isoformat()


@pytest.fixture
def as_person(chromium: Browser, product: str, readers: Readers) -> Iterator:
    contexts = []

    def open_page(username: str, **options: object) -> Page:
        readers[username].read_in("en")
        context = chromium.new_context(base_url=product, **options)
        contexts.append(context)
        page = context.new_page()
        page.goto("/accounts/login/")
        page.locator(f"button[name=account][value='{username}']").click()
        page.wait_for_url("/")
        return page

    yield open_page
    for context in contexts:
        context.close()


PHONE_WITHOUT_SCRIPT = {"java_script_enabled": False, "viewport": {"width": 375, "height": 700}}


def test_asking_and_withdrawing_on_a_phone_without_script(as_person):
    page = as_person(PROFESSIONAL, **PHONE_WITHOUT_SCRIPT)
    withdraw_what_is_open(page)

    page.goto("/changes/employer/")
    page.locator("[name=q]").fill("北江勘测院")
    page.locator("main form .button--primary").click()
    page.locator("main .task-list a").first.click()
    page.locator("[name=starts_on]").fill(TODAY)
    page.locator("main form .button--primary").click()
    expect(page.locator("h1")).to_have_text("This will happen")
    page.locator("[name=send]").click()
    expect(page.locator(".timeline__item--now")).to_contain_text("Acceptance by the employer, with 北江勘测院")

    withdraw(page)
    expect(page.locator(".matter-state")).to_contain_text("Withdrawn")


def withdraw_what_is_open(page: Page) -> None:
    page.goto("/changes/")
    waiting = page.locator(".task-list__item", has_text="北江勘测院").filter(has_text="Under way").locator("a")
    if waiting.count():
        waiting.first.click()
        withdraw(page)


def withdraw(page: Page) -> None:
    page.locator("a[href$='/withdrawal/']").click()
    page.locator("main form .button--danger").click()


def test_returning_several_without_script(as_person):
    page = as_person(HR_CLERK, **PHONE_WITHOUT_SCRIPT)
    page.goto("/approvals/waiting/?procedure=employer_change")
    before = page.locator("[name=matter]").count()
    page.locator("[name=matter]").first.check()
    page.locator(".selection-bar [value=return]").click()
    page.locator("[name=reasons]").first.check()
    page.locator("main form .button--primary").click()

    expect(page.locator("h1")).to_contain_text("You returned 1 matter")
    page.get_by_role("link", name="On to what waits").click()
    expect(page.locator("[name=matter]")).to_have_count(before - 1)


def test_deciding_by_keyboard_alone(as_person):
    page = as_person(BUREAU_CLERK)
    page.goto("/approvals/waiting/?procedure=correction")
    before = page.locator("[name=matter]").count()

    page.keyboard.press("j")
    name = page.evaluate("document.activeElement.textContent")
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_contain_text(name)
    page.keyboard.press("r")
    expect(page.locator("#return-dialog")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("#return-dialog")).to_be_hidden()
    page.keyboard.press("a")

    expect(page.locator("#notices")).to_contain_text("You agreed")
    page.goto("/approvals/waiting/?procedure=correction")
    expect(page.locator("[name=matter]")).to_have_count(before - 1)
