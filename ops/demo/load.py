"""Filling a database for load tests: people by the hundred thousand, by COPY and past the services.

All of them, or nobody. One event tells of it; there is none for each person.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from random import Random

from django.db import connection, transaction
from django.db.models import Q

from audit.actors import SYSTEM
from audit.models import Event
from audit.services import ObjectRef, Values, record
from ops.demo.crowd import COLUMNS, Crowd, Lines
from ops.demo.planting import PLANTED
from people.models import Professional

FILLED = "demo.filled"
Progress = Callable[[int, float], None]
"""Told how many people are written, and after how many seconds."""


def holds_strangers() -> bool:
    """Whether there is anybody whom neither the demo world nor an earlier filling has brought."""
    invented = Q(pk__in=[])
    for brought in _brought_by(PLANTED, FILLED):
        invented |= Q(pk__range=(brought["first"], brought["last"]))
    return Professional.objects.exclude(invented).exists()


def fill(people: int, seed: int, *, records: int = 0, progress: Progress) -> None:
    began = time.monotonic()
    with transaction.atomic():
        crowd = Crowd(Random(seed), people, records, first_turn=brought_so_far())  # noqa: S311 - drawn to be repeatable
        before = _highest_number()
        write(crowd.employers())
        done = 0
        for lines in crowd.batches():
            write(lines)
            done += len(lines[Professional])
            progress(done, time.monotonic() - began)
        told = {"people": people, "employers": len(crowd.workplaces), "first": before + 1, "last": _highest_number()}
        record(FILLED, ObjectRef("ops.demo", str(seed), f"seed {seed}"), actor=SYSTEM, after=told)
    _analyze()


def brought_so_far() -> int:
    return sum(brought["people"] for brought in _brought_by(FILLED))


def _brought_by(*actions: str) -> list[Values]:
    events = Event.objects.filter(action__in=actions)
    return [brought for brought in events.values_list("after", flat=True) if brought]


def write(lines: Lines) -> None:
    with connection.cursor() as cursor:
        for model, rows in lines.items():
            columns = ", ".join(COLUMNS[model])
            with cursor.copy(f"COPY {model._meta.db_table} ({columns}) FROM STDIN") as copy:
                copy.write("".join(rows))


def _highest_number() -> int:
    return Professional.objects.order_by("-pk").values_list("pk", flat=True).first() or 0


def _analyze() -> None:
    """Else the planner goes on believing that the tables are small, until the server looks by itself."""
    with connection.cursor() as cursor:
        cursor.execute(f"ANALYZE {', '.join(model._meta.db_table for model in COLUMNS)}")
