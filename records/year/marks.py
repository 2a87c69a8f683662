"""What rooms above know of a year: that it was verified, or that it is not valid before it is. `records` knows no
verification; whoever has something to say registers.

    marks.register(mark_of)  # professional, year, rule set -> Mark or None
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from people.models import Professional
from ui.parts import Reason


@dataclass(frozen=True)
class Mark:
    state: str
    """Suffix of a status badge."""
    label: str
    words: str
    reason: Reason | None = None


Provider = Callable[[Professional, int, str], Mark | None]
_providers: list[Provider] = []


def register(provider: Provider) -> None:
    _providers.append(provider)


def marks_of(professional: Professional, year: int, ruleset: str) -> list[Mark]:
    found = (provider(professional, year, ruleset) for provider in _providers)
    return [mark for mark in found if mark is not None]
