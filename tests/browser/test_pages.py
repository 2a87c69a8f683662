"""Every page in both languages, as a desk shows it and as a phone shows it to somebody who sees badly in the dark.

Each page is loaded once for a language. axe looks at it twice: at 1280 px in the light, and at 320 px in the dark with
large type. Between them lie all three differences, and each of them is the style sheet's alone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.urls import URLResolver, get_resolver, resolve
from playwright.sync_api import Page, Response

from tests.browser.pages import PAGES, Entry
from tests.browser.readers import ADMINISTRATOR, Readers
from tests.chromium import Watch, serious_findings

pytestmark = pytest.mark.browser

HEIGHT = 800
WIDE, NARROW = 1280, 320
# Here the page changes its shape: tables are no longer cards, the menu is a row.
WIDTHS = (1024, 704, NARROW)
LEFT_IN_ENGLISH = Path(__file__).with_name("left_in_english.js").read_text()
LARGE_TYPE = "document.documentElement.classList.add('type-large')"


@pytest.fixture
def tab(readers: Readers, product: str) -> Iterator[Callable[[Entry, str], tuple[Page, Watch]]]:
    opened = []

    def open_tab(entry: Entry, language: str) -> tuple[Page, Watch]:
        readers[entry.reader].read_in(language)
        page = readers[entry.reader].context.new_page()
        opened.append(page)
        page.set_viewport_size({"width": WIDE, "height": HEIGHT})
        return page, Watch(page, product)

    yield open_tab
    for page in opened:
        page.close()


@pytest.mark.parametrize("entry", PAGES, ids=lambda entry: entry.name)
@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_page_serves_everybody(entry, language, world, tab):
    page, watch = tab(entry, language)
    watch.expected_status = entry.status

    response = entry.open(page, world)

    assert response.status == entry.status
    faults = [*faults_of_answer(response), *faults_of_words(page, language), *faults_of_looks(page), *watch.complaints]
    assert not faults, "\n".join(faults)
    assert not entry.route or resolve(path_of(page)).view_name == entry.route


def faults_of_answer(response: Response) -> list[str]:
    policy = response.header_value("content-security-policy") or ""
    return [f"content policy: {policy}"] if "script-src 'self'" not in policy or "unsafe" in policy else []


def faults_of_words(page: Page, language: str) -> list[str]:
    faults = page.evaluate(LEFT_IN_ENGLISH) if language == "zh-hans" else []
    if page.locator("html").get_attribute("lang") != language:
        faults.append("the page does not say its language")
    if page.locator("h1").count() != 1:
        faults.append("a page has one heading of the first order")
    return faults


def faults_of_looks(page: Page) -> list[str]:
    """On a desk in the light, and narrower; then with large type in the dark, down to a phone."""
    found = serious_findings(page) + faults_of_width(page)
    page.emulate_media(color_scheme="dark")
    page.evaluate(LARGE_TYPE)
    return found + faults_of_width(page) + serious_findings(page)


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


# The list itself


def test_list_of_pages_is_complete(readers):
    """An address that answers with a page and stands in no entry is asked for, to see that it is none."""
    listed = {entry.route for entry in PAGES}
    ask = readers[ADMINISTRATOR].context.request

    unlisted = []
    for name, path in addresses():
        if name not in listed:
            answer = ask.get(path, max_redirects=0)
            if answer.status == 200 and answer.headers["content-type"].startswith("text/html"):
                unlisted.append(name or path)

    assert unlisted == []


def addresses(resolver: URLResolver | None = None, root: str = "/", namespace: str = "") -> Iterator[tuple[str, str]]:
    """The name and an example of every address in the table."""
    resolver = resolver or get_resolver("config.urls")
    for pattern in resolver.url_patterns:
        path = root + example_of(str(pattern.pattern), pattern.pattern.converters)
        if isinstance(pattern, URLResolver):
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from addresses(pattern, path, inner)
        else:
            yield f"{namespace}{pattern.name or ''}", path


def example_of(pattern: str, converters: dict) -> str:
    for name, converter in converters.items():
        kind = type(converter).__name__.removesuffix("Converter").lower().replace("string", "str")
        example = {"kind": "rehearsal", "object_type": "people.user"}.get(name, "1")
        pattern = pattern.replace(f"<{kind}:{name}>", example)
    return pattern
