"""Who may do what to the working days. To read them is everybody's right: deadlines rest on them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audit.actors import Actor

if TYPE_CHECKING:
    from rules.models import CalendarEditionQuerySet


def may_publish_calendar(actor: Actor) -> bool:
    return actor.can("rules.publish_calendar")


def may_find_calendar(actor: Actor) -> bool:
    """Whose menu it is in. Everybody else gets there from the rule books, and keeps a shorter menu."""
    return actor.user_id is None or may_publish_calendar(actor)


def visible_editions(editions: CalendarEditionQuerySet, actor: Actor) -> CalendarEditionQuerySet:
    return editions.all()
