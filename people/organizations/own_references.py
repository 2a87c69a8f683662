"""What of this room points at an organization."""

from __future__ import annotations

import datetime
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from people.models import Employment, Membership
from people.organizations.references import Reference, leave_alone, register_reference


def register_own_references() -> None:
    register_reference(
        Reference(
            model="people.Membership",
            field="organization",
            label=_("Hats"),
            describe=_holder,
            related=("user",),
            once_per=("user", "role"),
            while_true=Q(ended_on=None),
            settle=_end_doubled_hat,
        ),
        Reference(
            model="people.Employment",
            field="employer",
            label=_("Employments"),
            describe=_employee,
            related=("professional",),
        ),
        Reference(model="people.Employer", field="files_held_by", label=_("Employers whose files it holds")),
        Reference(model="people.Commission", field="institution", label=_("Commissions"), once_per=("year", "line")),
    )
    # A merge of before stays as it was told; its organization is found by way of this one.
    leave_alone("people.Organization", "merged_into")
    leave_alone("people.Merge", "kept", "dropped")
    # Known to whoever made it in the hat of then, and soon over.
    leave_alone("people.AccessLink", "organization")


def _holder(hat: Membership) -> str:
    return f"{hat.user} · {hat.get_role_display()}"


def _employee(employment: Employment) -> str:
    return str(employment.professional)


def _end_doubled_hat(hat: Membership, today: datetime.date) -> dict[str, Any]:
    """The same hat is held at the kept organization: this one goes along, ended."""
    return {"ended_on": max(today, hat.started_on)}
