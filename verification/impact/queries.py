"""What a trial found: sums over its tallies, and the people who change; a fixed number of queries."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, F, Func, Q, QuerySet, Sum

from audit.actors import Actor
from verification.impact.judging import COUNTED
from verification.models import ImpactChange, ImpactRun

DIRECTIONS = {
    "to_fail": Q(before="pass", after="fail"),
    "to_pass": Q(before="fail", after="pass"),
    "otherwise": Q(before="") | Q(after=""),
}
GROUPINGS = ("year", "city", "industry", "title_level")


@dataclass(frozen=True)
class Counts:
    key: Any
    people: int = 0
    passing_before: int = 0
    passing_after: int = 0
    to_fail: int = 0
    to_pass: int = 0
    otherwise: int = 0


@dataclass(frozen=True)
class LineCount:
    line: str
    to_fail: int
    to_pass: int
    alone: int
    """Of both, where no other line makes the difference."""


def whole_of(run: ImpactRun) -> Counts:
    return Counts("", **run.tallies.aggregate(**{name: Sum(name, default=0) for name in COUNTED}))


def by(run: ImpactRun, grouping: str) -> list[Counts]:
    sums = {name: Sum(name, default=0) for name in COUNTED}
    rows = run.tallies.values(key=F(grouping)).annotate(**sums).order_by("key")
    return [Counts(**row) for row in rows]


def by_line(run: ImpactRun) -> list[LineCount]:
    rows = (
        run.changes.annotate(line=Func(F("lines"), function="unnest"))
        .values("line")
        .annotate(
            to_fail=Count("pk", filter=DIRECTIONS["to_fail"]),
            to_pass=Count("pk", filter=DIRECTIONS["to_pass"]),
            alone=Count("pk", filter=Q(lines__len=1)),
        )
        .order_by("line")
    )
    return [LineCount(**row) for row in rows]


def changed_people(run: ImpactRun, criteria: dict[str, str], *, actor: Actor) -> QuerySet[ImpactChange]:
    """Those whom the reader may see."""
    found = ImpactChange.objects.visible_to(actor).filter(run=run)
    if direction := criteria.get("direction"):
        found = found.filter(DIRECTIONS[direction])
    if city := criteria.get("city"):
        found = found.filter(area__startswith=city)
    if line := criteria.get("line"):
        found = found.filter(lines__contains=[line])
    for name in ("year", "industry", "title_level"):
        if criteria.get(name):
            found = found.filter(**{name: criteria[name]})
    return found
