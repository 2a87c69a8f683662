"""A visitor who has never read a regulation adds up a year: by keyboard, with scripts and without."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.hands import Hands
from tests.chromium import Watch

pytestmark = pytest.mark.browser

FOSHAN = "/calculator/?place=440600&year=2019"
A_CLASS = f"{FOSHAN}&a1=class&h1=20&e1=2019-05-20"

Visit = Callable[..., Page]


@pytest.fixture
def visit(chromium: Browser, product: str) -> Iterator[Visit]:
    """Opens an address as a visitor who reads English; at the end nothing may have gone wrong in it unseen."""
    contexts, watches = [], []

    def open_page(address: str, *, scripts: bool = True, width: int = 1280) -> Page:
        size = {"width": width, "height": 800}
        context = chromium.new_context(base_url=product, java_script_enabled=scripts, viewport=size)
        context.add_cookies([{"name": "language", "value": "en", "url": product}])
        contexts.append(context)
        page = context.new_page()
        watches.append(Watch(page, product))
        page.goto(address)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert [complaint for watch in watches for complaint in watch.complaints] == []


def verdict(page: Page):
    return page.locator("#verdict")


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "plain"])
def test_year_is_added_up_by_keyboard(visit, scripts):
    page = visit(FOSHAN, scripts=scripts)
    hands = Hands(page)

    hands.reach(page.get_by_role("button", name="Training class"))
    page.keyboard.press("Enter")
    expect(page.locator("#activity-1")).to_be_visible()
    if not scripts:
        page.goto(page.url.partition("#")[0])
    hands.type(page.get_by_label("Hours", exact=True), "20")
    page.keyboard.press("Enter")

    expect(verdict(page)).to_contain_text("2019: 52 hours still missing.")
    expect(page.locator("#given-1")).to_contain_text("20 hours, as the plan grants")
    assert "h1=20" in page.url


def test_answer_changes_while_one_types_and_leaves_the_fields_alone(visit):
    page = visit(A_CLASS)
    page.evaluate("window.isStillTheSamePage = true")
    day = page.get_by_label("Last day")

    page.get_by_label("Hours", exact=True).fill("30")
    day.focus()

    expect(verdict(page)).to_contain_text("42 hours still missing.")
    expect(day).to_be_focused()
    expect(page.locator("#share-link")).to_have_value(re.compile("h1=30"))
    assert page.url.endswith("&h1=30&e1=2019-05-20")
    assert page.evaluate("window.isStillTheSamePage")


def test_other_rules_ask_for_other_facts_and_keep_what_is_open(visit):
    page = visit(A_CLASS)
    page.locator("#more-1 summary").click()

    page.get_by_label("Where do you work?").select_option("320300")
    expect(page.get_by_label("Who held it?")).to_be_visible()
    page.get_by_label("Who held it?").select_option("university")

    expect(page.get_by_label("Days", exact=True)).to_be_visible()
    expect(page.get_by_label("Hours", exact=True)).to_have_count(0)
    expect(page.locator("#more-1")).to_have_attribute("open", "")
    expect(page.locator("#given-1")).to_contain_text("Still to fill in: Days")


def test_what_is_typed_while_the_form_is_drawn_anew_is_kept(visit):
    page = visit(A_CLASS)
    hours = page.get_by_label("Hours", exact=True)
    hold_answers_back(page)

    page.get_by_label("Where do you work?").select_option("320300")
    hours.fill("36")

    expect(page.get_by_label("Who held it?")).to_be_visible()
    expect(hours).to_have_value("36")


def hold_answers_back(page: Page) -> None:
    def late(route):
        page.wait_for_timeout(300)
        route.continue_()

    page.route("**/calculator/?**", late)


def test_fault_is_told_beside_its_field_while_typing_and_in_a_summary_when_asked(visit):
    page = visit(A_CLASS)

    page.get_by_label("Hours", exact=True).fill("many")
    page.get_by_label("Last day").focus()
    expect(page.locator("#id_h1_error")).to_contain_text("This is no number.")
    page.get_by_role("button", name="Calculate").click()

    expect(page.get_by_role("alert")).to_be_focused()
    page.get_by_role("alert").get_by_role("link").click()
    expect(page.get_by_label("Hours", exact=True)).to_be_focused()
    expect(page.get_by_label("Hours", exact=True)).to_have_value("many")


def test_activity_is_copied_and_removed(visit):
    page = visit(A_CLASS)

    page.get_by_role("button", name="Copy").first.click()
    expect(page.locator(".activity")).to_have_count(2)
    expect(verdict(page)).to_contain_text("32 hours still missing.")
    page.get_by_role("button", name="Remove").first.click()

    expect(page.locator(".activity")).to_have_count(1)
    expect(page.get_by_role("heading", name="What have you learned?")).to_be_focused()


def test_link_leads_to_the_same_answer(visit):
    page = visit(A_CLASS)
    told = verdict(page).inner_text()

    other = visit(page.locator("#share-link").input_value(), scripts=False, width=375)

    assert verdict(other).inner_text() == told
