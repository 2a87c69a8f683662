"""Errors of the interface for programs: every body has a stable `code` and a `detail` in words."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

from rest_framework.exceptions import APIException, ValidationError
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.throttling import BaseThrottle
from rest_framework.views import exception_handler as rest_exception_handler

from ui.errors import request_id
from ui.limits import Rule, allowance

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

CODES = {
    400: "bad_request",
    401: "not_signed_in",
    403: "forbidden",
    404: "not_found",
    405: "method_not_allowed",
    406: "not_acceptable",
    413: "content_too_large",
    415: "unsupported_media_type",
    429: "too_many_requests",
}


class CodedError(APIException):
    """One that has a code of its own, more exact than that of its status."""

    def __init__(self, status: int, code: str, words: str | _StrPromise) -> None:
        super().__init__(words)
        self.status_code = status
        self.stable_code = code


class MinuteThrottle(BaseThrottle):
    """So much a minute, for each address unless a room counts otherwise."""

    kind: str

    def most(self) -> int:
        raise NotImplementedError

    def whose(self, request: Request) -> str:
        return str(self.get_ident(request))

    def weight(self, request: Request) -> int:
        return 1

    def allow_request(self, request: Request, view: Any) -> bool:
        return allowance(Rule(self.kind, self.whose(request), self.most(), 60)).take(self.weight(request))

    def wait(self) -> float:
        return 60 - time.time() % 60


def exception_handler(error: Exception, context: dict[str, Any]) -> Response | None:
    """What it does not know, a `Conflict` or a fault of ours, ui.middleware answers in the same shape."""
    response = rest_exception_handler(error, context)
    if response is None:
        return None
    if isinstance(error, ValidationError):
        response.data = {"code": "invalid", "detail": str(error.default_detail), "fields": response.data}
    else:
        code = getattr(error, "stable_code", None) or CODES.get(response.status_code, "error")
        response.data = {"code": code, "detail": response.data["detail"]}
    response.data["request_id"] = request_id()
    return response
