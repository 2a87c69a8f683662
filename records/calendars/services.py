"""The secret address of somebody's calendar: made, revoked, found."""

from __future__ import annotations

import hashlib
import secrets

from django.db import transaction
from django.utils import translation

from approvals.matters import database_time
from audit.actors import Actor
from audit.services import record
from people.models import Professional
from records.ledger.services import lock_people
from records.models import CalendarFeed

TOKEN_BYTES = 24


@transaction.atomic
def make_feed(professional: Professional, *, actor: Actor) -> tuple[CalendarFeed, str]:
    """A new address; the one before, if there is one, leads nowhere from now on. The secret is told once and kept as a
    hash. Side effects, in order: the old one ends; the new one; audit."""
    lock_people([professional.pk])
    _end_standing(professional, actor=actor)
    token = secrets.token_urlsafe(TOKEN_BYTES)
    feed = CalendarFeed.objects.create(
        professional=professional, token_hash=hash_of(token), language=translation.get_language() or ""
    )
    record("calendar_feed.made", feed, actor=actor)
    return feed, token


@transaction.atomic
def revoke_feed(professional: Professional, *, actor: Actor) -> bool:
    """Answers whether there was one."""
    lock_people([professional.pk])
    return _end_standing(professional, actor=actor)


def _end_standing(professional: Professional, *, actor: Actor) -> bool:
    standing = CalendarFeed.objects.filter(professional=professional, revoked_at=None).first()
    if standing is None:
        return False
    standing.revoked_at = database_time()
    standing.save(update_fields=["revoked_at"])
    record("calendar_feed.revoked", standing, actor=actor)
    return True


def feed_with(token: str) -> CalendarFeed | None:
    found = CalendarFeed.objects.filter(token_hash=hash_of(token), revoked_at=None)
    return found.select_related("professional").first()


def hash_of(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
