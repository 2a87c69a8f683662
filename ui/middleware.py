from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import resolve_url
from django.utils import translation
from django.utils.cache import patch_vary_headers
from django_htmx.http import HttpResponseClientRefresh

from ui.errors import CONFLICT, CONTENT_TOO_LARGE, METHOD_NOT_ALLOWED, Conflict, error_answer, is_for_part
from ui.preferences import preferences_of

GetResponse = Callable[[HttpRequest], HttpResponse]


class ErrorPagesMiddleware:
    """Gives the errors that Django has no handler for their pages. What Django does handle, and the loss of the
    database wherever it is noticed, goes to the handlers in ui.errors."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *_view: Any) -> HttpResponse | None:
        """Refuses before a byte of the body is read."""
        length = request.META.get("CONTENT_LENGTH") or "0"
        if length.isdecimal() and int(length) > settings.MAX_REQUEST_BYTES:
            return error_answer(request, CONTENT_TOO_LARGE)
        return None

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if isinstance(exception, Conflict):
            return error_answer(request, CONFLICT, message=str(exception.message))
        return None


class PrivatePagesMiddleware:
    """What a signed-in person saw stays out of every cache, the browser's own included: offices share computers."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if settings.SESSION_COOKIE_NAME in request.COOKIES:
            response.headers.setdefault("Cache-Control", "no-store")
        return response


class PreferencesMiddleware:
    """Sets `request.preferences` and speaks the language chosen there."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        preferences = preferences_of(request)
        request.preferences = preferences  # type: ignore[attr-defined]
        # Not undone afterwards: a streamed answer is written when this middleware has long returned.
        translation.activate(preferences.language)
        response = self.get_response(request)
        response.headers.setdefault("Content-Language", preferences.language)
        patch_vary_headers(response, ["Cookie"])
        return response


class BareAnswersMiddleware:
    """Stands next to the views and replaces two answers that say nothing to people: an empty 405, and the way to
    the sign-in page inside a part of a page whose session has ended. There the whole page is loaded anew, which
    leads to signing in and from there back."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if isinstance(response, HttpResponseNotAllowed) and not response.content:
            page = error_answer(request, METHOD_NOT_ALLOWED)
            page.headers["Allow"] = response.headers["Allow"]
            return page
        if is_for_part(request) and response.headers.get("Location", "").startswith(resolve_url(settings.LOGIN_URL)):
            return HttpResponseClientRefresh()
        return response
