"""证书验证日: an employer books a day of the bureau for named people and years (ST14 五(二)2)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from people.models import Employer, Organization, Professional
from records.access import may_register_for_staff
from verification.access import READS_ALL, may_accept_days
from verification.enums import BOOKING_BADGES, LINE_BADGES, BookingState, LineState, WhyNot
from verification.models.verifications import Verification

if TYPE_CHECKING:
    from audit.actors import Actor


class DayBookingQuerySet(models.QuerySet["DayBooking"]):
    def visible_to(self, actor: Actor) -> DayBookingQuerySet:
        """HR's own, those of the bureau and of the bureaus below it, all for auditors."""
        if actor.can(READS_ALL):
            return self.all()
        if actor.organization_id is None:
            return self.none()
        if may_register_for_staff(actor):
            return self.filter(employer_id=actor.organization_id)
        if may_accept_days(actor):
            return self.filter(Q(bureau_id=actor.organization_id) | Q(area__startswith=actor.area))
        return self.none()

    def locked(self) -> DayBookingQuerySet:
        return self.select_for_update(no_key=True, of=("self",))


class DayBooking(models.Model):
    """By the employer as a legal person, for its own people (C-7)."""

    employer = models.ForeignKey(
        Employer, verbose_name=_("employer"), on_delete=models.PROTECT, related_name="day_bookings"
    )
    bureau = models.ForeignKey(Organization, verbose_name=_("bureau"), on_delete=models.PROTECT, related_name="+")
    area = models.CharField(max_length=6, editable=False)
    """Of the bureau."""
    day = models.DateField(_("verification day"))
    state = models.CharField(_("state"), max_length=10, choices=BookingState, default=BookingState.BOOKED)
    note = models.CharField(_("note"), max_length=300, blank=True)
    words = models.CharField(_("words of the bureau"), max_length=300, blank=True)
    booked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    booked_at = models.DateTimeField(_("booked"), db_default=Now())
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(_("decided"), null=True)

    objects = DayBookingQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="booking_decided_at_a_time",
                condition=Q(state=BookingState.BOOKED, decided_at=None)
                | (~Q(state=BookingState.BOOKED) & Q(decided_at__isnull=False)),
            ),
        ]
        indexes = [models.Index(name="booking_by_day", fields=["bureau", "day", "state"])]
        ordering = ["-day", "-pk"]

    def __str__(self) -> str:
        return f"{self.employer} {self.day}"

    @property
    def badge_state(self) -> str:
        return BOOKING_BADGES[BookingState(self.state)]


class BookingLine(models.Model):
    """One person and one study year of a booking."""

    booking = models.ForeignKey(DayBooking, on_delete=models.PROTECT, related_name="lines")
    professional = models.ForeignKey(
        Professional, verbose_name=_("person"), on_delete=models.PROTECT, related_name="booking_lines"
    )
    study_year = models.PositiveSmallIntegerField(_("study year"))
    state = models.CharField(_("state"), max_length=10, choices=LineState, default=LineState.WAITING)
    shortfall = models.JSONField(default=dict, blank=True)
    """What was short at the moment of the decision, by line."""
    why_not = models.CharField(_("reason"), max_length=20, choices=WhyNot, blank=True)
    remark = models.CharField(_("remark"), max_length=100, blank=True)
    verification = models.OneToOneField(Verification, on_delete=models.PROTECT, null=True, related_name="booking_line")

    class Meta:
        constraints = [
            models.UniqueConstraint(name="booking_line_once", fields=["booking", "professional", "study_year"]),
            # Pressed twice, or booked by two clerks: a year of a person waits for one day only.
            models.UniqueConstraint(
                name="booking_year_waits_once",
                fields=["professional", "study_year"],
                condition=Q(state=LineState.WAITING),
            ),
            models.CheckConstraint(
                name="booking_line_verified_by_a_verification",
                condition=Q(state=LineState.VERIFIED, verification__isnull=False)
                | (~Q(state=LineState.VERIFIED) & Q(verification=None)),
            ),
        ]
        ordering = ["study_year", "pk"]

    def __str__(self) -> str:
        return f"{self.professional} {self.study_year}"

    @property
    def badge_state(self) -> str:
        return LINE_BADGES[LineState(self.state)]
