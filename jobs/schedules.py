"""When something is due, as pure functions of the time. Times of day are those of Asia/Shanghai."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Protocol

from django.utils import timezone


class Rhythm(Protocol):
    def latest_due(self, now: datetime.datetime) -> datetime.datetime:
        """The last moment not after `now` at which it was due."""
        ...


@dataclass(frozen=True)
class Daily:
    at: datetime.time

    def latest_due(self, now: datetime.datetime) -> datetime.datetime:
        local = timezone.localtime(now)
        due = local.replace(hour=self.at.hour, minute=self.at.minute, second=self.at.second, microsecond=0)
        return due if due <= local else due - datetime.timedelta(days=1)


@dataclass(frozen=True)
class Every:
    interval: datetime.timedelta

    def latest_due(self, now: datetime.datetime) -> datetime.datetime:
        seconds = self.interval.total_seconds()
        return datetime.datetime.fromtimestamp(now.timestamp() // seconds * seconds, tz=datetime.UTC)


@dataclass(frozen=True, kw_only=True)
class ScheduleEntry:
    name: str
    rhythm: Rhythm
    kind: str
    """The job kind that is started."""
    params: dict[str, Any] = field(default_factory=dict)


_entries: list[ScheduleEntry] = []


def register(entry: ScheduleEntry) -> None:
    _entries.append(entry)


def entries() -> list[ScheduleEntry]:
    return list(_entries)


# What is done at every tick, once a second: short, and safe to be done by several schedulers at once.
_duties: dict[str, Callable[[], object]] = {}


def register_duty(name: str, act: Callable[[], object]) -> None:
    _duties[name] = act


def duties() -> dict[str, Callable[[], object]]:
    return dict(_duties)
