"""What of this room points at an organization, for the day on which two that are the same are merged."""

from __future__ import annotations

from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from approvals.enums import OPEN_RUNS, UNDECIDED_STEPS
from people.models import Organization
from people.organizations.references import Reference, leave_alone, register_reference

STILL_TO_TAKE = Q(state__in=UNDECIDED_STEPS)


def register_references() -> None:
    register_reference(
        Reference(
            model="approvals.Run",
            field="employer",
            label=_("Approvals under way"),
            where=Q(state__in=OPEN_RUNS),
            related=("professional",),
            along=_area,
        ),
        Reference(
            model="approvals.Step",
            field="organization",
            label=_("Steps to take"),
            where=STILL_TO_TAKE,
            related=("organization",),
        ),
        Reference(
            model="approvals.Step",
            field="escalated_to",
            label=_("Steps of others it was told about"),
            where=STILL_TO_TAKE,
            related=("organization",),
        ),
    )
    # What was decided, was decided by whoever it was then.
    leave_alone("approvals.Decision", "organization", "body", "handed_to")


def _area(kept: Organization) -> dict[str, Any]:
    return {"area": kept.area}
