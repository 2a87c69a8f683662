"""What the rule books say about a cycle: its years, what they require and what counts, who verifies it and until when.
Nothing here writes."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cached_property
from typing import Any

from django.db.models import Prefetch

from people.enums import TitleLevel
from people.models import Employer, Employment, Professional, ProfessionalQuerySet, Title
from people.professionals.queries import present_employment
from people.supervision import employer_facts, place_of
from people.titles import group_of, group_of_level, title_on
from policies import ask
from policies.workdays import ONE_DAY
from records.ledger.judging import rules_version
from records.ledger.reading import read_records_of
from records.questions import Question, person_question
from rules.calculator.problems import fault_of
from rules.calculator.telling import Sums, sums_of, warnings_of
from rules.calculator.vocabulary import cycle_around
from rules.calendar.queries import current_calendar
from rules.places import is_chinese
from ui.parts import Reason
from verification.cases import Figures, texts
from verification.models import CycleCase

Answer = dict[str, Any]


@dataclass(frozen=True)
class Facts:
    """What the question needs besides the records; fixed on the day of the application."""

    place: str
    title_on: datetime.date
    asked_on: datetime.date
    title_level: str
    industry: str

    def on(self, day: datetime.date) -> Facts:
        """The same, had the application been sent on another day."""
        return replace(self, asked_on=day)


@dataclass(frozen=True)
class Outlook:
    """The answer about one day of application."""

    facts: Facts
    answer: Answer

    @property
    def asked_on(self) -> datetime.date:
        return self.facts.asked_on

    @property
    def has_years(self) -> bool:
        return "years" in self.answer

    @property
    def is_enough(self) -> bool:
        return self.answer.get("outcome") == "pass"

    @property
    def possible_from(self) -> datetime.date | None:
        """Where there is no full year yet (B9)."""
        return self.answer.get("possible_from")

    @property
    def has_ended(self) -> bool:
        """From 2017 on (GZ16 四)."""
        return "reason" in self.answer and self.possible_from is None

    @property
    def reason(self) -> str:
        return str(self.answer.get("reason" if is_chinese() else "reason_en", ""))

    @property
    def years(self) -> list[int]:
        return list(self.answer["years"])

    @property
    def period(self) -> str:
        first, last = self.years[0], self.years[-1]
        return str(first) if first == last else f"{first}–{last}"

    @cached_property
    def sums(self) -> Sums:
        return sums_of(self.answer)

    @property
    def short(self) -> dict[str, Decimal]:
        return self.answer["shortfall"]  # type: ignore[no-any-return]

    @property
    def warnings(self) -> list[Reason]:
        """Of single years that are short while the whole may be enough (A-10)."""
        return warnings_of(self.answer)


def facts_of(
    professional: Professional, on: datetime.date, places: dict[int, str] | None = None
) -> tuple[Facts, Title, Employer] | None:
    """None without an employer, the place of one, or a title. Of many people: `told_people`, and one `places`."""
    employer, title = employer_of(professional), title_on(professional, on)
    if employer is None or employer.division is None or title is None:
        return None
    places = {} if places is None else places
    if employer.pk not in places:
        places[employer.pk] = place_of(employer, on)
    facts = Facts(places[employer.pk], title.obtained_on, on, group_of(title).value, professional.industry)
    return facts, title, employer


def told_people(people: ProfessionalQuerySet) -> ProfessionalQuerySet:
    """With what is asked about each."""
    present = Employment.objects.filter(ended_on=None).select_related("employer__division")
    return people.select_related("user").prefetch_related(
        "titles", Prefetch("employments", present, to_attr="present_employments")
    )


def employer_of(professional: Professional) -> Employer | None:
    told: list[Employment] | None = getattr(professional, "present_employments", None)
    if told is not None:
        return told[0].employer if told else None
    employment = present_employment(professional)
    return employment.employer if employment else None


def facts_of_case(case: CycleCase) -> Facts:
    return Facts(case.place, case.title_on, case.asked_on, case.title_level, case.industry)


def outlook(facts: Facts, records: Sequence[Question]) -> Outlook:
    """A record that lacks a fact under these rules (it was logged under others) is left aside; the rest is judged."""
    left = list(records)
    while True:
        answer = ask(_question(facts, left))
        position = fault_of(answer["error"])[0] if "error" in answer else None
        if position is None:
            return Outlook(facts, answer)
        left.pop(position)


def _question(facts: Facts, records: Sequence[Question]) -> Question:
    return {
        "ask": "cycle",
        "place": facts.place,
        "title_on": facts.title_on.isoformat(),
        "applied_on": facts.asked_on.isoformat(),
        "person": person_question(facts.title_level, facts.industry),
        "records": list(records),
    }


def records_of(professionals: Collection[int]) -> dict[int, list[Question]]:
    read = read_records_of(professionals)
    return {number: [record.question for record in read.get(number, [])] for number in professionals}


def other_day(place: str, on: datetime.date) -> datetime.date | None:
    """The first day on which the year itself joins the cycle, while that is still to come ("apply on July 1?")."""
    cycle = cycle_around(place)
    if cycle is None or cycle.last_day_for_year_before is None or on.year > cycle.last_year:
        return None
    day = cycle.last_day_for_year_before.in_year(on.year) + ONE_DAY
    return day if on < day else None


# Figures, as a case keeps them


def figures_of(outlook: Outlook) -> Figures:
    answer = outlook.answer
    credits = {told["id"]: told["hours"] for told in answer["records"] if told["hours"]}
    return {
        "years": outlook.years,
        "ruleset": answer["ruleset"],
        "rules_version": rules_version(),
        "required": texts(answer["required"]),
        "counted": texts(answer["counted"]),
        "short": texts(answer["shortfall"]),
        "credits": texts(credits),
    }


def present_outlooks(cases: Iterable[CycleCase]) -> dict[int, Outlook]:
    """What counts now for each case, by its number; one query for all."""
    cases = list(cases)
    records = records_of({case.professional_id for case in cases})
    return {case.pk: outlook(facts_of_case(case), records[case.professional_id]) for case in cases}


def present_figures(cases: Iterable[CycleCase]) -> dict[int, Figures]:
    return {number: figures_of(each) for number, each in present_outlooks(cases).items()}


# Who verifies, and until when


def route(facts: Facts, employer: Employer, applying_for: str) -> Answer:
    question = {
        "ask": "route",
        "procedure": "cycle",
        "place": facts.place,
        "on": facts.asked_on.isoformat(),
        "person": person_question(facts.title_level, facts.industry) | {"applying_for": group_of_level(applying_for)},
        "employer": employer_facts(employer),
    }
    return ask(question, calendar=current_calendar())


@dataclass(frozen=True)
class Term:
    """Until when one applies in principle (D-1)."""

    due: datetime.date
    is_late: bool
    rule: str
    cite: str


def term_of(place: str, on: datetime.date) -> Term | None:
    answer = ask({"ask": "deadline", "what": "cycle_application", "place": place, "filed_on": on.isoformat()})
    if "error" in answer:
        return None
    quoted = answer["because"][0]
    return Term(answer["due"], answer["outcome"] != "accepted", quoted["rule"], quoted["cite"])


def levels_above(title: Title) -> list[TitleLevel]:
    """高一级: whatever stands above the present one."""
    levels = list(TitleLevel)
    return levels[levels.index(TitleLevel(title.level)) + 1 :]
