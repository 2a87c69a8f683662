"""Cells of the heat map: how much is missing, and how dark that is."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from policies.fields import tidy
from records.models import LedgerYear
from records.staff.queries import LINES

HALF = Decimal("0.5")


@dataclass(frozen=True)
class Cell:
    line: str
    short: Decimal
    counted: Decimal
    required: Decimal | None

    @property
    def level(self) -> int:
        """1 where nothing is missing, 2 under half, 3 from half on, 4 where there is nothing at all."""
        if not self.short or not self.required:
            return 1
        if not self.counted:
            return 4
        return 3 if self.short / self.required >= HALF else 2


@dataclass(frozen=True)
class StaffRow:
    ledger: LedgerYear
    reminded_at: Any

    @property
    def cells(self) -> list[Cell]:
        return [self._cell(line) for line in LINES]

    @property
    def total(self) -> Cell:
        return self._cell("total")

    @property
    def missing(self) -> Decimal:
        found: Decimal = self.ledger.missing  # type: ignore[attr-defined]
        return tidy(found)

    def _cell(self, line: str) -> Cell:
        ledger = self.ledger
        short = getattr(ledger, f"short_{line}")
        if line == "specialty":
            short = max(short, ledger.short_mandatory)
        return Cell(line, tidy(short), getattr(ledger, f"counted_{line}"), getattr(ledger, f"required_{line}"))
