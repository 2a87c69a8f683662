"""The picture of a job: a square for each slice, so that one look shows what is done, what runs and what waits."""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass

from django.utils.translation import pgettext_lazy

from jobs.enums import FILLS, SliceState, Stage
from jobs.models import Job, Slice

CELL = 12
GAP = 3
PER_ROW = 50
MOST_CELLS = 1000

WITH_ITEMS_SET_ASIDE = "set_aside"
LOOKS = {state.value: (FILLS[state], state.label) for state in SliceState} | {
    WITH_ITEMS_SET_ASIDE: ("short", pgettext_lazy("state of a slice", "Completed, items set aside"))
}
"""How a slice is filled, and the word for it in the legend."""


@dataclass(frozen=True, kw_only=True)
class Cell:
    x: int
    y: int
    fill: str
    done_height: int
    """How far it is filled, from the bottom."""

    @property
    def bottom(self) -> int:
        return self.y + CELL - self.done_height


@dataclass(frozen=True, kw_only=True)
class Picture:
    cells: list[Cell]
    width: int
    height: int
    legend: list[tuple[str, str, int]]
    """Fill, word, number of slices."""


def picture_of(job: Job) -> Picture | None:
    """None where there is nothing to see in it: one slice, or more than a page can show."""
    slices = list(job.slices.filter(stage=Stage.WORK).order_by("number")[: MOST_CELLS + 1])
    if not 1 < len(slices) <= MOST_CELLS:
        return None
    alike = Counter(_look_of(one) for one in slices)
    return Picture(
        cells=[_cell(place, one) for place, one in enumerate(slices)],
        width=min(len(slices), PER_ROW) * (CELL + GAP) - GAP,
        height=math.ceil(len(slices) / PER_ROW) * (CELL + GAP) - GAP,
        legend=[(fill, str(word), alike[look]) for look, (fill, word) in LOOKS.items() if alike[look]],
    )


def _look_of(one: Slice) -> str:
    return WITH_ITEMS_SET_ASIDE if one.parked and one.state == SliceState.COMPLETED else one.state


def _cell(place: int, one: Slice) -> Cell:
    row, column = divmod(place, PER_ROW)
    return Cell(
        x=column * (CELL + GAP),
        y=row * (CELL + GAP),
        fill=LOOKS[_look_of(one)][0],
        done_height=(one.position - one.start) * CELL // one.size,
    )
