"""Which working days are in force: the table that comes with the rules, and what officers published since."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from audit.actors import Actor
from policies import workdays
from policies.workdays import Calendar, Edition
from rules.models import CalendarEdition


def current_calendar() -> Calendar:
    """For every question to the rules: all states of the working days so far, the newest last.

    Asks the database for one row; all editions are read only when there is a new one.
    """
    newest = CalendarEdition.objects.order_by("-pk").values_list("pk", "published_at").first()
    return _calendar_up_to(*newest) if newest else workdays.calendar()


@lru_cache(maxsize=2)
def _calendar_up_to(newest: int, published_at: datetime) -> Calendar:
    """The time tells a key apart that a database restored from a backup gave out twice."""
    calendar = workdays.calendar()
    for published in CalendarEdition.objects.filter(pk__lte=newest).order_by("pk"):
        calendar = with_edition(calendar, published.year, published.edition)
    return calendar


def with_edition(calendar: Calendar, year: int, edition: Edition) -> Calendar:
    return calendar.with_edition(year, edition.is_confirmed, edition.holidays, edition.worked)


@dataclass(frozen=True)
class YearInForce:
    year: int
    edition: Edition
    published: CalendarEdition | None = None
    """None where nobody published anything: the year is as the table supplied has it."""

    @property
    def number(self) -> int:
        return self.published.number if self.published else 0

    @property
    def notice(self) -> str:
        return self.published.notice if self.published else ""


def years_in_force(*, actor: Actor) -> list[YearInForce]:
    """The newest year first."""
    editions = CalendarEdition.objects.visible_to(actor)
    newest = editions.order_by("year", "-number").distinct("year").select_related("published_by")
    return sorted(_laid_over_the_table(newest), key=lambda each: -each.year)


def year_in_force(year: int, *, actor: Actor) -> YearInForce | None:
    newest = CalendarEdition.objects.visible_to(actor).of_year(year).select_related("published_by")[:1]
    return next((each for each in _laid_over_the_table(newest) if each.year == year), None)


def _laid_over_the_table(newest: Iterable[CalendarEdition]) -> Iterable[YearInForce]:
    supplied = {year: YearInForce(year, edition) for year, edition in workdays.calendar().editions.items()}
    published = {each.year: YearInForce(each.year, each.edition, each) for each in newest}
    return (supplied | published).values()


def history_of(year: int, *, actor: Actor) -> list[CalendarEdition]:
    """The newest first; without the table supplied, which is the first state of a year that it has."""
    return list(CalendarEdition.objects.visible_to(actor).of_year(year).select_related("published_by"))


def is_supplied(year: int) -> bool:
    return year in workdays.calendar().editions
