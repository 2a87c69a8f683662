"""Systems of others that send hours: approved sites, the provincial platform, education, health, distance learning."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from courses.models import StudySite
from people.models import Organization
from records.access import MANAGES_FEEDS, READS_ALL
from records.enums import FeedKind
from records.models.records import LearningRecord

if TYPE_CHECKING:
    from audit.actors import Actor


class FeedSourceQuerySet(models.QuerySet["FeedSource"]):
    def visible_to(self, actor: Actor) -> FeedSourceQuerySet:
        """Those of the bureau's area; the system's administrators and auditors see all."""
        if actor.can(READS_ALL) or (actor.can(MANAGES_FEEDS) and not actor.area):
            return self.all()
        if actor.can(MANAGES_FEEDS):
            return self.filter(area__startswith=actor.area)
        return self.none()

    def locked(self) -> FeedSourceQuerySet:
        return self.select_for_update(no_key=True, of=("self",))

    def open_on(self, day: datetime.date) -> FeedSourceQuerySet:
        return self.filter(Q(ended_on=None) | Q(ended_on__gte=day), started_on__lte=day)


class FeedSource(models.Model):
    name = models.CharField(_("name"), max_length=100)
    kind = models.CharField(_("kind"), max_length=20, choices=FeedKind)
    organization = models.ForeignKey(
        Organization, verbose_name=_("approved by"), on_delete=models.PROTECT, related_name="feeds"
    )
    area = models.CharField(max_length=6, editable=False)
    """For whose people it may send hours."""
    site = models.ForeignKey(StudySite, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    token_hash = models.CharField(max_length=64, unique=True)
    """Of the token that is shown once and kept nowhere."""
    token_tail = models.CharField(max_length=4)
    started_on = models.DateField(_("from"))
    ended_on = models.DateField(_("until"), null=True, blank=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField(db_default=Now())
    last_call_at = models.DateTimeField(_("last call"), null=True)

    objects = FeedSourceQuerySet.as_manager()

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    def is_open_on(self, day: datetime.date) -> bool:
        return self.started_on <= day and (self.ended_on is None or day <= self.ended_on)


class FeedCall(models.Model):
    """One call that came through: how many rows, and what became of them. Names nobody."""

    feed = models.ForeignKey(FeedSource, on_delete=models.PROTECT, related_name="calls")
    at = models.DateTimeField(_("when"), db_default=Now())
    taken = models.PositiveIntegerField(pgettext_lazy("rows of a feed", "taken"), default=0)
    unchanged = models.PositiveIntegerField(pgettext_lazy("rows of a feed", "unchanged"), default=0)
    corrected = models.PositiveIntegerField(pgettext_lazy("rows of a feed", "corrected"), default=0)
    voided = models.PositiveIntegerField(pgettext_lazy("rows of a feed", "withdrawn"), default=0)
    refused = models.PositiveIntegerField(pgettext_lazy("rows of a feed", "refused"), default=0)
    refusals = models.JSONField(default=dict)
    """How often each code was the answer."""

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.feed} · {self.at:%Y-%m-%d %H:%M}"


class FeedRow(models.Model):
    """A row that was taken: what the feed calls it, and a digest of what it said, so that a replay changes nothing."""

    feed = models.ForeignKey(FeedSource, on_delete=models.PROTECT, related_name="rows")
    external_id = models.CharField(max_length=100)
    digest = models.CharField(max_length=64)
    record = models.ForeignKey(LearningRecord, on_delete=models.PROTECT, related_name="+")
    taken_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [models.UniqueConstraint(name="feed_row_once", fields=["feed", "external_id"])]

    def __str__(self) -> str:
        return f"{self.feed} · {self.external_id}"
