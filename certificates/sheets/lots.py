"""The certificates of a year that somebody prints or lists: HR those of its house, a bureau those that it issued."""

from __future__ import annotations

from django.db import models
from django.db.models import OuterRef, Subquery
from django.utils.translation import pgettext_lazy

from audit.actors import Actor
from certificates.access import ISSUES, may_confirm
from certificates.models import Certificate, CertificateQuerySet
from people.models import Employment
from people.names import order_key

MOST_AT_ONCE = 5000


class Order(models.TextChoices):
    NUMBER = "number", pgettext_lazy("order of certificates", "By certificate number")
    NAME = "name", pgettext_lazy("order of certificates", "By name")
    STAFF_NUMBER = "staff_number", pgettext_lazy("order of certificates", "By staff number")


def may_take_papers(actor: Actor) -> bool:
    return may_confirm(actor) or is_bureau(actor)


def is_bureau(actor: Actor) -> bool:
    return actor.can(ISSUES) and bool(actor.area)


def lot_of(actor: Actor, year: int, *, employer: str = "") -> CertificateQuerySet:
    """`employer`: its name, for a bureau that wants those of one house."""
    visible = Certificate.objects.visible_to(actor).of_year(year)
    if is_bureau(actor):
        issued = visible.filter(issuer__area__startswith=actor.area)
        return issued.filter(employer__name=employer) if employer else issued
    return visible.filter(employer=actor.organization_id) if may_confirm(actor) else visible.none()


def in_order(lot: CertificateQuerySet, order: str, most: int | None = None) -> list[Certificate]:
    """`most`: so many, from the beginning."""
    if order == Order.NAME:
        return sorted(lot, key=lambda each: (order_key(each.printed["name"]), each.number))[:most]
    if order == Order.STAFF_NUMBER:
        hired = Employment.objects.filter(professional=OuterRef("professional"), employer=OuterRef("employer"))
        given = Subquery(hired.order_by("-started_on").values("staff_number")[:1])
        return list(lot.annotate(given=given).order_by("given", "number")[:most])
    return list(lot.order_by("number")[:most])
