"""The page around an answer, drawn once for each way of looking at it. Most of the time would go into drawing the same
menu, forms and footer for every visitor; what is of one request in them is put in afterwards."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import quote

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.template.loader import render_to_string

from ui.preferences import Preferences, preferences_of

TEMPLATE = "certificates/check/check.html"
ANSWER = "certificates/check/_answer.html"
# Nobody writes these, and escaping leaves them as they are.
ANSWER_MARK, TITLE_MARK, ADDRESS_MARK, CSRF_MARK = "answer7f3a", "title7f3a", "address7f3a", "csrf7f3a"
OF_ONE_VISITOR = (settings.SESSION_COOKIE_NAME, "messages")
"""Cookies of whoever has signed in, or is to be told something."""

_frames: dict[tuple[Preferences, str], str] = {}
"""A dozen at most: by language, colours, size of type."""


def is_for_everybody(request: HttpRequest) -> bool:
    return not any(name in request.COOKIES for name in OF_ONE_VISITOR)


def framed_answer(
    request: HttpRequest, context: Mapping[str, Any], around: Mapping[str, Any], forms: Callable[[], dict[str, Any]]
) -> HttpResponse:
    """What rendering the whole page would give to a visitor: `context` is for the answer, the others for the frame."""
    frame = _frame_for(request, around, forms)
    answer = render_to_string(ANSWER, dict(context))
    address = request.get_full_path()
    parts = (
        (f"next={ADDRESS_MARK}", f"next={quote(address, safe='')}"),
        (ADDRESS_MARK, address),
        (CSRF_MARK, get_token(request)),
        (TITLE_MARK, context["answer"].number),
        (ANSWER_MARK, answer),
    )
    for mark, text in parts:
        frame = frame.replace(mark, text)
    return HttpResponse(frame)


def _frame_for(request: HttpRequest, around: Mapping[str, Any], forms: Callable[[], dict[str, Any]]) -> str:
    key = (preferences_of(request), settings.SITE_ADDRESS)
    if key not in _frames or settings.DEBUG:
        marks = {
            "answer_html": ANSWER_MARK,
            "number": TITLE_MARK,
            "page_address": ADDRESS_MARK,
            "csrf_token": CSRF_MARK,
        }
        _frames[key] = render_to_string(TEMPLATE, {**around, **forms(), **marks}, request)
    return _frames[key]
