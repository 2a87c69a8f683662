"""Errors that are pages, and the exceptions that lead to them."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


class Conflict(Exception):
    """It may be done, but not now: the thing changed meanwhile or is in the wrong state. Shown as page 409."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return HttpResponse("403", status=403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return HttpResponse("404", status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    return HttpResponse("500", status=500)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    return HttpResponse("403", status=403)
