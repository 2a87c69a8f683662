"""What is issued never changes and is never deleted: its end, its confirmation, its receipt are rows of their own."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import Func, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from certificates.access import CONFIRMS, ISSUES, READS_ALL
from certificates.enums import WITH_SUCCESSOR, EndKind
from people.models import Employer, Organization, Professional
from verification.models import Verification

if TYPE_CHECKING:
    from audit.actors import Actor

LAST_SEQUENCE = 999_999
"""Six digits (GD10 十五)."""


class Series(models.Model):
    """How far an issuing code has counted in a study year (A-01). Its row is locked while numbers are given."""

    issuer_code = models.CharField(max_length=6)
    study_year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="series_once", fields=["issuer_code", "study_year"]),
            models.CheckConstraint(name="series_has_six_digits", condition=Q(last__lte=LAST_SEQUENCE)),
        ]
        ordering = ["study_year", "issuer_code"]

    def __str__(self) -> str:
        return f"{self.issuer_code} {self.study_year}"

    @property
    def left(self) -> int:
        return LAST_SEQUENCE - self.last

    @property
    def is_nearly_full(self) -> bool:
        return self.last >= LAST_SEQUENCE * 0.8


class CertificateQuerySet(models.QuerySet["Certificate"]):
    def visible_to(self, actor: Actor) -> CertificateQuerySet:
        """Of the people one sees; those one's bureau or one below it issued, and those of one's own employer, whoever
        the person works for by now."""
        if actor.can(READS_ALL):
            return self.all()
        seen = Q(professional__in=Professional.objects.visible_to(actor))
        if actor.can(ISSUES) and actor.area:
            seen |= Q(issuer__area__startswith=actor.area)
        if actor.can(CONFIRMS) and actor.organization_id is not None:
            seen |= Q(employer=actor.organization_id)
        return self.filter(seen)

    def locked(self) -> CertificateQuerySet:
        """Against an end at the same moment; the row itself never changes."""
        return self.select_for_update(no_key=True, of=("self",))

    def standing(self) -> CertificateQuerySet:
        return self.filter(end=None)

    def of_year(self, year: int) -> CertificateQuerySet:
        return self.filter(study_year=year)


class Certificate(models.Model):
    """证书. Number and row come to be in one transaction (`issuing.statements`); the PDF is drawn from `printed` when
    somebody asks. The database refuses to change or delete a row (migration 0002)."""

    number = models.CharField(_("certificate number"), max_length=14, unique=True)
    issuer = models.ForeignKey(Organization, verbose_name=_("issuer"), on_delete=models.PROTECT, related_name="+")
    issuer_code = models.CharField(max_length=6)
    """In force on the day of issue (A-04)."""
    study_year = models.PositiveSmallIntegerField(_("study year"))
    sequence = models.PositiveIntegerField()
    blank_form_number = models.BigIntegerField("N0", unique=True)
    """Of the blank form (N0), another number than the certificate's (GD10 附件). It has gaps, as any stock of forms."""
    professional = models.ForeignKey(
        Professional, verbose_name=_("person"), on_delete=models.PROTECT, related_name="certificates"
    )
    employer = models.ForeignKey(Employer, on_delete=models.PROTECT, null=True, related_name="+")
    verification = models.ForeignKey(Verification, on_delete=models.PROTECT, related_name="certificates")
    round = models.PositiveSmallIntegerField(default=0)
    """How many certificates of the same verification came before."""
    replaces = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="replaced_by")
    layout = models.CharField(max_length=20)
    """How it is printed (`layouts.toml`)."""
    printed = models.JSONField()
    """All that stands on the paper, as it was that day. Texts and whole numbers only."""
    token = models.UUIDField(unique=True, default=uuid.uuid4)
    """In the QR code. Nobody guesses it, and whoever has it has seen the certificate."""
    signed_with = models.CharField(max_length=16)
    """Which key signs it (`keys`). The signature follows from key and `printed`, and is made when it is needed."""
    run = models.ForeignKey("certificates.IssueRun", on_delete=models.PROTECT, null=True, related_name="certificates")
    issued_on = models.DateField(_("issued"))
    issued_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    issued_at = models.DateTimeField(
        db_default=Func(function="clock_timestamp", output_field=models.DateTimeField()), editable=False
    )

    objects = CertificateQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="certificate_sequence_once", fields=["issuer_code", "study_year", "sequence"]),
            # One verified year has one certificate at a time, whatever is pressed twice or killed.
            models.UniqueConstraint(name="certificate_once", fields=["verification", "round"]),
            models.CheckConstraint(
                name="certificate_sequence_has_six_digits", condition=Q(sequence__gte=1, sequence__lte=LAST_SEQUENCE)
            ),
        ]
        indexes = [
            models.Index(name="certificate_by_issuer", fields=["issuer", "study_year", "sequence"]),
            models.Index(name="certificate_by_employer", fields=["employer", "study_year"]),
        ]
        ordering = ["-study_year", "-pk"]

    def __str__(self) -> str:
        return self.number

    @property
    def stands(self) -> bool:
        return not hasattr(self, "end")

    @property
    def blank_form(self) -> str:
        return f"{self.blank_form_number:08}"


class CertificateEnd(models.Model):
    """作废: from then on the certificate is good no longer. The certificate itself stays as it was."""

    certificate = models.OneToOneField(Certificate, on_delete=models.PROTECT, related_name="end")
    kind = models.CharField(_("kind"), max_length=10, choices=EndKind)
    reason = models.CharField(_("reason"), max_length=300)
    ended_on = models.DateField(_("ended"))
    ended_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    ended_at = models.DateTimeField(
        db_default=Func(function="clock_timestamp", output_field=models.DateTimeField()), editable=False
    )

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return str(self.certificate)

    @property
    def has_successor(self) -> bool:
        return self.kind in WITH_SUCCESSOR


class Confirmation(models.Model):
    """单位确认: the employer has looked at the year and confirms it; with that an electronic certificate is issued
    (GD18 三(五))."""

    verification = models.OneToOneField(Verification, on_delete=models.PROTECT, related_name="confirmation")
    employer = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+")
    confirmed_on = models.DateField(_("confirmed"))
    confirmed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    confirmed_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return str(self.verification)


class Receipt(models.Model):
    """领取: who took the paper, for the roster (《证书发放名册》)."""

    certificate = models.OneToOneField(Certificate, on_delete=models.PROTECT, related_name="receipt")
    received_by = models.CharField(_("received by"), max_length=50)
    received_on = models.DateField(_("received on"))
    noted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    noted_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return str(self.certificate)
