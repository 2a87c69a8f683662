"""What a person asks to have changed: the employer, the name, the identity document."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING

from django.contrib.postgres.functions import RandomUUID
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from approvals.access import DECIDES, READS_ALL
from approvals.models import Run
from changes.enums import CorrectedField, ProofType
from changes.rescues.models import Rescue as Rescue
from people.enums import DocumentKind
from people.models import Employer, Professional, User

if TYPE_CHECKING:
    from audit.actors import Actor

EMPLOYER_CHANGE = "employer_change"
CORRECTION = "correction"


def _seen_through_runs(procedure: str, actor: Actor) -> Q:
    """Whoever sees the approval sees what is asked; the person sees the own ones."""
    runs = Run.objects.visible_to(actor).filter(procedure=procedure)
    return Q(pk__in=runs.values("subject_id"))


class EmployerChangeQuerySet(models.QuerySet["EmployerChange"]):
    def visible_to(self, actor: Actor) -> EmployerChangeQuerySet:
        return self.filter(_seen_through_runs(EMPLOYER_CHANGE, actor))

    def open(self) -> EmployerChangeQuerySet:
        return self.filter(closed_at=None)


class EmployerChange(models.Model):
    """A person asks an employer to take them on. Without one before it is the first binding (单位绑定)."""

    professional = models.ForeignKey(Professional, on_delete=models.PROTECT, related_name="employer_changes")
    from_employer = models.ForeignKey(
        Employer, verbose_name=_("present employer"), on_delete=models.PROTECT, null=True, related_name="+"
    )
    to_employer = models.ForeignKey(
        Employer, verbose_name=_("new employer"), on_delete=models.PROTECT, related_name="+"
    )
    starts_on = models.DateField(_("first day there"))
    position = models.CharField(_("position"), max_length=60, blank=True)
    words = models.TextField(_("to the new employer"), blank=True)
    version = models.PositiveIntegerField(default=1)
    asked_at = models.DateTimeField(db_default=Now())
    closed_at = models.DateTimeField(null=True)

    objects = EmployerChangeQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="employer_change_one_open", fields=["professional"], condition=Q(closed_at=None)
            ),
            models.CheckConstraint(
                name="employer_change_is_one",
                condition=Q(from_employer=None) | ~Q(from_employer=models.F("to_employer")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.professional} → {self.to_employer}"


def random_name(correction: Correction, original: str) -> str:
    """The name a person gave a file may hold a number or a name, and is kept nowhere."""
    return f"proofs/{secrets.token_urlsafe(24)}"


class CorrectionQuerySet(models.QuerySet["Correction"]):
    def visible_to(self, actor: Actor) -> CorrectionQuerySet:
        return self.filter(_seen_through_runs(CORRECTION, actor))

    def open(self) -> CorrectionQuerySet:
        return self.filter(closed_at=None)


class Correction(models.Model):
    """The name or the identity document stands wrong here; the proof shows what is right. The new number is sealed like
    those in force (people.vault)."""

    professional = models.ForeignKey(Professional, on_delete=models.PROTECT, related_name="corrections")
    uuid = models.UUIDField(db_default=RandomUUID(), editable=False)
    field = models.CharField(_("what stands wrong"), max_length=10, choices=CorrectedField)
    old_value = models.CharField(_("as it stands now"), max_length=100)
    new_name = models.CharField(_("right name"), max_length=100, blank=True)
    new_kind = models.CharField(_("right kind of document"), max_length=30, choices=DocumentKind, blank=True)
    number_sealed = models.BinaryField(default=bytes, blank=True)
    number_key = models.CharField(max_length=16, blank=True)
    number_tail = models.CharField(max_length=4, blank=True)
    number_index = models.CharField(max_length=64, blank=True)
    proof = models.FileField(_("proof"), upload_to=random_name, max_length=200)
    proof_type = models.CharField(_("kind of file"), max_length=4, choices=ProofType)
    words = models.TextField(_("to the bureau"), blank=True)
    version = models.PositiveIntegerField(default=1)
    asked_at = models.DateTimeField(db_default=Now())
    closed_at = models.DateTimeField(null=True)

    objects = CorrectionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="correction_one_open", fields=["professional", "field"], condition=Q(closed_at=None)
            ),
            models.CheckConstraint(
                name="correction_says_what_is_right",
                condition=(Q(field=CorrectedField.NAME) & ~Q(new_name="") & Q(new_kind="") & Q(number_tail=""))
                | (Q(field=CorrectedField.DOCUMENT) & Q(new_name="") & ~Q(new_kind="") & ~Q(number_tail="")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.professional} · {self.get_field_display()}"

    @property
    def seal_context(self) -> str:
        return f"{self.uuid}:number"

    @property
    def new_value(self) -> str:
        """As it may be shown: of a number the last digits."""
        if self.field == CorrectedField.NAME:
            return self.new_name
        return f"{self.get_new_kind_display()} ···{self.number_tail}"


class DepartureQuerySet(models.QuerySet["Departure"]):
    def visible_to(self, actor: Actor) -> DepartureQuerySet:
        """The employer that is told; the person it is about sees it in the change."""
        if actor.can(READS_ALL):
            return self.all()
        if not actor.can(DECIDES) or actor.organization_id is None:
            return self.none()
        return self.filter(employer_id=actor.organization_id)

    def unnoted(self) -> DepartureQuerySet:
        return self.filter(noted_at=None)


class Departure(models.Model):
    """The former employer is told that somebody has left, and by whose decision; not where to."""

    change = models.OneToOneField(EmployerChange, on_delete=models.PROTECT, related_name="departure")
    employer = models.ForeignKey(Employer, on_delete=models.PROTECT, related_name="+")
    last_day = models.DateField(_("last day"))
    told_at = models.DateTimeField(_("told"), db_default=Now())
    noted_at = models.DateTimeField(_("noted"), null=True)
    noted_by = models.ForeignKey(
        User, verbose_name=_("noted by"), on_delete=models.PROTECT, null=True, related_name="+"
    )

    objects = DepartureQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="departure_noted_by_somebody",
                condition=Q(noted_at=None, noted_by=None) | Q(noted_at__isnull=False, noted_by__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.change.professional} · {self.employer}"
