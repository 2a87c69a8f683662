"""Hats handed out, taken back and lent for a while. The hat worn by the actor says what may be given."""

from __future__ import annotations

import datetime
import secrets

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from audit.actors import Actor
from people.models import Membership, Organization, User
from people.officers.access import roles_to_give
from people.roles import Role
from people.services import end_membership, grant_memberships, open_account
from ui.errors import Conflict

LONGEST_DEPUTY = datetime.timedelta(days=180)


@transaction.atomic
def open_officer_account(name: str, *, actor: Actor) -> User:
    """For somebody who has none yet; a one-time link lets them in."""
    return open_account(f"officer-{secrets.token_hex(5)}", name, actor=actor)


@transaction.atomic
def give_hat(
    user: User,
    organization: Organization,
    role: Role,
    *,
    started_on: datetime.date,
    ended_on: datetime.date | None,
    actor: Actor,
) -> Membership:
    _require_right(actor, organization, role, user)
    _require_free(user, organization, role, started_on, ended_on)
    hat = Membership(user=user, organization=organization, role=role, started_on=started_on, ended_on=ended_on)
    grant_memberships([hat], actor=actor)
    return hat


@transaction.atomic
def take_hat(hat: Membership, *, last_day: datetime.date, reason: str, actor: Actor) -> None:
    """Rights end with the first request after that day; a hat that would begin later is never worn."""
    assert hat.organization is not None
    _require_right(actor, hat.organization, Role(hat.role), hat.user)
    if hat.ended_on is not None and hat.ended_on <= last_day:
        raise Conflict(_("This hat ends on that day or before already."))
    end_membership(hat, ended_on=max(last_day, hat.started_on), actor=actor, reason=reason)


@transaction.atomic
def name_deputy(
    hat: Membership, user: User, *, started_on: datetime.date, ended_on: datetime.date, actor: Actor
) -> Membership:
    """Somebody else does the same, for the same body, for a while."""
    assert hat.organization is not None
    _require_right(actor, hat.organization, Role(hat.role), user)
    if ended_on - started_on > LONGEST_DEPUTY:
        raise Conflict(_("A deputy is named for 180 days at most. For longer, give the hat itself."))
    if user.pk == hat.user_id:
        raise Conflict(_("Nobody is their own deputy."))
    _require_free(user, hat.organization, Role(hat.role), started_on, ended_on)
    deputy = Membership(
        user=user,
        organization=hat.organization,
        role=hat.role,
        started_on=started_on,
        ended_on=ended_on,
        deputy_for=hat,
    )
    grant_memberships([deputy], actor=actor)
    return deputy


def _require_right(actor: Actor, organization: Organization, role: Role, user: User) -> None:
    if role not in roles_to_give(actor, organization):
        raise PermissionDenied
    if user.pk == actor.user_id:
        raise Conflict(_("Nobody gives or takes a hat of their own. Ask another head, or the office above."))


def _require_free(
    user: User, organization: Organization, role: Role, first: datetime.date, last: datetime.date | None
) -> None:
    """One hat at a time: whoever holds it in part of this span would hold it twice."""
    User.objects.select_for_update().get(pk=user.pk)
    held = Membership.objects.filter(user=user, organization=organization, role=role).exclude(ended_on__lt=first)
    if last is not None:
        held = held.filter(started_on__lte=last)
    if held.exists():
        raise Conflict(_("%(name)s holds this hat in that time already.") % {"name": user.display_name})
