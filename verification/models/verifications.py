"""What was verified never changes: a later void is a row of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from courses.fields import hours_field
from people.models import Employer, Professional
from verification.access import READS_ALL
from verification.enums import Kind, Way
from verification.models.batch import BatchRun

if TYPE_CHECKING:
    from audit.actors import Actor


class VerificationQuerySet(models.QuerySet["Verification"]):
    def visible_to(self, actor: Actor) -> VerificationQuerySet:
        """Of the people one sees."""
        if actor.can(READS_ALL):
            return self.all()
        return self.filter(professional__in=Professional.objects.visible_to(actor))

    def standing(self) -> VerificationQuerySet:
        """Not voided since."""
        return self.filter(void=None)

    def of_year(self, year: int) -> VerificationQuerySet:
        return self.filter(first_year__lte=year, last_year__gte=year)


class Verification(models.Model):
    """验证: that a year (or all years of a cycle) was done, with the rules and the figures of that moment.

    The database refuses to change or delete a row (migration 0002)."""

    professional = models.ForeignKey(
        Professional, verbose_name=_("person"), on_delete=models.PROTECT, related_name="verifications"
    )
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    way = models.CharField(_("way"), max_length=10, choices=Way)
    first_year = models.PositiveSmallIntegerField(_("first year"))
    last_year = models.PositiveSmallIntegerField(_("last year"))
    round = models.PositiveSmallIntegerField(default=0)
    """How often it had been voided before."""
    employer = models.ForeignKey(Employer, on_delete=models.PROTECT, null=True, related_name="+")
    area = models.CharField(max_length=6, blank=True)
    place = models.CharField(max_length=6)
    industry = models.CharField(max_length=20)
    title_level = models.CharField(max_length=12)
    ruleset = models.CharField(_("rule set"), max_length=20)
    rules_version = models.CharField(max_length=16)
    required_total = hours_field(null=True)
    required_public = hours_field(null=True)
    required_specialty = hours_field(null=True)
    required_mandatory = hours_field(null=True)
    required_elective = hours_field(null=True)
    counted_total = hours_field()
    counted_public = hours_field()
    counted_specialty = hours_field()
    counted_mandatory = hours_field()
    counted_elective = hours_field()
    credits = models.JSONField()
    """What each record counted then, by its number: the reasons of that moment (`LedgerYear.credits`)."""
    batch = models.ForeignKey(BatchRun, on_delete=models.PROTECT, null=True, related_name="verifications")
    """None: the person passed by a late recognition, or was verified by an office."""
    verified_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    """None: the system."""
    verified_at = models.DateTimeField(_("verified"), db_default=Now())

    objects = VerificationQuerySet.as_manager()

    class Meta:
        constraints = [
            # Each person is decided once a year, whatever is killed or pressed twice.
            models.UniqueConstraint(name="verification_once", fields=["professional", "kind", "last_year", "round"]),
            models.CheckConstraint(
                name="verification_years_in_order", condition=Q(last_year__gte=models.F("first_year"))
            ),
        ]
        indexes = [models.Index(name="verification_by_area", fields=["last_year", "area", "kind"])]
        ordering = ["-last_year", "-pk"]

    def __str__(self) -> str:
        return f"{self.professional} {self.last_year}"


class VerificationVoid(models.Model):
    """A verification that no longer stands: fraud, or records on which it rested were voided."""

    verification = models.OneToOneField(Verification, on_delete=models.PROTECT, related_name="void")
    reason = models.CharField(_("reason"), max_length=300)
    is_fraud = models.BooleanField(default=False)
    voided_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    voided_at = models.DateTimeField(_("voided"), db_default=Now())

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return str(self.verification)
