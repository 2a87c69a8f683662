"""How a year is verified under each rule set: data with its source, like the books themselves."""

from __future__ import annotations

import datetime
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from policies.shelf import shelf
from verification.enums import Way

FILE = Path(__file__).resolve().parent / "ways.toml"


class WayFault(ValueError):
    """The file of the ways is not sound."""


@dataclass(frozen=True)
class Closing:
    """The last day on which an office verifies under a rule set, and the sentence that says so."""

    on: datetime.date
    rule: str
    cite: str
    quote: str


@dataclass(frozen=True)
class RulesetWay:
    ruleset: str
    way: Way
    rule: str
    cite: str
    quote: str
    grace: str = "12-31"
    """Month and day of the year after; without one the year itself is the end."""
    makeup_grace: int = 0
    """Days in which what was made up for the year may still be recognized, from the last day on which it may be
    studied."""
    closing: Closing | None = None

    def last_day_for(self, year: int) -> datetime.date:
        """Until when a recognition still lets the year pass by itself (A-45)."""
        has_grace = self.grace != "12-31"
        return datetime.date.fromisoformat(f"{year + has_grace}-{self.grace}")


@cache
def ways() -> dict[str, RulesetWay]:
    return read_ways(FILE.read_text())


def read_ways(text: str) -> dict[str, RulesetWay]:
    found = {}
    for ruleset, said in tomllib.loads(text).items():
        if ruleset not in shelf().books:
            raise WayFault(f"{ruleset}: no book has this rule set")
        try:
            closing = Closing(**said["closing"]) if "closing" in said else None
            found[ruleset] = RulesetWay(ruleset, **said | {"way": Way(said["way"]), "closing": closing})
            found[ruleset].last_day_for(2000)
        except (KeyError, TypeError, ValueError) as error:
            raise WayFault(f"{ruleset}: {error}") from error
    return found


def way_of(ruleset: str) -> Way | None:
    known = ways().get(ruleset)
    return known.way if known else None


def automatic_rulesets() -> list[str]:
    return [each.ruleset for each in ways().values() if each.way == Way.AUTOMATIC]


def rulesets_open_on(day: datetime.date, year: int) -> list[str]:
    """Those under which the year may still pass by itself on that day, however late its hours were recognized."""
    return [name for name in automatic_rulesets() if day <= ways()[name].last_day_for(year)]


def last_grace_day(year: int) -> datetime.date:
    """Of all rule sets that verify by themselves the last; what is recognized later passes nobody by itself."""
    return max(ways()[name].last_day_for(year) for name in automatic_rulesets())


def last_makeup_day(year: int) -> datetime.date | None:
    """Until when a recognition of what was made up for the year lets it pass by itself. None: nothing of it may be made
    up under rules that verify by themselves (GDQ18 四 allows it of the public subjects of 2018 alone)."""
    days = (_makeup_days(name).get(year) for name in automatic_rulesets())
    return max((day for day in days if day), default=None)


def years_made_up_on(day: datetime.date) -> list[int]:
    """Past years that somebody may come to pass by a recognition of that day."""
    years = {year for name in automatic_rulesets() for year in _makeup_days(name)}
    return sorted(year for year in years if year < day.year and day <= (last_makeup_day(year) or datetime.date.min))


@cache
def _makeup_days(ruleset: str) -> dict[int, datetime.date]:
    grace = ways()[ruleset].makeup_grace
    if not grace:
        return {}
    offered = [(year, makeup.closes_on) for makeup in shelf().books[ruleset].makeups for year in makeup.years]
    return {year: closes_on + datetime.timedelta(days=grace) for year, closes_on in sorted(offered)}
