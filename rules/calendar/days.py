"""A day as the calendar shows it, and a year as twelve months of such days."""

from __future__ import annotations

from calendar import Calendar as Weeks
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from policies.workdays import SATURDAY, Edition

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

NOTHING_ANNOUNCED = Edition(False, frozenset(), frozenset())


class DayKind(TextChoices):
    WORKING = "working", _("working day")
    WEEKEND = "weekend", _("weekend")
    OFF = "off", _("day off")
    WORKED = "worked", _("weekend day worked")


# One letter in Chinese, one short word in English: the mark stands in a cell beside the number of the day.
MARKS: dict[str, _StrPromise] = {
    DayKind.OFF: pgettext_lazy("mark in the calendar", "off"),
    DayKind.WORKED: pgettext_lazy("mark in the calendar", "work"),
}
WEEKDAY_HEADS = (
    pgettext_lazy("weekday", "Mo"),
    pgettext_lazy("weekday", "Tu"),
    pgettext_lazy("weekday", "We"),
    pgettext_lazy("weekday", "Th"),
    pgettext_lazy("weekday", "Fr"),
    pgettext_lazy("weekday", "Sa"),
    pgettext_lazy("weekday", "Su"),
)


def kind_of(day: date, edition: Edition) -> DayKind:
    if day in edition.holidays:
        return DayKind.OFF
    if day in edition.worked:
        return DayKind.WORKED
    return DayKind.WEEKEND if is_weekend(day) else DayKind.WORKING


def is_weekend(day: date) -> bool:
    return day.weekday() >= SATURDAY


@dataclass(frozen=True)
class Day:
    date: date
    kind: DayKind

    @property
    def mark(self) -> str:
        return str(MARKS.get(self.kind, ""))

    @property
    def is_marked(self) -> bool:
        """Other than its day of the week would have it."""
        return self.kind in MARKS

    @property
    def turned_kind(self) -> DayKind:
        """What the day becomes where its box is ticked."""
        return DayKind.WORKED if is_weekend(self.date) else DayKind.OFF

    @property
    def turned_mark(self) -> str:
        return str(MARKS[self.turned_kind])


@dataclass(frozen=True)
class Month:
    first: date
    weeks: list[list[Day | None]]
    """Seven places a week, Monday first; None before the first day of the month and after the last."""


def months_of(year: int, edition: Edition) -> list[Month]:
    return [Month(date(year, month, 1), _weeks(year, month, edition)) for month in range(1, 13)]


def _weeks(year: int, month: int, edition: Edition) -> list[list[Day | None]]:
    weeks = Weeks().monthdatescalendar(year, month)
    return [[Day(day, kind_of(day, edition)) if day.month == month else None for day in week] for week in weeks]


def marked_days(edition: Edition) -> list[Day]:
    """The days that are other than their day of the week would have them, in order."""
    return [Day(day, kind_of(day, edition)) for day in sorted(edition.holidays | edition.worked)]


def count_working_days(year: int, edition: Edition) -> int:
    weeks = (week for month in months_of(year, edition) for week in month.weeks)
    return sum(day.kind in (DayKind.WORKING, DayKind.WORKED) for week in weeks for day in week if day)
