"""What an edition changes: days, and the deadlines that rest on them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from operator import methodcaller

from policies.books import Book, Deadline
from policies.shelf import shelf
from policies.workdays import Calendar, Edition, OutsideTable
from rules.calendar.days import DayKind, kind_of
from rules.labels import DEADLINES
from rules.places import place_name

# So many days before a year something can happen whose deadline falls into it: the longest holiday is eight days.
REACH = timedelta(days=40)


@dataclass(frozen=True)
class DayChange:
    date: date
    was: DayKind
    becomes: DayKind


def day_changes(before: Edition, after: Edition) -> list[DayChange]:
    changed = (before.holidays ^ after.holidays) | (before.worked ^ after.worked)
    return [DayChange(day, kind_of(day, before), kind_of(day, after)) for day in sorted(changed)]


@dataclass(frozen=True)
class MovedDeadline:
    place: str
    what: str
    occasion: date
    """The day from which it is reckoned: the end of a class, a day of the month on which something is accepted."""
    was: date
    becomes: date

    @property
    def name(self) -> str:
        return str(DEADLINES[self.what])

    @property
    def place_name(self) -> str:
        return place_name(self.place)


@dataclass(frozen=True)
class Effects:
    moved: list[MovedDeadline]
    kept: int
    """Deadlines that this edition alone would put earlier. They stay: what was shown is relied on."""


@dataclass(frozen=True)
class Reckoned:
    """A deadline that somebody can have been told."""

    place: str
    what: str
    occasion: date
    on: Callable[[Calendar], date]


def effects_of(before: Calendar, after: Calendar, year: int) -> Effects:
    moved, kept = [], 0
    alone = Calendar(after.states[-1:])
    for deadline in _reckoned_in(year):
        was = _told(deadline, before)
        if was is None:
            continue
        becomes = deadline.on(after)
        if was != becomes:
            moved.append(MovedDeadline(deadline.place, deadline.what, deadline.occasion, was, becomes))
        kept += deadline.on(alone) < was
    return Effects(moved, kept)


def _told(deadline: Reckoned, calendar: Calendar) -> date | None:
    try:
        return deadline.on(calendar)
    except OutsideTable:
        return None


def _reckoned_in(year: int) -> Iterator[Reckoned]:
    """Every deadline of every rule set that is reckoned in working days."""
    for book in shelf().books.values():
        for what, dated in book.deadlines.items():
            for place in book.places:
                for deadline in dated:
                    for occasion, on in _occasions(deadline, year):
                        if _holds(book, deadline, occasion.year):
                            yield Reckoned(place, what, occasion, on)


def _holds(book: Book, deadline: Deadline, year: int) -> bool:
    """A deadline without years of its own holds as long as its book."""
    return deadline.holds_in(year) and (deadline.is_dated or book.covers.holds_in(year))


def _occasions(deadline: Deadline, year: int) -> Iterator[tuple[date, Callable[[Calendar], date]]]:
    days = list(_days(date(year, 1, 1) - REACH, date(year, 12, 31)))
    if count := deadline.workdays_after:
        for day in days:
            yield day, methodcaller("after", day, count)
    for day in days:
        if day.day in deadline.days:
            yield day, methodcaller("first_from", day)


def _days(first: date, last: date) -> Iterator[date]:
    return (first + timedelta(days=number) for number in range((last - first).days + 1))
