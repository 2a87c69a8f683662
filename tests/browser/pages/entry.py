"""What an entry says, and what may be done at a path to get to the page."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from tempfile import NamedTemporaryFile

from playwright.sync_api import Page, Response

from tests.browser.readers import (
    VISITOR,
)

Act = Callable[[Page], Response]


MAIN_BUTTON = "main form .button--primary, main form .button--danger"


TOO_LARGE = 26 * 1024 * 1024


@dataclass(frozen=True)
class Entry:
    name: str
    path: str
    """May name something in the World that has to be there first: /jobs/{running_job}/"""
    reader: str = VISITOR
    status: int = 200
    route: str = ""
    """The name in urls.py of the address that is reached; an error page has none."""
    act: Act | None = None
    """What is done at the path to get to the page."""

    def open(self, page: Page, world: Mapping[str, int]) -> Response:
        response = page.goto(self.path.format_map(world))
        if self.act:
            response = self.act(page)
        assert response is not None
        return response


def pressing(selector: str) -> Act:
    def act(page: Page) -> Response:
        with page.expect_navigation() as navigation:
            page.locator(selector).first.click()
        return navigation.value

    return act


def choosing_all_and_pressing(selector: str) -> Act:
    def act(page: Page) -> Response:
        page.locator("[data-select-all]").check()
        return pressing(selector)(page)

    return act


def filling(selector: str, value: str) -> Act:
    def act(page: Page) -> Response:
        page.locator(selector).fill(value)
        return pressing(MAIN_BUTTON)(page)

    return act


def ticking(selector: str) -> Act:
    def act(page: Page) -> Response:
        page.locator(selector).check()
        return pressing(MAIN_BUTTON)(page)

    return act


def taking_apart(number: str) -> Act:
    def act(page: Page) -> Response:
        page.locator("[name=number]").fill(number)
        return pressing("main form[method=post] .button")(page)

    return act


def guessing_too_often(page: Page) -> Response:
    for _attempt in range(10):
        page.locator("[name=login]").fill("nobody.here")
        page.locator("[name=password]").fill("a guess")
        response = pressing(MAIN_BUTTON)(page)
        if response.status == 429:
            break
    return response


def sending_too_much(page: Page) -> Response:
    with NamedTemporaryFile(suffix=".mp4") as film:
        film.truncate(TOO_LARGE)
        page.locator("input[type=file]").set_input_files(film.name)
        return pressing("#form .button--primary")(page)


def uploading(content: bytes) -> Act:
    """And waiting until the check is through."""
    file = {"name": "名单.xlsx", "mimeType": "application/octet-stream", "buffer": content}

    def act(page: Page) -> Response:
        page.locator("input[type=file]").set_input_files(file)
        pressing(MAIN_BUTTON)(page)
        page.locator(".upload-sum, .callout--void").first.wait_for(timeout=60_000)
        response = page.reload()
        assert response is not None
        return response

    return act


def opening_all(selector: str) -> Act:
    """What lies closed under a heading."""

    def act(page: Page) -> Response:
        response = page.reload()
        assert response is not None
        page.locator(selector).evaluate_all("all => all.slice(0, 3).forEach(one => { one.open = true; })")
        return response

    return act


def losing_the_cookie(page: Page) -> Response:
    page.context.clear_cookies(name="csrftoken")
    return pressing(MAIN_BUTTON)(page)
