"""A headless Chromium that looks at pages of the running product and notices what a person would not."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.contrib.staticfiles.storage import staticfiles_storage
from playwright.sync_api import Browser, ConsoleMessage, Page, Request, Response, sync_playwright

from ops.static_files import collect_static_files

CHROMIUM = "/usr/bin/chromium"
QUIET = [
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
]


@pytest.fixture(scope="session")
def collected_static_files() -> None:
    collect_static_files()
    staticfiles_storage.hashed_files, staticfiles_storage.manifest_hash = staticfiles_storage.load_manifest()


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    if not os.path.exists(CHROMIUM):
        pytest.skip("needs the Debian package chromium")
    with pytest.MonkeyPatch.context() as patch, sync_playwright() as playwright:
        # Playwright runs an event loop in this thread, which Django would take for asynchronous code of ours.
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield browser
        browser.close()


@pytest.fixture
def open_page(chromium: Browser, live_server: Any, collected_static_files: None) -> Iterator[Callable[..., Page]]:
    """Opens an address as one would see it; at the end nothing may have gone wrong in the browser's console."""
    complaints: list[str] = []
    contexts = []

    def open_one(
        path: str,
        *,
        width: int = 1280,
        language: str = "zh-hans",
        theme: str = "light",
        type_size: str = "normal",
        scripts: bool = True,
    ) -> Page:
        context = chromium.new_context(viewport={"width": width, "height": 900}, java_script_enabled=scripts)
        contexts.append(context)
        chosen = {"language": language, "theme": theme, "type_size": type_size}
        context.add_cookies([{"name": name, "value": value, "url": live_server.url} for name, value in chosen.items()])
        page = context.new_page()
        listen(page, live_server.url, complaints)
        page.goto(live_server.url + path)
        return page

    yield open_one
    for context in contexts:
        context.close()
    assert complaints == []


def listen(page: Page, site: str, complaints: list[str]) -> None:
    """Keeps what the browser complains about, what fails to load, and what is asked of anybody else."""

    def on_console(message: ConsoleMessage) -> None:
        if message.type == "error" and not message.text.startswith("Failed to load resource"):
            complaints.append(message.text)

    def on_response(response: Response) -> None:
        # The page itself may be an error page, and a part of a page may be refused: both are looked at by tests.
        if response.status >= 400 and response.request.resource_type not in ("document", "xhr"):
            complaints.append(f"{response.status} {response.url}")

    def on_request(request: Request) -> None:
        if not request.url.startswith(site):
            complaints.append(f"asked of another site: {request.url}")

    page.on("console", on_console)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("response", on_response)
    page.on("request", on_request)


@pytest.fixture
def serious_findings() -> Callable[[Page], list[str]]:
    """What axe calls serious or critical, each with the element it found."""

    def look(page: Page) -> list[str]:
        answer = Axe().run(page).response
        assert answer["passes"], "axe did not look at anything"
        return [
            f"{finding['id']}: {node['target']}"
            for finding in answer["violations"]
            if finding["impact"] in ("serious", "critical")
            for node in finding["nodes"]
        ]

    return look
