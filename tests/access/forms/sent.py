"""What an entry says, and what several rooms send."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.utils import timezone

from people.professionals.numbers import number_in
from tests.access.world import World
from tests.cast import CastMember

Body = dict[str, Any]


@dataclass(frozen=True)
class Sent:
    to: str | Callable[[World], str]
    by: str | Callable[[World], CastMember]
    """A role of the first tenant, or a person."""
    body: Body | Callable[[World], Body] = field(default_factory=dict)

    def address(self, world: World) -> str:
        return f"/{self.to if isinstance(self.to, str) else self.to(world)}"

    def person(self, world: World) -> CastMember | None:
        if not self.by:
            return None
        return world.actor(self.by) if isinstance(self.by, str) else self.by(world)

    def content(self, world: World) -> Body:
        return dict(self.body if isinstance(self.body, dict) else self.body(world))


def today() -> str:
    return timezone.localdate().isoformat()


def named(one: Any) -> Body:
    return {"name": one.name, "number": number_in(one.documents.get(replaced_at=None))}


def day(days: int) -> str:
    return (timezone.localdate() + datetime.timedelta(days=days)).isoformat()
