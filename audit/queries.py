from __future__ import annotations

import datetime
from dataclasses import dataclass

from django.db.models import Count, Max, Min

from audit.models import Event


@dataclass(frozen=True)
class Backlog:
    """What was written and not yet sealed."""

    count: int
    oldest_at: datetime.datetime | None

    def age(self, now: datetime.datetime) -> datetime.timedelta:
        return now - self.oldest_at if self.oldest_at else datetime.timedelta()


def unsealed_backlog() -> Backlog:
    found = Event.objects.unsealed().aggregate(count=Count("id"), oldest_at=Min("at"))
    return Backlog(**found)


def last_position() -> int:
    return Event.objects.sealed().aggregate(last=Max("position"))["last"] or 0
