"""From where a request came, in each of its lines in the log: as the limits count it (`TRUSTED_PROXY_COUNT`), and not
as whoever asks says in a header."""

from __future__ import annotations

from typing import Any

import structlog
from allauth.core.internal.httpkit import get_client_ip
from django.core.exceptions import ImproperlyConfigured
from django.http import HttpRequest


def note_address(request: HttpRequest, **_signal: Any) -> None:
    try:
        address = get_client_ip(request)
    except ImproperlyConfigured:  # it came past the proxies
        address = request.META.get("REMOTE_ADDR")
    structlog.contextvars.bind_contextvars(ip=address)
