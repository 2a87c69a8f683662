"""On which days certificates are verified, by which body, and until when: asked of the rule books and of where an
employer belongs (D-10, R-S10)."""

from __future__ import annotations

import datetime
from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from people.enums import Level
from people.models import Bureau, Employer, Organization
from people.supervision import place_of, supervisor_of
from policies import ask
from policies.shelf import shelf
from rules.calculator.telling import cited, is_confirmed, reasons_of, rule_url
from rules.calendar.queries import current_calendar
from ui.parts import Reason
from verification.ways import Closing, ways


@dataclass(frozen=True)
class MonthDays:
    """The days of one month, as they fall: one may roll into the next month (2014-08-30 → 09-01)."""

    month: datetime.date
    days: tuple[datetime.date, ...]


class DayRule:
    """The verification days of a place."""

    def __init__(self, place: str, today: datetime.date) -> None:
        self.place = place
        self.today = today
        self.calendar = current_calendar()

    def _answer(self, year: int, month: int) -> dict[str, Any]:
        question = {"ask": "deadline", "what": "verification_days", "place": self.place, "year": year, "month": month}
        return ask(question, calendar=self.calendar)

    @cached_property
    def _sample(self) -> dict[str, Any]:
        """Asked of a month that the table of holidays has, for the rule set and its sentence."""
        return self._answer(self.year, 1)

    @property
    def is_known(self) -> bool:
        return "days" in self._answer(self.today.year, self.today.month)

    @property
    def ruleset(self) -> str:
        return str(self._sample.get("ruleset", ""))

    @property
    def reason(self) -> Reason:
        return reasons_of(self._sample["because"], self.ruleset)[0]

    @cached_property
    def closing(self) -> Closing | None:
        """The last day on which anything is verified under these rules."""
        answer = self._answer(self.today.year, self.today.month)
        way = ways().get(str(answer.get("ruleset", "")))
        return way.closing if way else None

    @property
    def closing_reason(self) -> Reason | None:
        return reason_of_closing(self.closing, self.ruleset) if self.closing else None

    @property
    def has_ended(self) -> bool:
        return self.closing is not None and self.today > self.closing.on

    @property
    def year(self) -> int:
        """That whose days are shown: this one, or the last in which there were any."""
        if self.closing is not None and self.today > self.closing.on:
            return self.closing.on.year
        return self.today.year

    @cached_property
    def months(self) -> list[MonthDays]:
        by_month = defaultdict(set)
        for month in range(1, 13):
            for day in self._days(self.year, month):
                if self.closing is None or day <= self.closing.on:
                    by_month[day.replace(day=1)].add(day)
        return [MonthDays(month, tuple(sorted(days))) for month, days in sorted(by_month.items())]

    def _days(self, year: int, month: int) -> list[datetime.date]:
        found: list[datetime.date] = self._answer(year, month).get("days", [])
        return found

    @property
    def days(self) -> list[datetime.date]:
        return [day for each in self.months for day in each.days]

    @property
    def days_to_come(self) -> list[datetime.date]:
        """Today's included: who is early enough may still come."""
        return [day for day in self.days if day >= self.today]

    def holds_on(self, day: datetime.date) -> bool:
        """A day rolls by at most a week of holidays, so that of the month before may be it."""
        month_before = day.replace(day=1) - datetime.timedelta(days=1)
        return day in {*self._days(day.year, day.month), *self._days(month_before.year, month_before.month)}


def reason_of_closing(closing: Closing, ruleset: str) -> Reason:
    return Reason(
        words=closing.quote,
        citation=cited(closing.cite),
        url=rule_url(closing.rule, ruleset),
        confirmed=is_confirmed(closing.cite),
    )


def rule_at(organization: Organization, today: datetime.date) -> DayRule | None:
    """Of an employer or a bureau; None where the rules know no such days."""
    if not organization.area:
        return None
    rule = DayRule(_place_of(organization, today), today)
    return rule if rule.is_known else None


def area_has_days(area: str) -> bool:
    """For the menu: asks nothing of the database."""
    if not area:
        return False
    return any("verification_days" in book.deadlines for book in shelf().around({"place": area.ljust(6, "0")}))


def places_with_days() -> list[str]:
    """For who looks at all places."""
    books = (book for book in shelf().books.values() if "verification_days" in book.deadlines)
    return sorted({place for book in books for place in book.covers.places})


def _place_of(organization: Organization, today: datetime.date) -> str:
    if isinstance(organization, Employer):
        return place_of(organization, today)
    return organization.area.ljust(6, "0")


def accepting_body(employer: Employer, on: datetime.date) -> Bureau | None:
    """Of a city-direct employer the city's bureau, of a district's the district's (ST14 五(二)2, GD10 十四)."""
    return supervisor_of(employer, on=on)


def is_city_direct(employer: Employer) -> bool:
    """The notice names days for these alone; for districts the same days are our own default."""
    return employer.belongs_to == Level.CITY
