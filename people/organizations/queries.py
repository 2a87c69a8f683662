"""Reads over the kinds of organizations."""

from __future__ import annotations

import datetime
from functools import reduce
from operator import or_

from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Length, Substr

from audit.actors import Actor
from people.divisions.queries import area_of, divisions_named
from people.enums import Level, OrganizationKind
from people.models import (
    Agency,
    Bureau,
    DirectPoint,
    Employer,
    IndustryAuthority,
    Institution,
    Membership,
    MembershipQuerySet,
    Organization,
    OrganizationQuerySet,
)
from people.models.divisions import SIGNIFICANT_DIGITS
from people.roles import Role

KINDS: dict[str, type[Organization]] = {
    str(kind.KIND): kind for kind in (Employer, Institution, IndustryAuthority, Bureau, Agency, DirectPoint)
}


def of_own_kind(organization: Organization) -> Organization:
    """The same organization with the facts of its kind. The operator of the system has none."""
    kind = KINDS.get(organization.kind)
    if kind is None or isinstance(organization, kind):
        return organization
    return kind.objects.get(pk=organization.pk)


def organizations_matching(
    actor: Actor, *, search: str = "", kind: str = "", place: str = "", level: str = "", state: str = ""
) -> OrganizationQuerySet:
    """What the list and the programs' door filter by; empty matches all that stand."""
    found = _in_state(Organization.objects.visible_to(actor), state)
    if search:
        found = found.filter(Q(name__icontains=search) | Q(uscc__istartswith=search.strip()))
    if kind:
        found = found.filter(kind=kind)
    if place:
        found = found.filter(_at(place.strip()))
    if level:
        found = found.annotate(digits=Length("area")).filter(digits=SIGNIFICANT_DIGITS[Level(level)])
    return found.select_related("division")


def _in_state(organizations: OrganizationQuerySet, state: str) -> OrganizationQuerySet:
    if state == "merged":
        return organizations.exclude(merged_into=None)
    if state == "closed":
        return organizations.filter(merged_into=None).exclude(closed_on=None)
    return organizations.standing()


def _at(place: str) -> Q:
    """`440100` and `广州` and `guangzhou` all mean the city with its districts."""
    if place.isascii() and place.isdecimal():
        return Q(division__code__startswith=area_of(place))
    return reduce(or_, (Q(division__code__startswith=found.area) for found in divisions_named(place)), Q(pk=None))


def officers_of(organization: Organization, on: datetime.date) -> MembershipQuerySet:
    """Who acts for it on that day."""
    current = Membership.objects.current(on).filter(organization=organization).exclude(role=Role.PROFESSIONAL)
    return current.select_related("user").order_by("role", "user__display_name")


def commissions_by_year(institution: Institution) -> dict[int, list[str]]:
    years: dict[int, list[str]] = {}
    for commission in institution.commissions.order_by("-year", "line"):
        years.setdefault(commission.year, []).append(commission.line)
    return years


def likely_doubles(organization: Organization, actor: Actor) -> OrganizationQuerySet:
    """Of the same kind: the same name, give or take its form of company, or the same body behind two codes.

    The characters 9 to 17 of a unified social credit code name the organization itself; those before change with the
    authority that registers it.
    """
    alike = Q(name_key=organization.name_key)
    if organization.uscc:
        alike |= Q(uscc__contains=organization.uscc[8:17])
    others = Organization.objects.visible_to(actor).standing().filter(kind=organization.kind)
    return others.filter(alike).exclude(pk=organization.pk).select_related("division").order_by("name", "pk")


def doubled_organizations(actor: Actor) -> OrganizationQuerySet:
    """All that have a likely double which the actor sees too."""
    visible = Organization.objects.visible_to(actor).standing().exclude(kind=OrganizationKind.OPERATOR)
    body = Substr("uscc", 9, 9)
    same_name = visible.filter(kind=OuterRef("kind"), name_key=OuterRef("name_key")).exclude(pk=OuterRef("pk"))
    same_body = visible.annotate(body=body).filter(kind=OuterRef("kind"), body=OuterRef("body"))
    same_body = same_body.exclude(uscc="").exclude(pk=OuterRef("pk"))
    return (
        visible.annotate(body=body)
        .filter(Exists(same_name) | Exists(same_body))
        .select_related("division")
        .order_by("kind", "name_key", "pk")
    )
