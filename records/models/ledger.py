"""The yearly ledger: what counts for one person in one study year, by the rule set of that place and year."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from courses.fields import hours_field
from people.models import Employer, Organization, Professional
from records.access import READS_ALL
from records.enums import Outcome

if TYPE_CHECKING:
    from audit.actors import Actor

LINES = ("total", "public", "specialty", "mandatory", "elective")


class LedgerYearQuerySet(models.QuerySet["LedgerYear"]):
    def visible_to(self, actor: Actor) -> LedgerYearQuerySet:
        """Of the people one sees."""
        if actor.can(READS_ALL):
            return self.all()
        return self.filter(professional__in=Professional.objects.visible_to(actor))

    def of_year(self, year: int) -> LedgerYearQuerySet:
        return self.filter(study_year=year)

    def short(self) -> LedgerYearQuerySet:
        return self.filter(outcome=Outcome.FAIL)


class LedgerYear(models.Model):
    """Written in the transaction of each change, behind a lock on the person (`records.ledger`). A line without a floor
    has no `required_…`. `short_…` is what is missing, so that the year-end batch need not subtract."""

    professional = models.ForeignKey(Professional, on_delete=models.PROTECT, related_name="ledger_years")
    study_year = models.PositiveSmallIntegerField(_("study year"))
    employer = models.ForeignKey(Employer, on_delete=models.PROTECT, null=True, related_name="+")
    """On December 31, or so far (A-42)."""
    area = models.CharField(max_length=6, blank=True)
    """Of that employer."""
    place = models.CharField(max_length=6, blank=True)
    """Under which the rule books were asked; blank where no rule set covers the year."""
    industry = models.CharField(max_length=20, blank=True)
    title_level = models.CharField(max_length=12)
    ruleset = models.CharField(_("rule set"), max_length=20, blank=True)
    rules_version = models.CharField(max_length=16, blank=True)
    """Of the books that were asked (`records.ledger.rules_version`)."""

    required_total = hours_field(null=True)
    required_public = hours_field(null=True)
    required_specialty = hours_field(null=True)
    required_mandatory = hours_field(null=True)
    required_elective = hours_field(null=True)
    counted_total = hours_field(default=0)
    counted_public = hours_field(default=0)
    counted_specialty = hours_field(default=0)
    counted_mandatory = hours_field(default=0)
    counted_elective = hours_field(default=0)
    short_total = hours_field(default=0)
    short_public = hours_field(default=0)
    short_specialty = hours_field(default=0)
    short_mandatory = hours_field(default=0)
    short_elective = hours_field(default=0)
    outcome = models.CharField(_("outcome"), max_length=8, choices=Outcome, blank=True)
    """Blank where no rule set covers the year."""
    credits = models.JSONField(default=dict)
    """What each record counts in this year, by its number; hours as text. The reasons are asked for anew when somebody
    reads them (`records.ledger.explaining`): the same question has the same answer, and 0.1 ms is cheaper than 3 KB."""
    unjudged = models.JSONField(default=list)
    """The numbers of records that lack a fact which these rules need."""
    computed_at = models.DateTimeField(db_default=Now())

    objects = LedgerYearQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="ledger_year_once", fields=["professional", "study_year"]),
        ]
        indexes = [
            models.Index(name="ledger_by_area", fields=["study_year", "area", "outcome"]),
            models.Index(name="ledger_by_employer", fields=["employer", "study_year"]),
        ]
        ordering = ["-study_year"]

    def __str__(self) -> str:
        return f"{self.professional} {self.study_year}"


class TrainingSpend(models.Model):
    """What an employer spent on training, beside 1.5 % of its professionals' wages (GD18 四, H-17)."""

    employer = models.ForeignKey(Employer, on_delete=models.PROTECT, related_name="training_spends")
    year = models.PositiveSmallIntegerField(_("year"))
    wages = models.DecimalField(_("total wages of the professionals"), max_digits=14, decimal_places=2)
    spent = models.DecimalField(_("spent on specialty and elective subjects"), max_digits=14, decimal_places=2)
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    entered_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            models.UniqueConstraint(name="training_spend_once", fields=["employer", "year"]),
            models.CheckConstraint(name="training_spend_amounts", condition=Q(wages__gt=0, spent__gte=0)),
        ]
        ordering = ["-year"]

    def __str__(self) -> str:
        return f"{self.employer} {self.year}"


class Reminder(models.Model):
    """HR reminds somebody of what is short; it stands on the person's home page until it is noted."""

    professional = models.ForeignKey(Professional, on_delete=models.PROTECT, related_name="reminders")
    study_year = models.PositiveSmallIntegerField(_("study year"))
    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+")
    words = models.CharField(_("words"), max_length=300, blank=True)
    sent_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    sent_at = models.DateTimeField(_("sent"), db_default=Now())
    noted_at = models.DateTimeField(_("noted"), null=True)

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.professional} {self.study_year}"


class CalendarFeed(models.Model):
    """The secret address under which a calendar program asks for somebody's dates. Kept as a hash; revocable."""

    professional = models.ForeignKey(Professional, on_delete=models.PROTECT, related_name="calendar_feeds")
    token_hash = models.CharField(max_length=64, unique=True)
    language = models.CharField(max_length=10)
    made_at = models.DateTimeField(_("made"), db_default=Now())
    revoked_at = models.DateTimeField(_("revoked"), null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="calendar_feed_one", fields=["professional"], condition=Q(revoked_at=None)),
        ]
        ordering = ["-pk"]

    def __str__(self) -> str:
        return str(self.professional)
