"""佐证材料: the files that prove a record."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib.postgres.functions import RandomUUID
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from people.enums import FileType
from records.models.records import LearningRecord, RecordCorrection

if TYPE_CHECKING:
    from audit.actors import Actor


def random_name(evidence: Evidence, original: str) -> str:
    """The name a person gave a file may hold a number or a name, and is kept nowhere."""
    return f"evidence/{secrets.token_urlsafe(24)}"


class EvidenceQuerySet(models.QuerySet["Evidence"]):
    def visible_to(self, actor: Actor) -> EvidenceQuerySet:
        return self.filter(record__in=LearningRecord.objects.visible_to(actor), removed_at=None)

    def standing(self) -> EvidenceQuerySet:
        return self.filter(removed_at=None)


class Evidence(models.Model):
    record = models.ForeignKey(LearningRecord, on_delete=models.PROTECT, related_name="evidence")
    correction = models.ForeignKey(
        RecordCorrection, on_delete=models.PROTECT, null=True, blank=True, related_name="evidence"
    )
    """Of a file that came with a correction."""
    uuid = models.UUIDField(db_default=RandomUUID(), unique=True, editable=False)
    file = models.FileField(_("file"), upload_to=random_name, max_length=200)
    file_type = models.CharField(_("kind of file"), max_length=4, choices=FileType)
    size = models.PositiveIntegerField(_("size"))
    sha256 = models.CharField(max_length=64)
    picture_hash = models.BigIntegerField(null=True)
    """Of a picture: 64 bits of what it looks like; alike pictures differ in few of them."""
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    uploaded_at = models.DateTimeField(_("uploaded"), db_default=Now())
    removed_at = models.DateTimeField(null=True)

    objects = EvidenceQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="evidence_once_a_record", fields=["record", "sha256"], condition=Q(removed_at=None)
            ),
        ]
        indexes = [
            models.Index(name="evidence_by_content", fields=["sha256"]),
            models.Index(name="evidence_by_look", fields=["picture_hash"], condition=Q(picture_hash__isnull=False)),
        ]
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.record} · {self.get_file_type_display()}"
