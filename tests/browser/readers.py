"""Who looks at the pages: a visitor, and people of the demo world signed in by one press."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Page

from tests.chromium import Watch

VISITOR = ""
PROFESSIONAL = "lin.xiaolan"
HR_CLERK = "chen.jieyi"  # holds two hats
HR_HEAD = "huang.guodong"
HR_OF_XUZHOU = "luo.peiran"
PROFESSIONAL_OF_XUZHOU = "shan.siqi"
HEAD_OF_XUZHOU = "xie.yunfan"
BUREAU_CLERK = "liang.wenbo"
BUREAU_HEAD = "he.jingyi"
INSTITUTION_CLERK = "xu.wentao"
AUDITOR = "shen.yiming"
ADMINISTRATOR = "luo.siyuan"

PLAIN = {"theme": "auto", "type_size": "normal", "single_keys": "on"}


class Reader:
    """One person's browser. Signed in once; every page opened in it shares the session."""

    def __init__(self, context: BrowserContext, username: str) -> None:
        self.context = context
        self._language = ""
        self._tab: tuple[Page, Watch] | None = None
        page = context.new_page()
        page.goto("/accounts/login/")
        if username:
            page.locator(f"button[name=account][value='{username}']").click()
            page.wait_for_url("/")
        page.close()

    def read_in(self, language: str) -> None:
        """Through the form in the page frame, like everybody; the other preferences go back to what they were."""
        if language != self._language:
            self._post("/preferences/", PLAIN | {"language": language})
            self._language = language

    def forget_language(self) -> None:
        """Somebody else has chosen another one for this account."""
        self._language = ""

    @contextmanager
    def tab(self, url: str) -> Iterator[tuple[Page, Watch]]:
        """The one in which page after page is opened: a fresh one each time costs a process of its own. After a page
        on which a test broke off it is closed."""
        page, watch = self._tab or self._new_tab(url)
        self._tab = None
        watch.forget()
        try:
            yield page, watch
        except BaseException:
            page.close()
            raise
        self._tab = page, watch

    def _new_tab(self, url: str) -> tuple[Page, Watch]:
        page = self.context.new_page()
        return page, Watch(page, url)

    def api(self, path: str) -> Any:
        answer = self.context.request.get(f"/api/v1/{path}")
        assert answer.ok, answer.text()
        return answer.json()

    def _post(self, path: str, form: dict[str, str]) -> None:
        token = next(cookie["value"] for cookie in self.context.cookies() if cookie["name"] == "csrftoken")
        answer = self.context.request.post(path, form=form, headers={"X-CSRFToken": token})
        assert answer.ok, answer.text()


class Readers:
    """Everybody who was asked for so far."""

    def __init__(self, browser: Browser, url: str, **options: Any) -> None:
        self.browser, self.url, self.options = browser, url, options
        self._readers: dict[str, Reader] = {}

    def __getitem__(self, username: str) -> Reader:
        if username not in self._readers:
            context = self.browser.new_context(base_url=self.url, **self.options)
            self._readers[username] = Reader(context, username)
        return self._readers[username]

    def forget_language_of(self, username: str) -> None:
        """Who has signed in elsewhere has chosen another one there."""
        if username in self._readers:
            self._readers[username].forget_language()

    def close(self) -> None:
        for reader in self._readers.values():
            reader.context.close()
