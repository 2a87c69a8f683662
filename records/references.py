"""What of this room points at an organization, for the day on which two that are the same are merged."""

from __future__ import annotations

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from people.organizations.references import Reference, leave_alone, register_reference
from records.enums import UNDER_REVIEW, RecordState


def register_references() -> None:
    open_records = Q(state__in=(RecordState.DRAFT, *UNDER_REVIEW))
    register_reference(
        Reference(
            model="records.LearningRecord",
            field="employer",
            label=_("Records under review"),
            where=open_records,
            related=("professional",),
        ),
        Reference(
            model="records.LearningRecord",
            field="registered_for",
            label=_("Records it registered"),
            where=open_records,
            related=("professional",),
        ),
        Reference(
            model="records.LedgerYear",
            field="employer",
            label=_("Years of the ledger"),
            related=("professional",),
            along=lambda kept: {"area": kept.area},
        ),
    )
    # Who was asked to sort it answers; a clerk of the kept employer finds the draft with the person.
    leave_alone("records.HandedOver", "employer")
    # What was said, sent or entered, was so by whoever it was then.
    leave_alone("records.FeedSource", "organization")
    leave_alone("records.TrainingSpend", "employer")
    leave_alone("records.Reminder", "organization")
