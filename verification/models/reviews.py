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
from verification.reviews.enums import Filing

if TYPE_CHECKING:
    from audit.actors import Actor


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
