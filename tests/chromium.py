"""A headless Chromium for the tests, and a watch that notices what a person at the screen would not."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Browser, ConsoleMessage, Page, Request, sync_playwright

# A Chromium without windows: what it needs beside the pages themselves is a seventh of what the one with them needs.
CHROMIUM = Path("/usr/bin/chromium-headless-shell")
QUIET = [
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
]
# target-size, new in WCAG 2.2, is only looked at when its tag is asked for.
STANDARDS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# Of what it passed only the number comes back: for a long page the rest is a megabyte.
# Nothing is preloaded: that would read every style sheet again, for the one rule about turning a phone, of which ours
# say nothing (tests/browser/test_pages.py).
LOOK = """
    async ({ standards, leftOut }) => {
        const exclude = leftOut.filter((selector) => document.querySelector(selector)).map((selector) => [selector]);
        const { passes, violations } = await axe.run(
            { include: [["html"]], exclude },
            { resultTypes: ["violations"], runOnly: standards, preload: false },
        );
        return { passes: passes.length, violations };
    }
"""
REPORT_VIOLATIONS = """
    document.addEventListener("securitypolicyviolation", (event) =>
        console.error(`content policy: ${event.violatedDirective} ${event.blockedURI}`));
"""


@contextlib.contextmanager
def started() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    if not CHROMIUM.exists():
        pytest.skip(f"needs the Debian package {CHROMIUM.name}")
    with pytest.MonkeyPatch.context() as patch, started() as browser:
        # Playwright runs an event loop in this thread, which Django would take for asynchronous code of ours.
        patch.setitem(os.environ, "DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        yield browser


class Watch:
    """Writes down what goes wrong on a page that nobody sees: errors in the console, refused by the content policy,
    asked of a foreign server."""

    def __init__(self, page: Page, url: str) -> None:
        self.url = url
        self.complaints: list[str] = []
        self.expected_status = 200
        page.add_init_script(REPORT_VIOLATIONS)
        page.on("console", self._hear)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("request", self._see)

    def forget(self) -> None:
        """Before another page is opened in the same tab."""
        self.complaints.clear()
        self.expected_status = 200

    def _hear(self, message: ConsoleMessage) -> None:
        about_the_answer = f"Failed to load resource: the server responded with a status of {self.expected_status} "
        if message.type == "error" and not message.text.startswith(about_the_answer):
            self.complaints.append(message.text)

    def _see(self, request: Request) -> None:
        if not request.url.startswith(self.url):
            self.complaints.append(f"asks a foreign server: {request.url}")


def serious_findings(page: Page, *left_out: str) -> list[str]:
    """What axe calls serious or critical, each with the element it found. Brought to the page once."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    standards = {"type": "tag", "values": STANDARDS}
    answer = page.evaluate(LOOK, {"standards": standards, "leftOut": left_out})
    assert answer["passes"], "axe did not look at anything"
    return [
        f"{finding['id']}: {node['target']} {node['failureSummary']}"
        for finding in answer["violations"]
        if finding["impact"] in ("serious", "critical")
        for node in finding["nodes"]
    ]
