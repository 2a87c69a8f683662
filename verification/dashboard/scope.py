"""Which people a dashboard is about: an area within the reader's own, or the employers of a city or province itself."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from django.db.models import Q
from django.http import Http404

from audit.actors import Actor
from verification.access import READS_ALL

_TEXT = re.compile(r"((?:\d\d){0,3})(-own)?")


@dataclass(frozen=True)
class Scope:
    area: str
    is_own: bool = False
    """Not what lies in the area, but the employers that stand under the city or province itself."""

    @property
    def text(self) -> str:
        """As it stands in an address."""
        return f"{self.area}-own" if self.is_own else self.area

    @property
    def part_length(self) -> int:
        """How many digits name a part of it: cities of a province, districts of a city."""
        return min(len(self.area) + 2, 6)

    @property
    def has_parts(self) -> bool:
        return len(self.area) < 6 and not self.is_own

    def part(self, area: str) -> Scope:
        return replace(self, area=area, is_own=area == self.area)

    def within(self, field: str) -> Q:
        return Q(**{field: self.area}) if self.is_own else Q(**{f"{field}__startswith": self.area})


def scope_for(actor: Actor, text: str | None) -> Scope:
    """The own area where nothing is asked; never more than it."""
    own = "" if actor.can(READS_ALL) else actor.area
    found = _TEXT.fullmatch(own if text is None else text)
    if found is None or not found[1].startswith(own):
        raise Http404
    return Scope(found[1], bool(found[2]))
