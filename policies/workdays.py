"""Working days in the sense of the State Council: weekdays without the holidays, and the weekends worked instead."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache
from pathlib import Path

from policies import shapes
from policies.source import Source

ONE_DAY = timedelta(days=1)
SATURDAY = 5
YEAR = shapes.table(
    {"confirmed": shapes.flag, "holidays": shapes.list_of(shapes.day)}, {"worked": shapes.list_of(shapes.day)}
)


class OutsideTable(ValueError):
    """A day of a year that the table of holidays does not have."""


class Workdays:
    def __init__(self, path: Path) -> None:
        source = Source(path)
        years = shapes.map_of(YEAR)(source, (), source.data)
        self.years = frozenset(int(year) for year in years)
        self.confirmed = frozenset(int(year) for year, table in years.items() if table["confirmed"])
        self._holidays = frozenset(day for table in years.values() for day in table["holidays"])
        self._worked = frozenset(day for table in years.values() for day in table.get("worked", ()))

    def is_workday(self, day: date) -> bool:
        if day.year not in self.years:
            raise OutsideTable(f"the table of holidays has no {day.year}")
        return day in self._worked or (day.weekday() < SATURDAY and day not in self._holidays)

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


@cache
def workdays() -> Workdays:
    return Workdays(Path(__file__).resolve().parent / "workdays.toml")
