"""Who acts, in which hat, for which organization, from where. Every verb that changes something takes one."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, kw_only=True)
class Actor:
    user_id: int | None
    label: str
    hat: str = ""
    """Key of the role worn at the time, for example `bureau_clerk`; empty for the public and the system."""
    organization_id: int | None = None
    organization_label: str = ""
    area: str = ""
    """The first digits of every division that the organization answers for: `44`, `4401`, `440105`; else empty."""
    seat: str = ""
    """The digits of the division to which the organization belongs. It gives no right: menus and hints go by it."""
    industry: str = ""
    """That of an industry authority."""
    capabilities: frozenset[str] = field(default_factory=frozenset)
    """What the hat allows, as `room.verb`; `people.roles` grants them."""
    request_id: str = ""
    job_id: int | None = None

    def can(self, capability: str) -> bool:
        return capability in self.capabilities

    def in_job(self, job_id: int) -> Actor:
        """The same person, acting through background work rather than through a request."""
        return replace(self, job_id=job_id, request_id="")

    def to_json(self) -> dict[str, Any]:
        """What a job keeps of its owner. Capabilities are kept as they were when the work was ordered."""
        return {
            "user_id": self.user_id,
            "label": self.label,
            "hat": self.hat,
            "organization_id": self.organization_id,
            "organization_label": self.organization_label,
            "area": self.area,
            "seat": self.seat,
            "industry": self.industry,
            "capabilities": sorted(self.capabilities),
        }

    @classmethod
    def from_json(cls, value: dict[str, Any]) -> Actor:
        return cls(**{**value, "capabilities": frozenset(value["capabilities"])})


ANONYMOUS = Actor(user_id=None, label="anonymous")
SYSTEM = Actor(user_id=None, label="system", hat="system", capabilities=frozenset({"audit.read", "jobs.read_all"}))

_NOBODY = {ANONYMOUS.label: _("not signed in"), SYSTEM.label: _("the system")}


def actor_name(user_id: int | None, label: str) -> str:
    """For people to read: where no person acted, in the language of the page."""
    return str(_NOBODY.get(label, label)) if user_id is None else label


def label_of_nobody(name: str) -> str:
    """The other way round: what is recorded for `the system`, however the page calls it."""
    return next((label for label, shown in _NOBODY.items() if name == str(shown)), name)
