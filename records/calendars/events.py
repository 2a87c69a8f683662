"""The days of somebody's year, for a calendar. Neither name nor number stands in any of them: whoever holds the address
sees them."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from courses.enums import ClassState
from courses.models import RosterEntry
from people.models import Professional
from policies import ask
from records.calendars.ics import DayEvent
from records.year.building import Year
from rules import labels
from rules.calculator.telling import hours_of
from rules.calendar.queries import current_calendar

HOST = "xueshi"
LOOK_BACK = datetime.timedelta(days=60)
# Which of the deadlines of a place concern the person; with the facts that each is asked with.
DEADLINES = ("annual_form", "cycle_application", "annual_review")


def events_of(professional: Professional, today: datetime.date) -> list[DayEvent]:
    year = Year(professional, today.year, today)
    return [*_end_of_year(year), *_deadlines(year), *_classes(professional, today)]


def _end_of_year(year: Year) -> Iterator[DayEvent]:
    if not year.is_judged:
        return
    if year.sums.short:
        summary = _("End of study year %(year)d: %(hours)s missing") % {
            "year": year.year,
            "hours": hours_of(year.missing),
        }
    else:
        summary = _("End of study year %(year)d: all hours are there") % {"year": year.year}
    yield DayEvent(
        uid=f"year-{year.year}@{HOST}",
        first=year.last_day,
        summary=summary,
        remind_days_before=30 if year.sums.short else 0,
    )


def _deadlines(year: Year) -> Iterator[DayEvent]:
    for what in DEADLINES:
        for facts in _facts(what, year):
            answer = ask({"ask": "deadline", "what": what, "place": year.standing.place, **facts}, None, _calendar())
            due = answer.get("due")
            if due is None or due < year.today - LOOK_BACK:
                continue
            name = labels.DEADLINES[what]
            yield DayEvent(
                uid=f"{what}-{due:%Y%m%d}@{HOST}",
                first=due,
                summary=_("Last day: %(what)s") % {"what": name},
                remind_days_before=14,
            )


def _calendar() -> Any:
    return current_calendar()


def _facts(what: str, year: Year) -> list[dict[str, Any]]:
    if not year.standing.place:
        return []
    if what == "annual_form":
        return [{"study_year": year.year - 1}, {"study_year": year.year}]
    if what == "annual_review":
        return [{"filed_on": year.today.isoformat()}]
    return [{}]


def _classes(professional: Professional, today: datetime.date) -> Iterator[DayEvent]:
    entries = RosterEntry.objects.standing().filter(
        professional=professional,
        training_class__state=ClassState.PUBLISHED,
        training_class__ends_on__gte=today - LOOK_BACK,
    )
    for entry in entries.select_related("training_class__institution").order_by("training_class__starts_on"):
        held = entry.training_class
        yield DayEvent(
            uid=f"class-{held.pk}@{HOST}",
            first=held.starts_on,
            last=held.ends_on,
            summary=held.title,
            description=_("%(institution)s, %(hours)s")
            % {"institution": held.institution.name, "hours": hours_of(held.hours)},
            location=held.venue,
            remind_days_before=1,
        )
