"""The year-end batch: a dry run, its confirmation, the run; one item a county; and the switch that halts it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from verification.access import READS_ALL, RUNS_BATCH
from verification.enums import BatchState, ItemState

if TYPE_CHECKING:
    from audit.actors import Actor


class BatchRunQuerySet(models.QuerySet["BatchRun"]):
    def visible_to(self, actor: Actor) -> BatchRunQuerySet:
        """Those of the bureau's area; of the whole country for who looks after the system."""
        if actor.can(READS_ALL) or (actor.can(RUNS_BATCH) and not actor.area):
            return self.all()
        return self.filter(area__startswith=actor.area) if actor.can(RUNS_BATCH) else self.none()

    def locked(self) -> BatchRunQuerySet:
        return self.select_for_update(no_key=True, of=("self",))


class BatchRun(models.Model):
    """年终批处理: a dry run that shows what would happen, the confirmation, and the run itself; again, if need be."""

    year = models.PositiveSmallIntegerField(_("study year"))
    area = models.CharField(_("area"), max_length=6, blank=True)
    """Empty: everywhere."""
    state = models.CharField(_("state"), max_length=10, choices=BatchState, default=BatchState.DRY)
    started_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    """None: the clock."""
    started_at = models.DateTimeField(_("started"), db_default=Now())
    confirmed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    confirmed_at = models.DateTimeField(_("confirmed"), null=True)
    finished_at = models.DateTimeField(_("finished"), null=True)
    trial_job = models.ForeignKey("jobs.Job", on_delete=models.SET_NULL, null=True, related_name="+")
    job = models.ForeignKey("jobs.Job", on_delete=models.SET_NULL, null=True, related_name="+")

    objects = BatchRunQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="batch_one_open_a_year",
                fields=["year", "area"],
                condition=Q(state__in=[BatchState.DRY, BatchState.TRIED, BatchState.RUNNING]),
            ),
        ]
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.year} {self.area}".rstrip()


class BatchItem(models.Model):
    """One county, or the employers of one city or province itself, within a batch."""

    run = models.ForeignKey(BatchRun, on_delete=models.PROTECT, related_name="items")
    area = models.CharField(_("area"), max_length=6)
    state = models.CharField(_("state"), max_length=10, choices=ItemState, default=ItemState.WAITING)
    people = models.PositiveIntegerField(default=0)
    """At work there on the last day of the year."""
    passed_before = models.PositiveIntegerField(default=0)
    passed = models.PositiveIntegerField(default=0)
    """In the dry run: who would pass now."""
    short_total = models.PositiveIntegerField(default=0)
    short_public = models.PositiveIntegerField(default=0)
    short_specialty = models.PositiveIntegerField(default=0)
    short_mandatory = models.PositiveIntegerField(default=0)
    short_elective = models.PositiveIntegerField(default=0)
    waiting = models.PositiveIntegerField(default=0)
    """Short, with records of the year under review."""
    without_hours = models.PositiveIntegerField(default=0)
    otherwise = models.PositiveIntegerField(default=0)
    """Under rules that verify by review or on days."""
    unruled = models.PositiveIntegerField(default=0)
    """No rule set covers them."""
    worked_at = models.DateTimeField(null=True)
    """Every ledger written before then stands behind the figures (`statements.SETTLED`)."""
    asked = models.CharField(max_length=16, blank=True)
    """Digest of the days and rule sets by which it was asked who passes."""
    seconds = models.FloatField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(name="batch_item_once", fields=["run", "area"])]
        ordering = ["area"]

    def __str__(self) -> str:
        return f"{self.run} {self.area}"


class HoldQuerySet(models.QuerySet["Hold"]):
    def in_force(self) -> HoldQuerySet:
        return self.filter(lifted_at=None)

    def over(self, area: str) -> HoldQuerySet:
        """Those that hold the area: its own, those of the areas around it, and the one for all."""
        around = ["", area[:2], area[:4], area]
        return self.in_force().filter(area__in=around)


class Hold(models.Model):
    """The halt switch: while it is on, no county of the area is worked on, whoever asks and whatever is planned."""

    area = models.CharField(_("area"), max_length=6, blank=True)
    """Empty: everywhere."""
    reason = models.CharField(_("reason"), max_length=300)
    set_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    set_at = models.DateTimeField(db_default=Now())
    lifted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    lifted_at = models.DateTimeField(null=True)

    objects = HoldQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="hold_once_an_area", fields=["area"], condition=Q(lifted_at=None)),
        ]
        ordering = ["-pk"]

    def __str__(self) -> str:
        return self.area or "*"
