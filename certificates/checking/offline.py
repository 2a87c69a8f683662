"""Checking without a network: a page that the browser keeps, and a script. Nothing in them depends on who asks."""

from __future__ import annotations

import json
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from audit.actors import ANONYMOUS
from audit.requests import ActorRequest
from certificates.keys import known_keys
from certificates.qr import LETTERS
from people.enums import TitleLevel

SIGNED_LETTERS = {"signed_letters": json.dumps(LETTERS)}
SCRIPT = settings.BASE_DIR / "docs" / "check_certificate.py"


def signing_facts() -> dict[str, Any]:
    """What the script of a page needs to check a signature by itself."""
    return {"signed_keys": _keys_of(settings.CERTIFICATE_KEY, *settings.CERTIFICATE_KEY_FALLBACKS)} | SIGNED_LETTERS


@lru_cache(maxsize=8)
def _keys_of(*_secrets: str) -> str:
    return json.dumps({key.id: key.public.hex() for key in known_keys().values()})


@require_safe
def offline(request: ActorRequest) -> HttpResponse:
    """To everybody as to a stranger: a device keeps it, and who was signed in is not for the next one."""
    request.user, request.actor = AnonymousUser(), ANONYMOUS
    title_levels = json.dumps({level.value: str(level.label) for level in TitleLevel}, ensure_ascii=False)
    return render(request, "certificates/check/offline.html", signing_facts() | {"title_levels": title_levels})


@require_safe
@cache_control(public=True, max_age=3600)
def script(request: HttpRequest) -> FileResponse:
    return FileResponse(SCRIPT.open("rb"), as_attachment=True, content_type="text/x-python")


@require_safe
@cache_control(public=True, max_age=0)
def worker(request: HttpRequest) -> HttpResponse:
    """Its address gives it /check/ and no more: it answers for no other page."""
    return render(request, "certificates/check/worker.js", content_type="text/javascript")
