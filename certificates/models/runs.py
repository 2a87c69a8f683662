"""Issuing to everybody of a bureau at once: a dry run, the confirmation of a second person, the job."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from certificates.access import ISSUES, READS_ALL
from certificates.enums import RunState
from people.models import Bureau

if TYPE_CHECKING:
    from audit.actors import Actor


class IssueRunQuerySet(models.QuerySet["IssueRun"]):
    def visible_to(self, actor: Actor) -> IssueRunQuerySet:
        """Those of one's own bureau and of the ones below."""
        if actor.can(READS_ALL):
            return self.all()
        if not (actor.can(ISSUES) and actor.area):
            return self.none()
        return self.filter(issuer__area__startswith=actor.area)

    def locked(self) -> IssueRunQuerySet:
        return self.select_for_update(no_key=True, of=("self",))


class IssueRun(models.Model):
    issuer = models.ForeignKey(Bureau, verbose_name=_("issuer"), on_delete=models.PROTECT, related_name="+")
    study_year = models.PositiveSmallIntegerField(_("study year"))
    state = models.CharField(_("state"), max_length=10, choices=RunState, default=RunState.DRY)
    expected = models.PositiveIntegerField()
    """To whom the dry run would have issued."""
    unconfirmed = models.PositiveIntegerField(default=0)
    """Whose employers had not confirmed yet."""
    issued = models.PositiveIntegerField(default=0)
    started_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    started_at = models.DateTimeField(_("started"), db_default=Now())
    confirmed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    confirmed_at = models.DateTimeField(_("confirmed"), null=True)
    finished_at = models.DateTimeField(_("finished"), null=True)
    job = models.ForeignKey("jobs.Job", on_delete=models.SET_NULL, null=True, related_name="+")

    objects = IssueRunQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="issue_run_one_open",
                fields=["issuer", "study_year"],
                condition=Q(state__in=[RunState.DRY, RunState.RUNNING]),
            ),
        ]
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.issuer} {self.study_year}"
