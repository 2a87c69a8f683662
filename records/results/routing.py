"""Who decides about the results of one class: asked of the rule books once for each kind of person in it, and bodies
looked up once for each place, however many people come from there."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from functools import lru_cache
from typing import Any, NamedTuple, cast

from approvals.chains import ChainStep, chain_of_route
from approvals.enums import By
from courses.models import TrainingClass
from people.lookups import Numbers
from people.models import Employer, Employment, Title
from people.supervision import employer_facts, place_of
from people.titles import group_of_level, rank_of
from policies import ask
from policies.workdays import Calendar
from records.enums import RecordSource
from records.questions import Answer, person_question
from rules.calendar.queries import current_calendar
from ui.errors import Conflict

FEED_ONLY = "R-18-5"
"""Specialty hours of education and health come from the systems of their authorities."""
Chain = list[ChainStep]
Facts = tuple[tuple[str, Any], ...]


class Person(NamedTuple):
    professional_id: int
    user_id: int
    name: str
    industry: str


class Standing(NamedTuple):
    """What decides about the way of a person's result on the day it is entered."""

    person: Person
    employer: Employer
    title_level: str


class RouteRefused(Exception):
    def __init__(self, code: str, **params: Any) -> None:
        super().__init__(code)
        self.code = code
        self.params = params


class Standings:
    """An employer is looked up once, however many batches of people it has."""

    def __init__(self, *, on: datetime.date) -> None:
        self.on = on
        self._employers: dict[int, Employer] = {}

    def of(self, people: Iterable[Person]) -> dict[int, Standing]:
        """By number, without those who never had an employer. Between two employers the last one counts: the class was
        attended in its time, and nobody loses hours by a gap."""
        by_number = {person.professional_id: person for person in people}
        numbers = Numbers(by_number)
        begun = Employment.objects.filter(professional__among=numbers, started_on__lte=self.on)
        employer_of = dict(begun.order_by("started_on", "pk").values_list("professional_id", "employer_id"))
        self._meet(set(employer_of.values()))
        level_of = self._levels(numbers)
        return {
            number: Standing(by_number[number], self._employers[employer], group_of_level(level_of.get(number)))
            for number, employer in employer_of.items()
        }

    def _meet(self, employers: set[int]) -> None:
        new = Employer.objects.filter(pk__among=employers - self._employers.keys()).select_related("division")
        self._employers |= {employer.pk: cast("Employer", employer) for employer in new}

    def _levels(self, numbers: Numbers) -> dict[int, str]:
        """The highest of each."""
        reached = Title.objects.filter(professional__among=numbers, obtained_on__lte=self.on).order_by()
        highest: dict[int, str] = {}
        for number, level in reached.values_list("professional_id", "level"):
            if number not in highest or rank_of(level) > rank_of(highest[number]):
                highest[number] = level
        return highest


class Routes:
    def __init__(self, training_class: TrainingClass, *, on: datetime.date) -> None:
        self.training_class = training_class
        self.on = on
        self._ways: dict[tuple[Any, ...], Answer | Chain | RouteRefused] = {}
        self._chains: dict[tuple[Any, ...], Chain | RouteRefused] = {}
        self._employers: dict[int, tuple[str, Facts]] = {}
        self._calendar = current_calendar()

    @property
    def year(self) -> int:
        return self.training_class.makeup_for or self.training_class.year

    def chain_for(self, standing: Standing) -> Chain:
        """Raises RouteRefused."""
        key = (standing.employer.id, standing.person.industry, standing.title_level)
        found = self._chains.get(key)
        if found is None:
            found = self._chains[key] = self._chain(standing)
        if isinstance(found, RouteRefused):
            raise found
        return found

    def _chain(self, standing: Standing) -> Chain | RouteRefused:
        way = self._way(standing)
        if not isinstance(way, dict):
            return way
        try:
            return self._with_bodies(way, standing)
        except Conflict:
            return RouteRefused("nobody_decides")

    def _with_bodies(self, answer: Answer, standing: Standing) -> Chain:
        return chain_of_route(answer, employer=standing.employer, industry=standing.person.industry, on=self.on)

    def _way(self, standing: Standing) -> Answer | Chain | RouteRefused:
        """Asked once for each kind of employer and of person."""
        place, facts = self._told_of(standing.employer)
        key = (place, facts, standing.title_level, standing.person.industry)
        if key not in self._ways:
            self._ways[key] = self._made_out(
                answer_about(self.training_class.category, self.year, self._calendar, *key), standing
            )
        return self._ways[key]

    def _told_of(self, employer: Employer) -> tuple[str, Facts]:
        if employer.pk not in self._employers:
            facts = tuple(employer_facts(employer).items())
            self._employers[employer.pk] = place_of(employer, self.on), facts
        return self._employers[employer.pk]

    def _made_out(self, answer: Answer, standing: Standing) -> Answer | Chain | RouteRefused:
        if "error" in answer:
            return RouteRefused("no_rules", year=self.year)
        if "steps" not in answer:
            return _refusal(answer["because"][0])
        if all(step["by"] == By.SYSTEM for step in answer["steps"]):
            return self._with_bodies(answer, standing)  # without one, and the same for every employer
        return answer


@lru_cache(maxsize=4096)
def answer_about(
    category: str, year: int, calendar: Calendar, place: str, facts: Facts, title_level: str, industry: str
) -> Answer:
    """The same question has the same answer, and a file of many thousands is looked at in batches."""
    question = {
        "ask": "route",
        "procedure": "record",
        "place": place,
        "year": year,
        "category": str(category),
        "source": str(RecordSource.INSTITUTION),
        "person": person_question(title_level, industry),
        "employer": dict(facts),
    }
    return ask(question, calendar=calendar)


def _refusal(quoted: dict[str, Any]) -> RouteRefused:
    code = "goes_another_way" if quoted["rule"] == FEED_ONLY else "not_counted_here"
    return RouteRefused(code, rule=quoted["rule"], cite=quoted["cite"])
