"""Errors that are pages, and the exception that leads to one of them.

Every answer comes in three forms: a page for people, a line for a part of a page (htmx), JSON with a stable `code` for
programs. The pages 500 and 503 touch neither database nor session, so that they still appear when those are the fault.
"""

from __future__ import annotations

import logging
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import structlog
from django.conf import settings
from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from ui.preferences import Preferences, preferences_in_cookies

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

logger = logging.getLogger(__name__)

TOO_LARGE = (RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent)
RETRY_AFTER_SECONDS = {429: 300, 503: 30}


class Conflict(Exception):
    """It may be done, but not now: the thing changed meanwhile or is in the wrong state. Shown as page 409."""

    def __init__(self, message: str | _StrPromise) -> None:
        super().__init__(message)
        self.message = message


@dataclass(frozen=True)
class ErrorKind:
    status: int
    code: str
    """What programs read; never changes."""
    heading: str | _StrPromise

    @property
    def template(self) -> str:
        return f"errors/{'csrf' if self.code == 'csrf_failed' else self.status}.html"


BAD_REQUEST = ErrorKind(400, "bad_request", _("This request cannot be understood"))
FORBIDDEN = ErrorKind(403, "forbidden", _("You may not see this page"))
CSRF_FAILED = ErrorKind(403, "csrf_failed", _("This form is out of date"))
NOT_FOUND = ErrorKind(404, "not_found", _("There is no such page"))
METHOD_NOT_ALLOWED = ErrorKind(405, "method_not_allowed", _("This address only takes a form"))
CONFLICT = ErrorKind(409, "conflict", _("This cannot be done now"))
CONTENT_TOO_LARGE = ErrorKind(413, "content_too_large", _("That is too large"))
TOO_MANY_REQUESTS = ErrorKind(429, "too_many_requests", _("Too many attempts"))
SERVER_ERROR = ErrorKind(500, "server_error", _("Something went wrong on our side"))
UNAVAILABLE = ErrorKind(503, "unavailable", _("The system is unavailable for a moment"))


# The views Django and allauth call; config/urls.py names them


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return error_answer(request, CONTENT_TOO_LARGE if isinstance(exception, TOO_LARGE) else BAD_REQUEST)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return error_answer(request, FORBIDDEN, message=str(exception or ""))


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    return error_answer(request, CSRF_FAILED)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return error_answer(request, NOT_FOUND)


def too_many_requests(request: HttpRequest) -> HttpResponse:
    return error_answer(request, TOO_MANY_REQUESTS)


def server_error(request: HttpRequest) -> HttpResponse:
    """Django calls this while the exception is being handled, wherever it arose: in a view or in a middleware."""
    kind = UNAVAILABLE if is_loss_of_database(sys.exc_info()[1]) else SERVER_ERROR
    try:
        return error_answer(request, kind)
    except Exception:
        logger.exception("The error page itself failed")
        return HttpResponse(f"{kind.status} · {request_id()}", status=kind.status, content_type="text/plain")


def is_loss_of_database(error: BaseException | None) -> bool:
    """Whether the server was gone, shutting down or full, rather than refusing one statement."""
    return any(isinstance(each, (OperationalError, InterfaceError)) and _server_is_gone(each) for each in _chain(error))


def _server_is_gone(error: BaseException) -> bool:
    sqlstate = getattr(error.__cause__, "sqlstate", None)
    # No code: the connection itself failed. 08: it broke. 53: no place left. 57P: an operator stops the server.
    return sqlstate is None or sqlstate[:2] in ("08", "53") or sqlstate[:3] == "57P"


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    while error:
        yield error
        error = error.__cause__ or error.__context__


# The three forms


def error_answer(request: HttpRequest, kind: ErrorKind, *, message: str = "") -> HttpResponse:
    """`message` says more exactly what happened, in the reader's language."""
    language = _preferences(request).language
    with translation.override(language):
        response = _form_for(request)(request, kind, message)
    response.headers["Cache-Control"] = "no-store"
    response.headers.setdefault("Content-Language", language)
    if kind.status in RETRY_AFTER_SECONDS:
        response.headers["Retry-After"] = str(RETRY_AFTER_SECONDS[kind.status])
    return response


def _form_for(request: HttpRequest) -> Callable[[HttpRequest, ErrorKind, str], HttpResponse]:
    if request.path.startswith("/api/"):
        return _as_json
    return _as_line if is_for_part(request) else _as_page


def is_for_part(request: HttpRequest) -> bool:
    """htmx asks and will put the answer into a page that is already open."""
    return request.headers.get("HX-Request") == "true"


def _as_json(request: HttpRequest, kind: ErrorKind, message: str) -> HttpResponse:
    body = {"code": kind.code, "detail": message or str(kind.heading), "request_id": request_id()}
    return JsonResponse(body, status=kind.status)


def _as_line(request: HttpRequest, kind: ErrorKind, message: str) -> HttpResponse:
    """Stands at the head of the page that is already open, instead of where the answer was expected."""
    html = render_to_string("errors/_line.html", _facts(kind, message))
    return HttpResponse(html, status=kind.status, headers={"HX-Retarget": "#notices", "HX-Reswap": "innerHTML"})


def _as_page(request: HttpRequest, kind: ErrorKind, message: str) -> HttpResponse:
    facts = _facts(kind, message) | {"retry_url": request.get_full_path() if request.method == "GET" else ""}
    if kind.status < 500 and hasattr(request, "preferences"):
        html = render_to_string(kind.template, facts | {"frame": "base.html"}, request)
    else:
        bare = {"frame": "errors/bare.html", "preferences": _preferences(request)}
        html = render_to_string(kind.template, facts | bare)
    return HttpResponse(html, status=kind.status)


def _preferences(request: HttpRequest) -> Preferences:
    """Those of the page, or where the error came before they were known, those this browser keeps."""
    return getattr(request, "preferences", None) or preferences_in_cookies(request)


def _facts(kind: ErrorKind, message: str) -> dict[str, Any]:
    return {
        "status": kind.status,
        "heading": kind.heading,
        "message": message,
        "request_id": request_id(),
        "max_request_bytes": settings.MAX_REQUEST_BYTES,
    }


def request_id() -> str:
    return str(structlog.contextvars.get_contextvars().get("request_id", ""))
