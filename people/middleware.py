from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import structlog
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from audit.actors import ANONYMOUS, Actor
from people.hats import HAT_IN_SESSION, actor_wearing, worn_membership


class ActorMiddleware:
    """Sets `request.actor`: the person in the hat worn now. Memberships are read anew at every request,
    so that a right ends with the next click after the membership does."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.actor = SimpleLazyObject(lambda: actor_of(request))  # type: ignore[attr-defined]
        return self.get_response(request)


def actor_of(request: HttpRequest) -> Actor:
    request_id = structlog.contextvars.get_contextvars().get("request_id", "")
    if not request.user.is_authenticated:
        return replace(ANONYMOUS, request_id=request_id)
    structlog.contextvars.bind_contextvars(user_id=request.user.pk)
    membership = worn_membership(request.user, request.session.get(HAT_IN_SESSION), on=timezone.localdate())
    return actor_wearing(request.user, membership, request_id=request_id)
