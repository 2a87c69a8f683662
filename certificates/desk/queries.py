"""Whose years may have a certificate, and how each stands. Sets, never row by row."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, cast

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Coalesce
from django.utils.translation import pgettext_lazy

from audit.actors import Actor
from certificates.access import ISSUES, READS_ALL
from certificates.enums import WITH_SUCCESSOR
from certificates.layouts import layouts
from certificates.models import Certificate, CertificateQuerySet
from changes.enums import CorrectedField
from changes.models import Correction
from people.models import Bureau, Organization, Professional
from policies.fields import tidy
from verification.models import Verification
from verification.models.verifications import VerificationQuerySet

READY, UNCONFIRMED, ISSUED, VOID = "ready", "unconfirmed", "issued", "void"
GROUPS = {
    READY: pgettext_lazy("group of years", "Ready"),
    UNCONFIRMED: pgettext_lazy("group of years", "Wait for the employer"),
    ISSUED: pgettext_lazy("group of years", "Issued"),
    VOID: pgettext_lazy("group of years", "Void"),
}
FILLS = {READY: "pending", UNCONFIRMED: "waiting", ISSUED: "passed", VOID: "short"}
BADGES = {READY: "warned", UNCONFIRMED: "waiting", ISSUED: "counted", VOID: "void"}


def years_of_bureau(actor: Actor, year: int | None = None) -> VerificationQuerySet:
    """Those to whom the bureau of the hat, or one below it, issues (GD10 十四, as `statements.WAITING` has it): by the
    place of the employer and not of the person, who may have moved on since."""
    years = _issuable(Verification.objects.all(), year)
    if actor.can(READS_ALL):
        return years
    if not (actor.can(ISSUES) and actor.area):
        return years.none()
    return years.filter(Q(("issuing_area__startswith", actor.area)))


def years_of_employer(actor: Actor, year: int | None = None) -> VerificationQuerySet:
    """Those that people ended with the employer of the hat, wherever they work by now: it confirms them."""
    own = Verification.objects.filter(employer=actor.organization_id) if actor.organization_id else None
    return _issuable(Verification.objects.none() if own is None else own, year)


def _issuable(years: VerificationQuerySet, year: int | None) -> VerificationQuerySet:
    of_the_year = years.filter(last_year=year) if year else years
    return of_the_year.filter(first_year=F("last_year")).annotate(
        issuing_area=Coalesce("employer__files_held_by__area", "area")
    )


def in_group(years: VerificationQuerySet, group: str, on: datetime.date) -> VerificationQuerySet:
    any_certificate = Certificate.objects.filter(verification=OuterRef("pk"))
    has_standing = Exists(any_certificate.filter(end=None))
    if group == ISSUED:
        return years.filter(has_standing)
    if group == VOID:
        return years.filter(Exists(any_certificate), ~has_standing)
    without = years.standing().filter(~Exists(any_certificate))
    if group == READY:
        return without.filter(_laid_down(on), ~_needs_confirmation(on) | Q(confirmation__isnull=False))
    return without.filter(_laid_down(on), _needs_confirmation(on), confirmation=None)


def _laid_down(on: datetime.date) -> Q:
    """There is a layout for the province of the issuer, and it rests on verifications of this kind."""
    said = Q(pk__in=[])
    for layout in layouts().values():
        if layout.first_day <= on <= layout.last_day:
            said |= Q(issuing_area__startswith=layout.province, kind__in=layout.kinds)
    return said


def _needs_confirmation(on: datetime.date) -> Q:
    said = Q(pk__in=[])
    for layout in layouts().values():
        if layout.confirmed_by_employer and layout.first_day <= on <= layout.last_day:
            own = Q(issuing_area__startswith=layout.province)
            said |= own & ~Q(industry__in=layout.confirmed_otherwise)
    return said


def counts_of(years: VerificationQuerySet, on: datetime.date) -> dict[str, int]:
    return {group: in_group(years, group, on).count() for group in GROUPS}


def matching(years: VerificationQuerySet, criteria: dict[str, Any]) -> VerificationQuerySet:
    if name := criteria.get("name"):
        years = years.filter(professional__in=Professional.objects.called(name))
    if employer := criteria.get("employer"):
        years = years.filter(employer__name__icontains=employer)
    if industry := criteria.get("industry"):
        years = years.filter(industry=industry)
    if area := criteria.get("area"):
        years = years.filter(area__startswith=area)
    return years


@dataclass(frozen=True)
class Row:
    """A year on a desk, with the last of its certificates."""

    verification: Verification
    certificate: Certificate | None
    is_own: bool
    """Nobody issues or confirms their own."""

    @property
    def lines(self) -> list[tuple[str, Decimal, Decimal | None]]:
        """What was asked and what counted, of the lines of which something is asked or shown in the list."""
        each = self.verification
        return [(line, tidy(getattr(each, f"counted_{line}")), _tidied(each, f"required_{line}")) for line in LISTED]

    @property
    def total(self) -> tuple[Decimal, Decimal | None]:
        return tidy(self.verification.counted_total), _tidied(self.verification, "required_total")


def _tidied(verification: Verification, name: str) -> Decimal | None:
    hours: Decimal | None = getattr(verification, name)
    return None if hours is None else tidy(hours)


LISTED = ("public", "specialty", "elective")


def rows_of(page: Iterable[Verification], actor: Actor) -> list[Row]:
    listed = list(page)
    certificates = Certificate.objects.filter(verification__in=listed).select_related("end", "receipt")
    last = {each.verification_id: each for each in certificates.order_by("round")}
    return [Row(each, last.get(each.pk), each.professional.user_id == actor.user_id) for each in listed]


# The register


def certificates_issued_by(actor: Actor) -> CertificateQuerySet:
    """Of the bureau and those below it, whoever the person works for by now: the register has no gaps."""
    if actor.can(READS_ALL):
        return Certificate.objects.all()
    if not (actor.can(ISSUES) and actor.area):
        return Certificate.objects.none()
    return Certificate.objects.filter(issuer__area__startswith=actor.area)


def with_name_corrected(certificates: CertificateQuerySet) -> CertificateQuerySet:
    """On which a name stands that was corrected since. Asked from the corrections, of which there are few."""
    corrected = Correction.objects.filter(field=CorrectedField.NAME, closed_at__isnull=False)
    named = certificates.standing().annotate(name_on_it=KeyTextTransform("name", "printed"))
    return named.filter(professional__in=corrected.values("professional")).exclude(name_on_it=F("professional__name"))


def bureaus_of(actor: Actor) -> QuerySet[Bureau]:
    """For which the actor may issue, the own first."""
    seen = Organization.objects.visible_to(actor).standing()
    found = Bureau.objects.filter(pk__in=seen, area__startswith=actor.area).order_by("area", "pk")
    return cast("QuerySet[Bureau]", found)


STATES = {
    "valid": Q(end=None),
    "replaced": Q(end__kind__in=WITH_SUCCESSOR),
    "void": Q(end__isnull=False) & ~Q(end__kind__in=WITH_SUCCESSOR),
}
