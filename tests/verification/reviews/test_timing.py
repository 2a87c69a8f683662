"""Which year is judged on which day, and what it is to be late: both sides of every date (A-26, D-16 to D-18, H28)."""

from __future__ import annotations

import datetime

import pytest

from verification.reviews.enums import Occasion
from verification.reviews.timing import form_timing_of, timing_of

XUZHOU, ZONE, GUANGZHOU = "320300", "320371", "440100"
DAY = datetime.date.fromisoformat


@pytest.mark.parametrize(
    ("on", "year", "occasion"),
    [
        ("2016-01-01", 2015, Occasion.CONCENTRATED),
        ("2016-03-31", 2015, Occasion.CONCENTRATED),
        ("2016-04-01", 2015, Occasion.SUPPLEMENTARY),
        ("2016-12-31", 2015, Occasion.SUPPLEMENTARY),
        ("2017-01-01", 2016, Occasion.CONCENTRATED),
    ],
)
def test_the_year_before_is_judged_until_march_and_after(on: str, year: int, occasion: Occasion) -> None:
    timing = timing_of(ZONE, DAY(on))

    assert timing is not None
    assert (timing.study_year, timing.occasion, timing.due) == (year, occasion, datetime.date(year + 1, 3, 31))


@pytest.mark.parametrize(("on", "days_late", "misses"), [("01-10", 0, False), ("01-11", 1, False), ("04-01", 82, True)])
def test_a_form_is_late_from_the_eleventh_on(on: str, days_late: int, misses: bool) -> None:
    timing = form_timing_of(XUZHOU, DAY(f"2016-{on}"))

    assert timing is not None
    assert (timing.due, timing.days_late, timing.misses_review) == (datetime.date(2016, 1, 10), days_late, misses)


@pytest.mark.parametrize(("place", "on"), [(XUZHOU, "2015-12-31"), (GUANGZHOU, "2016-02-01")])
def test_no_review_before_2016_and_none_elsewhere(place: str, on: str) -> None:
    assert timing_of(place, DAY(on)) is None
    assert form_timing_of(place, DAY(on)) is None
