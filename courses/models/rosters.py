"""学员名册: who takes part in a class."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from audit.actors import Actor
from courses.access import READS_ALL
from courses.enums import EnrolledBy
from courses.models.classes import TrainingClass
from people.models import Employer, Professional, User
from people.roles import Role


class RosterEntryQuerySet(models.QuerySet["RosterEntry"]):
    def visible_to(self, actor: Actor) -> RosterEntryQuerySet:
        """The person; the institution of the class; who answers for the person; the bureau of the institution."""
        if actor.can(READS_ALL):
            return self.all()
        if actor.user_id is None:
            return self.none()
        seen = Q(professional__in=Professional.objects.visible_to(actor))
        if actor.hat == Role.INSTITUTION_CLERK and actor.organization_id is not None:
            seen |= Q(training_class__institution_id=actor.organization_id)
        return self.filter(seen)

    def standing(self) -> RosterEntryQuerySet:
        return self.filter(cancelled_at=None)


class RosterEntry(models.Model):
    training_class = models.ForeignKey(TrainingClass, on_delete=models.PROTECT, related_name="roster")
    professional = models.ForeignKey(Professional, on_delete=models.PROTECT, related_name="enrolments")
    employer = models.ForeignKey(Employer, on_delete=models.PROTECT, null=True, related_name="+")
    """On the day of enrolment."""
    enrolled_by = models.CharField(_("enrolled by"), max_length=12, choices=EnrolledBy)
    enrolled_by_user = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    enrolled_at = models.DateTimeField(_("enrolled"), db_default=Now())
    cancelled_at = models.DateTimeField(_("taken off"), null=True)
    seen_change = models.PositiveIntegerField(default=0)
    """The number of the last change of the class that the person has read."""

    objects = RosterEntryQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="roster_once", fields=["training_class", "professional"], condition=Q(cancelled_at=None)
            ),
        ]
        indexes = [
            models.Index(
                name="roster_in_order",
                fields=["training_class", "enrolled_at", "id"],
                condition=Q(cancelled_at=None),
            ),
        ]
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.professional} · {self.training_class}"
