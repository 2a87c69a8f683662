"""What checking keeps: which programs may ask, and the links by which holders show what is theirs. Nothing about who
asked for whom."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from certificates.access import OPENS_CHECKS
from certificates.models.certificates import Certificate
from people.models import Organization

if TYPE_CHECKING:
    from audit.actors import Actor


class CheckProgramQuerySet(models.QuerySet["CheckProgram"]):
    def visible_to(self, actor: Actor) -> CheckProgramQuerySet:
        """Those of one's own bureau."""
        if actor.can(OPENS_CHECKS) and actor.organization_id is not None:
            return self.filter(bureau=actor.organization_id)
        return self.none()

    def locked(self) -> CheckProgramQuerySet:
        return self.select_for_update(no_key=True, of=("self",))


class CheckProgram(models.Model):
    """A system of an employer or a review board that checks certificates by `POST /api/v1/check/`."""

    name = models.CharField(pgettext_lazy("program that checks", "Name"), max_length=100)
    bureau = models.ForeignKey(
        Organization, verbose_name=_("admitted by"), on_delete=models.PROTECT, related_name="check_programs"
    )
    token_hash = models.CharField(max_length=64, unique=True)
    """Of the token that is shown once and kept nowhere."""
    token_tail = models.CharField(max_length=4)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(_("admitted"), db_default=Now())
    ended_at = models.DateTimeField(_("ended"), null=True)

    objects = CheckProgramQuerySet.as_manager()

    class Meta:
        ordering = ["name", "pk"]

    def __str__(self) -> str:
        return self.name


class ShareLinkQuerySet(models.QuerySet["ShareLink"]):
    def visible_to(self, actor: Actor) -> ShareLinkQuerySet:
        """The holder's own; nobody else makes or sees them."""
        return self.filter(certificate__professional__user=actor.user_id) if actor.user_id else self.none()

    def open_at(self, at: datetime.datetime) -> ShareLinkQuerySet:
        return self.filter(revoked_at=None, expires_at__gt=at)


class ShareLink(models.Model):
    """By this the holder shows a certificate to somebody, for a while."""

    certificate = models.ForeignKey(Certificate, on_delete=models.PROTECT, related_name="share_links")
    note = models.CharField(_("for whom"), max_length=100, blank=True)
    token_hash = models.CharField(max_length=64, unique=True)
    token_tail = models.CharField(max_length=4)
    made_at = models.DateTimeField(_("made"), db_default=Now())
    expires_at = models.DateTimeField(_("good until"))
    revoked_at = models.DateTimeField(_("taken back"), null=True)
    opened = models.PositiveIntegerField(_("times opened"), default=0)
    last_opened_at = models.DateTimeField(_("last opened"), null=True)

    objects = ShareLinkQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return str(self.certificate)
