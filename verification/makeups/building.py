"""The past years of one person that are not done: may they still be made up, with which courses, until when, and what
would a complete set give? Asks the rule books; nothing here writes."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Any

from django.db.models import QuerySet

from courses.models import TrainingClass
from people.models import Professional
from policies.books import Makeup
from policies.terms import CATEGORIES
from records.enums import Outcome
from records.ledger.judging import Answer, judge, relevant
from records.ledger.reading import Recorded, read_records_of
from records.ledger.standing import Career, Standing, career_of
from records.makeups import MadeUp, Offer, Refusal, made_up_by, offers_around, refusal_of
from records.models import LearningRecord, LedgerYear
from rules.calculator.telling import Rulebook, rulebook_of
from ui.parts import Reason
from verification.models import Verification
from verification.ways import way_of

ZERO = Decimal(0)
CITY = 4
OPEN, ENDED, NEVER = "open", "ended", "never"


@dataclass(frozen=True)
class MakeupCourse:
    """One course that makes up for the year, and what the person has done with it."""

    title: str
    hours: Decimal
    taken: LearningRecord | None = None
    used_for: int | None = None
    """Another year, for which it was taken already (A-24)."""
    classes: Sequence[TrainingClass] = ()


@dataclass(frozen=True)
class Subject:
    """One subject category of the year: what is short of it, and what is offered."""

    category: str
    short: Decimal
    courses: Sequence[MakeupCourse]
    reason: Reason | None = None
    refusal: Refusal | None = None

    @property
    def is_choice(self) -> bool:
        """Any one of them is enough (ST14 四(六)3)."""
        return self.category != "specialty" and len(self.courses) > 1


@dataclass(frozen=True)
class CompleteSet:
    """Every course of the year with one elective: what it gives by itself, and what it makes of the year."""

    hours: Decimal
    parts: Sequence[tuple[str, Decimal]]
    passes: bool


class PastYear:
    def __init__(self, person: Person, year: int) -> None:
        self.person = person
        self.year = year

    @cached_property
    def standing(self) -> Standing:
        """Under the rules that something made up would bring with it."""
        return self.person.career.standing_in(self.year, makes_up=True)

    @cached_property
    def offers(self) -> list[Offer]:
        found = [offer for offer in offers_around(self.standing.place) if self.year in offer.makeup.years]
        return sorted(found, key=lambda offer: CATEGORIES.index(offer.makeup.category))

    @property
    def due(self) -> datetime.date | None:
        return max((offer.makeup.closes_on for offer in self.offers), default=None)

    @property
    def state(self) -> str:
        today = self.person.today
        if not self.offers:
            return NEVER
        is_open = any(offer.makeup.opens_on <= today <= offer.makeup.closes_on for offer in self.offers)
        return OPEN if is_open else ENDED

    @cached_property
    def refusal(self) -> Refusal | None:
        """Why the year cannot be made up today; of what is open None."""
        if self.state == OPEN:
            return None
        category = self.offers[0].makeup.category if self.offers else "public"
        return refusal_of(self.standing.place, MadeUp(self.year, category, self.person.today))

    @property
    def reason(self) -> Reason | None:
        return self.offers[0].reason if self.offers else None

    @property
    def rulebook(self) -> Rulebook | None:
        return rulebook_of({"ruleset": self.standing.ruleset}) if self.standing.ruleset else None

    @property
    def way(self) -> str:
        return str(way_of(self.standing.ruleset) or "")

    # Figures

    @cached_property
    def answer(self) -> Answer:
        records = [each.question for each in relevant(self.year, self.person.recognized)]
        return judge(self.year, self.standing, records).answer

    @property
    def is_met(self) -> bool:
        return self.answer.get("outcome") == Outcome.PASS

    @property
    def shortfall(self) -> dict[str, Decimal]:
        return dict(self.answer.get("shortfall", {}))

    @property
    def missing(self) -> Decimal:
        """The hours with which every line would be met."""
        short = self.shortfall
        by_line = (
            short.get("public", ZERO)
            + max(short.get("specialty", ZERO), short.get("mandatory", ZERO))
            + short.get("elective", ZERO)
        )
        return max(short.get("total", ZERO), by_line)

    @cached_property
    def subjects(self) -> list[Subject]:
        return [self._subject(category) for category in CATEGORIES]

    def _subject(self, category: str) -> Subject:
        short = self.shortfall.get(category, ZERO)
        if category == "specialty":
            short = max(short, self.shortfall.get("mandatory", ZERO))
        offers = [offer for offer in self.offers if offer.makeup.category == category]
        if not offers:
            said = MadeUp(self.year, category, min(self.person.today, self.due or self.person.today))
            return Subject(category, short, (), refusal=refusal_of(self.standing.place, said))
        courses = [self._course(offer.makeup, title) for offer in offers for title in sorted(offer.makeup.courses)]
        return Subject(category, short, courses, offers[0].reason)

    def _course(self, makeup: Makeup, title: str) -> MakeupCourse:
        taken = next((each for each in self.person.made_up if each.course_key == title), None)
        is_of_year = taken is not None and taken.makeup_for == self.year
        classes = [each for each in self.person.classes if each.makeup_for == self.year and each.course_key == title]
        return MakeupCourse(
            title,
            makeup.hours,
            taken if is_of_year else None,
            taken.makeup_for if taken is not None and not is_of_year else None,
            classes,
        )

    @cached_property
    def complete_set(self) -> CompleteSet | None:
        """Of what is named only: where no course is, what is short is enough by itself."""
        imagined = [each for each in self._imagined() if each["hours"] > ZERO]
        if not imagined:
            return None
        alone = judge(self.year, self.standing, imagined).answer
        own = [each.question for each in relevant(self.year, self.person.recognized)]
        together = judge(self.year, self.standing, [*own, *imagined]).answer
        parts = [(category, alone["counted"][category]) for category in CATEGORIES if alone["counted"][category]]
        return CompleteSet(alone["counted"]["total"], parts, together["outcome"] == Outcome.PASS)

    def _imagined(self) -> list[dict[str, Any]]:
        found = []
        for offer in self.offers:
            makeup = offer.makeup
            used = {each.course_key for each in self.person.made_up if each.makeup_for != self.year}
            free = [title for title in sorted(makeup.courses) if title not in used] or sorted(makeup.courses)
            chosen = free if makeup.category == "specialty" else free[:1]
            hours = makeup.hours or self.shortfall.get(makeup.category, ZERO)
            for title in chosen or [""]:
                found.append(_imagined(self.year, makeup, title, hours))
        return found


def _imagined(year: int, makeup: Makeup, title: str, hours: Decimal) -> dict[str, Any]:
    course = {"course": title} if title else {}
    return {
        "id": f"imagined {makeup.category} {title}",
        "activity": "class",
        "category": makeup.category,
        "start": makeup.closes_on.isoformat(),
        "end": makeup.closes_on.isoformat(),
        "hours": hours,
        "source": "institution",
        "makeup_for": year,
        **course,
    }


class Person:
    """What all past years of somebody share, asked for once."""

    def __init__(self, professional: Professional, today: datetime.date) -> None:
        self.professional = professional
        self.today = today

    @cached_property
    def career(self) -> Career:
        return career_of(self.professional)

    @cached_property
    def recognized(self) -> list[Recorded]:
        return read_records_of([self.professional.pk]).get(self.professional.pk, [])

    @cached_property
    def made_up(self) -> list[LearningRecord]:
        return made_up_by(self.professional)

    @cached_property
    def classes(self) -> list[TrainingClass]:
        """Open make-up classes around the place of today."""
        place = self.career.standing_in(self.today.year).place
        if not place:
            return []
        open_now: QuerySet[TrainingClass] = TrainingClass.objects.open_for_enrolment(self.today)
        around = open_now.filter(makeup_for__isnull=False, area__startswith=place[:CITY])
        return list(around.select_related("institution", "course", "division").order_by("starts_on", "pk"))

    @cached_property
    def verified(self) -> set[int]:
        standing = Verification.objects.standing().filter(professional=self.professional)
        return {
            year for first, last in standing.values_list("first_year", "last_year") for year in range(first, last + 1)
        }

    @cached_property
    def years(self) -> list[PastYear]:
        """Not verified, the latest first: from the first employment on, and never of today's year."""
        first = min((job.started_on.year for job in self.career.jobs), default=self.today.year)
        years = (PastYear(self, year) for year in range(self.today.year - 1, first - 1, -1))
        return [each for each in years if each.year not in self.verified and not self._passes_already(each)]

    def _passes_already(self, year: PastYear) -> bool:
        """It meets every line by the ledger and passes by itself, or did so under rules of which no one can be asked
        anything any more."""
        row = self.ledgers.get(year.year)
        return row is not None and row.outcome == Outcome.PASS and way_of(row.ruleset) != "days"

    @cached_property
    def ledgers(self) -> dict[int, LedgerYear]:
        return {row.study_year: row for row in LedgerYear.objects.filter(professional=self.professional)}

    @property
    def open_years(self) -> list[PastYear]:
        return [each for each in self.years if each.state == OPEN]

    @property
    def ended_years(self) -> list[PastYear]:
        return [each for each in self.years if each.state == ENDED]

    @property
    def other_years(self) -> list[PastYear]:
        return [each for each in self.years if each.state == NEVER]

    @cached_property
    def named_courses(self) -> list[str]:
        """For the question about one course."""
        place = self.career.standing_in(self.today.year).place
        return sorted({title for offer in offers_around(place) for title in offer.makeup.courses})

    def verdict_on(self, year: int, category: str, course: str) -> Refusal | None:
        """May this course be taken for that year today?"""
        place = self.career.standing_in(year, makes_up=True).place or self.career.standing_in(self.today.year).place
        return refusal_of(place, MadeUp(year, category, self.today, course), used=self.made_up)
