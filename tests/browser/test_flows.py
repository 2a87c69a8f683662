"""What people do here from beginning to end, by keyboard alone; and all of it once more without scripts."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from ops.demo import DEMO_PASSWORD
from tests.browser.hands import Hands
from tests.browser.readers import ADMINISTRATOR, AUDITOR, HR_CLERK, HR_HEAD, Readers
from tests.chromium import Watch

pytestmark = pytest.mark.browser

STEADY = {"slices": "1000", "items": "4", "milliseconds": "100"}
LONG_WAIT = 30_000

Window = Callable[..., Page]


@pytest.fixture
def window(chromium: Browser, product: str, readers: Readers) -> Iterator[Window]:
    """Opens a browser of its own for a person, who reads English here; at the end nothing may have gone wrong in it
    that nobody saw."""
    contexts, watches = [], []

    def open_window(username: str = "", *, scripts: bool = True, width: int = 1280, expected_status: int = 200) -> Page:
        reader = readers[username]
        reader.read_in("en")
        context = chromium.new_context(
            base_url=product,
            storage_state=reader.context.storage_state(),
            java_script_enabled=scripts,
            viewport={"width": width, "height": 800},
        )
        contexts.append(context)
        page = context.new_page()
        watches.append(Watch(page, product))
        watches[-1].expected_status = expected_status
        return page

    yield open_window
    for context in contexts:
        context.close()
    assert [complaint for watch in watches for complaint in watch.complaints] == []


with_and_without_scripts = pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "plain"])


@with_and_without_scripts
def test_one_signs_in_with_a_password_and_switches_the_hat(window, readers, scripts):
    page, hands = open_with_hands(window, scripts=scripts)
    readers[HR_CLERK].read_in("en")
    page.goto("/accounts/login/?next=/accounts/profile/")

    hands.type(page.get_by_label("User name"), HR_CLERK)
    hands.type(page.get_by_label("Password"), DEMO_PASSWORD)
    with page.expect_navigation():
        page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/accounts/profile/$"))
    hat_before = page.locator(".site-tools__hat").inner_text()

    hands.press(page.get_by_role("banner").get_by_role("link", name="Switch hat"))
    hands.press(page.get_by_role("button", name="Wear: "))

    expect(page.locator("#notices")).to_contain_text("You now act as")
    expect(page.locator(".site-tools__hat")).not_to_have_text(hat_before)


@with_and_without_scripts
def test_language_theme_and_type_size_are_chosen_and_stay(window, readers, scripts):
    page, hands = open_with_hands(window, HR_HEAD, scripts=scripts)
    page.goto("/accounts/profile/")
    html = page.locator("html")
    try:
        hands.press(page.get_by_role("button", name="Large type"))
        hands.press(page.get_by_role("button", name="Dark", exact=True))
        hands.press(page.get_by_role("button", name="中文"))
        page.reload()

        assert page.url.endswith("/accounts/profile/")
        assert [html.get_attribute(name) for name in ("lang", "class", "data-theme")] == [
            "zh-hans",
            "type-large",
            "dark",
        ]
    finally:
        readers[HR_HEAD].forget_language()


@with_and_without_scripts
def test_auditor_filters_the_trail_and_opens_an_event(window, scripts):
    page, hands = open_with_hands(window, AUDITOR, scripts=scripts)
    page.goto("/audit/")

    hands.reach(page.get_by_label("Action"))
    page.keyboard.type("registered an org")
    hands.press(page.get_by_role("search").get_by_role("button", name="Filter"))
    acts = page.locator(".audit-events tbody th")
    assert set(acts.all_inner_texts()) == {"registered an organization"}
    hands.press(acts.first.get_by_role("link"))

    expect(page.get_by_role("heading", level=1)).to_contain_text("Registered an organization")


@with_and_without_scripts
def test_administrator_starts_a_job_watches_it_and_stops_it(window, readers, scripts):
    page, hands = open_with_hands(window, ADMINISTRATOR, scripts=scripts)
    figure = page.locator(".progress__figure")
    page.goto("/jobs/")

    hands.press(page.get_by_role("link", name="Start: Rehearsal"))
    for name, value in STEADY.items():
        hands.type(page.locator(f"[name={name}]"), value)
    hands.press(page.get_by_role("button", name="Start"))
    job_address = page.url

    watch_the_figure_move(page, hands) if scripts else ask_for_the_figure(page, hands)
    page.reload()
    expect(figure).to_contain_text("4,000")

    hands.press(page.get_by_role("link", name="Stop this job"))
    hands.type(page.get_by_label("Reason"), "键盘试停")
    hands.press(page.get_by_role("button", name="Stop the job"))

    expect(page).to_have_url(job_address)
    expect(page.locator(".status-badge").first).to_have_text("Cancelled")
    job_id = job_address.rstrip("/").rpartition("/")[2]
    stopped = readers[AUDITOR].api(f"audit/events/?action=job.cancelled&object_id={job_id}")["results"]
    assert [event["reason"] for event in stopped] == ["键盘试停"]


def watch_the_figure_move(page: Page, hands: Hands) -> None:
    """By itself, and without taking the focus away."""
    figure, stop = page.locator(".progress__figure"), page.get_by_role("link", name="Stop this job")
    expect(figure).to_contain_text("4,000", timeout=LONG_WAIT)
    page.evaluate("window.isStillTheSamePage = true")
    shown = figure.inner_text()
    hands.reach(stop)

    expect(figure).not_to_have_text(shown, timeout=LONG_WAIT)
    expect(stop).to_be_focused()
    assert page.evaluate("window.isStillTheSamePage")


def ask_for_the_figure(page: Page, hands: Hands) -> None:
    """Without scripts a link asks anew."""
    figures = set()
    deadline = time.monotonic() + LONG_WAIT / 1000
    while len(figures) < 2 and time.monotonic() < deadline:
        hands.press(page.get_by_role("link", name="Update the figures"))
        figures |= {text for text in page.locator(".progress__figure").all_inner_texts() if "4,000" in text}
    assert len(figures) == 2


def test_click_is_not_lost_when_the_page_moves_under_it(window, world):
    page = window(ADMINISTRATOR)
    page.goto(f"/jobs/{world['running_job']}/")
    page.get_by_role("link", name="Stop this job").hover()

    page.mouse.down()
    with page.expect_response(re.compile(r"/jobs/\d+/$")):
        pass
    with page.expect_navigation():
        page.mouse.up()

    expect(page).to_have_url(re.compile("/cancellation/$"))


def test_second_press_starts_no_second_job(window, readers):
    page = window(ADMINISTRATOR)
    before = newest_job(readers)
    page.goto("/jobs/start/rehearsal/")
    for name in STEADY:
        page.locator(f"[name={name}]").fill("1")

    page.get_by_role("button", name="Start").dblclick()
    page.wait_for_url("**/jobs/*/")

    assert newest_job(readers) == before + 1


def test_way_back_after_a_start_asks_nothing_and_starts_nothing(window, readers):
    page = window(ADMINISTRATOR)
    page.goto("/jobs/start/rehearsal/")
    for name in STEADY:
        page.locator(f"[name={name}]").fill("1")
    page.get_by_role("button", name="Start").click()
    page.wait_for_url("**/jobs/*/")
    started = newest_job(readers)

    page.go_back()
    expect(page.get_by_role("button", name="Start")).to_be_visible()
    page.reload()
    expect(page.get_by_role("button", name="Start")).to_be_visible()
    page.go_forward()
    expect(page.locator(".job-progress")).to_be_visible()

    assert newest_job(readers) == started


def test_what_was_typed_is_still_there_when_an_act_comes_too_late(window, world):
    page = window(ADMINISTRATOR, expected_status=409)
    page.goto(f"/jobs/{world['finished_job']}/cancellation/")
    page.get_by_label("Reason").fill("写了很久的理由")

    page.get_by_role("button", name="Stop the job").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("This cannot be done now")
    page.go_back()

    expect(page.get_by_label("Reason")).to_have_value("写了很久的理由")


def newest_job(readers: Readers) -> int:
    return readers[ADMINISTRATOR].api("jobs/?kind=rehearsal")["results"][0]["id"]


# Single keys


def test_keys_walk_through_the_trail_until_they_are_switched_off_in_the_profile(window):
    page, hands = open_with_hands(window, AUDITOR)
    rows = page.locator(".audit-events tbody th a")
    page.goto("/audit/")

    page.keyboard.press("j")
    page.keyboard.press("j")
    expect(rows.nth(1)).to_be_focused()
    page.keyboard.press("k")
    expect(rows.nth(0)).to_be_focused()
    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="Keys")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog", name="Keys")).to_be_hidden()
    with page.expect_navigation():
        page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/audit/events/\d+/$"))

    try:
        choose_single_keys(page, hands, "Off")
        page.goto("/audit/")
        page.keyboard.press("j")
        page.keyboard.press("?")
        expect(page.locator("body")).to_be_focused()
        expect(page.locator("dialog[open]")).to_have_count(0)
    finally:
        choose_single_keys(page, hands, "On")
    page.goto("/audit/")
    page.keyboard.press("j")
    expect(rows.nth(0)).to_be_focused()


def choose_single_keys(page: Page, hands: Hands, choice: str) -> None:
    page.goto("/accounts/profile/")
    group = page.get_by_role("group", name="Single-key shortcuts")
    hands.reach(group.locator("input:checked"))
    page.keyboard.press("ArrowDown" if choice == "Off" else "ArrowUp")
    expect(group.get_by_label(choice)).to_be_checked()
    hands.press(page.get_by_role("button", name="Save preferences"))


# Parts that no page uses yet


def test_dialog_is_opened_kept_to_and_left_by_keyboard(window):
    page, hands = open_with_hands(window)
    page.goto("/styleguide/")
    opener = page.locator("[data-dialog]")
    dialog = page.get_by_role("dialog", name="Return this record")

    hands.reach(opener)
    page.keyboard.press("Enter")
    expect(dialog).to_be_visible()
    for _press in range(8):
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement === document.body || !!document.activeElement.closest('dialog')")
    page.keyboard.press("Escape")

    expect(dialog).to_be_hidden()
    expect(opener).to_be_focused()


def test_file_is_chosen_by_keyboard(window):
    page, hands = open_with_hands(window)
    file = {"name": "proof.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.7"}
    page.on("filechooser", lambda asked: asked.set_files(file))
    page.goto("/styleguide/")
    proof = page.get_by_label("Proof")

    hands.reach(proof)
    page.keyboard.press("Enter")

    expect(proof).to_have_value(re.compile(r"proof\.pdf$"))


def test_menu_of_a_phone_is_opened_used_and_closed_by_keyboard(window):
    page, hands = open_with_hands(window, AUDITOR, width=320)
    page.goto("/accounts/profile/")
    button = page.get_by_role("button", name="Menu")
    trail = page.get_by_role("link", name="Audit trail")

    hands.reach(button)
    page.keyboard.press("Enter")
    hands.reach(trail)
    page.keyboard.press("Escape")
    expect(trail).to_be_hidden()
    expect(button).to_be_focused()

    page.keyboard.press("Enter")
    hands.press(trail)
    expect(page.get_by_role("heading", level=1)).to_have_text("Audit trail")


def open_with_hands(window: Window, username: str = "", **options) -> tuple[Page, Hands]:
    page = window(username, **options)
    return page, Hands(page)
