"""One person may be a professional, a clerk and a deputy; one hat is worn at a time, and it is always in sight."""

from __future__ import annotations

import datetime

from django.utils import timezone

from audit.actors import Actor
from people.enums import OrganizationKind
from people.models import Membership, Organization, User
from people.roles import capabilities_of

ORGANIZATION_OF_HAT = ("organization__industryauthority",)

HAT_IN_SESSION = "hat"
"""Under this key a session keeps the id of the chosen membership."""


def current_hats(user: User, *, on: datetime.date) -> list[Membership]:
    return list(user.memberships.current(on).select_related(*ORGANIZATION_OF_HAT))


def chosen_or_first(hats: list[Membership], chosen: int | None) -> Membership | None:
    """The chosen hat as long as it is held, else the first one."""
    return next((hat for hat in hats if hat.pk == chosen), hats[0] if hats else None)


def wears_still(actor: Actor) -> bool:
    """Asked while background work goes on: the account is open, and the hat of then is held today."""
    user = User.objects.filter(pk=actor.user_id or 0, is_active=True).first()
    if user is None or not actor.hat:
        return user is not None
    hats = user.memberships.current(timezone.localdate())
    return (actor.hat, actor.organization_id) in hats.values_list("role", "organization_id")


def actor_wearing(user: User, membership: Membership | None, *, request_id: str = "") -> Actor:
    if membership is None:
        return Actor(user_id=user.pk, label=user.display_name, request_id=request_id)
    organization = membership.organization
    area, industry = reach_of(organization)
    return Actor(
        user_id=user.pk,
        label=user.display_name,
        hat=membership.role,
        organization_id=organization.pk if organization else None,
        organization_label=organization.name if organization else "",
        area=area,
        seat=organization.area if organization else "",
        industry=industry,
        capabilities=capabilities_of(membership.role),
        request_id=request_id,
    )


def reach_of(organization: Organization | None) -> tuple[str, str]:
    """The area that a bureau or an industry authority answers for, and the industry of the latter."""
    if organization is None or not organization.area:
        return "", ""
    if organization.kind == OrganizationKind.BUREAU:
        return organization.area, ""
    if organization.kind == OrganizationKind.INDUSTRY_AUTHORITY:
        return organization.area, organization.industryauthority.industry
    return "", ""
