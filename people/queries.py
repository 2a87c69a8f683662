"""Reads over several models."""

from __future__ import annotations

import datetime

from django.db.models import Exists, OuterRef, Q

from audit.actors import Actor
from audit.models import Event, EventQuerySet
from people.models import Membership, User, UserQuerySet


def demo_accounts(on: datetime.date) -> UserQuerySet:
    """Open to every visitor, but only asked for in demo mode; in the order in which they were planted."""
    return User.objects.filter(is_demo=True, is_active=True).with_current_hats(on).order_by("pk")


def own_acts(actor: Actor) -> EventQuerySet:
    """What this person did, in whatever hat, newest first."""
    return Event.objects.visible_to(actor).filter(actor_id=actor.user_id).newest_first()


def accounts_matching(actor: Actor, *, name: str, role: str, on: datetime.date) -> UserQuerySet:
    """Accounts whose name or user name contains `name`, and which hold `role` on that day; empty matches all."""
    accounts = User.objects.visible_to(actor)
    if name:
        accounts = accounts.filter(Q(display_name__icontains=name) | Q(username__icontains=name))
    if role:
        accounts = accounts.filter(Exists(Membership.objects.current(on).filter(user=OuterRef("pk"), role=role)))
    return accounts.with_current_hats(on)
