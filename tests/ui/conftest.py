"""The running product before a headless Chromium, as one reader at a time sees it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.contrib.staticfiles.storage import staticfiles_storage
from playwright.sync_api import Browser, Page

from ops.static_files import collect_static_files
from tests.chromium import Watch


@pytest.fixture(scope="session")
def collected_static_files() -> None:
    collect_static_files()
    staticfiles_storage.hashed_files, staticfiles_storage.manifest_hash = staticfiles_storage.load_manifest()


@pytest.fixture
def open_page(chromium: Browser, live_server: Any, collected_static_files: None) -> Iterator[Callable[..., Page]]:
    """Opens an address as one would see it; at the end nothing may have gone wrong that nobody saw."""
    watches, contexts = [], []

    def open_one(
        path: str, *, width: int = 1280, theme: str = "light", scripts: bool = True, expected_status: int = 200
    ) -> Page:
        context = chromium.new_context(viewport={"width": width, "height": 900}, java_script_enabled=scripts)
        contexts.append(context)
        chosen = {"language": "en", "theme": theme}
        context.add_cookies([{"name": name, "value": value, "url": live_server.url} for name, value in chosen.items()])
        page = context.new_page()
        watches.append(Watch(page, live_server.url))
        watches[-1].expected_status = expected_status
        page.goto(live_server.url + path)
        return page

    yield open_one
    for context in contexts:
        context.close()
    assert [complaint for watch in watches for complaint in watch.complaints] == []
