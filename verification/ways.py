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
class RulesetWay:
    ruleset: str
    way: Way
    rule: str
    cite: str
    quote: str
    grace: str = "12-31"
    """Month and day of the year after; without one the year itself is the end."""

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
            found[ruleset] = RulesetWay(ruleset, **said | {"way": Way(said["way"])})
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
