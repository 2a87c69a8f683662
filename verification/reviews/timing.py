"""Which year is judged on which day, on which occasion, and what it means to be late. Pure: facts in, answers of the
rule books out; no clock is read and no row fetched."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from policies import ask
from policies.workdays import Calendar
from verification.reviews.enums import Occasion
from verification.reviews.texts import Sentence, sentence


@dataclass(frozen=True)
class Timing:
    """Of a review that is asked for on a day."""

    study_year: int
    """The one judged: the year before (A-26), also where it is supplementary (H28)."""
    occasion: Occasion
    due: datetime.date
    """The last day of the concentrated review."""

    @property
    def sentence(self) -> Sentence:
        return sentence(self.occasion.value)


@dataclass(frozen=True)
class FormTiming:
    """Of a 电子登记表 that is handed in on a day."""

    due: datetime.date
    days_late: int
    review_due: datetime.date

    @property
    def is_late(self) -> bool:
        return self.days_late > 0

    @property
    def misses_review(self) -> bool:
        """Whether the concentrated review is over, too."""
        return self.due + datetime.timedelta(days=self.days_late) > self.review_due


def timing_of(place: str, on: datetime.date, calendar: Calendar | None = None) -> Timing | None:
    """None where the place has no annual review, or had none yet (before 2016)."""
    answer = _deadline("annual_review", place, calendar, filed_on=on.isoformat())
    if answer is None:
        return None
    is_open = answer["outcome"] == "accepted"
    occasion = Occasion.CONCENTRATED if is_open else Occasion.SUPPLEMENTARY
    return Timing(answer["study_year"], occasion, answer["due"])


def form_timing_of(place: str, on: datetime.date, calendar: Calendar | None = None) -> FormTiming | None:
    """Of the form about the year that is judged on that day."""
    review = timing_of(place, on, calendar)
    if review is None:
        return None
    asked = {"study_year": review.study_year, "filed_on": on.isoformat()}
    answer = _deadline("annual_form", place, calendar, **asked)
    if answer is None:
        return None
    days_late = (on - answer["due"]).days if answer["outcome"] == "late" else 0
    return FormTiming(answer["due"], days_late, review.due)


@lru_cache(maxsize=1024)
def has_reviews(place: str, on: datetime.date) -> bool:
    return timing_of(place, on) is not None


def _deadline(what: str, place: str, calendar: Calendar | None, **facts: Any) -> dict[str, Any] | None:
    answer = ask({"ask": "deadline", "what": what, "place": place, **facts}, calendar=calendar)
    return None if "error" in answer else answer
