"""Under which rules a person stands in a study year: the employer of December 31 (A-42), the title level held during
the year (A-37), the industry of the person (A-41)."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from people.models import Employer, Employment, Professional, Title
from people.supervision import place_of
from people.titles import best_of, group_of
from policies.shelf import shelf
from records.questions import industry_known_to_rules


@dataclass(frozen=True)
class Standing:
    employer: Employer | None
    place: str
    industry: str
    title_level: str
    ruleset: str
    """Blank where no rule set covers the year."""

    @property
    def area(self) -> str:
        return self.employer.area if self.employer else ""


@dataclass(frozen=True)
class Career:
    """What decides about all study years of one person."""

    professional_id: int
    industry: str
    employments: tuple[Employment, ...]
    titles: tuple[Title, ...]

    def standing_in(self, year: int) -> Standing:
        last_day = datetime.date(year, 12, 31)
        employer = _employer_on(self.employments, last_day)
        title_level = group_of(best_of(self.titles, last_day)).value
        place = place_of(employer, last_day) if employer else ""
        book = shelf().choose(place, year, industry_known_to_rules(self.industry)) if place else None
        return Standing(employer, place, self.industry, title_level, book.id if book else "")


def _employer_on(employments: Iterable[Employment], day: datetime.date) -> Employer | None:
    """The one under way on that day, else the last one begun by then: nobody between two employers is without rules."""
    begun = [employment for employment in employments if employment.started_on <= day]
    return max(begun, key=lambda employment: employment.started_on).employer if begun else None


def careers_of(professionals: Collection[int]) -> dict[int, Career]:
    """A fixed number of queries, however many people."""
    employments = defaultdict(list)
    for employment in Employment.objects.filter(professional__in=professionals).select_related("employer__division"):
        employments[employment.professional_id].append(employment)
    titles = defaultdict(list)
    for title in Title.objects.filter(professional__in=professionals):
        titles[title.professional_id].append(title)
    people = Professional.objects.filter(pk__in=professionals).values_list("pk", "industry")
    return {
        number: Career(number, industry, tuple(employments[number]), tuple(titles[number]))
        for number, industry in people
    }
