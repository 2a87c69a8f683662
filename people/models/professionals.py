"""专业技术人员: the people whose hours are counted, with their documents, titles and employments."""

from __future__ import annotations

import datetime

from django.contrib.postgres.functions import RandomUUID
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from audit.actors import Actor
from people.access import may_read_everybody
from people.enums import DocumentKind, Industry, TitleLevel, TitleSeries
from people.models.accounts import User
from people.models.organizations import Employer
from people.roles import Role


class ProfessionalQuerySet(models.QuerySet["Professional"]):
    def visible_to(self, actor: Actor) -> ProfessionalQuerySet:
        """Oneself; the people of one's employer; those whose files one's agency holds; those in the area of one's
        bureau; those of one's industry in the area of one's authority."""
        if may_read_everybody(actor):
            return self.all()
        if actor.user_id is None:
            return self.none()
        seen = Q(user_id=actor.user_id)
        employments = self._employments_seen_by(actor)
        if employments is not None:
            seen |= Q(Exists(employments.filter(professional=OuterRef("pk"))))
        return self.filter(seen)

    @staticmethod
    def _employments_seen_by(actor: Actor) -> EmploymentQuerySet | None:
        current = Employment.objects.filter(ended_on=None)
        if actor.hat in (Role.HR_CLERK, Role.HR_HEAD):
            own = Q(employer_id=actor.organization_id)
            return current.filter(own | Q(employer__files_held_by_id=actor.organization_id))
        if not actor.area:
            return None
        in_area = current.filter(employer__division__code__startswith=actor.area)
        if actor.hat in (Role.BUREAU_CLERK, Role.BUREAU_HEAD):
            return in_area
        if actor.hat == Role.AUTHORITY_REVIEWER:
            return in_area.filter(professional__industry=actor.industry)
        return None


class Professional(models.Model):
    user = models.OneToOneField(User, verbose_name=_("account"), on_delete=models.PROTECT, related_name="professional")
    name = models.CharField(_("name"), max_length=100)
    name_search = models.CharField(max_length=400, db_default="")
    """The name and its readings, full and by initials, as people.names writes them."""
    industry = models.CharField(_("industry"), max_length=20, choices=Industry, default=Industry.GENERAL)

    objects = ProfessionalQuerySet.as_manager()

    def __str__(self) -> str:
        return self.name


class IdentityDocument(models.Model):
    """What proves who somebody is. The number is sealed (people.vault) and found by a blind index alone."""

    professional = models.ForeignKey(Professional, on_delete=models.PROTECT, related_name="documents")
    uuid = models.UUIDField(db_default=RandomUUID(), editable=False)
    kind = models.CharField(_("kind"), max_length=30, choices=DocumentKind)
    number_sealed = models.BinaryField()
    number_key = models.CharField(max_length=16)
    number_index = models.CharField(max_length=64)
    number_tail = models.CharField(max_length=4)
    replaced_at = models.DateTimeField(_("replaced"), null=True, blank=True)

    class Meta:
        constraints = [
            # The same number is one person, whatever the kind it was entered as.
            models.UniqueConstraint(
                name="document_number_once", fields=["number_index"], condition=Q(replaced_at=None)
            ),
            models.UniqueConstraint(
                name="document_one_current", fields=["professional"], condition=Q(replaced_at=None)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} ···{self.number_tail}"


class Title(models.Model):
    """职称: one that the person obtained; the present one is the newest of the highest level."""

    professional = models.ForeignKey(Professional, on_delete=models.PROTECT, related_name="titles")
    series = models.CharField(_("series"), max_length=30, choices=TitleSeries)
    level = models.CharField(_("level"), max_length=20, choices=TitleLevel)
    name = models.CharField(_("title"), max_length=50)
    obtained_on = models.DateField(_("obtained on"))

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="title_obtained_once", fields=["professional", "series", "level", "obtained_on"]
            ),
        ]
        ordering = ["obtained_on"]

    def __str__(self) -> str:
        return self.name


class EmploymentQuerySet(models.QuerySet["Employment"]):
    def current(self, on: datetime.date) -> EmploymentQuerySet:
        return self.filter(Q(ended_on=None) | Q(ended_on__gte=on), started_on__lte=on)


class Employment(models.Model):
    """The link to an employer, from one day to another, both included."""

    professional = models.ForeignKey(Professional, on_delete=models.PROTECT, related_name="employments")
    employer = models.ForeignKey(Employer, verbose_name=_("employer"), on_delete=models.PROTECT, related_name="staff")
    staff_number = models.CharField(_("staff number"), max_length=40, blank=True)
    position = models.CharField(_("position"), max_length=60, blank=True)
    started_on = models.DateField(_("from"))
    ended_on = models.DateField(_("until"), null=True, blank=True)

    objects = EmploymentQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="employment_one_at_a_time", fields=["professional"], condition=Q(ended_on=None)
            ),
            models.CheckConstraint(
                name="employment_ends_after_start", condition=Q(ended_on=None) | Q(ended_on__gte=F("started_on"))
            ),
        ]
        ordering = ["started_on"]

    def __str__(self) -> str:
        return str(self.employer)
