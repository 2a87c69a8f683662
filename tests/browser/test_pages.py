"""The list of pages leaves none out."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.conf import settings
from django.urls import URLResolver, get_resolver

from tests.browser.pages import PAGES
from tests.browser.readers import ADMINISTRATOR

pytestmark = pytest.mark.browser


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


def test_no_style_sheet_asks_how_a_phone_is_held():
    sheets = list((settings.BASE_DIR / "static" / "css").rglob("*.css"))

    assert sheets
    assert not [sheet.name for sheet in sheets if "orientation" in sheet.read_text()]


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
