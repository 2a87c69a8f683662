"""The rule sets on a time line: a lane for each place and industry, parted into rows where books overlap."""

from __future__ import annotations

import datetime
import math
from calendar import isleap
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

ROW, BAR, TOP, GAP = 34, 26, 20, 7
WIDTH = 1100
CJK_WIDTH, LATIN_WIDTH, INSET = 12.5, 7.4, 7
MOST_TICKS = 10
LABEL = 80  # the room for a year and the word for today before the line of today


@dataclass(frozen=True)
class Span:
    """A rule set as the drawing needs it."""

    id: str
    title: str
    lane: str
    first_year: int
    last_year: int | None
    is_confirmed: bool = True
    url: str = ""


@dataclass(frozen=True)
class Bar:
    span: Span
    x: float
    y: float
    width: float
    is_here: bool

    @property
    def height(self) -> int:
        return BAR

    @property
    def label(self) -> str:
        """The name, or as much of its end as fits: `2017` of `GZ-2017`."""
        names = (self.span.id, self.span.id.rpartition("-")[2])
        return next((name for name in names if text_width(name) + 2 * INSET <= self.width), "")

    @property
    def label_x(self) -> float:
        return round(self.x + INSET, 1)

    @property
    def label_y(self) -> float:
        return self.y + 17


@dataclass(frozen=True)
class Lane:
    name: str
    y: float
    bars: Sequence[Bar]


@dataclass(frozen=True)
class Tick:
    year: int
    x: float
    is_named: bool
    """Not where the word for today stands."""


@dataclass(frozen=True)
class TimeLine:
    lanes: Sequence[Lane]
    ticks: Sequence[Tick]
    today_x: float
    height: int
    width: int = WIDTH
    top: int = TOP


def time_line(spans: Iterable[Span], today: datetime.date, here: str = "") -> TimeLine:
    """Lanes in the order in which they are first named."""
    by_lane: dict[str, list[Span]] = {}
    for span in spans:
        by_lane.setdefault(span.lane, []).append(span)
    everything = [span for lane in by_lane.values() for span in lane]
    first = min([today.year, *(span.first_year for span in everything)])
    end = 1 + max([today.year, *(span.last_year or span.first_year for span in everything)])
    left = round(max([text_width(name) for name in by_lane], default=0) + 14)
    unit = (WIDTH - left - 1) / (end - first)

    def x(year: float) -> float:
        return round(left + (year - first) * unit, 1)

    lanes, y = [], TOP + GAP
    for name, of_lane in by_lane.items():
        rows = stacked(of_lane)
        bars = [
            Bar(span, x(span.first_year), y + row * ROW, _width(x, span, end), span.id == here)
            for row, of_row in enumerate(rows)
            for span in of_row
        ]
        lanes.append(Lane(name, y + 17, bars))
        y += len(rows) * ROW
    every = math.ceil((end - first) / MOST_TICKS)
    now = x(_as_year(today))
    ticks = [Tick(year, x(year), not -LABEL < x(year) - now < 0) for year in range(first, end, every)]
    return TimeLine(lanes, ticks, now, y)


def stacked(spans: Iterable[Span]) -> list[list[Span]]:
    """Rows in which no two books overlap; a book takes the first row that is free in its first year."""
    rows: list[list[Span]] = []
    for span in sorted(spans, key=lambda span: span.first_year):
        free = next((row for row in rows if _last_year(row[-1]) < span.first_year), None)
        if free is None:
            rows.append([span])
        else:
            free.append(span)
    return rows


def _last_year(span: Span) -> float:
    return math.inf if span.last_year is None else span.last_year


def _width(x: Callable[[float], float], span: Span, end: int) -> float:
    stop = end if span.last_year is None else span.last_year + 1
    return round(x(stop) - x(span.first_year) - 2, 1)


def _as_year(day: datetime.date) -> float:
    return day.year + (day.timetuple().tm_yday - 1) / (366 if isleap(day.year) else 365)


def text_width(text: str) -> float:
    """About how wide a text is drawn, so that it can be told whether it fits."""
    return sum(CJK_WIDTH if ord(letter) > 0x2E80 else LATIN_WIDTH for letter in text)
