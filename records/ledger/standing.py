"""Under which rules a person stands in a study year: the employer of December 31 (A-42), the title level held during
the year (A-37), the industry of the person (A-41)."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from functools import cache
from typing import NamedTuple

from django.db import connection

from people.lookups import Numbers
from people.models import Division, Professional
from people.supervision import place_at
from people.titles import group_of_level, rank_of
from policies.shelf import Shelf, shelf
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

    def __init__(self, divisions: Mapping[int, Division], books: Shelf | None = None) -> None:
        self._divisions = divisions
        self._books = books or shelf()
        self._known: dict[tuple[str, int, int, str, bool], tuple[str, str]] = {}

    def rules(self, area: str, division_id: int, year: int, industry: str, makes_up: bool) -> tuple[str, str]:
        """Place and rule set."""
        key = (area, division_id, year, industry, makes_up)
        if key not in self._known:
            place = place_at(area, self._divisions[division_id], last_day_of(year))
            book = self._books.choose(place, year, industry_known_to_rules(industry), makes_up=makes_up)
            self._known[key] = place, book.id if book else ""
        return self._known[key]

    def under(self, books: Shelf) -> Grounds:
        """The same places under other books."""
        return Grounds(self._divisions, books)


class Career(NamedTuple):
    """What decides about all study years of one person."""

    professional_id: int
    industry: str
    jobs: Sequence[Job]
    titles: Sequence[HeldTitle]
    """The highest first."""
    grounds: Grounds

    def standing_in(self, year: int, *, makes_up: bool = False) -> Standing:
        """`makes_up`: something was made up for the year, which in Shantou brings other rules with it (ST14 四(六))."""
        last_day = last_day_of(year)
        job = self._job_on(last_day)
        level = self._title_level_on(last_day)
        if job is None:
            return Standing(None, "", "", self.industry, level, "")
        if job.division_id is None:  # a house that was entered without a place: no rules are known for it
            return Standing(job.employer_id, job.area, "", self.industry, level, "")
        place, ruleset = self.grounds.rules(job.area, job.division_id, year, self.industry, makes_up)
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
        for title in self.titles:
            if title.obtained_on <= day:
                return group_of_level(title.level)
        return group_of_level(None)


@cache
def last_day_of(year: int) -> datetime.date:
    return datetime.date(year, 12, 31)


# Looked up person by person: right after a great load PostgreSQL does not know how few of the rows these are, and would
# read the whole tables for every few hundred people. A subquery with `OFFSET 0` leaves it no choice.
JOBS = """
    SELECT person.id, job.* FROM unnest(%s::bigint[]) AS person (id)
    CROSS JOIN LATERAL (
        SELECT own.started_on, own.employer_id, employer.area, employer.division_id FROM people_employment AS own
        CROSS JOIN LATERAL (
            SELECT area, division_id FROM people_organization WHERE id = own.employer_id OFFSET 0
        ) AS employer
        WHERE own.professional_id = person.id OFFSET 0
    ) AS job
"""
TITLES = """
    SELECT person.id, title.* FROM unnest(%s::bigint[]) AS person (id)
    CROSS JOIN LATERAL (
        SELECT obtained_on, level FROM people_title WHERE professional_id = person.id OFFSET 0
    ) AS title
"""
PEOPLE = "SELECT id, industry FROM people_professional WHERE id = ANY(%s::bigint[])"


def careers_of(professionals: Collection[int]) -> dict[int, Career]:
    """A fixed number of queries, however many people. An array takes the database and Django a tenth of the time that
    as many parameters take."""
    numbers = Numbers(set(professionals)).literal
    jobs, titles = defaultdict(list), defaultdict(list)
    with connection.cursor() as cursor:
        cursor.execute(JOBS, [numbers])
        for number, *job in cursor.fetchall():
            jobs[number].append(Job(*job))
        cursor.execute(TITLES, [numbers])
        for number, *title in sorted(cursor.fetchall(), key=lambda row: -rank_of(row[2])):
            titles[number].append(HeldTitle(*title))
        cursor.execute(PEOPLE, [numbers])
        industries = cursor.fetchall()
    places = {job.division_id for begun in jobs.values() for job in begun if job.division_id is not None}
    grounds = Grounds(Division.objects.in_bulk(places))
    return {number: Career(number, industry, jobs[number], titles[number], grounds) for number, industry in industries}


def career_of(professional: Professional) -> Career:
    return careers_of([professional.pk])[professional.pk]
