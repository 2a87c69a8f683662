"""What is drawn from a certificate, and the pictures of seals on it."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from certificates.models.certificates import Certificate
from people.models import Organization

if TYPE_CHECKING:
    import datetime

    from audit.actors import Actor


class SheetFileQuerySet(models.QuerySet["SheetFile"]):
    def visible_to(self, actor: Actor) -> SheetFileQuerySet:
        return self.filter(certificate__in=Certificate.objects.visible_to(actor))


class SheetFile(models.Model):
    """The PDF as it is handed out, kept under its content: whoever asks again gets the same bytes."""

    certificate = models.ForeignKey(Certificate, on_delete=models.PROTECT, related_name="sheet_files")
    facts = models.CharField(max_length=64)
    """SHA-256 of all that is drawn, and of the key that seals it."""
    sha256 = models.CharField(max_length=64)
    """Of the file. By this a file that somebody holds is known again."""
    file = models.CharField(max_length=200)
    """Name in the storage."""
    size = models.PositiveIntegerField()
    is_sealed = models.BooleanField(default=False)
    made_at = models.DateTimeField(db_default=Now(), editable=False)

    objects = SheetFileQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(name="sheet_file_once", fields=["certificate", "facts"])]
        indexes = [models.Index(name="sheet_file_by_content", fields=["sha256"])]
        ordering = ["-pk"]

    def __str__(self) -> str:
        return str(self.certificate)


def random_name(seal: Seal, original: str) -> str:
    """The name a person gave a file is kept nowhere."""
    return f"seals/{secrets.token_urlsafe(24)}"


class SealQuerySet(models.QuerySet["Seal"]):
    def visible_to(self, actor: Actor) -> SealQuerySet:
        """Of one's own house, and of those whose certificates one sees."""
        if actor.organization_id is None:
            return self.none()
        return self.filter(organization=actor.organization_id)


class Seal(models.Model):
    """印章图样: what the seal of a bureau or an employer looks like on paper. A picture, and no electronic seal: it
    proves nothing, and is printed so that the sheet looks as everybody knows it (C-2)."""

    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="seals")
    file = models.FileField(_("picture"), upload_to=random_name, max_length=200)
    sha256 = models.CharField(max_length=64)
    first_day = models.DateField(_("from"))
    last_day = models.DateField(_("to"), null=True, blank=True)
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField(db_default=Now(), editable=False)

    objects = SealQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="seal_one_in_use", fields=["organization"], condition=Q(last_day=None)),
        ]
        ordering = ["-pk"]

    def __str__(self) -> str:
        return str(self.organization)

    def was_in_use(self, on: datetime.date) -> bool:
        return self.first_day <= on and (self.last_day is None or on <= self.last_day)
