"""What the parts of the planting hand to each other."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field
from random import Random
from typing import TypeVar

from django.utils import timezone

from audit.actors import Actor
from ops.demo.names import Names
from people.hats import actor_wearing
from people.models import Agency, Bureau, Employer, Membership, Organization, Professional, User
from people.roles import Role

Kind = TypeVar("Kind", bound=Organization)


@dataclass
class World:
    random: Random
    names: Names
    organizations: dict[str, Organization]
    today: datetime.date = field(default_factory=timezone.localdate)
    officers: dict[tuple[str, Role], Membership] = field(default_factory=dict)
    """One for each body and role: the demo account, where there is one."""
    numbers_given: int = 0
    """Of identity documents, each with the number of its turn."""
    busy: set[int] = field(default_factory=set)
    """Professionals who have a story already."""

    def employer(self, name: str) -> Employer:
        return self._of_kind(Employer, name)

    def bureau(self, name: str) -> Bureau:
        return self._of_kind(Bureau, name)

    def agency(self, name: str) -> Agency:
        return self._of_kind(Agency, name)

    def _of_kind(self, kind: type[Kind], name: str) -> Kind:
        found = self.organizations[name]
        assert isinstance(found, kind)
        return found

    def next_number(self) -> int:
        self.numbers_given += 1
        return self.numbers_given

    def officer(self, name: str, role: Role) -> Actor:
        hat = self.officers[name, role]
        return actor_wearing(hat.user, hat)

    def demo_user(self, username: str) -> User:
        return User.objects.get(username=username)

    def somebody_at(self, name: str) -> Professional:
        """At work there, without a story so far; the next one for each who asks."""
        staff = Professional.objects.filter(
            employments__employer=self.employer(name), employments__ended_on=None, user__is_demo=False
        )
        found = staff.exclude(pk__in=self.busy).select_related("user").order_by("pk")[0]
        self.busy.add(found.pk)
        return found

    def as_professional(self, professional: Professional) -> Actor:
        hats = Membership.objects.current(self.today).filter(user=professional.user, role=Role.PROFESSIONAL)
        return actor_wearing(professional.user, hats.select_related("organization").first())
