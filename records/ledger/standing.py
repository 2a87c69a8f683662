"""Under which rules a person stands in a study year: the employer of December 31 (A-42), the title level held during
the year (A-37), the industry of the person (A-41)."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import NamedTuple

from django.db import connection

from people.models import Division, Professional
from people.supervision import place_at
from people.titles import group_of_level, rank_of
from policies.shelf import shelf
from records.questions import industry_known_to_rules


class Standing(NamedTuple):
    employer_id: int | None
    area: str
    place: str
    industry: str
    title_level: str
    ruleset: str
    """Blank where no rule set covers the year."""


class Job(NamedTuple):
    started_on: datetime.date
    employer_id: int
    area: str
    division_id: int | None


class HeldTitle(NamedTuple):
    obtained_on: datetime.date
    level: str


class Grounds:
    """What many careers share, looked up once: where a place lay in a year, and which rule set was in force there."""

    def __init__(self, divisions: Mapping[int, Division] | None = None) -> None:
        self._divisions = divisions or {}
        self._places: dict[tuple[str, int, int], str] = {}
        self._rulesets: dict[tuple[str, int, str, bool], str] = {}

    def place(self, job: Job, year: int) -> str:
        assert job.division_id is not None  # `standing_in` has asked
        key = (job.area, job.division_id, year)
        if key not in self._places:
            self._places[key] = place_at(job.area, self._divisions[job.division_id], last_day_of(year))
        return self._places[key]

    def ruleset(self, place: str, year: int, industry: str, *, makes_up: bool) -> str:
        key = (place, year, industry, makes_up)
        if key not in self._rulesets:
            book = shelf().choose(place, year, industry_known_to_rules(industry), makes_up=makes_up)
            self._rulesets[key] = book.id if book else ""
        return self._rulesets[key]


@dataclass(frozen=True, slots=True)
class Career:
    """What decides about all study years of one person."""

    professional_id: int
    industry: str
    jobs: tuple[Job, ...]
    titles: tuple[HeldTitle, ...]
    grounds: Grounds = field(default_factory=Grounds, compare=False, repr=False)

    def standing_in(self, year: int, *, makes_up: bool = False) -> Standing:
        """`makes_up`: something was made up for the year, which in Shantou brings other rules with it (ST14 四(六))."""
        last_day = last_day_of(year)
        job = self._job_on(last_day)
        level = self._title_level_on(last_day)
        if job is None:
            return Standing(None, "", "", self.industry, level, "")
        if job.division_id is None:  # a house that was entered without a place: no rules are known for it
            return Standing(job.employer_id, job.area, "", self.industry, level, "")
        place = self.grounds.place(job, year)
        ruleset = self.grounds.ruleset(place, year, self.industry, makes_up=makes_up)
        return Standing(job.employer_id, job.area, place, self.industry, level, ruleset)

    def _job_on(self, day: datetime.date) -> Job | None:
        """The one under way on that day, else the last one begun by then: nobody between two employers is without
        rules."""
        found = None
        for job in self.jobs:
            if job.started_on <= day and (found is None or job.started_on > found.started_on):
                found = job
        return found

    def _title_level_on(self, day: datetime.date) -> str:
        reached = [title.level for title in self.titles if title.obtained_on <= day]
        return group_of_level(max(reached, key=rank_of)) if reached else group_of_level(None)


@cache
def last_day_of(year: int) -> datetime.date:
    return datetime.date(year, 12, 31)


JOBS = """
    SELECT job.professional_id, job.started_on, job.employer_id, employer.area, employer.division_id
    FROM people_employment AS job JOIN people_organization AS employer ON employer.id = job.employer_id
    WHERE job.professional_id = ANY(%s)
"""
TITLES = "SELECT professional_id, obtained_on, level FROM people_title WHERE professional_id = ANY(%s)"
PEOPLE = "SELECT id, industry FROM people_professional WHERE id = ANY(%s)"


def careers_of(professionals: Collection[int]) -> dict[int, Career]:
    """A fixed number of queries, however many people. An array takes the database and Django a tenth of the time that
    as many parameters take."""
    numbers = list(professionals)
    jobs, titles = defaultdict(list), defaultdict(list)
    with connection.cursor() as cursor:
        cursor.execute(JOBS, [numbers])
        for number, *job in cursor.fetchall():
            jobs[number].append(Job(*job))
        cursor.execute(TITLES, [numbers])
        for number, *title in cursor.fetchall():
            titles[number].append(HeldTitle(*title))
        places = {job.division_id for begun in jobs.values() for job in begun if job.division_id is not None}
        grounds = Grounds(Division.objects.in_bulk(places))
        cursor.execute(PEOPLE, [numbers])
        return {
            number: Career(number, industry, tuple(jobs[number]), tuple(titles[number]), grounds)
            for number, industry in cursor.fetchall()
        }


def career_of(professional: Professional) -> Career:
    return careers_of([professional.pk])[professional.pk]
