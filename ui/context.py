from typing import Any

from django.conf import settings
from django.http import HttpRequest

from ui import navigation


def frame(request: HttpRequest) -> dict[str, Any]:
    """What the page frame needs on every page."""
    actor = getattr(request, "actor", None)
    return {
        "actor": actor,
        "navigation": navigation.entries_for(actor, request.path) if actor else [],
        "preferences": getattr(request, "preferences", None),
        "is_demo": settings.DEMO,
    }
