"""What this room holds about a person, for the page "My data"."""

from __future__ import annotations

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from changes.models import Correction, Departure, EmployerChange
from people.mydata.registry import Field, Holding, register


def register_holdings() -> None:
    register(
        Holding(
            key="employer_changes",
            label=_("Changes of employer"),
            order=320,
            rows=lambda user: EmployerChange.objects.filter(professional__user=user).select_related("to_employer"),
            fields=(
                Field("to", _("New employer"), lambda change: change.to_employer.name),
                Field("first_day", _("First day there"), lambda change: change.starts_on),
                Field("asked", _("Asked"), lambda change: change.asked_at),
                Field("closed", _("Closed"), lambda change: change.closed_at),
            ),
        ),
        Holding(
            key="corrections",
            label=_("Corrections"),
            order=330,
            rows=lambda user: Correction.objects.filter(professional__user=user),
            looks=("correction.proof_taken", "correction.number_revealed"),
            fields=(
                Field("field", _("What stood wrong"), lambda correction: correction.get_field_display()),
                Field("old", _("As it stood"), lambda correction: correction.old_value),
                Field("new", _("As it is right"), lambda correction: correction.new_value),
                Field("asked", _("Asked"), lambda correction: correction.asked_at),
                Field("closed", _("Closed"), lambda correction: correction.closed_at),
            ),
        ),
        Holding(
            key="departures",
            label=_("Notes to former employers"),
            order=340,
            rows=lambda user: Departure.objects.filter(
                Q(change__professional__user=user) | Q(noted_by=user)
            ).select_related("employer"),
            fields=(
                Field("employer", _("Employer"), lambda departure: departure.employer.name),
                Field("last_day", _("Last day"), lambda departure: departure.last_day),
                Field("told", _("Told"), lambda departure: departure.told_at),
            ),
        ),
    )
