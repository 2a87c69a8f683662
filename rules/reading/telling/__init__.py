"""A rule set told in whole sentences: one function a section, each from the checked tables of the book."""

from __future__ import annotations

from policies.books import Book
from rules.reading.parts import Section
from rules.reading.telling.conversions import conversions
from rules.reading.telling.limits import doubles, makeups, pools, refusals
from rules.reading.telling.openings import openings
from rules.reading.telling.procedures import cycle, deadlines, numbering, routes, sampling
from rules.reading.telling.requirements import requirements, scope

TELLERS = (
    *(scope, requirements, conversions, pools, doubles, refusals, makeups),
    *(cycle, routes, deadlines, numbering, sampling, openings),
)


def tell(book: Book) -> list[Section]:
    """What the book says, in the order in which people ask; sections about which it says nothing are left out."""
    return [section for section in (teller(book) for teller in TELLERS) if section.statements]
