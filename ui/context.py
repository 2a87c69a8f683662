from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse

from ui import navigation
from ui.addresses import address_of_page
from ui.hats import hat_line


def frame(request: HttpRequest) -> dict[str, Any]:
    """What the page frame needs on every page."""
    actor = getattr(request, "actor", None)
    return {
        "actor": actor,
        "hat_line": hat_line(actor) if actor and actor.user_id else "",
        "has_other_hats": getattr(request, "has_other_hats", False),
        "hats_url": _url_if_built("hats"),
        "navigation": navigation.entries_for(actor, request.path) if actor else [],
        "preferences": getattr(request, "preferences", None),
        "page_address": address_of_page(request),
        "is_demo": settings.DEMO,
    }


def _url_if_built(name: str) -> str:
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""
