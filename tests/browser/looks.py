"""What a page must be like in either language, as a desk shows it and as a phone shows it to somebody who sees badly in
the dark.

Each page is loaded once for a language. axe looks at it twice: in Chinese at 1280 px in the light, in English, whose
words are longer, at 320 px in the dark with large type. Between the two lie all three differences, and each of them is
the style sheet's alone, whatever the language. A file for a language: two processes share the work.
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
SEEN_ON_A_DESK, SEEN_ON_A_PHONE = "zh-hans", "en"
SAID_OF_ITSELF = "({ language: document.documentElement.lang, headings: document.querySelectorAll('h1').length })"
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
    """On a desk in the light, and narrower; then with large type in the dark, down to a phone."""
    found = serious_findings(page) if language == SEEN_ON_A_DESK else []
    found += faults_of_width(page)
    page.emulate_media(color_scheme="dark")
    page.evaluate(LARGE_TYPE)
    found += faults_of_width(page)
    return found + (serious_findings(page) if language == SEEN_ON_A_PHONE else [])


def faults_of_width(page: Page) -> list[str]:
    """Nothing is to be scrolled to sideways. Leaves the page narrow."""
    found = []
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": HEIGHT})
        needed = page.evaluate("document.scrollingElement.scrollWidth")
        if needed > width:
            found.append(f"at {width} px scrolls sideways to {needed} px")
    return found


def path_of(page: Page) -> str:
    return "/" + page.url.split("/", 3)[3].partition("?")[0].partition("#")[0]
