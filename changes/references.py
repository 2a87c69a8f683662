"""What of this room points at an employer, for the day on which two that are the same are merged."""

from __future__ import annotations

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from people.organizations.references import Reference, register_reference

OPEN = Q(closed_at=None)


def register_references() -> None:
    register_reference(
        Reference(
            model="changes.EmployerChange",
            field="to_employer",
            label=_("People who ask to come"),
            where=OPEN,
            related=("professional", "to_employer"),
        ),
        Reference(
            model="changes.EmployerChange",
            field="from_employer",
            label=_("People who ask to leave"),
            where=OPEN,
            related=("professional", "to_employer"),
        ),
        Reference(
            model="changes.Departure",
            field="employer",
            label=_("Departures to take note of"),
            where=Q(noted_at=None),
            related=("change__professional", "employer"),
        ),
    )
