"""What a year may come to. Pure: shares in, shares out, with the method and a band; nothing is ever certain."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

EARLIEST = 0.1
"""Of the year: before that day a few weeks would be taken for a year."""
SPREAD = 0.25
"""By how much one single year is taken to vary, either way. Our own figure; with several years their own spread is."""
LEAST_SPREAD = 0.05
"""However alike the years were."""


class Method(Enum):
    EARLIER_YEARS = "earlier_years"
    STRAIGHT_LINE = "straight_line"


@dataclass(frozen=True)
class Forecast:
    method: Method
    share: float
    low: float
    high: float
    years: tuple[int, ...] = ()
    """On which it rests."""


@dataclass(frozen=True)
class EarlierYear:
    year: int
    on_same_day: float
    at_end: float
    """Shares of the people of that year."""

    @property
    def gained(self) -> float | None:
        """Which part of those who were still missing on that day was done by the end."""
        missing = 1 - self.on_same_day
        return None if missing <= 0 else max(self.at_end - self.on_same_day, 0) / missing


def forecast(now: float, today: datetime.date, year: int, earlier: Sequence[EarlierYear]) -> Forecast | None:
    """Of those still missing, the part that came to be done in earlier years after this day; without an earlier year
    the pace so far, in a straight line. None where the year has ended or has hardly begun."""
    first, last = datetime.date(year, 1, 1), datetime.date(year, 12, 31)
    passed = ((today - first).days + 1) / ((last - first).days + 1)
    if not EARLIEST <= passed < 1:
        return None
    missing = 1 - now
    # A year of which nothing was known by this day, or in which nobody was done, says nothing about this one.
    parts = {one.year: one.gained for one in earlier if one.on_same_day > 0 and one.at_end > 0}
    gained = {one: part for one, part in parts.items() if part is not None}
    if gained:
        mean = sum(gained.values()) / len(gained)
        own = SPREAD * mean if len(gained) == 1 else max(abs(part - mean) for part in gained.values())
        spread = max(own, LEAST_SPREAD)
        low, high = max(mean - spread, 0), min(mean + spread, 1)
        years = tuple(sorted(gained))
        return Forecast(
            Method.EARLIER_YEARS, now + missing * mean, now + missing * low, min(now + missing * high, 1), years
        )
    line = min(now / passed, 1)
    # At half the pace, and at half as much again: a straight line knows nothing of the rush before a year ends.
    return Forecast(Method.STRAIGHT_LINE, line, now + (line - now) / 2, min(line + (line - now) / 2, 1))
