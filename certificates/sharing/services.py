"""Links by which a holder shows a certificate to somebody, for a while. Whoever has one sees what the code on the paper
would show, until it ends; the code itself is not given away with it."""

from __future__ import annotations

import datetime
import hashlib
import secrets
from dataclasses import dataclass, field

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from audit.actors import Actor
from audit.services import record
from certificates.models import Certificate, ShareLink
from ui.errors import Conflict

SHORTEST_DAYS, LONGEST_DAYS = 1, 90
MOST_OPEN = 20


@dataclass(frozen=True)
class Made:
    link: ShareLink
    token: str = field(repr=False)
    """Shown once and kept nowhere."""


@transaction.atomic
def make_link(certificate: Certificate, *, days: int, note: str = "", actor: Actor) -> Made:
    """The holder shows it to somebody for so many days. Side effects: the row; audit."""
    _require_holder(certificate, actor)
    if not SHORTEST_DAYS <= days <= LONGEST_DAYS:
        raise ValueError(days)
    now = timezone.now()
    Certificate.objects.select_for_update(no_key=True).get(pk=certificate.pk)
    if ShareLink.objects.open_at(now).filter(certificate=certificate).count() >= MOST_OPEN:
        raise Conflict(
            _("There are %(most)s open links to this certificate. Take one back first.") % {"most": MOST_OPEN}
        )
    token = secrets.token_urlsafe(32)
    link = ShareLink.objects.create(
        certificate=certificate,
        note=note,
        token_hash=hash_of(token),
        token_tail=token[-4:],
        expires_at=now + datetime.timedelta(days=days),
    )
    record("share_link.made", link, actor=actor, after={"certificate": certificate.number, "days": days})
    return Made(link, token)


@transaction.atomic
def revoke_link(link: ShareLink, *, actor: Actor) -> None:
    """It shows nothing from now on. Side effects: the row; audit."""
    locked = ShareLink.objects.select_for_update(no_key=True).get(pk=link.pk)
    _require_holder(locked.certificate, actor)
    if locked.revoked_at is not None:
        raise Conflict(_("This link is taken back already."))
    locked.revoked_at = timezone.now()
    locked.save(update_fields=["revoked_at"])
    record("share_link.revoked", locked, actor=actor, after={"certificate": locked.certificate.number})


def open_link(token: str) -> ShareLink | None:
    """None where there is no such link, or it has ended: nobody is told which. Counts, for the holder."""
    now = timezone.now()
    open_one = ShareLink.objects.open_at(now).filter(token_hash=hash_of(token))
    if not open_one.update(opened=F("opened") + 1, last_opened_at=now):
        return None
    return open_one.select_related("certificate").first()


def hash_of(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()


def _require_holder(certificate: Certificate, actor: Actor) -> None:
    if actor.user_id is None or certificate.professional.user_id != actor.user_id:
        raise PermissionDenied(_("Only the holder shows a certificate to others."))
