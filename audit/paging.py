"""Pages of a list too long to be counted: from one row onwards along an index, as quick at the end as at the top."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import QuerySet
from django.http import QueryDict

from audit.models import Event, EventQuerySet

PAGE_SIZE = 50
BEFORE, AFTER = "before", "after"


@dataclass(frozen=True)
class EventPage:
    events: list[Event]
    """In the order of the list."""
    newer_url: str
    older_url: str
    """Empty where there is nothing more in that direction."""


def page_of_events(events: EventQuerySet, query: QueryDict, *, oldest_first: bool = False) -> EventPage:
    """The address says `before=<event number>` for what is older than that event, or `after=` for what is newer."""
    anchor = _anchor(events, query)
    upwards = AFTER in query if anchor else oldest_first
    rows = list(_beyond(events, anchor, upwards)[: PAGE_SIZE + 1])
    has_more, shown = len(rows) > PAGE_SIZE, rows[:PAGE_SIZE]
    newest_first = shown[::-1] if upwards else shown
    newer, older = (has_more, anchor is not None) if upwards else (anchor is not None, has_more)
    return EventPage(
        events=newest_first[::-1] if oldest_first else newest_first,
        newer_url=_address(query, AFTER, newest_first[0]) if newer and shown else "",
        older_url=_address(query, BEFORE, newest_first[-1]) if older and shown else "",
    )


def _anchor(events: EventQuerySet, query: QueryDict) -> Event | None:
    """An event that is not there, or not for these eyes, is as good as none: the list begins at its beginning."""
    number = query.get(AFTER) or query.get(BEFORE) or ""
    if not (number.isascii() and number.isdecimal() and len(number) < 19):
        return None
    return events.filter(pk=int(number)).only("at").first()


def _beyond(events: EventQuerySet, anchor: Event | None, upwards: bool) -> QuerySet[Event]:
    if upwards:
        ordered = events.order_by("at", "id")
        return ordered.filter(at__gte=anchor.at).exclude(at=anchor.at, id__lte=anchor.pk) if anchor else ordered
    ordered = events.newest_first()
    return ordered.filter(at__lte=anchor.at).exclude(at=anchor.at, id__gte=anchor.pk) if anchor else ordered


def _address(query: QueryDict, direction: str, event: Event) -> str:
    changed = query.copy()
    for name in (BEFORE, AFTER):
        changed.pop(name, None)
    changed[direction] = str(event.pk)
    return f"?{changed.urlencode()}"
