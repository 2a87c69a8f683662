from __future__ import annotations

import datetime

from django.db import models
from django.db.models.functions import Now

from audit.actors import Actor
from people.models.accounts import User


class AccessLinkQuerySet(models.QuerySet["AccessLink"]):
    def usable(self, at: datetime.datetime) -> AccessLinkQuerySet:
        return self.filter(used_at=None, voided_at=None, expires_at__gt=at)

    def visible_to(self, actor: Actor) -> AccessLinkQuerySet:
        """Whoever made it, in the hat of then; the link itself is shown once and kept nowhere."""
        if actor.user_id is None or actor.organization_id is None:
            return self.none()
        return self.filter(made_by_id=actor.user_id, organization_id=actor.organization_id)


class AccessLink(models.Model):
    """A one-time way into an account: the first, or the one back in."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="access_links")
    token_hash = models.CharField(max_length=64, unique=True)
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    organization = models.ForeignKey("people.Organization", on_delete=models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField(db_default=Now())
    expires_at = models.DateTimeField()
    failed_proofs = models.PositiveSmallIntegerField(default=0)
    used_at = models.DateTimeField(null=True)
    voided_at = models.DateTimeField(null=True)

    objects = AccessLinkQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="access_link_one_usable",
                fields=["user"],
                condition=models.Q(used_at=None, voided_at=None),
            ),
        ]

    def __str__(self) -> str:
        return str(self.user)
