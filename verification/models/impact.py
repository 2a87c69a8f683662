"""What draft rules would change: the draft, one trial of it over everybody, and what came out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from people.models import Professional
from records.enums import Outcome
from verification.access import TRIES_RULES

if TYPE_CHECKING:
    from audit.actors import Actor


class RuleDraftQuerySet(models.QuerySet["RuleDraft"]):
    def visible_to(self, actor: Actor) -> RuleDraftQuerySet:
        """Those made in the own area; all for who looks after the system."""
        return self.filter(area__startswith=actor.area) if actor.can(TRIES_RULES) else self.none()


class RuleDraft(models.Model):
    """规则草案: a rule set as it might be. It is read by nothing but a trial, and never changes: another text is
    another draft."""

    name = models.CharField(_("name"), max_length=100)
    text = models.TextField(_("text"))
    ruleset = models.CharField(_("rule set"), max_length=40)
    base = models.CharField(_("compared with"), max_length=40, blank=True)
    first_year = models.PositiveSmallIntegerField(_("first study year"))
    area = models.CharField(_("area"), max_length=6, blank=True)
    """Of the bureau that made it."""
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField(_("made"), db_default=Now())

    objects = RuleDraftQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return self.name


class ImpactRunQuerySet(models.QuerySet["ImpactRun"]):
    def visible_to(self, actor: Actor) -> ImpactRunQuerySet:
        return self.filter(area__startswith=actor.area) if actor.can(TRIES_RULES) else self.none()


class ImpactRun(models.Model):
    """影响测算: everybody of an area judged by the rules in force and by the draft."""

    draft = models.ForeignKey(RuleDraft, on_delete=models.PROTECT, related_name="runs")
    first_year = models.PositiveSmallIntegerField(_("first year"))
    last_year = models.PositiveSmallIntegerField(_("last year"))
    area = models.CharField(_("area"), max_length=6, blank=True)
    """Empty: everywhere."""
    started_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    started_at = models.DateTimeField(_("started"), db_default=Now())
    finished_at = models.DateTimeField(_("finished"), null=True)
    job = models.ForeignKey("jobs.Job", on_delete=models.SET_NULL, null=True, related_name="+")

    objects = ImpactRunQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(name="impact_years_in_order", condition=Q(last_year__gte=models.F("first_year"))),
        ]
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.draft} {self.first_year}–{self.last_year} {self.area}".rstrip()


class ImpactTally(models.Model):
    """How many of a city, industry and title level; one row for each slice of the work, so that workers never wait for
    each other."""

    run = models.ForeignKey(ImpactRun, on_delete=models.CASCADE, related_name="tallies")
    part = models.PositiveIntegerField()
    year = models.PositiveSmallIntegerField()
    city = models.CharField(max_length=4, blank=True)
    industry = models.CharField(max_length=20, blank=True)
    title_level = models.CharField(max_length=12)
    people = models.PositiveIntegerField()
    passing_before = models.PositiveIntegerField()
    passing_after = models.PositiveIntegerField()
    to_fail = models.PositiveIntegerField()
    to_pass = models.PositiveIntegerField()
    otherwise = models.PositiveIntegerField()
    """Comes under rules, or is under none any more."""

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="impact_tally_once", fields=["run", "part", "year", "city", "industry", "title_level"]
            ),
        ]
        ordering = ["year", "city"]

    def __str__(self) -> str:
        return f"{self.run} {self.year} {self.city}"


class ImpactChangeQuerySet(models.QuerySet["ImpactChange"]):
    def visible_to(self, actor: Actor) -> ImpactChangeQuerySet:
        """Of trials and people one sees."""
        seen = self.filter(run__in=ImpactRun.objects.visible_to(actor))
        return seen.filter(professional__in=Professional.objects.visible_to(actor))


class ImpactChange(models.Model):
    """Somebody whose year would end otherwise. Nothing of it is in force."""

    run = models.ForeignKey(ImpactRun, on_delete=models.CASCADE, related_name="changes")
    professional = models.ForeignKey(Professional, on_delete=models.CASCADE, related_name="+")
    year = models.PositiveSmallIntegerField(_("study year"))
    area = models.CharField(max_length=6, blank=True)
    industry = models.CharField(max_length=20, blank=True)
    title_level = models.CharField(max_length=12)
    before = models.CharField(max_length=8, choices=Outcome, blank=True)
    after = models.CharField(max_length=8, choices=Outcome, blank=True)
    ruleset_before = models.CharField(max_length=40, blank=True)
    ruleset_after = models.CharField(max_length=40, blank=True)
    lines = ArrayField(models.CharField(max_length=12), default=list)
    """Those that make the difference: missing now, or missing no longer."""
    short_before = models.JSONField(default=dict)
    short_after = models.JSONField(default=dict)
    """Hours as text, by line."""

    objects = ImpactChangeQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(name="impact_change_once", fields=["run", "professional", "year"])]
        indexes = [models.Index(name="impact_by_outcome", fields=["run", "after", "area"])]
        ordering = ["run", "pk"]

    def __str__(self) -> str:
        return f"{self.professional} {self.year}"
