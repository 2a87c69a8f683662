"""The page of an answer, drawn once for each way of looking at it and each shape of answer, and cut where the words of
one answer stand. Most of the time would go into drawing the same menu, labels, forms and footer for every visitor."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import quote

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.template.loader import render_to_string
from django.utils.html import conditional_escape

from certificates.checking.showing import Shown
from ui.preferences import preferences_of

TEMPLATE = "certificates/check/check.html"
OF_ONE_VISITOR = (settings.SESSION_COOKIE_NAME, "messages")
"""Cookies of whoever has signed in, or is to be told something."""
MOST_KEPT = 300
"""Ways of looking (language, colours, size of type) times shapes of answers."""

# Nobody writes these, and neither escaping nor quoting changes them.
_MARK = "7f3a-{}-7f3a"
_MARKS = re.compile(_MARK.format("([a-z_]+)"))
_pages: dict[tuple[Any, ...], list[str]] = {}


class _Marks(defaultdict[str, str]):
    def __missing__(self, name: str) -> str:
        return _MARK.format(name)


def is_for_everybody(request: HttpRequest) -> bool:
    return not any(name in request.COOKIES for name in OF_ONE_VISITOR)


def framed_answer(
    request: HttpRequest, shown: Shown, around: Mapping[str, Any], forms: Callable[[], dict[str, Any]]
) -> HttpResponse:
    """What rendering the whole page would give to a visitor."""
    key = (preferences_of(request), settings.SITE_ADDRESS, shown.shape)
    if key not in _pages or settings.DEBUG:
        if len(_pages) >= MOST_KEPT:
            _pages.clear()
        _pages[key] = _drawn(request, shown, {**around, **forms()})
    address = request.get_full_path()
    words = shown.words | {
        "page_address": address,
        "quoted_address": quote(address, safe=""),
        "csrf_token": get_token(request),
    }
    pieces = _pages[key]
    filled = (conditional_escape(words[piece]) if place % 2 else piece for place, piece in enumerate(pieces))
    return HttpResponse("".join(filled))


def _drawn(request: HttpRequest, shown: Shown, around: dict[str, Any]) -> list[str]:
    """What never changes, and between it names of words."""
    marks = _Marks()
    own = context_of(shown.with_marks(marks)) | {name: marks[name] for name in ("page_address", "csrf_token")}
    page = render_to_string(TEMPLATE, around | own, request)
    quoted = page.replace(f"next={marks['page_address']}", f"next={marks['quoted_address']}")
    return _MARKS.split(quoted)


def context_of(shown: Shown) -> dict[str, Any]:
    return {"shown": shown, "words": shown.words, "events": shown.events()}
