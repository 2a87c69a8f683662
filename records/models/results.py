"""名册表 (附件4): what came of a class for each who took part."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from courses.fields import hours_field
from courses.models import TrainingClass
from people.models import Professional
from people.roles import Role
from records.access import READS_ALL
from records.models.records import LearningRecord

if TYPE_CHECKING:
    from audit.actors import Actor


def new_check_code() -> str:
    """Stands on the 《证明》; whoever has it can look at it, and nobody guesses it."""
    return secrets.token_urlsafe(12)


class ClassResultQuerySet(models.QuerySet["ClassResult"]):
    def visible_to(self, actor: Actor) -> ClassResultQuerySet:
        """The person, who answers for the person, and the institution of the class."""
        if actor.can(READS_ALL):
            return self.all()
        if actor.user_id is None:
            return self.none()
        seen = Q(professional__in=Professional.objects.visible_to(actor))
        if actor.hat == Role.INSTITUTION_CLERK and actor.organization_id is not None:
            seen |= Q(training_class__institution_id=actor.organization_id)
        return self.filter(seen)


class ClassResult(models.Model):
    training_class = models.ForeignKey(TrainingClass, on_delete=models.PROTECT, related_name="results")
    professional = models.ForeignKey(Professional, on_delete=models.PROTECT, related_name="class_results")
    record = models.OneToOneField(LearningRecord, on_delete=models.PROTECT, null=True, related_name="class_result")
    attended_hours = hours_field(_("hours attended"))
    exam_mark = models.CharField(_("exam mark"), max_length=20, blank=True)
    hours = hours_field(_("hours"))
    passed = models.BooleanField(_("passed"))
    remark = models.CharField(_("remark"), max_length=200, blank=True)
    check_code = models.CharField(max_length=24, unique=True, default=new_check_code, editable=False)
    version = models.PositiveIntegerField(default=1)
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    entered_at = models.DateTimeField(_("entered"), db_default=Now())
    amended_at = models.DateTimeField(_("amended"), null=True)

    objects = ClassResultQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="class_result_once", fields=["training_class", "professional"]),
            models.CheckConstraint(name="class_result_hours", condition=Q(hours__gte=0, attended_hours__gte=0)),
        ]
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.professional} · {self.training_class}"


class ResultRevision(models.Model):
    """A result as it was before somebody corrected it after the commit."""

    result = models.ForeignKey(ClassResult, on_delete=models.PROTECT, related_name="revisions")
    before = models.JSONField(encoder=DjangoJSONEncoder)
    amended_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    amended_at = models.DateTimeField(db_default=Now())

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return str(self.result)
