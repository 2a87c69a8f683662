"""Who decides about the results of one class: asked of the rule books once for each kind of person in it, and bodies
looked up once for each place, however many people come from there."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any, cast

from approvals.chains import ChainStep, chain_of_route
from courses.models import TrainingClass
from people.models import Employer, Employment, Professional, Title
from people.supervision import employer_facts, place_of
from people.titles import group_of_level, rank_of
from policies import ask
from records.enums import RecordSource
from records.questions import person_question
from rules.calendar.queries import current_calendar
from ui.errors import Conflict

FEED_ONLY = "R-18-5"
"""Specialty hours of education and health come from the systems of their authorities."""


@dataclass(frozen=True)
class Standing:
    """What decides about the way of a person's result on the day it is entered."""

    professional: Professional
    employer: Employer
    title_level: str

    @property
    def industry(self) -> str:
        return self.professional.industry


class RouteRefused(Exception):
    def __init__(self, code: str, **params: Any) -> None:
        super().__init__(code)
        self.code = code
        self.params = params


def standings_of(people: Collection[int], *, on: datetime.date) -> dict[int, Standing]:
    """Without those who never had an employer. Between two employers the last one counts: the class was attended in its
    time, and nobody loses hours by a gap."""
    last = Employment.objects.filter(professional__among=people).last_begun(on)
    employer_of = dict(last.values_list("professional_id", "employer_id"))
    known = Employer.objects.filter(pk__among=set(employer_of.values())).select_related("division")
    employers = cast("dict[int, Employer]", {employer.pk: employer for employer in known})
    titles = defaultdict(list)
    reached = Title.objects.filter(professional__among=people, obtained_on__lte=on)
    for number, level in reached.values_list("professional_id", "level"):
        titles[number].append(level)
    return {
        person.pk: Standing(
            person,
            employers[employer_of[person.pk]],
            group_of_level(max(titles[person.pk], key=rank_of, default=None)),
        )
        for person in Professional.objects.filter(pk__among=employer_of)
    }


class Routes:
    def __init__(self, training_class: TrainingClass, *, on: datetime.date) -> None:
        self.training_class = training_class
        self.on = on
        self._answers: dict[tuple[Any, ...], Any] = {}
        self._chains: dict[tuple[Any, ...], list[ChainStep] | RouteRefused] = {}
        self._places: dict[int, str] = {}
        self._calendar = current_calendar()

    @property
    def year(self) -> int:
        return self.training_class.makeup_for or self.training_class.year

    def chain_for(self, standing: Standing) -> list[ChainStep]:
        """Raises RouteRefused."""
        key = (standing.employer.pk, standing.industry, standing.title_level)
        if key not in self._chains:
            self._chains[key] = self._chain(standing)
        found = self._chains[key]
        if isinstance(found, RouteRefused):
            raise found
        return found

    def _chain(self, standing: Standing) -> list[ChainStep] | RouteRefused:
        answer = self._answer(standing)
        if "error" in answer:
            return RouteRefused("no_rules", year=self.year)
        if "steps" not in answer:
            return _refusal(answer["because"][0])
        try:
            return chain_of_route(answer, employer=standing.employer, industry=standing.industry, on=self.on)
        except Conflict:
            return RouteRefused("nobody_decides")

    def _answer(self, standing: Standing) -> Any:
        employer = standing.employer
        if employer.pk not in self._places:
            self._places[employer.pk] = place_of(employer, self.on)
        facts = employer_facts(employer)
        person = person_question(standing.title_level, standing.industry)
        key = (self._places[employer.pk], *facts.values(), *person.values())
        if key not in self._answers:
            self._answers[key] = ask(
                {
                    "ask": "route",
                    "procedure": "record",
                    "place": self._places[employer.pk],
                    "year": self.year,
                    "category": str(self.training_class.category),
                    "source": str(RecordSource.INSTITUTION),
                    "person": person,
                    "employer": facts,
                },
                calendar=self._calendar,
            )
        return self._answers[key]


def _refusal(quoted: dict[str, Any]) -> RouteRefused:
    code = "goes_another_way" if quoted["rule"] == FEED_ONLY else "not_counted_here"
    return RouteRefused(code, rule=quoted["rule"], cite=quoted["cite"])
