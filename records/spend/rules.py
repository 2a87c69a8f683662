"""The share of the wages that goes into training, as dated data with its citation."""

from __future__ import annotations

import datetime
import tomllib
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from pathlib import Path

from people.models import Employer

CENT = Decimal("0.01")


@dataclass(frozen=True)
class SpendRule:
    rule: str
    place: str
    first_year: int
    share: Decimal
    cite: str
    quote: str
    checked_on: datetime.date

    def least(self, wages: Decimal) -> Decimal:
        return (wages * self.share).quantize(CENT, ROUND_HALF_UP)


@cache
def spend_rules() -> tuple[SpendRule, ...]:
    told = tomllib.loads((Path(__file__).parent / "rule.toml").read_text())
    return tuple(SpendRule(**{**each, "share": Decimal(each["share"])}) for each in told["rules"])


def rule_for(employer: Employer, year: int) -> SpendRule | None:
    """None where no text asks for a share of the wages."""
    fitting = [each for each in spend_rules() if employer.area.startswith(each.place) and each.first_year <= year]
    return max(fitting, key=lambda each: each.first_year, default=None)
