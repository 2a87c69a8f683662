"""The rows of an export, in the language in force. Who writes them into a file decides in which pieces.

Only sealed events are exported: their positions stand still, so that every slice has the rows it was planned with,
and whoever holds the file can compare each row with the chain. What was written in the last seconds is not yet in it.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, F, Max, Min
from django.utils.translation import gettext as _

from audit.actors import Actor
from audit.filters import EventFilter
from audit.models import Event, EventQuerySet
from ui.formatting import local
from ui.hats import role_name

FORMULA_SIGNS = tuple("=+-@＝＋－＠\t\r\n")


@dataclass(frozen=True)
class ExportSlice:
    """The events from one position to another, both included."""

    first: int
    last: int
    count: int


def header() -> list[str]:
    return [
        _("Position"),
        _("Time"),
        _("Name"),
        _("Account number"),
        _("Hat"),
        _("Organization"),
        _("Action"),
        _("Action (key)"),
        _("Kind of object"),
        _("Object number"),
        _("Object"),
        _("Before"),
        _("After"),
        _("Reason"),
        _("Request"),
        _("Job"),
        _("Event number"),
        _("Hash"),
    ]


def slices(criteria: Mapping[str, str], size: int, *, actor: Actor) -> list[ExportSlice]:
    """Cut what is asked for into pieces of at most `size` events. `criteria` are those of EventFilter, as text."""
    numbered = _selected(criteria, actor).annotate(piece=(F("position") - 1) / size).values("piece").order_by("piece")
    found = numbered.annotate(first=Min("position"), last=Max("position"), count=Count("id"))
    return [ExportSlice(one["first"], one["last"], one["count"]) for one in found]


def rows(criteria: Mapping[str, str], first: int, last: int, *, actor: Actor) -> Iterator[list[str]]:
    """The events of a slice in the order of the chain, each as text cells that no spreadsheet takes for a formula."""
    events = _selected(criteria, actor).filter(position__gte=first, position__lte=last).order_by("position")
    for event in events.iterator(chunk_size=1000):
        yield [formula_safe(cell) for cell in _cells(event)]


def formula_safe(cell: str) -> str:
    return f"'{cell}" if cell.startswith(FORMULA_SIGNS) else cell


def _selected(criteria: Mapping[str, str], actor: Actor) -> EventQuerySet:
    found = EventFilter(criteria, queryset=Event.objects.visible_to(actor).sealed())
    if not found.is_valid():
        raise ValueError(f"not a filter of events: {found.errors.as_json()}")
    selected: EventQuerySet = found.qs
    return selected


def _cells(event: Event) -> list[str]:
    return [
        str(event.position),
        f"{local(event.at):%Y-%m-%d %H:%M:%S}",
        event.actor_name,
        _number(event.actor_id),
        role_name(event.hat),
        event.organization_label,
        event.action_name,
        event.action,
        event.object_type_name,
        event.object_id,
        event.object_label,
        _json(event.before),
        _json(event.after),
        event.reason,
        event.request_id,
        _number(event.job_id),
        str(event.pk),
        event.hash_hex,
    ]


def _number(value: int | None) -> str:
    return "" if value is None else str(value)


def _json(value: Any) -> str:
    return "" if value is None else json.dumps(value, ensure_ascii=False)
