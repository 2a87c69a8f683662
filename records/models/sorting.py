"""What somebody hands to HR in the own words, because none of the kinds seems to fit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from people.models import Employer
from records.access import may_register_for_staff
from records.enums import HandedState, RecordState
from records.models.records import LearningRecord

if TYPE_CHECKING:
    from audit.actors import Actor


class HandedOverQuerySet(models.QuerySet["HandedOver"]):
    def visible_to(self, actor: Actor) -> HandedOverQuerySet:
        """The person's own, and those handed to the employer of the hat."""
        if actor.user_id is None:
            return self.none()
        seen = Q(record__professional__user_id=actor.user_id)
        if may_register_for_staff(actor):
            seen |= Q(employer_id=actor.organization_id)
        return self.filter(seen)

    def waiting(self) -> HandedOverQuerySet:
        """Whoever finished the draft alone meanwhile needs nobody any more."""
        return self.filter(state=HandedState.WAITING, record__state=RecordState.DRAFT)

    def locked(self) -> HandedOverQuerySet:
        return self.select_for_update(no_key=True, of=("self",))


class HandedOver(models.Model):
    """交人事归类: a draft with its proofs, in the person's own words; HR says what it is."""

    record = models.OneToOneField(LearningRecord, on_delete=models.CASCADE, related_name="handed_over")
    """A draft alone: discarded, nothing is left to be sorted."""
    employer = models.ForeignKey(Employer, on_delete=models.PROTECT, related_name="+")
    words = models.TextField(_("in the person's own words"), max_length=2000)
    state = models.CharField(_("state"), max_length=10, choices=HandedState, default=HandedState.WAITING)
    answer = models.CharField(_("answer of HR"), max_length=300, blank=True)
    handed_at = models.DateTimeField(_("handed to HR"), db_default=Now())
    sorted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    sorted_at = models.DateTimeField(_("sorted"), null=True)

    objects = HandedOverQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(name="handed_over_waiting", fields=["employer", "state", "handed_at"])]
        ordering = ["handed_at", "pk"]

    def __str__(self) -> str:
        return self.words[:60]
