"""By when the results of a class are to be reported (D-8), and whose turn it is before and after that day."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator

from courses.classes.rulings import Ruling, results_deadline_at
from courses.models import TrainingClass
from policies.workdays import Calendar
from rules.calendar.queries import current_calendar
from ui.parts import Reason

CODE_LENGTH = 6


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
    return _ruling(training_class, calendar or current_calendar()).due


def rule_of(training_class: TrainingClass) -> Reason | None:
    """The rule that names the day. None where it is our own figure."""
    return _ruling(training_class, current_calendar()).reason


def _ruling(training_class: TrainingClass, calendar: Calendar) -> Ruling:
    return results_deadline_at(training_class.area.ljust(CODE_LENGTH, "0"), training_class.ends_on, calendar)


def late_ones(classes: Iterable[TrainingClass], on: datetime.date) -> list[int]:
    """Of classes without results those whose day is past."""
    return [each.pk for each, due in due_days(classes) if due is not None and due < on]
