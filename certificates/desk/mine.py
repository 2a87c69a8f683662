"""The certificates of one person, year by year; where there is none, why."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal

from certificates.issuing.services import why_not
from certificates.models import Certificate
from people.models import Professional
from records.models import LedgerYear
from records.models.ledger import LINES
from rules.labels import LINES as LINE_NAMES
from verification.models import Verification

YEARS_EXPLAINED = 3
"""Of the last years without a certificate it is said why there is none."""


@dataclass(frozen=True)
class YearOfMine:
    year: int
    certificate: Certificate | None
    earlier: list[Certificate]
    """Replaced or void, the last first."""
    why: str
    short: list[tuple[str, Decimal, Decimal]]
    """Line, what is missing, what was asked."""
    is_done: bool
    """Verified: the person need do nothing."""

    @property
    def is_void(self) -> bool:
        return self.certificate is None and bool(self.earlier)


def years_of(person: Professional) -> list[YearOfMine]:
    of_year: dict[int, list[Certificate]] = defaultdict(list)
    certificates = Certificate.objects.filter(professional=person)
    for each in certificates.select_related("end", "receipt", "replaced_by", "issuer").order_by("-round", "-pk"):
        of_year[each.study_year].append(each)
    ledgers = {each.study_year: each for each in LedgerYear.objects.filter(professional=person)}
    verified = set(Verification.objects.standing().filter(professional=person).values_list("last_year", flat=True))
    without = sorted((year for year in {*ledgers, *verified} if not any(c.stands for c in of_year[year])), reverse=True)
    explained = {year: why_not(person, year) for year in without[:YEARS_EXPLAINED]}
    shown = sorted({*explained, *(year for year, some in of_year.items() if some)}, reverse=True)
    return [
        _year_of(year, of_year[year], ledgers.get(year), explained.get(year, ""), year in verified) for year in shown
    ]


def _year_of(
    year: int, certificates: list[Certificate], ledger: LedgerYear | None, why: str, is_done: bool
) -> YearOfMine:
    standing = next((each for each in certificates if each.stands), None)
    short = [] if ledger is None or is_done else _short(ledger)
    return YearOfMine(year, standing, [each for each in certificates if each is not standing], why, short, is_done)


def _short(ledger: LedgerYear) -> list[tuple[str, Decimal, Decimal]]:
    lines = ((line, getattr(ledger, f"short_{line}"), getattr(ledger, f"required_{line}")) for line in LINES)
    return [(str(LINE_NAMES[line]), short, required or Decimal(0)) for line, short, required in lines if short]
