"""Who opens and ends feeds: a bureau's head for the own area, the system's administrator for any. Auditors look on."""

from __future__ import annotations

from django.utils import timezone

from audit.actors import Actor
from people.enums import OrganizationKind
from people.models import Organization, OrganizationQuerySet
from records.access import MANAGES_FEEDS, READS_ALL

APPROVE_FEEDS = (OrganizationKind.BUREAU, OrganizationKind.INDUSTRY_AUTHORITY)


def may_manage(actor: Actor) -> bool:
    return actor.can(MANAGES_FEEDS)


def may_list(actor: Actor) -> bool:
    return actor.can(MANAGES_FEEDS) or actor.can(READS_ALL)


def may_manage_in(actor: Actor, area: str) -> bool:
    """An administrator's area is empty: every one begins with it."""
    return may_manage(actor) and area.startswith(actor.area)


def organizations_for(actor: Actor) -> OrganizationQuerySet:
    """Bodies that may have approved a feed."""
    standing = Organization.objects.standing(timezone.localdate()).filter(kind__in=APPROVE_FEEDS)
    return standing.filter(area__startswith=actor.area) if actor.area else standing
