"""Who of the people is short of what in a year, in a fixed number of statements however many they are."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Greatest
from django.utils import timezone

from audit.actors import Actor
from people.models import Employment, Professional
from people.names import search_key
from records.enums import Outcome
from records.models import LedgerYear

LINES = ("public", "specialty", "elective")
SHORT_LINES = ("total", "public", "specialty", "mandatory", "elective")


def years_of_staff(actor: Actor, year: int) -> QuerySet[Any]:
    """Of those for whom one answers today, the worst first by `missing`: the hours with which all would be enough."""
    today = timezone.localdate()
    people = (
        Professional.objects.employed_under(actor) if actor.organization_id else Professional.objects.visible_to(actor)
    )
    current = Employment.objects.current(today).filter(professional=OuterRef("professional_id")).order_by("-started_on")
    rows = LedgerYear.objects.visible_to(actor).filter(study_year=year, professional__in=people)
    return rows.annotate(
        missing=Greatest(
            F("short_total"),
            F("short_public") + Greatest(F("short_specialty"), F("short_mandatory")) + F("short_elective"),
        ),
        position=Subquery(current.values("position")[:1]),
        staff_number=Subquery(current.values("staff_number")[:1]),
    ).select_related("professional")


def matching(
    rows: QuerySet[Any],
    *,
    name: str = "",
    position: str = "",
    line: str = "",
    state: str = "",
    **_others: Any,
) -> QuerySet[Any]:
    if name:
        called = Professional.objects.called(name) if search_key(name) else Professional.objects.none()
        rows = rows.filter(professional__in=called)
    if position:
        rows = rows.filter(position__icontains=position)
    if line in SHORT_LINES:
        rows = rows.filter(**{f"short_{line}__gt": 0})
    if state == "none":
        rows = rows.filter(outcome="")
    elif state:
        rows = rows.filter(outcome=state)
    return rows


@dataclass(frozen=True)
class Tally:
    people: int
    short: int
    done: int
    missing: Decimal


def tally_of(rows: QuerySet[Any]) -> Tally:
    counted = rows.aggregate(
        people=Count("pk"),
        short=Count("pk", filter=Q(outcome=Outcome.FAIL)),
        done=Count("pk", filter=Q(outcome=Outcome.PASS)),
        in_all=Sum("missing", default=Decimal(0)),
    )
    return Tally(counted["people"], counted["short"], counted["done"], counted["in_all"])
