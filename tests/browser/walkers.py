"""Somebody who goes a whole way through the product: in one language, at a desk or on a phone, with scripts or without.

At a desk only the keyboard is used, and what has the focus must be seen; on a phone one taps. Of every page that is
come to, it is asked whether it is all in its language, has one heading, and needs no scrolling sideways."""

from __future__ import annotations

import datetime
import re
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pytest
from django.utils import translation
from django.utils.translation import gettext, ngettext, pgettext
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from tests.browser.hands import Hands
from tests.browser.looks import faults_of_words
from tests.browser.readers import Reader, Readers
from tests.browser.world import PATIENCE_WITH_WORK
from tests.chromium import Watch
from ui.formatting import date_text

DESK, PHONE = 1280, 375
PATIENCE = 60_000
# Then a label may lead to the wrong field, without any tool saying so while one of the two is hidden.
DOUBLED_IDS = """() => {
    const ids = [...document.querySelectorAll("[id]")].map((element) => element.id);
    return ids.filter((id, place) => ids.indexOf(id) !== place);
}"""
# What a field for a day expects to be typed by a browser that speaks English.
TYPED_DAY = "%m%d%Y"


@dataclass(frozen=True)
class Way:
    language: str
    width: int
    has_scripts: bool = True

    def __str__(self) -> str:
        place = "desk" if self.width == DESK else "phone"
        return f"{self.language}-{place}-{'scripts' if self.has_scripts else 'plain'}"

    @property
    def without_scripts(self) -> Way:
        return replace(self, has_scripts=False)


ENGLISH_DESK, CHINESE_DESK = Way("en", DESK), Way("zh-hans", DESK)
ENGLISH_PHONE, CHINESE_PHONE = Way("en", PHONE), Way("zh-hans", PHONE)


def goes(*ways: Way) -> pytest.MarkDecorator:
    """The test is given `walk`, once for each way."""
    return pytest.mark.parametrize("walk", ways, indirect=True, ids=str)


@dataclass(frozen=True)
class Walks:
    """`walk("chen.jieyi")` is this person, just signed in, in a browser of their own; `walk()` is a visitor."""

    browser: Browser
    url: str
    readers: Readers
    way: Way
    _contexts: list[BrowserContext] = field(default_factory=list)
    _watches: list[Watch] = field(default_factory=list)

    def __call__(self, username: str = "", *, expected_status: int = 200) -> Walker:
        context = self._context()
        walker = self._walker(context, expected_status)
        if username:
            Reader(context, username).read_in(self.way.language)
            self.readers.forget_language_of(username)
            walker.go("/")
        return walker

    @property
    def in_a_hurry(self) -> Walks:
        """For what has to have happened before the way begins."""
        return replace(self, way=replace(self.way, width=PHONE, has_scripts=False))

    def go_on_as(self, walker: Walker) -> Walker:
        """The same person, from now on this way."""
        context = self._context(walker.page.context.storage_state())
        return self._walker(context)

    def _context(self, state: Any = None) -> BrowserContext:
        way = self.way
        is_phone = way.width == PHONE
        context = self.browser.new_context(
            base_url=self.url,
            storage_state=state,
            java_script_enabled=way.has_scripts,
            viewport={"width": way.width, "height": 700 if is_phone else 800},
            has_touch=is_phone,
        )
        context.add_cookies([{"name": "language", "value": way.language, "url": self.url}])
        self._contexts.append(context)
        return context

    def _walker(self, context: BrowserContext, expected_status: int = 200) -> Walker:
        page = context.new_page()
        page.set_default_timeout(PATIENCE)
        watch = Watch(page, self.url)
        watch.expected_status = expected_status
        self._watches.append(watch)
        return Walker(page, self.way)

    @property
    def complaints(self) -> list[str]:
        return [complaint for watch in self._watches for complaint in watch.complaints]

    def close(self) -> None:
        for context in self._contexts:
            context.close()


