"""What changes accounts and the hats people hold. Each verb writes its audit row in the transaction of the change.

Whether the actor may do it is asked by the caller (`people.access`); these verbs keep the facts consistent.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from audit.actors import Actor
from audit.services import ObjectRef, record, record_many, reference_to
from people.bulk import insert_all
from people.models import Membership, Organization, User
from people.organizations.locks import lock_all_standing
from people.roles import Role
from ui.errors import Conflict

PREFERENCES = ("language", "theme", "type_size", "single_keys")


# Sessions


@transaction.atomic
def note_sign_in(user: User, *, actor: Actor) -> None:
    record("account.signed_in", user, actor=actor)


@transaction.atomic
def note_failed_sign_in(user: User, *, actor: Actor) -> None:
    """Somebody named this account and could not prove to be its owner. What was typed is kept nowhere."""
    record("account.sign_in_failed", user, actor=actor)


@transaction.atomic
def note_refused_sign_in(user: User, *, actor: Actor) -> None:
    """The owner of a closed account was turned away, though the password was right."""
    record("account.sign_in_refused", user, actor=actor)


@transaction.atomic
def note_sign_out(user: User, *, actor: Actor) -> None:
    record("account.signed_out", user, actor=actor)


@transaction.atomic
def change_password(user: User, password: str, *, actor: Actor) -> None:
    """Side effects, in order: new password, and with it every session of the account dead; audit."""
    user.set_password(password)
    user.save(update_fields=["password"])
    record("account.password_changed", user, actor=actor)


@transaction.atomic
def end_sessions(user: User, *, actor: Actor) -> None:
    """Every session of the account is dead from its next request. The caller signs the one it wants to keep anew."""
    locked = User.objects.select_for_update().get(pk=user.pk)
    user.session_generation = locked.session_generation + 1
    user.save(update_fields=["session_generation"])
    record("account.sessions_ended", user, actor=actor)


# Hats


@transaction.atomic
def switch_hat(membership: Membership, *, actor: Actor) -> None:
    """From now on the person acts in this hat. Refuses a hat that is not held today."""
    if not membership.is_current(timezone.localdate()):
        raise Conflict(_not_held(membership))
    record(
        "hat.switched",
        _reference(membership),
        actor=actor,
        before={"role": actor.hat, "organization": actor.organization_label},
        after=_worn(membership),
    )


def _not_held(membership: Membership) -> str:
    if membership.ended_on and membership.ended_on < timezone.localdate():
        return _("You held the hat “%(hat)s” until %(date)s. It can no longer be worn.") % {
            "hat": membership,
            "date": date_format(membership.ended_on, "DATE_FORMAT"),
        }
    return _("You hold the hat “%(hat)s” from %(date)s. Until then it cannot be worn.") % {
        "hat": membership,
        "date": date_format(membership.started_on, "DATE_FORMAT"),
    }


def _worn(membership: Membership) -> dict[str, str]:
    return {"role": membership.role, "organization": membership.organization.name if membership.organization else ""}


@transaction.atomic
def grant_membership(
    user: User,
    organization: Organization | None,
    role: Role,
    *,
    started_on: datetime.date,
    ended_on: datetime.date | None = None,
    actor: Actor,
) -> Membership:
    membership = Membership(user=user, organization=organization, role=role, started_on=started_on, ended_on=ended_on)
    grant_memberships([membership], actor=actor)
    return membership


@transaction.atomic
def grant_memberships(memberships: Sequence[Membership], *, actor: Actor) -> None:
    """However many there are: one statement writes them, one their audit rows. Refuses a hat that is still to be worn
    in an organization that was merged or closed."""
    today = timezone.localdate()
    lock_all_standing(
        {
            hat.organization_id
            for hat in memberships
            if hat.organization_id is not None and (hat.ended_on is None or hat.ended_on >= today)
        }
    )
    insert_all(memberships)
    granted = [(_reference(membership), None, _terms(membership)) for membership in memberships]
    record_many("membership.granted", granted, actor=actor)


@transaction.atomic
def end_membership(membership: Membership, *, ended_on: datetime.date, actor: Actor, reason: str = "") -> None:
    """The last day on which the hat may be worn. What it allowed ends with the first request of the day after."""
    membership = Membership.objects.select_for_update().get(pk=membership.pk)
    before = _terms(membership)
    membership.ended_on = ended_on
    membership.save(update_fields=["ended_on"])
    record(
        "membership.ended", _reference(membership), actor=actor, before=before, after=_terms(membership), reason=reason
    )


@transaction.atomic
def amend_membership(
    membership: Membership, *, organization: Organization | None, started_on: datetime.date, actor: Actor
) -> None:
    """For a hat that was never worn as it stood: what it says is put right, instead of ending it before it began."""
    membership = Membership.objects.select_for_update().get(pk=membership.pk)
    before = _terms(membership)
    membership.organization, membership.started_on = organization, started_on
    membership.save(update_fields=["organization", "started_on"])
    record("membership.amended", _reference(membership), actor=actor, before=before, after=_terms(membership))


def _reference(membership: Membership) -> ObjectRef:
    """A hat read on its own, years later, must say whose it was."""
    return replace(reference_to(membership), label=f"{membership.user} · {membership}")


def _terms(membership: Membership) -> dict[str, Any]:
    return {
        "user": membership.user.username,
        **_worn(membership),
        "started_on": membership.started_on.isoformat(),
        "ended_on": membership.ended_on.isoformat() if membership.ended_on else None,
    }


# Accounts


@transaction.atomic
def open_account(
    username: str, display_name: str, *, actor: Actor, password_hash: str = "", is_demo: bool = False
) -> User:
    """An account without a password cannot be signed in to until its owner has been given one."""
    user = User(username=username, display_name=display_name, is_demo=is_demo, password=password_hash)
    open_accounts([user], actor=actor)
    return user


@transaction.atomic
def open_accounts(users: Sequence[User], *, actor: Actor) -> None:
    """However many there are: one statement writes them, one their audit rows."""
    for user in users:
        if not user.password:
            user.set_unusable_password()
    insert_all(users)
    opened = [(user, None, {"username": user.username, "display_name": user.display_name}) for user in users]
    record_many("account.opened", opened, actor=actor)


@transaction.atomic
def change_preferences(user: User, wanted: Mapping[str, Any], *, actor: Actor) -> None:
    """Changes what differs; writes nothing where nothing does."""
    locked = User.objects.select_for_update().get(pk=user.pk)
    before = {name: getattr(locked, name) for name in PREFERENCES if name in wanted}
    changed = [name for name, value in before.items() if value != wanted[name]]
    if not changed:
        return
    for name in changed:
        setattr(user, name, wanted[name])
    user.save(update_fields=changed)
    record(
        "account.preferences_changed",
        user,
        actor=actor,
        before={name: before[name] for name in changed},
        after={name: wanted[name] for name in changed},
    )
