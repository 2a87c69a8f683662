"""What somebody is short of in a year. The ledger lies in a higher room and registers itself here."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from audit.actors import Actor
from ui.parts import Reason


@dataclass(frozen=True, kw_only=True)
class Gap:
    year: int
    place: str
    """Six digits, under which the rule books are asked."""
    industry: str = ""
    title_level: str = "none"
    short: Mapping[str, Decimal] = field(default_factory=dict)
    """By line (`total`, `public`, `specialty`, `mandatory`, `elective`); only those that are short."""
    reasons: tuple[Reason, ...] = ()
    """Which article demands the lines that are short."""
    taken: frozenset[str] = frozenset()
    """Codes of public courses that counted already: the same one counts once (A-13)."""

    @property
    def is_closed(self) -> bool:
        return not self.short

    @property
    def categories(self) -> list[str]:
        """Those that are short. Where only the sum is, every category helps."""
        lines = {"specialty" if line == "mandatory" else line for line in self.short} - {"total"}
        return [name for name in ("public", "specialty", "elective") if name in lines or not lines]


Provider = Callable[[Actor, int], Gap | None]
_providers: list[Provider] = []


def register(provider: Provider) -> None:
    _providers.append(provider)


def gap_of(actor: Actor, year: int) -> Gap | None:
    """None for whoever is no professional, or stands under no rule set."""
    found = (provider(actor, year) for provider in _providers)
    return next((gap for gap in found if gap is not None), None)
