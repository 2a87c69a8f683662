"""A doubled organization made one, with all that is needed to take it back."""

from __future__ import annotations

import datetime

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from audit.actors import Actor
from people.access import may_read_everybody
from people.models.organizations import Organization

UNDO_DAYS = 30
"""Of our own choosing: long enough for the first month's complaints, short enough to remember."""


class MergeQuerySet(models.QuerySet["Merge"]):
    def visible_to(self, actor: Actor) -> MergeQuerySet:
        """Those of which the bureau answers for both sides."""
        if may_read_everybody(actor):
            return self.all()
        if not actor.area:
            return self.none()
        return self.filter(kept__area__startswith=actor.area, dropped__area__startswith=actor.area)

    def about(self, organization: Organization) -> MergeQuerySet:
        return self.filter(Q(kept=organization.pk) | Q(dropped=organization.pk))


class Merge(models.Model):
    kept = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="takeovers")
    dropped = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="mergers")
    reason = models.CharField(_("reason"), max_length=300)
    merged_at = models.DateTimeField(_("merged"), default=timezone.now)
    merged_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    undone_at = models.DateTimeField(_("undone"), null=True)
    undone_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")

    objects = MergeQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="merge_once_at_a_time", fields=["dropped"], condition=Q(undone_at=None)),
        ]
        ordering = ["-merged_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.dropped} → {self.kept}"

    @property
    def undoable_until(self) -> datetime.date:
        """The last day."""
        return timezone.localdate(self.merged_at) + datetime.timedelta(days=UNDO_DAYS)


class MovedRow(models.Model):
    """One row of some table that the merge changed: the fields it changed, as they were and as they became."""

    merge = models.ForeignKey(Merge, on_delete=models.PROTECT, related_name="moved_rows")
    table = models.CharField(max_length=100)
    row = models.BigIntegerField()
    field = models.CharField(max_length=60)
    """The one that pointed at the dropped organization."""
    before = models.JSONField(encoder=DjangoJSONEncoder)
    after = models.JSONField(encoder=DjangoJSONEncoder)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="moved_row_once_a_merge", fields=["merge", "table", "row", "field"]),
        ]

    def __str__(self) -> str:
        return f"{self.table} {self.row}"
