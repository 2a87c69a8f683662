"""One person may be a professional, a clerk and a deputy; one hat is worn at a time, and it is always in sight."""

from __future__ import annotations

import datetime

from audit.actors import Actor
from people.models import Membership, User
from people.roles import capabilities_of

HAT_IN_SESSION = "hat"
"""Under this key a session keeps the id of the chosen membership."""


def current_hats(user: User, *, on: datetime.date) -> list[Membership]:
    return list(user.memberships.current(on).select_related("organization"))


def worn_membership(user: User, chosen: int | None, *, on: datetime.date) -> Membership | None:
    return chosen_or_first(current_hats(user, on=on), chosen)


def chosen_or_first(hats: list[Membership], chosen: int | None) -> Membership | None:
    """The chosen hat as long as it is held, else the first one."""
    return next((hat for hat in hats if hat.pk == chosen), hats[0] if hats else None)


def actor_wearing(user: User, membership: Membership | None, *, request_id: str = "") -> Actor:
    if membership is None:
        return Actor(user_id=user.pk, label=user.display_name, request_id=request_id)
    organization = membership.organization
    return Actor(
        user_id=user.pk,
        label=user.display_name,
        hat=membership.role,
        organization_id=organization.pk if organization else None,
        organization_label=organization.name if organization else "",
        capabilities=capabilities_of(membership.role),
        request_id=request_id,
    )
