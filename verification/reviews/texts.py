"""The sentences of the notice on which this package rests (`texts.toml`), and who reviews by it."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from people.models import Organization
from rules.calculator.telling import cited, rule_url

FILE = Path(__file__).resolve().parent / "texts.toml"
QUALIFIED = "继续教育审验合格"
"""What is noted under 审验意见, in these words and in no other language (XZ16 二.3(3))."""
RULESET = "XZ-2016"
_SECTIONS = (
    *("electronic", "form", "employer", "concentrated", "supplementary", "real_time"),
    *("stamp", "results", "short", "fraud", "cycle"),
)


@dataclass(frozen=True)
class Sentence:
    cite: str
    quote: str
    rule: str = ""

    @property
    def citation(self) -> str:
        return cited(self.cite)

    @property
    def url(self) -> str:
        return rule_url(self.rule, RULESET)


@dataclass(frozen=True)
class Office:
    name: str
    cite: str
    quote: str

    @property
    def citation(self) -> str:
        return cited(self.cite)


@cache
def _read() -> dict[str, Any]:
    read = tomllib.loads(FILE.read_text("utf-8"))
    if set(read) != {*_SECTIONS, "offices"}:
        raise ValueError(f"{FILE.name}: {sorted(set(read) ^ {*_SECTIONS, 'offices'})}")
    return read


@cache
def sentence(name: str) -> Sentence:
    return Sentence(**_read()[name])


@cache
def office_of_area(area: str) -> Office:
    """Of the bureau that answers for the area."""
    offices = _read()["offices"]
    return Office(**offices.get(area) or offices["city" if len(area) <= len("3203") else "county"])


def office_of(body: Organization) -> Office:
    """The office within the bureau that the notice names: 职称办 with the training centre, or 组织人事部."""
    return office_of_area(body.area)
