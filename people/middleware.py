from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import structlog
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from audit.actors import ANONYMOUS, Actor
from people.hats import HAT_IN_SESSION, actor_wearing, chosen_or_first, current_hats
from people.second_factor.gate import is_withheld


class ActorMiddleware:
    """Sets `request.actor`: the person in the hat worn now. Memberships are read anew at every request,
    so that a right ends with the next click after the membership does."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.actor = SimpleLazyObject(lambda: actor_of(request))  # type: ignore[attr-defined]
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *_: Any) -> HttpResponse | None:
        """Who lacks the second factor that the hat demands is led to where it is set up."""
        if not _may_show_a_hat(request) or request.actor.user_id is None:  # type: ignore[attr-defined]
            return None
        return redirect("mfa_index") if getattr(request, "hat_is_withheld", False) else None


def _may_show_a_hat(request: HttpRequest) -> bool:
    """Programs are told by what they lack; and signing in, out and setting up must remain possible."""
    match = request.resolver_match
    assert match is not None  # a view was found
    if settings.SESSION_COOKIE_NAME not in request.COOKIES or "api" in match.app_names:
        return False
    return not match.route.startswith(("accounts/", "preferences/"))


def actor_of(request: HttpRequest) -> Actor:
    request_id = structlog.contextvars.get_contextvars().get("request_id", "")
    if not request.user.is_authenticated:
        return replace(ANONYMOUS, request_id=request_id)
    structlog.contextvars.bind_contextvars(user_id=request.user.pk)
    hats = current_hats(request.user, on=timezone.localdate())
    request.has_other_hats = len(hats) > 1  # type: ignore[attr-defined]
    membership = chosen_or_first(hats, request.session.get(HAT_IN_SESSION))
    if is_withheld(request, request.user, membership):
        request.hat_is_withheld = True  # type: ignore[attr-defined]
        membership = None
    return actor_wearing(request.user, membership, request_id=request_id)