class Walker:
    def __init__(self, page: Page, way: Way) -> None:
        self.page, self.way = page, way
        self._hands = Hands(page) if way.width == DESK else None

    # What stands on the page

    def words(self, source: str, context: str = "", **values: Any) -> str:
        """The sentence of the source, as this reader reads it."""
        with translation.override(self.way.language):
            return (pgettext(context, source) if context else gettext(source)) % values

    def count(self, one: str, several: str, number: int, **values: Any) -> str:
        with translation.override(self.way.language):
            return ngettext(one, several, number) % values

    def day(self, day: datetime.date) -> str:
        with translation.override(self.way.language):
            return date_text(day)

    def link(self, source: str, context: str = "", **values: Any) -> Locator:
        return self._named("link", self.words(source, context, **values))

    def link_to(self, name: str) -> Locator:
        """One that is called like what it leads to."""
        return self._named("link", name)

    def button(self, source: str, context: str = "", **values: Any) -> Locator:
        return self._named("button", self.words(source, context, **values))

    def field(self, source: str, context: str = "", *, within: Locator | None = None) -> Locator:
        label, optional = re.escape(self.words(source, context)), re.escape(self.words("(optional)"))
        return (within or self.page.get_by_role("main")).get_by_label(re.compile(rf"^\s*{label}(\s+{optional})?\s*$"))

    def _named(self, role: Any, name: str) -> Locator:
        return (
            self.page.get_by_role("main").or_(self.page.get_by_role("dialog")).get_by_role(role, name=name, exact=True)
        )

    def reads(self, source: str, context: str = "", **values: Any) -> None:
        expect(self.page.get_by_role("main")).to_contain_text(self.words(source, context, **values))

    def heads(self, source: str, **values: Any) -> None:
        expect(self.page.get_by_role("heading", level=1)).to_have_text(self.words(source, **values))

    def row(self, name: str) -> Locator:
        return self.page.get_by_role("row").filter(has_text=name)

    # Going on

    def go(self, address: str) -> None:
        self.page.goto(address)
        self.look()

    def section(self, source: str) -> None:
        """By the menu."""
        menu = self.page.get_by_role("banner")
        if not self._hands:
            menu.get_by_role("button", name=self.words("Menu")).tap()
        self.follow(menu.get_by_role("link", name=self.words(source), exact=True))

    def follow(self, target: Locator) -> None:
        """To another page."""
        if self._hands:
            self._hands.press(target)
        else:
            with self.page.expect_navigation():
                target.tap()
        self.look()

    def leave(self) -> None:
        banner = self.page.get_by_role("banner")
        if not self._hands:
            banner.get_by_role("button", name=self.words("Menu")).tap()
        self.follow(banner.get_by_role("button", name=self.words("Sign out"), exact=True))

    def reach(self, target: Locator) -> None:
        """With the keyboard; a finger is there at once."""
        if self._hands and not target.evaluate("element => element === document.activeElement"):
            self._hands.reach(target)

    def press(self, target: Locator) -> None:
        """What leads nowhere else."""
        if self._hands:
            self.reach(target)
            self.page.keyboard.press("Enter")
        else:
            target.tap()

    def wait_for(self, target: Locator) -> None:
        """What work behind the page brings. Without scripts one asks anew for as long as it goes on."""
        anew = self.link("Update the figures")
        deadline = time.monotonic() + PATIENCE_WITH_WORK
        while not self.way.has_scripts and anew.count() and time.monotonic() < deadline:
            self.follow(anew)
        expect(target).to_be_visible(timeout=1000 * PATIENCE_WITH_WORK)

    def download(self, target: Locator) -> tuple[str, bytes]:
        """Its name, and what is in it."""
        with self.page.expect_download() as started:
            self.press(target)
        return started.value.suggested_filename, Path(started.value.path()).read_bytes()

    def look(self) -> None:
        faults = faults_of_words(self.page, self.way.language)
        faults += [f"two are called #{name}" for name in self.page.evaluate(DOUBLED_IDS)]
        needed = self.page.evaluate("document.scrollingElement.scrollWidth")
        if needed > self.way.width:
            faults.append(f"scrolls sideways to {needed} px")
        assert not faults, (self.page.url, faults)

    # Filling in

    def write(self, field: Locator, text: str) -> None:
        if self._hands:
            self._hands.type(field, text)
        else:
            field.fill(text)
        expect(field).to_have_value(text)

    def write_day(self, field: Locator, day: datetime.date) -> None:
        if self._hands:
            self._hands.reach(field)
            self.page.keyboard.type(day.strftime(TYPED_DAY))
        else:
            field.fill(day.isoformat())
        expect(field).to_have_value(day.isoformat())

    def tick(self, box: Locator) -> None:
        if self._hands:
            self._hands.reach(box)
            self.page.keyboard.press("Space")
        else:
            box.tap()
        expect(box).to_be_checked()

    def attach(self, field: Locator, name: str, content: bytes, media_type: str) -> None:
        file: Any = {"name": name, "mimeType": media_type, "buffer": content}
        if self._hands:
            with self.page.expect_file_chooser() as asked:
                self.press(field)
            asked.value.set_files(file)
        else:
            field.set_input_files(file)


@contextmanager
def walks(browser: Browser, url: str, readers: Readers, way: Way) -> Iterator[Walks]:
    """At the end nothing may have gone wrong that nobody saw."""
    opened = Walks(browser, url, readers, way)
    yield opened
    opened.close()
    assert not opened.complaints, opened.complaints
