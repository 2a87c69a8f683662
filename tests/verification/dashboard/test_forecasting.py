"""What a year may come to, worked out by hand."""

from __future__ import annotations

import datetime

import pytest

from verification.dashboard.forecasting import EarlierYear, Method, forecast

MID_YEAR = datetime.date(2026, 7, 2)
"""The 183rd of 365 days."""


def test_same_part_of_those_missing_is_done_as_last_year() -> None:
    """Last year 40 % on this day and 85 % at the end: three quarters of the 60 % missing. Of 50 % now: 37.5 more."""
    found = forecast(0.5, MID_YEAR, 2026, [EarlierYear(2025, 0.4, 0.85)])

    assert found is not None
    assert (found.method, found.years) == (Method.EARLIER_YEARS, (2025,))
    assert found.share == pytest.approx(0.875)
    assert (found.low, found.high) == (pytest.approx(0.5 + 0.5 * 0.5625), pytest.approx(0.5 + 0.5 * 0.9375))


def test_several_years_give_their_mean_and_the_band_between_them() -> None:
    """A half and three quarters: 0.625 of the missing, 0.125 either way."""
    found = forecast(0.6, MID_YEAR, 2026, [EarlierYear(2024, 0.2, 0.6), EarlierYear(2025, 0.2, 0.8)])

    assert found is not None
    assert (found.share, found.low, found.high) == (pytest.approx(0.85), pytest.approx(0.8), pytest.approx(0.9))


def test_without_an_earlier_year_it_goes_on_in_a_straight_line() -> None:
    empty = EarlierYear(2025, 0, 0)
    found = forecast(0.3, MID_YEAR, 2026, [empty])

    assert found is not None
    assert found.method == Method.STRAIGHT_LINE
    assert found.share == pytest.approx(0.3 / (183 / 365))
    assert 0.3 < found.low < found.share < found.high <= 1


@pytest.mark.parametrize("day", ["2026-01-20", "2026-12-31", "2027-02-01"])
def test_nothing_is_foretold_too_early_or_when_the_year_is_over(day: str) -> None:
    assert forecast(0.5, datetime.date.fromisoformat(day), 2026, []) is None


def test_nobody_is_done_twice() -> None:
    found = forecast(1.0, MID_YEAR, 2026, [EarlierYear(2025, 1.0, 1.0), EarlierYear(2024, 0.5, 1.0)])

    assert found is not None
    assert (found.low, found.share, found.high) == (1, 1, 1)
