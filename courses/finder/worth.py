"""What a class or a course would give, and by which article: the rule books are asked as if it were done."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from courses.catalogs.rulings import makeups_of, reason_of, years_offered
from courses.enums import StudyForm
from courses.gaps import Gap
from courses.models import Course, TrainingClass
from policies import ask
from policies.terms import INDUSTRIES
from rules.calculator.telling import reasons_of, rulebook_of
from ui.parts import Reason

Question = dict[str, Any]


@dataclass(frozen=True)
class Worth:
    hours: Decimal
    reason: Reason
    """The last word of the rule set."""
    ruleset: str
    is_confirmed: bool


class Valuer:
    """Asks each question once: the rows of a page are much alike."""

    def __init__(self, gap: Gap | None = None) -> None:
        self.gap = gap
        self._known: dict[str, Worth | None] = {}

    def of_class(self, training_class: TrainingClass) -> Worth | None:
        """For the person who looks, or else for somebody at the place of the class."""
        record = {
            "activity": "class" if training_class.form == StudyForm.FACE_TO_FACE else "online",
            "category": str(training_class.category),
            "end": training_class.ends_on.isoformat(),
            "hours": training_class.hours,
            "mandatory": training_class.mandatory_hours,
            "source": "institution",
            "course": training_class.course_key,
        }
        if training_class.form == StudyForm.FACE_TO_FACE:
            host = "base" if training_class.institution.is_approved_base else "other"
            record |= {"host": host, "days": training_class.days}
        year = training_class.year
        if training_class.makeup_for:
            record["makeup_for"] = year = training_class.makeup_for
        return self._asked(record, training_class.division.code, year, training_class.industry)

    def of_course(self, course: Course) -> Worth | None:
        """Passed in the year of its catalog, of which it stands to be done."""
        catalog = course.catalog
        is_online = course.form == StudyForm.ONLINE
        record = {
            "activity": "online" if is_online else "class",
            "category": str(course.category),
            "end": datetime.date(catalog.year, 12, 31).isoformat(),
            "hours": course.hours,
            "mandatory": course.hours if course.is_mandatory else Decimal(0),
            "source": "platform" if is_online else "institution",
            "course": course.code,
        }
        year = catalog.year
        if catalog.is_makeup:
            offered = years_offered(course.category, makeups_of(catalog))
            record["makeup_for"] = year = course.for_year or next(iter(offered), catalog.year - 1)
        worth = self._asked(record, catalog.place, year, catalog.industry)
        return (
            worth
            if worth is None or not catalog.is_makeup
            else replace(worth, reason=_of_makeup(course) or worth.reason)
        )

    def _asked(self, record: Question, place: str, year: int, industry: str) -> Worth | None:
        title_level = "intermediate"
        if self.gap is not None:
            place, industry, title_level = self.gap.place, self.gap.industry, self.gap.title_level
        person = {"title_level": title_level} | ({"industry": industry} if industry in INDUSTRIES else {})
        question = {"ask": "annual", "place": place, "year": year, "person": person, "records": [{"id": "1", **record}]}
        alike = repr(question)
        if alike not in self._known:
            self._known[alike] = _answered(question)
        return self._known[alike]


def _of_makeup(course: Course) -> Reason | None:
    """That it may be made up at all says more than how its hours are counted."""
    years = [course.for_year] if course.for_year else None
    for makeup, book in makeups_of(course.catalog):
        if makeup.category == course.category and (years is None or makeup.years.issuperset(years)):
            return reason_of(makeup, book)
    return None


def _answered(question: Question) -> Worth | None:
    """None where no rule set covers the year, or it lacks a fact that no plan has."""
    answer = ask(question)
    if "error" in answer:
        return None
    told, book = answer["records"][0], rulebook_of(answer)
    reasons = reasons_of(told["because"], answer["ruleset"])
    if not reasons or book is None:
        return None
    hours = sum(told["by_year"].values(), Decimal(0))
    return Worth(hours, reasons[-1], book.title, book.is_confirmed)
