"""Somebody who lost the way into an account is let in again: by those who know the person, and a bureau, together."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from approvals.access import READS_ALL
from approvals.enums import RunState
from approvals.models import Run
from changes.rescues.access import may_ask
from changes.rescues.enums import IdentityShown, LostWay, Stage
from people.models import AccessLink, Organization, User

if TYPE_CHECKING:
    from audit.actors import Actor

RESCUE = "rescue"

_STAGE_OF_RUN = {
    RunState.UNDER_WAY: Stage.ASKED,
    RunState.RETURNED: Stage.RETURNED,
    RunState.REJECTED: Stage.REFUSED,
    RunState.WITHDRAWN: Stage.WITHDRAWN,
}


class RescueQuerySet(models.QuerySet["Rescue"]):
    def visible_to(self, actor: Actor) -> RescueQuerySet:
        """The owner of the account; the side that asks, not only the clerk who did; whoever sees the approval."""
        if actor.can(READS_ALL):
            return self.all()
        runs = Run.objects.visible_to(actor).filter(procedure=RESCUE)
        seen = Q(pk__in=runs.values("subject_id"))
        if actor.user_id is not None:
            seen |= Q(account_id=actor.user_id)
        if may_ask(actor):
            seen |= Q(organization_id=actor.organization_id)
        return self.filter(seen)

    def open(self) -> RescueQuerySet:
        return self.filter(closed_at=None)

    def lapsed(self, at: datetime.datetime) -> RescueQuerySet:
        return self.open().filter(usable_until__lte=at)

    def usable(self, at: datetime.datetime) -> RescueQuerySet:
        """Agreed to, and the slip is still to be made."""
        return self.open().filter(usable_until__gt=at)


class Rescue(models.Model):
    account = models.ForeignKey(User, verbose_name=_("account"), on_delete=models.PROTECT, related_name="rescues")
    organization = models.ForeignKey(
        Organization, verbose_name=_("asked by"), on_delete=models.PROTECT, related_name="+"
    )
    """Of the hat in which it was asked: its colleagues may hand over the slip."""
    lost = models.CharField(_("what was lost"), max_length=20, choices=LostWay)
    identity_shown = models.CharField(_("how identity was shown"), max_length=20, choices=IdentityShown)
    words = models.TextField(_("to the bureau"), blank=True)
    version = models.PositiveIntegerField(default=1)
    asked_at = models.DateTimeField(_("asked"), db_default=Now())
    granted_at = models.DateTimeField(_("agreed to"), null=True)
    usable_until = models.DateTimeField(_("usable until"), null=True)
    link = models.OneToOneField(
        AccessLink, verbose_name=_("link"), on_delete=models.PROTECT, null=True, related_name="rescue"
    )
    stopped_at = models.DateTimeField(_("stopped"), null=True)
    stopped_by = models.ForeignKey(
        User, verbose_name=_("stopped by"), on_delete=models.PROTECT, null=True, related_name="+"
    )
    noted_at = models.DateTimeField(_("read by the owner"), null=True)
    closed_at = models.DateTimeField(_("closed"), null=True)

    objects = RescueQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="rescue_one_open", fields=["account"], condition=Q(closed_at=None)),
            models.CheckConstraint(
                name="rescue_granted_for_a_while",
                condition=Q(granted_at=None, usable_until=None)
                | Q(granted_at__isnull=False, usable_until__isnull=False, usable_until__gt=F("granted_at")),
            ),
            models.CheckConstraint(
                name="rescue_link_after_grant",
                condition=Q(link=None) | Q(granted_at__isnull=False, closed_at__isnull=False),
            ),
            models.CheckConstraint(
                name="rescue_stopped_by_somebody",
                condition=Q(stopped_at=None, stopped_by=None)
                | Q(stopped_at__isnull=False, stopped_by__isnull=False, closed_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return str(self.account)

    def stage(self, run_state: str, at: datetime.datetime) -> Stage:
        if self.stopped_at is not None:
            return Stage.STOPPED
        if self.link is not None:
            return self._stage_of_link(self.link, at)
        if self.usable_until is not None:
            return Stage.GRANTED if self.closed_at is None and at < self.usable_until else Stage.LAPSED
        return _STAGE_OF_RUN[RunState(run_state)]

    def _stage_of_link(self, link: AccessLink, at: datetime.datetime) -> Stage:
        if link.used_at is not None:
            return Stage.BACK
        is_usable = link.voided_at is None and at < link.expires_at
        return Stage.HANDED_OVER if is_usable else Stage.LAPSED
