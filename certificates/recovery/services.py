"""Back into one's own account by two numbers that only its owner has together, one would think; but the HR office has
them too, and whoever saw a certificate beside an identity card. So it is open only to accounts that carry no office;
after a wait in which the owner reads of it and stops it by one press; signing in stops it by itself; the second factor
stays. The system sends neither mail nor messages to telephones: its own pages are the channel.
"""

from __future__ import annotations

import datetime
import secrets
from dataclasses import dataclass, field

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from audit.actors import Actor
from audit.services import record
from certificates.enums import WITH_SUCCESSOR, RecoveryState
from certificates.models import Certificate, CertificateQuerySet, Recovery
from people.access_links.queries import NO_PASSWORD
from people.access_links.services import MOST_FAILED_PROOFS, hash_of
from people.models import IdentityDocument, Membership, User
from people.roles import Role
from people.services import change_password
from ui.errors import Conflict

# Our own figures: no document names any.
WAIT = datetime.timedelta(days=7)
"""In which the owner, who may look in once a week, reads of it."""
OPEN_FOR = datetime.timedelta(days=14)
CLOSED_AFTER_STOP = datetime.timedelta(days=365)
"""Somebody else has both numbers: the owner must not have to watch week by week."""


@dataclass(frozen=True)
class Asked:
    token: str = field(repr=False)
    """Shown once and kept nowhere."""
    opens_at: datetime.datetime
    closes_at: datetime.datetime


@transaction.atomic
def ask_recovery(document_index: str, certificate_number: str, *, actor: Actor) -> Asked:
    """Whether the two fit or not: the same statements, the same answer. `document_index` is the blind index of the
    number that was typed, which itself is kept nowhere.

    Side effects, in order: what nobody can use any more is forgotten where it belonged to nobody; the row; audit.
    """
    now = timezone.now()
    certificate = certificates_that_open(now).filter(_fits(document_index, certificate_number)).first()
    account = certificate.professional.user if certificate else User()
    Recovery.objects.filter(account=None, closes_at__lt=now).delete()
    asked = Asked(secrets.token_urlsafe(20), now + WAIT, now + WAIT + OPEN_FOR)
    recovery = Recovery.objects.create(
        account=account if certificate else None,
        certificate=certificate,
        session_mark=account.get_session_auth_hash(),
        token_hash=hash_of(asked.token),
        asked_at=now,
        opens_at=asked.opens_at,
        closes_at=asked.closes_at,
    )
    record("recovery.asked", recovery, actor=actor)
    return asked


def _fits(document_index: str, certificate_number: str) -> Q:
    # Both in one row of `documents`: an earlier number of the same person is not good for anything any more.
    mine = IdentityDocument.objects.filter(number_index=document_index, replaced_at=None)
    return Q(number=certificate_number, professional__in=mine.values("professional"))


def certificates_that_open(now: datetime.datetime) -> CertificateQuerySet:
    """Those by which somebody may come back: of who lost a password, holds no office, and did not say of an earlier
    attempt that it was somebody else's. A void certificate opens nothing; one that was replaced does, it was theirs."""
    today = timezone.localdate(now)
    officers = Membership.objects.exclude(ended_on__lt=today).exclude(role=Role.PROFESSIONAL)
    stopped = Recovery.objects.filter(account__isnull=False, stopped_at__gt=now - CLOSED_AFTER_STOP)
    found = (
        Certificate.objects.filter(Q(end=None) | Q(end__kind__in=WITH_SUCCESSOR), professional__user__is_active=True)
        .exclude(professional__user__password__startswith=NO_PASSWORD)
        .exclude(professional__user__in=officers.values("user"))
        .exclude(professional__user__in=stopped.values("account"))
        .select_related("professional__user")
    )
    return found if settings.DEMO else found.exclude(professional__user__is_demo=True)


def find_recovery(token: str) -> Recovery | None:
    return (
        Recovery.objects.select_related("account__professional", "certificate")
        .filter(token_hash=hash_of(token))
        .first()
    )


def is_open(recovery: Recovery, now: datetime.datetime) -> bool:
    """Asked anew at every step: an office may have been taken up, or the certificate been voided, while it waited."""
    if recovery.account is None or recovery.certificate_id is None or recovery.state(now) != RecoveryState.OPEN:
        return False
    return certificates_that_open(now).filter(pk=recovery.certificate_id).exists()


@transaction.atomic
def check_proof(recovery: Recovery, typed: str, *, actor: Actor) -> int | None:
    """The last four characters of the document once more: who finds the address on somebody's desk has not typed it.
    None if they are right, or how many tries are left. Under a lock: many at once are no more than one by one."""
    locked = Recovery.objects.select_for_update(no_key=True, of=("self",)).get(pk=recovery.pk)
    document = IdentityDocument.objects.get(professional__user=locked.account_id, replaced_at=None)
    is_right = secrets.compare_digest(document.number_tail.upper().encode(), typed.strip().upper()[-4:].encode())
    if is_right and locked.failed_proofs < MOST_FAILED_PROOFS:
        return None
    locked.failed_proofs = min(locked.failed_proofs + 1, MOST_FAILED_PROOFS)
    locked.save(update_fields=["failed_proofs"])
    record("recovery.failed", locked, actor=actor)
    return MOST_FAILED_PROOFS - locked.failed_proofs


@transaction.atomic
def use_recovery(recovery: Recovery, *, password: str, actor: Actor) -> User:
    """Side effects, in order: used up; a new password, and with it every session and every other way back dead; audit.
    Second factors stay: whoever lost them too goes by the offices."""
    assert recovery.account_id is not None  # of no other is it open
    account = User.objects.select_for_update(no_key=True).get(recoveries=recovery)
    locked = Recovery.objects.select_for_update(no_key=True, of=("self",)).get(pk=recovery.pk)
    locked.account = account
    now = timezone.now()
    if not is_open(locked, now):
        raise Conflict(_("This way back has been used, stopped or has run out. Ask anew, or go to your employer."))
    locked.used_at = now
    locked.save(update_fields=["used_at"])
    record("recovery.used", locked, actor=actor)
    change_password(account, password, actor=actor)
    return account


@transaction.atomic
def stop_recoveries(*, actor: Actor) -> None:
    """By the owner's one press: nobody comes in by any of them, and this way stays closed for a year.

    Side effects, in order: all that could still be used, and what signing in called off, is stopped; audit.
    """
    assert actor.user_id is not None  # nobody else gets to the page
    User.objects.select_for_update(no_key=True).get(pk=actor.user_id)  # before the rows, as who uses one
    now = timezone.now()
    mine = Recovery.objects.visible_to(actor).filter(used_at=None, stopped_at=None)
    stopped = list(mine.filter(Q(closes_at__gt=now) | Q(noted_at=None)).select_for_update(no_key=True))
    if not stopped:
        raise Conflict(_("There is nothing left to stop."))
    for each in stopped:
        each.stopped_at = each.noted_at = now
        each.save(update_fields=["stopped_at", "noted_at"])
        record("recovery.stopped", each, actor=actor)


@transaction.atomic
def note_recoveries(*, actor: Actor) -> None:
    """The owner has read it, and it was the owner. What still waits goes on waiting."""
    now = timezone.now()
    mine = Recovery.objects.visible_to(actor).filter(noted_at=None).select_for_update(no_key=True)
    for each in mine:
        each.noted_at = now
        each.save(update_fields=["noted_at"])
        record("recovery.noted", each, actor=actor)
