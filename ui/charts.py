"""From figures to lengths, positions and shades: pure arithmetic, drawn by the templates in components/.

Every drawing repeats figures that stand beside it in words or in a table; none is the only place of a figure.
Lengths are percentages or view-box units in SVG attributes, so that no inline style is needed.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

Number = float
Point = tuple[float, float]

# What is drawn as a pattern, so that its colour is never alone; the pattern is in components/patterns.html.
PATTERNS = {
    "specialty": "hatch-specialty",
    "elective": "dots-elective",
    "pending": "hatch-pending",
    "short": "hatch-short",
    "waiting": "hatch-waiting",
}


def percentage(share: Number) -> str:
    return f"{round(100 * min(max(share, 0), 1), 2):g}%"


# Bars


@dataclass(frozen=True)
class Part:
    """One stretch of a bar: its name and amount as told in words, and how it is filled."""

    label: str
    amount: Number
    fill: str

    @property
    def pattern(self) -> str:
        return PATTERNS.get(self.fill, "")


@dataclass(frozen=True)
class Stretch:
    part: Part
    start: str
    length: str


@dataclass(frozen=True)
class Bar:
    """Stretches laid end to end on a ground. All bars of one page take the same scale, so that they compare."""

    parts: Sequence[Part]
    scale: Number
    """The amount that fills the whole width."""
    floor: Number | None = None
    """Where the requirement lies: a black tick; the ground reaches up to it."""

    @property
    def stretches(self) -> list[Stretch]:
        found, start = [], 0.0
        for part in self.parts:
            # What does not fit ends at the edge; the words beside the bar tell the true amount.
            length = min(part.amount, self.scale - start)
            if length > 0:
                found.append(Stretch(part, percentage(start / self.scale), percentage(length / self.scale)))
                start += length
        return found

    @property
    def ground(self) -> str:
        return "100%" if self.floor is None else self.tick

    @property
    def tick(self) -> str:
        return "" if self.floor is None else percentage(self.floor / self.scale)


# The ring: one total against what is required


@dataclass(frozen=True)
class Ring:
    value: Number
    required: Number
    waiting: Number = 0
    """Sent in, not yet recognized; drawn after the value in a lighter line."""

    @property
    def value_dash(self) -> str:
        return self._dash(self._shown_value)

    @property
    def waiting_dash(self) -> str:
        return self._dash(min(self.waiting, self.required - self._shown_value))

    @property
    def waiting_offset(self) -> str:
        return f"{-self._shown_value:g}"

    @property
    def _shown_value(self) -> Number:
        return min(max(self.value, 0), self.required)

    def _dash(self, length: Number) -> str:
        return f"{length:g} {self.required - length:g}"


# Lines over time


@dataclass(frozen=True)
class Series:
    name: str
    values: Sequence[Number | None]
    """`None` where nothing is known; only at the ends."""
    is_now: bool = False
    is_forecast: bool = False
    """Drawn dotted: what may come."""


@dataclass(frozen=True)
class Tick:
    at: float
    text: str


@dataclass(frozen=True)
class Line:
    series: Series
    points: str
    end: Point
    label_at: float
    """Height of the name beside the end of the line, moved off the other names."""


@dataclass(frozen=True)
class LineChart:
    series: Sequence[Series]
    labels: Sequence[str]
    """One for each place along the bottom."""
    unit: str = ""
    top: Number | None = None
    """Highest value of the scale; a round one is chosen when it is not given."""
    width: int = 400
    height: int = 250
    left: int = 44
    right: int = 62
    line_height: int = 18
    most_labels: int = 6
    lines: list[Line] = field(init=False)

    def __post_init__(self) -> None:
        drawn = [(each, self._points(each)) for each in self.series if any(v is not None for v in each.values)]
        heights = keep_apart([points[-1][1] for _series, points in drawn], self.line_height, self.bottom)
        lines = [
            Line(each, joined(points), points[-1], height)
            for (each, points), height in zip(drawn, heights, strict=True)
        ]
        object.__setattr__(self, "lines", lines)

    @property
    def highest(self) -> Number:
        if self.top is not None:
            return self.top
        return round_above(max((v for each in self.series for v in each.values if v is not None), default=1))

    def x(self, place: int) -> float:
        steps = max(len(self.labels) - 1, 1)
        return round(self.left + place * (self.width - self.left - self.right) / steps, 1)

    def y(self, value: Number) -> float:
        return round(self.bottom - value / self.highest * (self.bottom - 12), 1)

    @property
    def bottom(self) -> int:
        return self.height - 26

    @property
    def plot_right(self) -> int:
        return self.width - self.right

    @property
    def heights(self) -> list[Tick]:
        values = [self.highest * quarter / 4 for quarter in range(5)]
        return [Tick(self.y(value), f"{value:g}{self.unit}") for value in values]

    @property
    def places(self) -> list[Tick]:
        every = math.ceil(len(self.labels) / self.most_labels) or 1
        return [Tick(self.x(place), label) for place, label in enumerate(self.labels) if place % every == 0]

    @property
    def rows(self) -> list[tuple[str, list[Number | None]]]:
        """The table behind the drawing: a row for each place, a column for each line."""
        return [
            (label, [each.values[place] if place < len(each.values) else None for each in self.series])
            for place, label in enumerate(self.labels)
        ]

    def _points(self, series: Series) -> list[Point]:
        return [(self.x(place), self.y(value)) for place, value in enumerate(series.values) if value is not None]


@dataclass(frozen=True)
class Sparkline:
    """One small line beside many others, with the common one behind it for comparison."""

    values: Sequence[Number]
    common: Sequence[Number]
    highest: Number = 100
    width: int = 160
    height: int = 48

    @property
    def points(self) -> str:
        return self._polyline(self.values)

    @property
    def common_points(self) -> str:
        return self._polyline(self.common)

    def _polyline(self, values: Sequence[Number]) -> str:
        step = (self.width - 2) / max(len(self.common) - 1, 1)
        ground = self.height - 2
        return joined(
            [(1 + place * step, ground - value / self.highest * ground) for place, value in enumerate(values)]
        )


def joined(points: Sequence[Point]) -> str:
    return " ".join(f"{x:.1f},{y:.1f}" for x, y in points)


def round_above(value: Number) -> Number:
    """The next value above that reads well on a scale of four steps: 8, 20, 40, 80, 100, 200, 400 …"""
    if value <= 0:
        return 1
    magnitude: Number = 10 ** math.floor(math.log10(value))
    return next(step * magnitude for step in (1, 2, 4, 8, 10) if step * magnitude >= value)


def keep_apart(heights: Sequence[float], distance: float, lowest: float = math.inf) -> list[float]:
    """Moves labels just as far as needed so that no two of them overlap: down, and at the lower edge up again."""
    moved = list(heights)
    by_height = sorted(range(len(moved)), key=lambda place: moved[place])
    for above, below in pairwise(by_height):
        moved[below] = max(moved[below], moved[above] + distance)
    for place in by_height[-1:]:
        moved[place] = min(moved[place], lowest)
    for below, above in pairwise(reversed(by_height)):
        moved[above] = min(moved[above], moved[below] - distance)
    return moved


# Shades of waiting


@dataclass(frozen=True)
class HeatCell:
    amount: int
    level: int
    """1 to 4, from the plain ground to the darkest; the figure always stands in the cell."""
    url: str = ""


@dataclass(frozen=True)
class HeatRow:
    label: str
    amounts: Sequence[int]
    urls: Sequence[str] = ()


@dataclass(frozen=True)
class HeatTable:
    """How much waits where, and how long already."""

    columns: Sequence[str]
    shades: Sequence[int]
    """How urgent it is to stand in a column, 1 to 4: age first, amount second."""
    rows: Sequence[HeatRow]

    @property
    def shaded(self) -> list[tuple[HeatRow, list[HeatCell]]]:
        total = sum(sum(row.amounts) for row in self.rows)
        return [(row, self._cells(row, total)) for row in self.rows]

    def _cells(self, row: HeatRow, total: int) -> list[HeatCell]:
        urls = row.urls or [""] * len(self.columns)
        levels = [heat_level(shade, amount, total) for shade, amount in zip(self.shades, row.amounts, strict=True)]
        return [HeatCell(*each) for each in zip(row.amounts, levels, urls, strict=True)]


def heat_level(shade: int, amount: int, total: int) -> int:
    """What is a small part of all that waits is shaded less: by one under 0.5 %, by two under 0.05 %; nothing, not."""
    if not amount:
        return 1
    return max(1, shade - (amount < 0.005 * total) - (amount < 0.0005 * total))
