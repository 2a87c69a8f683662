"""The log for everybody: its roots, its keys, how to check them. Nobody and no certificate is named in it."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_GET

from audit.requests import ActorRequest
from certificates.keys import known_keys
from certificates.log.roots import published
from certificates.models import LogRoot, Restoration
from ui.tables import Column, Table

SCRIPT = "verify_certificate_log.py"
ROOTS = Table(
    columns=(
        Column("date", gettext_lazy("Day"), order_by=("date",), newest_first=True),
        Column("size", pgettext_lazy("certificate log", "Entries"), is_number=True),
        Column("hash", pgettext_lazy("certificate log", "Root")),
        Column("file", gettext_lazy("As a file")),
    ),
    default_sort="-date",
)
public_for_minutes = cache_control(public=True, max_age=300)


@require_GET
def log_page(request: ActorRequest) -> HttpResponse:
    context = {
        "page": ROOTS.page(LogRoot.objects.all(), request.GET),
        "last": LogRoot.objects.first(),
        "keys": [{"id": name, "public": key.public.hex()} for name, key in known_keys().items()],
        "restorations": Restoration.objects.all(),
        "script": SCRIPT,
    }
    return render(request, "certificates/log/log.html", context)


@require_GET
@public_for_minutes
def roots(_request: ActorRequest) -> HttpResponse:
    return JsonResponse(_published(), json_dumps_params={"ensure_ascii": False})


@require_GET
@public_for_minutes
def root(_request: ActorRequest, date: str) -> HttpResponse:
    found = next((each for each in _published()["roots"] if each["date"] == date), None)
    if found is None:
        raise Http404
    return JsonResponse(found, json_dumps_params={"ensure_ascii": False})


@require_GET
def script(_request: ActorRequest) -> HttpResponse:
    content = (Path(settings.BASE_DIR) / "docs" / SCRIPT).read_text(encoding="utf-8")
    answer = HttpResponse(content, content_type="text/x-python; charset=utf-8")
    answer.headers["Content-Disposition"] = f'attachment; filename="{SCRIPT}"'
    return answer


def _published() -> dict[str, Any]:
    last, restored = LogRoot.objects.first(), Restoration.objects.first()
    return _put_together(bytes(last.signature) if last else b"", bytes(restored.signature) if restored else b"")


@lru_cache(maxsize=2)
def _put_together(_last: bytes, _restored: bytes) -> dict[str, Any]:
    """Once for each new root: the proofs between years of days are many hashes."""
    return published()
