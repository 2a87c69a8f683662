"""What of this room points at an organization, for the day on which two that are the same are merged."""

from __future__ import annotations

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from people.organizations.references import Reference, leave_alone, register_reference


def register_references() -> None:
    register_reference(
        Reference(
            model="courses.TrainingClass",
            field="institution",
            label=_("Classes"),
            where=Q(state__in=["draft", "filed", "published"]),
            along=lambda kept: {"area": kept.area},
        ),
        Reference(
            model="courses.RosterEntry", field="employer", label=_("Places in classes"), where=Q(cancelled_at=None)
        ),
    )
    # What was published, inspected or decided, was so by whoever it was then.
    leave_alone("courses.Catalog", "publisher")
    leave_alone("courses.StudySite", "approved_by")
    leave_alone("courses.Inspection", "organization")
    leave_alone("courses.LostCommission", "institution", "organization")
