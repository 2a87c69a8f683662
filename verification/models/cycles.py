"""周期验证: somebody's application to have a cycle of years verified, before a higher title (GZ16)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from people.enums import TitleLevel
from people.models import Employer, Organization, Professional
from verification.cycles.enums import CYCLE_BADGES, OPEN_CYCLES, CycleState, Occasion
from verification.models.cases import CaseQuerySet
from verification.models.verifications import Verification

if TYPE_CHECKING:
    pass

CYCLE = "cycle"
"""The procedure, as `approvals` and the rule books call it."""


class CycleCaseQuerySet(CaseQuerySet["CycleCase"]):
    procedure = CYCLE
    open_states = OPEN_CYCLES


class CycleCase(models.Model):
    """The day it was sent decides which years are judged, and stays whatever is returned and amended (GZ16 一(一)).

    `sent_figures` are those of the moment at which it was sent, `figures` those of the last change of the hours: both
    stand on the page beside each other. Approved, the verification has the figures of the decision."""

    professional = models.ForeignKey(
        Professional, verbose_name=_("person"), on_delete=models.PROTECT, related_name="cycle_cases"
    )
    employer = models.ForeignKey(Employer, on_delete=models.PROTECT, related_name="+")
    area = models.CharField(max_length=6)
    """Of that employer."""
    place = models.CharField(max_length=6)
    """Under which the rule books are asked; that of the day it was sent."""
    industry = models.CharField(max_length=20)
    title_level = models.CharField(max_length=12)
    """Held on that day, as the rule books tell them apart."""
    title_name = models.CharField(_("present title"), max_length=60)
    title_on = models.DateField(_("present title obtained on"))
    applying_for = models.CharField(_("title level applied for"), max_length=20, choices=TitleLevel)
    applying_name = models.CharField(_("title applied for"), max_length=60, blank=True)
    occasion = models.CharField(_("by way of"), max_length=12, choices=Occasion)
    asked_on = models.DateField(_("sent on"))
    first_year = models.PositiveSmallIntegerField(_("first year"))
    last_year = models.PositiveSmallIntegerField(_("last year"))
    sent_figures = models.JSONField()
    figures = models.JSONField()
    figures_at = models.DateTimeField(db_default=Now())
    state = models.CharField(_("state"), max_length=12, choices=CycleState, default=CycleState.SUBMITTED)
    version = models.PositiveIntegerField(default=1)
    registered_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    registered_for = models.ForeignKey(Organization, on_delete=models.PROTECT, null=True, related_name="+")
    """Whose HR sent it; none where the person did."""
    verification = models.OneToOneField(Verification, on_delete=models.PROTECT, null=True, related_name="cycle_case")

    objects = CycleCaseQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="cycle_case_one_open",
                fields=["professional", "last_year"],
                condition=Q(state__in=OPEN_CYCLES),
            ),
            models.CheckConstraint(
                name="cycle_case_approved_by_verification",
                condition=~Q(state=CycleState.APPROVED) | Q(verification__isnull=False),
            ),
        ]
        indexes = [
            models.Index(name="cycle_case_of_employer", fields=["employer", "state"]),
            # As lists are sorted, so that the first page of a hundred thousand reads fifty.
            models.Index(name="cycle_case_newest_first", fields=["-asked_on", "-id"]),
        ]
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.professional} {self.years}"

    @property
    def years(self) -> str:
        return str(self.first_year) if self.first_year == self.last_year else f"{self.first_year}–{self.last_year}"

    @property
    def badge_state(self) -> str:
        return CYCLE_BADGES[CycleState(self.state)]
