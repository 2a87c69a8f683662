"""What the rule books say of a class: who takes its plan, by when it is filed, by when its results are due.

Where the place has no rule for it, our own default answers, and says so: the bureau of the institution takes the plan,
it is filed before the class begins, results follow within five working days.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from approvals.chains import ChainStep, chain_of_route
from approvals.enums import Act, By
from courses.models import TrainingClass
from people.models import Institution
from people.supervision import institution_facts, place_of, supervisor_of
from policies import ask
from policies.shelf import shelf
from policies.terms import INDUSTRIES
from policies.workdays import Calendar, OutsideTable
from policies.workdays import calendar as calendar_supplied
from rules.calculator.telling import reasons_of
from rules.calendar.queries import current_calendar
from ui.errors import Conflict
from ui.parts import Reason

ACCEPTED, WITH_NOTICE, LATE, REFUSED = "accepted", "accepted_with_notice", "late", "refused"
ONE_DAY = datetime.timedelta(days=1)
NO_RULE = ("procedure:", "what:")
"""With what an answer begins that has no rule for the place, the category and the year."""


@dataclass(frozen=True)
class Ruling:
    """A day by which something is due, with its reason; without one it is our own default."""

    due: datetime.date | None
    outcome: str = ""
    reason: Reason | None = None

    @property
    def is_own(self) -> bool:
        return self.reason is None


@dataclass(frozen=True)
class Chain:
    steps: list[ChainStep]
    reason: Reason | None = None
    """None: our own default, the bureau of the institution alone."""

    @property
    def is_own(self) -> bool:
        return self.reason is None


def _answer(question: Mapping[str, Any], calendar: Calendar | None = None) -> dict[str, Any] | None:
    """None: the place has no rule for it."""
    answer = ask(dict(question), calendar=calendar or current_calendar())
    error = str(answer.get("error", ""))
    if error and not error.startswith(NO_RULE):
        raise Conflict(error)
    return None if error else answer


def _reason(answer: Mapping[str, Any]) -> Reason:
    return reasons_of(answer["because"], answer.get("ruleset", ""))[0]


# The plan


def plan_deadline(training_class: TrainingClass, *, filed_on: datetime.date) -> Ruling:
    """By when the plan is filed, and how one filed on that day is taken (D-6, D-7, D-13)."""
    answer = _answer(
        {
            "ask": "deadline",
            "what": "class_plan",
            "place": place_of(training_class.institution, filed_on),
            "category": str(training_class.category),
            "starts_on": training_class.starts_on.isoformat(),
            "filed_on": filed_on.isoformat(),
        }
    )
    if answer is None:
        due = training_class.starts_on - ONE_DAY
        return Ruling(due, ACCEPTED if filed_on <= due else REFUSED)
    return Ruling(answer["due"], answer["outcome"], _reason(answer))


def chain_of_plan(training_class: TrainingClass, *, on: datetime.date) -> Chain:
    """Who takes the plan, in which order. Refused in words where nobody stands at a step."""
    institution = training_class.institution
    known = {"industry": str(training_class.industry)} if training_class.industry in INDUSTRIES else {}
    answer = _answer(
        {
            "ask": "route",
            "procedure": "class_plan",
            "place": place_of(institution, on),
            "year": on.year,
            "category": str(training_class.category),
            "person": known,
            "employer": institution_facts(institution),
            "source": "institution",
        }
    )
    if answer is None:
        return Chain([_bureau_alone(institution, on)])
    if "steps" not in answer:
        raise Conflict(answer["reason"])
    steps = chain_of_route(answer, employer=institution, industry=training_class.industry, on=on)
    return Chain(steps, _reason(answer))


def _bureau_alone(institution: Institution, on: datetime.date) -> ChainStep:
    bureau = supervisor_of(institution, on=on)
    if bureau is None:
        raise Conflict(
            _("No bureau is registered yet that answers for %(institution)s.") % {"institution": institution}
        )
    by = By(institution_facts(institution)["belongs_to"])
    return ChainStep(by=by, act=Act.FILING, organization=bureau)


# The windows of Shantou, and the results


def windows_missed(training_class: TrainingClass) -> list[Reason]:
    """The windows of its place within which such training has to begin (D-9), and outside of which it begins. No
    working days are asked for, so that a whole queue needs no query for them."""
    place = place_of(training_class.institution, training_class.starts_on)
    question = {"ask": "deadline", "what": "training_window", "place": place}
    missed = []
    for purpose in ("promotion", "appointment"):
        answer = _answer(
            {**question, "purpose": purpose, "starts_on": training_class.starts_on.isoformat()}, calendar_supplied()
        )
        if answer is not None and answer["outcome"] == REFUSED:
            missed.append(_reason(answer))
    return missed


def results_deadline(training_class: TrainingClass) -> Ruling:
    """By when attendance, marks and hours are entered (D-8); elsewhere by our own default."""
    place = place_of(training_class.institution, training_class.ends_on)
    return results_deadline_at(place, training_class.ends_on, current_calendar())


def results_deadline_at(place: str, ended_on: datetime.date, calendar: Calendar) -> Ruling:
    question = {"ask": "deadline", "what": "class_results", "place": place, "ended_on": ended_on.isoformat()}
    answer = _answer(question, calendar)
    if answer is not None:
        return Ruling(answer["due"], reason=_reason(answer))
    try:
        return Ruling(calendar.after(ended_on, usual_results_term()))
    except OutsideTable:
        return Ruling(None)


def usual_results_term() -> int:
    """Working days, by the only document that names any (ST14 六(三)): our own figure where another place has none."""
    books = shelf().books.values()
    return next(each.workdays_after for book in books for each in book.deadlines.get("class_results", ()))
