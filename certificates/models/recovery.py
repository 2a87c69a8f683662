"""The way back into one's account by the number of one's document and that of a certificate."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import F, Q
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext_lazy as _

from certificates.enums import RecoveryState
from certificates.models.certificates import Certificate
from people.access_links.services import MOST_FAILED_PROOFS
from people.models import User

if TYPE_CHECKING:
    from audit.actors import Actor


class RecoveryQuerySet(models.QuerySet["Recovery"]):
    def visible_to(self, actor: Actor) -> RecoveryQuerySet:
        """The owner's own; what somebody typed in vain belongs to nobody."""
        return self.filter(account=actor.user_id) if actor.user_id else self.none()

    def under_way(self, now: datetime.datetime) -> RecoveryQuerySet:
        return self.filter(used_at=None, stopped_at=None, closes_at__gt=now)


class Recovery(models.Model):
    """Somebody typed two numbers. Whether they fit or not, there is a row, the same answer and an address: nobody
    learns before the wait is over whether there is anything behind it."""

    account = models.ForeignKey(
        User, verbose_name=_("account"), on_delete=models.PROTECT, null=True, related_name="recoveries"
    )
    """None where the numbers do not fit, or this way is not open for the account."""
    certificate = models.ForeignKey(Certificate, on_delete=models.PROTECT, null=True, related_name="+")
    session_mark = models.CharField(max_length=64)
    """Of the password at that time: another one, and the way is closed."""
    token_hash = models.CharField(max_length=64, unique=True)
    asked_at = models.DateTimeField(_("asked"))
    opens_at = models.DateTimeField(_("opens"))
    closes_at = models.DateTimeField(_("closes"))
    failed_proofs = models.PositiveSmallIntegerField(default=0)
    used_at = models.DateTimeField(_("came in"), null=True)
    stopped_at = models.DateTimeField(_("stopped"), null=True)
    noted_at = models.DateTimeField(_("read by the owner"), null=True)

    objects = RecoveryQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="recovery_waits", condition=Q(opens_at__gt=F("asked_at"), closes_at__gt=F("opens_at"))
            ),
            models.CheckConstraint(
                name="recovery_used_or_stopped", condition=Q(used_at=None) | Q(stopped_at=None, account__isnull=False)
            ),
            models.CheckConstraint(
                name="recovery_of_account_by_certificate",
                condition=Q(account=None, certificate=None) | Q(account__isnull=False, certificate__isnull=False),
            ),
        ]
        indexes = [models.Index(name="recovery_by_end", fields=["closes_at"])]
        ordering = ["-pk"]

    def __str__(self) -> str:
        return str(self.account or "–")

    def state(self, now: datetime.datetime) -> RecoveryState:
        """Of one that belongs to an account."""
        if self.used_at is not None:
            return RecoveryState.BACK
        if self.stopped_at is not None:
            return RecoveryState.STOPPED
        if self.is_overtaken:
            return RecoveryState.OVERTAKEN
        if now >= self.closes_at or self.failed_proofs >= MOST_FAILED_PROOFS:
            return RecoveryState.LAPSED
        return RecoveryState.OPEN if now >= self.opens_at else RecoveryState.WAITING

    @property
    def is_overtaken(self) -> bool:
        """Who signs in or has chosen another password meanwhile has not lost the way in."""
        assert self.account is not None  # the caller has asked for the rows of an account
        signed_in = self.account.last_login is not None and self.account.last_login > self.asked_at
        return signed_in or not constant_time_compare(self.session_mark, self.account.get_session_auth_hash())
