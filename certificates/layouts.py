"""How a certificate is printed: data with its source, by province and day of issue."""

from __future__ import annotations

import datetime
import tomllib
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

from policies.shelf import shelf
from verification.enums import Kind

FILE = Path(__file__).resolve().parent / "layouts.toml"


class LayoutFault(ValueError):
    """The file of the layouts is not sound."""


@dataclass(frozen=True)
class Layout:
    id: str
    province: str
    kinds: tuple[Kind, ...]
    title: str
    act: str
    rule: str
    cite: str
    quote: str
    says: str
    """Where no sheet is shown: what the certificate says of the person, with a place for the year."""
    says_in_english: str
    numbers: str = ""
    """The rule set whose book says how numbers are composed; none says it for some provinces (C-11)."""
    first_day: datetime.date = datetime.date.min
    last_day: datetime.date = datetime.date.max
    confirmed_by_employer: bool = False
    confirmed_otherwise: tuple[str, ...] = ()
    """Industries in which somebody else confirms."""
    is_booklet: bool = False
    """A page of a booklet, with the hours of the year and the employer on it."""

    def needs_confirmation(self, industry: str) -> bool:
        return self.confirmed_by_employer and industry not in self.confirmed_otherwise

    def sentence(self, year: int) -> str:
        return self.says.format(year=year)

    def sentence_in_english(self, year: int) -> str:
        return self.says_in_english.format(year=year)

    @property
    def template(self) -> str:
        return f"certificates/sheets/{self.id}.html"


@cache
def layouts() -> dict[str, Layout]:
    return read_layouts(FILE.read_text())


def layout_for(area: str, on: datetime.date) -> Layout | None:
    """For the bureau of an area, on the day on which it issues. None: its province has none."""
    return next(
        (each for each in layouts().values() if area[:2] == each.province and each.first_day <= on <= each.last_day),
        None,
    )


def read_layouts(text: str) -> dict[str, Layout]:
    found = {name: _read(name, said) for name, said in tomllib.loads(text).items()}
    by_province = sorted(found.values(), key=lambda each: (each.province, each.first_day))
    for earlier, later in pairwise(by_province):
        if earlier.province == later.province and earlier.last_day >= later.first_day:
            raise LayoutFault(f"{later.id}: begins before {earlier.id} ends")
    return found


def _read(name: str, said: dict[str, Any]) -> Layout:
    said = dict(said)
    try:
        kinds = tuple(Kind(each) for each in said.pop("kinds"))
        days = {ours: said.pop(theirs) for theirs, ours in DAYS.items() if theirs in said}
        otherwise = tuple(said.pop("confirmed_otherwise", ()))
        layout = Layout(id=name, kinds=kinds, confirmed_otherwise=otherwise, **days, **said)
    except (KeyError, TypeError, ValueError) as error:
        raise LayoutFault(f"{name}: {error}") from error
    if not all("{year}" in each for each in (layout.says, layout.says_in_english)):
        raise LayoutFault(f"{name}: says nothing of the year")
    if layout.numbers and layout.numbers not in shelf().books:
        raise LayoutFault(f"{name}: no book has the rule set {layout.numbers}")
    return layout


DAYS = {"from": "first_day", "until": "last_day"}
