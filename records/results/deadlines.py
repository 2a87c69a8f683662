"""By when the results of a class are to be reported (D-8), and whose turn it is before and after that day."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator
from typing import Any

from courses.models import TrainingClass
from policies import ask
from policies.workdays import Calendar, OutsideTable
from rules.calendar.queries import current_calendar

CODE_LENGTH = 6
TERM = 5
"""Working days after the last day (ST14 六(三)); where no document of the place names any, by its example."""


def due_days(classes: Iterable[TrainingClass]) -> Iterator[tuple[TrainingClass, datetime.date | None]]:
    """Of a list, whose working days are looked up once."""
    calendar = current_calendar()
    for each in classes:
        yield each, due_day(each, calendar)


def due_day(training_class: TrainingClass, calendar: Calendar | None = None) -> datetime.date | None:
    """As noted at publication, else as the rules say, else after five working days. None where the holidays of that
    year are not known."""
    if training_class.results_due_on is not None:
        return training_class.results_due_on
    calendar = calendar or current_calendar()
    answer = _asked(training_class, calendar)
    if "due" in answer:
        due: datetime.date = answer["due"]
        return due
    try:
        return calendar.after(training_class.ends_on, TERM)
    except OutsideTable:
        return None


def rule_of(training_class: TrainingClass) -> dict[str, str] | None:
    """The rule that names the day. None where it is our own figure."""
    because = _asked(training_class, current_calendar()).get("because")
    return because[0] if because else None


def _asked(training_class: TrainingClass, calendar: Calendar) -> dict[str, Any]:
    return ask(
        {
            "ask": "deadline",
            "what": "class_results",
            "place": training_class.area.ljust(CODE_LENGTH, "0"),
            "ended_on": training_class.ends_on.isoformat(),
        },
        calendar=calendar,
    )


def late_ones(classes: Iterable[TrainingClass], on: datetime.date) -> list[int]:
    """Of classes without results those whose day is past."""
    return [each.pk for each, due in due_days(classes) if due is not None and due < on]
