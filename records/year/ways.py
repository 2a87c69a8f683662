"""What would close the gap of a year: what waits, what is open, what another activity would add. Nothing is promised
that the rule books were not asked."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from audit.actors import Actor
from courses.finder.queries import (
    classes_closing,
    classes_matching,
    courses_closing,
    courses_of_year,
    open_classes,
    places_taken,
)
from courses.finder.worth import Valuer
from courses.gaps import Gap
from courses.models import TrainingClass
from policies import ask
from records.ledger.judging import judge, relevant
from records.year.building import Entry, Year
from rules import labels
from rules.calculator.telling import reasons_of
from rules.calendar.queries import current_calendar
from ui.formatting import date_text
from ui.parts import Reason

SHOWN = 3
ZERO = Decimal(0)

# Activities of which one more is asked; with every fact that any rule set wants of them.
ONE_MORE: dict[str, dict[str, Any]] = {
    "paper": {"venue": "issn_cn", "level": "provincial", "rank": 1, "role": "main"},
    "meeting": {"days": 1, "level": "provincial"},
}


@dataclass(frozen=True)
class OpenClass:
    training_class: TrainingClass
    hours: Decimal
    left: int | None
    """Places; None where nobody is turned away."""


@dataclass(frozen=True)
class OneMore:
    activity: str
    label: Any
    hours: Decimal
    reason: Reason | None
    closes: Decimal
    """By how much less is missing then: hours of a line that is full help no other."""


@dataclass(frozen=True)
class Ways:
    waiting: list[Entry] = field(default_factory=list)
    classes: list[OpenClass] = field(default_factory=list)
    classes_in_all: int = 0
    public_courses: int = 0
    public_hours: Decimal = ZERO
    more: list[OneMore] = field(default_factory=list)
    makeup: str = ""

    @property
    def any(self) -> bool:
        return bool(self.waiting or self.classes or self.public_courses or self.more or self.makeup)


def ways_of(year: Year, *, actor: Actor) -> Ways:
    """For a year that is short and not over; of one that is over, only what is made up."""
    if not year.is_judged or not year.sums.short:
        return Ways()
    if year.is_over:
        return Ways(waiting=year.waiting, makeup=_makeup(year))
    gap = gap_in(year)
    chosen = classes_closing(classes_matching(open_classes(actor, year.today), places="1"), gap)
    chosen = chosen.order_by("starts_on", "pk")
    # The city of the employer; a class elsewhere is found on the page of all classes.
    near = chosen.filter(division__code__startswith=gap.place[:4])
    shown = list(near[:SHOWN]) or list(chosen[:SHOWN])
    public = courses_closing(courses_of_year(actor, year.year).filter(category="public"), gap)
    hours = list(public.values_list("hours", flat=True)) if "public" in gap.short else []
    return Ways(
        waiting=year.waiting,
        classes=list(_offers(shown, gap)),
        classes_in_all=chosen.count(),
        public_courses=len(hours),
        public_hours=sum(hours, ZERO),
        more=list(_one_more(year)),
    )


def gap_in(year: Year) -> Gap:
    standing, answer = year.standing, year.answer
    short = answer["shortfall"]
    taken = {
        each.question["course"]
        for each in year.recognized
        if each.question.get("category") == "public" and "course" in each.question
    }
    reasons = {item["line"]: item for item in answer["because"]}
    return Gap(
        year=year.year,
        place=standing.place,
        industry=standing.industry,
        title_level=standing.title_level,
        short=dict(short),
        reasons=tuple(reasons_of([reasons[line] for line in short if line in reasons], answer["ruleset"])),
        taken=frozenset(taken),
    )


def _offers(classes: list[TrainingClass], gap: Gap) -> Iterator[OpenClass]:
    taken, valuer = places_taken(classes), Valuer(gap)
    for each in classes:
        worth = valuer.of_class(each)
        left = None if each.capacity is None else max(0, each.capacity - taken.get(each.pk, 0))
        yield OpenClass(each, worth.hours if worth else ZERO, left)


def _one_more(year: Year) -> Iterator[OneMore]:
    end = datetime.date(year.year, 12, 31)
    asked_before = [each.question for each in relevant(year.year, year.recognized)]
    for activity, facts in ONE_MORE.items():
        imagined = {"id": "one more", "activity": activity, "end": end.isoformat(), **facts}
        answer = judge(year.year, year.standing, [*asked_before, imagined]).answer
        told = next((each for each in answer.get("records", ()) if each["id"] == "one more"), None)
        if told is None:
            continue
        reasons = reasons_of(told["because"], answer["ruleset"])
        before, after = year.answer["shortfall"], answer["shortfall"]
        closes = sum((hours - after.get(line, ZERO) for line, hours in before.items() if line != "total"), ZERO)
        closes = max(closes, before.get("total", ZERO) - after.get("total", ZERO))
        reason = reasons[-1] if not told["hours"] and reasons else reasons[0] if reasons else None
        yield OneMore(activity, labels.ACTIVITIES[activity], told["hours"], reason, closes)


def _makeup(year: Year) -> str:
    question = {
        "ask": "deadline",
        "what": "makeup",
        "place": year.standing.place,
        "for_year": year.year,
        "on": year.today.isoformat(),
    }
    answer = ask(question, calendar=current_calendar())
    if "error" in answer:
        return ""
    if answer.get("outcome") == "accepted" and "due" in answer:
        return _("It can still be made up until %(day)s.") % {"day": date_text(answer["due"])}
    if "due" in answer:
        return _("It could be made up until %(day)s.") % {"day": date_text(answer["due"])}
    return ""
