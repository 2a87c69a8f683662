"""What of this room points at an organization, for the day on which two that are the same are merged."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from people.organizations.references import Reference, leave_alone, register_reference
from verification.reviews.enums import OPEN_CASES


def register_references() -> None:
    # What was verified, was so with the employer of then.
    leave_alone("verification.Verification", "employer")
    # How a house filed ends with it; for which years it appointed somebody goes along with the person.
    leave_alone("verification.FilingWay", "employer")
    register_reference(
        Reference(
            model="verification.ReviewCase",
            field="employer",
            label=_("Annual reviews"),
            where=Q(state__in=OPEN_CASES),
            related=("professional",),
            along=lambda kept: {"area": kept.area},
        ),
        Reference(
            model="verification.Appointment", field="employer", label=_("Appointments"), related=("professional",)
        ),
    )
    # So was what was booked, and at which bureau.
    leave_alone("verification.DayBooking", "employer")
    leave_alone("verification.DayBooking", "bureau")
