"""Who may read what of the trail."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audit.actors import Actor

if TYPE_CHECKING:
    from audit.models import EventQuerySet


def may_read_trail(actor: Actor) -> bool:
    return actor.can("audit.read")


def visible_events(events: EventQuerySet, actor: Actor) -> EventQuerySet:
    """Auditors see everything; everybody else what they did themselves, in whatever hat."""
    if may_read_trail(actor):
        return events.all()
    return events.filter(actor_id=actor.user_id) if actor.user_id else events.none()
