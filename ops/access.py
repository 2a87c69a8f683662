from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest
from django.utils.crypto import constant_time_compare

from audit.actors import Actor

LOOPBACK = ("127.0.0.1", "::1")
PROXY_HEADERS = ("X-Forwarded-For", "X-Real-Ip", "Forwarded", "Via")


def may_see_status(actor: Actor) -> bool:
    return actor.can("ops.read")


def may_read_instruments(request: HttpRequest) -> bool:
    """With the token from anywhere; without it from this machine only, and not by way of a proxy that runs on it."""
    kind, _space, token = request.headers.get("Authorization", "").partition(" ")
    if settings.METRICS_TOKEN and kind == "Bearer" and constant_time_compare(token, settings.METRICS_TOKEN):
        return True
    came_by_proxy = any(header in request.headers for header in PROXY_HEADERS)
    return request.META.get("REMOTE_ADDR") in LOOPBACK and not came_by_proxy
