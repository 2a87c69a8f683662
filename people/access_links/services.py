"""One-time links: how somebody comes into an account for the first time, or back into it.

A link is handed over by whoever made it, on paper or by a message; the last characters of the identity document prove
that it reached its owner. There is no first password, and so none that could be guessed from a number.
"""

from __future__ import annotations

import datetime
import hashlib
import secrets
from dataclasses import dataclass

from allauth.mfa.models import Authenticator
from django.db import transaction
from django.utils.translation import gettext as _

from audit.actors import Actor
from audit.services import record
from people.models import AccessLink, IdentityDocument, User
from people.services import change_password
from people.sign_in_names import check_chosen_name
from ui.errors import Conflict

VALID_FOR = datetime.timedelta(days=14)
MOST_FAILED_PROOFS = 5


@dataclass(frozen=True)
class NewLink:
    user: User
    token: str
    expires_at: datetime.datetime


def hash_of(token: str) -> str:
    """The token has 160 random bits: nobody finds it by trying, and a plain hash hides it well."""
    return hashlib.sha256(token.encode()).hexdigest()


@transaction.atomic
def make_access_links(users: list[User], *, at: datetime.datetime, actor: Actor) -> list[NewLink]:
    """A new link for each account; one handed out before stops working. Whether the actor may is asked by the caller.

    Side effects, in order: earlier links void; new ones; audit.
    """
    locked = list(User.objects.select_for_update().filter(pk__in=[user.pk for user in users]).order_by("pk"))
    AccessLink.objects.filter(user__in=locked, used_at=None, voided_at=None).update(voided_at=at)
    links = [NewLink(user, secrets.token_urlsafe(20), at + VALID_FOR) for user in locked]
    AccessLink.objects.bulk_create(
        AccessLink(
            user=link.user,
            token_hash=hash_of(link.token),
            made_by_id=actor.user_id,
            organization_id=actor.organization_id,
            expires_at=link.expires_at,
        )
        for link in links
    )
    for link in links:
        record("access_link.made", link.user, actor=actor, after={"expires_at": link.expires_at.isoformat()})
    return links


def find_link(token: str, *, at: datetime.datetime) -> AccessLink | None:
    usable = AccessLink.objects.usable(at).select_related("user")
    link = usable.filter(token_hash=hash_of(token)).first()
    return link if link and link.user.is_active else None


def proves_ownership(link: AccessLink, typed: str) -> bool:
    """Whether these are the last four characters of the owner's document; of who has none, nothing is asked."""
    document = IdentityDocument.objects.filter(professional__user=link.user, replaced_at=None).first()
    return document is None or secrets.compare_digest(document.number_tail.upper(), typed.strip().upper()[-4:])


@transaction.atomic
def note_failed_proof(link: AccessLink, *, at: datetime.datetime, actor: Actor) -> int:
    """How many tries are left. After the last one the link is void: whoever found it must not go on guessing."""
    locked = AccessLink.objects.select_for_update().get(pk=link.pk)
    locked.failed_proofs += 1
    if locked.failed_proofs >= MOST_FAILED_PROOFS:
        locked.voided_at = at
    locked.save(update_fields=["failed_proofs", "voided_at"])
    record("access_link.failed", locked.user, actor=actor)
    return max(0, MOST_FAILED_PROOFS - locked.failed_proofs)


@transaction.atomic
def use_link(link: AccessLink, *, username: str, password: str, at: datetime.datetime, actor: Actor) -> User:
    """The owner has chosen a name and a password.

    Side effects, in order: the link is used up; name and password; second factors, which may be lost, are gone; audit.
    """
    locked = AccessLink.objects.select_for_update(of=("self",)).select_related("user").get(pk=link.pk)
    if not AccessLink.objects.usable(at).filter(pk=locked.pk).exists():
        raise Conflict(_("This link has been used or replaced. Ask for a new one."))
    user = locked.user
    locked.used_at = at
    locked.save(update_fields=["used_at"])
    choose_sign_in_name(user, username, actor=actor)
    change_password(user, password, actor=actor)
    Authenticator.objects.filter(user=user).delete()
    record("access_link.used", user, actor=actor)
    return user


@transaction.atomic
def choose_sign_in_name(user: User, username: str, *, actor: Actor) -> None:
    username = check_chosen_name(username)
    locked = User.objects.select_for_update().get(pk=user.pk)
    if locked.username == username:
        return
    if User.objects.filter(username__iexact=username).exclude(pk=user.pk).exists():
        raise Conflict(_("This name is taken. Choose another."))
    record("account.renamed", user, actor=actor, before={"username": locked.username}, after={"username": username})
    user.username = username
    user.save(update_fields=["username"])
