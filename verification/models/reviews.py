"""What Xuzhou's annual review keeps besides its cases: how an employer files, and for how long it appoints somebody."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from people.models import Employer, Professional
from verification.access import READS_ALL
from verification.models.cases import CaseQuerySet
from verification.models.verifications import Verification
from verification.reviews.enums import CASE_BADGES, OPEN_CASES, CaseState, Filing, Mode, Occasion, Purpose, Sex

if TYPE_CHECKING:
    from audit.actors import Actor

ANNUAL_REVIEW = "annual_review"
"""The procedure, as `approvals` and the rule books call it."""


class FilingWay(models.Model):
    """登记方式: how the forms of an employer's people come in (XZ16 一). Without a row: electronically."""

    employer = models.OneToOneField(Employer, on_delete=models.PROTECT, related_name="filing_way")
    way = models.CharField(_("way of filing"), max_length=10, choices=Filing, default=Filing.ELECTRONIC)
    declared_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    declared_at = models.DateTimeField(_("declared"), db_default=Now())

    def __str__(self) -> str:
        return f"{self.employer} {self.way}"


class AppointmentQuerySet(models.QuerySet["Appointment"]):
    def visible_to(self, actor: Actor) -> AppointmentQuerySet:
        """Of the people one sees."""
        if actor.can(READS_ALL):
            return self.all()
        return self.filter(professional__in=Professional.objects.visible_to(actor))

    def standing(self) -> AppointmentQuerySet:
        return self.filter(withdrawn_at=None)

    def over_year(self, year: int) -> AppointmentQuerySet:
        return self.filter(first_year__lte=year, last_year__gte=year)


class Appointment(models.Model):
    """聘任周期: the years for which an employer, as it declares, has appointed somebody to a post (XZ07 二)."""

    professional = models.ForeignKey(Professional, on_delete=models.PROTECT, related_name="appointments")
    employer = models.ForeignKey(Employer, on_delete=models.PROTECT, related_name="+")
    first_year = models.PositiveSmallIntegerField(_("first year"))
    last_year = models.PositiveSmallIntegerField(_("last year"))
    declared_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    declared_at = models.DateTimeField(_("declared"), db_default=Now())
    withdrawn_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True)

    objects = AppointmentQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(name="appointment_years_in_order", condition=Q(last_year__gte=F("first_year"))),
            models.UniqueConstraint(
                name="appointment_begins_once",
                fields=["professional", "first_year"],
                condition=Q(withdrawn_at=None),
            ),
        ]
        ordering = ["-first_year", "-pk"]

    def __str__(self) -> str:
        return f"{self.professional} {self.first_year}–{self.last_year}"

    @property
    def years(self) -> str:
        return f"{self.first_year}–{self.last_year}"


class RealTimeWish(models.Model):
    """A distance learner asks to be reviewed as soon as the year is complete (XZ16 二.4(3))."""

    professional = models.ForeignKey(Professional, on_delete=models.PROTECT, related_name="real_time_wishes")
    study_year = models.PositiveSmallIntegerField(_("study year"))
    purpose = models.CharField(_("what for"), max_length=16, choices=Purpose)
    sex = models.CharField(_("sex"), max_length=8, choices=Sex)
    born_on = models.DateField(_("month of birth"))
    profession = models.CharField(_("profession"), max_length=60)
    asked_at = models.DateTimeField(_("asked"), db_default=Now())
    ended_at = models.DateTimeField(null=True)
    """Fulfilled, or no longer wanted."""

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="real_time_wish_once", fields=["professional", "study_year"], condition=Q(ended_at=None)
            ),
        ]
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.professional} {self.study_year}"


class ReviewCaseQuerySet(CaseQuerySet["ReviewCase"]):
    procedure = ANNUAL_REVIEW
    open_states = OPEN_CASES


class ReviewCase(models.Model):
    """One person's year before the review body, with the 电子登记表 on which it rests.

    `figures` are those of the moment at which it was last sent; what counts now may differ, and whoever decides is
    told. Decided, the verification has the figures of the decision."""

    professional = models.ForeignKey(Professional, on_delete=models.PROTECT, related_name="review_cases")
    employer = models.ForeignKey(Employer, on_delete=models.PROTECT, related_name="review_cases")
    area = models.CharField(max_length=6)
    """Of that employer."""
    study_year = models.PositiveSmallIntegerField(_("study year"))
    occasion = models.CharField(_("occasion"), max_length=16, choices=Occasion)
    purpose = models.CharField(_("what for"), max_length=16, choices=Purpose)
    sex = models.CharField(_("sex"), max_length=8, choices=Sex)
    born_on = models.DateField(_("month of birth"))
    """The first day of the month: the form asks for no more."""
    profession = models.CharField(_("profession"), max_length=60)
    filed_on = models.DateField(_("filed"))
    days_late = models.PositiveSmallIntegerField(default=0)
    filed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    """None: the system, when a distance learner had all hours."""
    mode = models.CharField(_("judged"), max_length=8, choices=Mode, default=Mode.SINGLE)
    appointment = models.ForeignKey(Appointment, on_delete=models.PROTECT, null=True, related_name="+")
    """Over which it was judged, in the mode of the average."""
    figures = models.JSONField()
    state = models.CharField(_("state"), max_length=16, choices=CaseState, default=CaseState.UNDER_REVIEW)
    version = models.PositiveIntegerField(default=1)
    verification = models.ForeignKey(Verification, on_delete=models.PROTECT, null=True, related_name="review_cases")

    objects = ReviewCaseQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="review_case_one_open",
                fields=["professional", "study_year"],
                condition=Q(state__in=OPEN_CASES),
            ),
            models.CheckConstraint(
                name="review_case_qualified_by_verification",
                condition=~Q(state=CaseState.QUALIFIED) | Q(verification__isnull=False),
            ),
        ]
        indexes = [models.Index(name="review_case_of_employer", fields=["employer", "study_year", "state"])]
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.professional} {self.study_year}"

    @property
    def badge_state(self) -> str:
        return CASE_BADGES[CaseState(self.state)]
