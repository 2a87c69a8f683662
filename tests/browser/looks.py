"""What a page must be like in either language, as a desk shows it and as a phone shows it to somebody who sees badly in
the dark.

Each page is loaded once for a language, and each time it must answer as it should under the content policy, say its
language, have one heading of the first order, and be opened without a complaint in the console.

In Chinese, the language that a new visitor is given, axe looks at it twice, with all its rules: at 1280 px in the
light, and, of long lists at the first rows, at 320 px in the dark with large type. Nothing may be left in English, and
in the usual type nothing may scroll sideways at any width.

In English, whose words are longer, nothing may scroll sideways in large type. What axe asks does not depend on the
language, for the elements are the same; loading axe is half of what it costs.
"""

from __future__ import annotations

from pathlib import Path

from django.urls import resolve
from playwright.sync_api import Page, Response

from tests.browser.pages import Entry
from tests.browser.readers import Readers
from tests.browser.world import World
from tests.chromium import serious_findings

HEIGHT = 800
WIDE, NARROW = 1280, 320
# Here the page changes its shape: tables are no longer cards, the menu is a row.
WIDTHS = (1024, 704, NARROW)
LEFT_IN_ENGLISH = Path(__file__).with_name("left_in_english.js").read_text()
LANGUAGE_OF_NEWCOMERS = "zh-hans"
SAID_OF_ITSELF = "({ language: document.documentElement.lang, headings: document.querySelectorAll('h1').length })"
# What the same lines of a template made, over and over.
LATER_ROWS = ("tbody > tr:nth-child(n + 16)", "li:nth-child(n + 25)", "main details:nth-of-type(n + 16)")
LARGE_TYPE = "document.documentElement.classList.add('type-large')"


def faults_of_page(entry: Entry, language: str, *, readers: Readers, world: World, product: str) -> list[str]:
    """Opens the page as its reader would, and says what is wrong with it."""
    reader = readers[entry.reader]
    reader.read_in(language)
    with reader.tab(product) as (page, watch):
        page.emulate_media(color_scheme="light")
        page.set_viewport_size({"width": WIDE, "height": HEIGHT})
        watch.expected_status = entry.status
        response = entry.open(page, world)
        if response.status != entry.status:
            return [f"answers {response.status}, not {entry.status}"]
        if entry.route and resolve(path_of(page)).view_name != entry.route:
            return [f"is {resolve(path_of(page)).view_name}, not {entry.route}"]
        return [
            *faults_of_answer(response),
            *faults_of_words(page, language),
            *faults_of_looks(page, language),
            *watch.complaints,
        ]


def faults_of_answer(response: Response) -> list[str]:
    policy = response.header_value("content-security-policy") or ""
    return [f"content policy: {policy}"] if "script-src 'self'" not in policy or "unsafe" in policy else []


def faults_of_words(page: Page, language: str) -> list[str]:
    faults: list[str] = page.evaluate(LEFT_IN_ENGLISH) if language == "zh-hans" else []
    said = page.evaluate(SAID_OF_ITSELF)
    if said["language"] != language:
        faults.append("the page does not say its language")
    if said["headings"] != 1:
        faults.append("a page has one heading of the first order")
    return faults


def faults_of_looks(page: Page, language: str) -> list[str]:
    """On a desk in the light, and narrower; then with large type in the dark, on a phone."""
    if language != LANGUAGE_OF_NEWCOMERS:
        page.evaluate(LARGE_TYPE)
        return faults_of_width(page, *WIDTHS)
    found = serious_findings(page) + faults_of_width(page, *WIDTHS)
    page.emulate_media(color_scheme="dark")
    page.evaluate(LARGE_TYPE)
    return found + faults_of_width(page, NARROW) + serious_findings(page, *LATER_ROWS)


def faults_of_width(page: Page, *widths: int) -> list[str]:
    """Nothing is to be scrolled to sideways. Leaves the page as wide as the last of them."""
    found = []
    for width in widths:
        page.set_viewport_size({"width": width, "height": HEIGHT})
        needed = page.evaluate("document.scrollingElement.scrollWidth")
        if needed > width:
            found.append(f"at {width} px scrolls sideways to {needed} px")
    return found


def path_of(page: Page) -> str:
    return "/" + page.url.split("/", 3)[3].partition("?")[0].partition("#")[0]
