"""Working days in the sense of the State Council: weekdays without the holidays, and the weekends worked instead."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from policies.reader import read
from policies.source import Source
from policies.wording import say

ONE_DAY = timedelta(days=1)
SATURDAY = 5


class OutsideTable(ValueError):
    """A day of a year that the table of holidays does not have."""


@dataclass(frozen=True)
class Edition:
    """The holidays of a year that fall on weekdays, and the weekends worked instead. Provisional until announced."""

    confirmed: bool
    holidays: frozenset[date]
    worked: frozenset[date] = frozenset()

    @property
    def is_confirmed(self) -> bool:
        return self.confirmed


@dataclass(frozen=True, eq=False)
class Workdays:
    """The table of holidays as it stands at one time: one edition of each year."""

    editions: Mapping[int, Edition]

    def is_workday(self, day: date) -> bool:
        edition = self.editions.get(day.year)
        if edition is None:
            raise OutsideTable(f"the table of holidays has no {day.year}")
        return day in edition.worked or (day.weekday() < SATURDAY and day not in edition.holidays)

    def first_from(self, day: date) -> date:
        """The day itself, or the next working day after a rest day."""
        while not self.is_workday(day):
            day += ONE_DAY
        return day

    def after(self, day: date, count: int) -> date:
        """The last of so many working days that follow the day."""
        for _ in range(count):
            day = self.first_from(day + ONE_DAY)
        return day


@dataclass(frozen=True)
class Calendar:
    """Every state of the table since it was first published, the oldest first.

    A deadline never moves earlier once shown: each date is the latest of those that any state ever gave.
    """

    states: tuple[Workdays, ...]

    @property
    def editions(self) -> Mapping[int, Edition]:
        """What is in force now, by year."""
        return self.states[-1].editions

    def with_edition(self, year: int, confirmed: bool, holidays: Iterable[date], worked: Iterable[date]) -> Calendar:
        """The calendar after one more edition of a year has been published."""
        edition = Edition(confirmed, frozenset(holidays), frozenset(worked))
        return Calendar((*self.states, Workdays({**self.editions, year: edition})))

    def first_from(self, day: date) -> date:
        return self._latest(lambda state: state.first_from(day))

    def after(self, day: date, count: int) -> date:
        return self._latest(lambda state: state.after(day, count))

    def provisional_years(self, first: date, last: date) -> list[int]:
        """The years between two days of which the holidays are not announced yet."""
        years = range(first.year, last.year + 1)
        return [year for year in years if year in self.editions and not self.editions[year].confirmed]

    def _latest(self, date_in: Callable[[Workdays], date]) -> date:
        """A state that lacked a year never showed a date that needs it."""
        latest = date_in(self.states[-1])
        for state in self.states[:-1]:
            try:
                latest = max(latest, date_in(state))
            except OutsideTable:
                continue
        return latest


def check_year(year: int, holidays: Iterable[date], worked: Iterable[date]) -> list[dict[str, Any]]:
    """What is wrong with an edition: for each faulty day the list that holds it (`field`) and the words."""
    off, on = frozenset(holidays), frozenset(worked)
    faults = [fault for day in sorted(off) if (fault := _fault_of_day(year, "holidays", day, day in on))]
    faults += [fault for day in sorted(on) if (fault := _fault_of_day(year, "worked", day, is_in_both=False))]
    return faults


def _fault_of_day(year: int, field: str, day: date, is_in_both: bool) -> dict[str, Any] | None:
    is_weekend = day.weekday() >= SATURDAY
    if day.year != year:
        key = "day_of_other_year"
    elif is_in_both:
        key = "day_in_both"
    elif field == "holidays" and is_weekend:
        key = "holiday_on_weekend"
    elif field == "worked" and not is_weekend:
        key = "worked_on_weekday"
    else:
        return None
    return {"field": field, "day": day, **say(key, day=day.isoformat(), year=year)}


@cache
def calendar() -> Calendar:
    """The calendar of workdays.toml, with one edition of each year."""
    source = Source(Path(__file__).resolve().parent / "workdays.toml")
    return read_calendar(source)


def read_calendar(source: Source) -> Calendar:
    editions: dict[str, Edition] = read(dict[str, Edition], source, (), source.data)
    for year, edition in editions.items():
        if not year.isdigit():
            raise source.fault((year,), "must be a year")
        for fault in check_year(int(year), edition.holidays, edition.worked):
            raise source.fault((year, fault["field"]), fault["text_en"])
    return Calendar((Workdays({int(year): edition for year, edition in editions.items()}),))
