"""Letting somebody in again. Deciding, returning, withdrawing and reminding are `approvals`'; the link itself is that
of `people.access_links`, which takes away second factors and ends every session when it is used."""

from __future__ import annotations

import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from approvals.chains import ChainStep
from approvals.enums import Act, By
from approvals.matters import lock_matters, lock_person
from approvals.models import Decision, Run
from approvals.services import call_off, open_run, resubmit
from audit.actors import SYSTEM, Actor
from audit.services import record
from changes.rescues.access import is_asking_side, is_owner, may_stop
from changes.rescues.enums import IdentityShown, LostWay
from changes.rescues.models import RESCUE, Rescue
from changes.rescues.queries import accounts_cared_for, asking_body, run_of, speaking_for
from people.access_links.services import NewLink, hash_of, make_access_links
from people.enums import Level, OrganizationKind
from people.models import AccessLink, Bureau, Organization, Professional, User
from people.supervision import BELONGS_TO, supervisor_of
from ui.errors import Conflict

# Our own figures: no document names any. Working days for the bureau; then days in which the slip has to be made.
TERM = 3
USABLE_FOR = datetime.timedelta(days=30)


@transaction.atomic
def ask_rescue(account: User, *, lost: LostWay, identity_shown: IdentityShown, words: str = "", actor: Actor) -> Rescue:
    """Those who know the person ask. The account stays as it is.

    Side effects, in order: an earlier rescue that nobody used is closed; the request; audit; its approval waits with
    the bureau that supervises the asking side.
    """
    _require_cared_for(account, actor)
    professional = Professional.objects.filter(user=account).first()
    lock_person(professional)
    _lock_account(account)
    _close_lapsed(account)
    if Rescue.objects.open().filter(account=account).exists():
        raise Conflict(_("A rescue of this account is under way already."))
    body = speaking_for(account, actor)
    rescue = Rescue.objects.create(
        account=account,
        organization=asking_body(actor),
        lost=lost,
        identity_shown=identity_shown,
        words=words,
    )
    record("rescue.asked", rescue, actor=actor, after={"lost": lost, "identity_shown": identity_shown})
    # Without an employer of the run: a person who changes to another one is asked for anew, by that one.
    open_run(RESCUE, rescue, [_step(body)], professional=professional, area=body.area, actor=actor)
    return rescue


def _step(body: Organization) -> ChainStep:
    bureau = _deciding_bureau(body)
    by = By(BELONGS_TO[Level(bureau.level)])
    return ChainStep(by=by, act=Act.REVIEW, organization=bureau, term=TERM)


def _deciding_bureau(body: Organization) -> Bureau:
    """One level up. Above the highest bureau there is none: there a colleague of whoever asks decides."""
    above = supervisor_of(body, on=timezone.localdate())
    if above is None and body.kind == OrganizationKind.BUREAU:
        above = Bureau.objects.get(pk=body.pk)
    if above is None:
        raise Conflict(_("No bureau answers for %(body)s here yet, so nobody could agree.") % {"body": body})
    return above


@transaction.atomic
def amend_rescue(rescue: Rescue, *, lost: LostWay, identity_shown: IdentityShown, words: str = "", actor: Actor) -> Run:
    """Ask again after a return; whether it was returned, and to whom, is checked by `resubmit`."""
    _require_cared_for(rescue.account, actor)
    matter = lock_matters([run_of(rescue).pk])[0]
    locked: Rescue = matter.subject
    _require_open(locked)
    locked.lost, locked.identity_shown, locked.words = lost, identity_shown, words
    locked.version += 1
    locked.save(update_fields=["lost", "identity_shown", "words", "version"])
    return resubmit(matter.run, actor=actor, comment=words)


def grant(run: Run, rescue: Rescue, *, actor: Actor, decision: Decision) -> None:
    """The bureau agreed. Side effects, in order: for a while the asking side may make one slip; audit.

    The engine knows persons, not accounts: of an officer who is no professional, the own case is refused here.
    """
    if is_owner(actor, rescue):
        raise PermissionDenied(_("Nobody decides on their own case. A colleague or the body above does."))
    _require_open(rescue)
    now = timezone.now()
    rescue.granted_at, rescue.usable_until = now, now + USABLE_FOR
    rescue.save(update_fields=["granted_at", "usable_until"])
    record("rescue.granted", rescue, actor=actor, after={"usable_until": rescue.usable_until.isoformat()})


def close(run: Run, rescue: Rescue, *, actor: Actor, decision: Decision) -> None:
    """Refused or withdrawn: another one may be asked for."""
    Rescue.objects.open().filter(pk=rescue.pk).update(closed_at=timezone.now())


@transaction.atomic
def make_slip(rescue: Rescue, *, actor: Actor) -> NewLink:
    """What the bureau agreed to, once. The link is answered and kept nowhere.

    Side effects, in order: a link for exactly this account; the rescue is used up; audit.
    """
    locked = _locked(rescue)
    if not is_asking_side(actor, locked):
        raise PermissionDenied(_("Whoever asked for it makes the slip."))
    now = timezone.now()
    _require_usable(locked, now)
    _require_cared_for(locked.account, actor)
    link = make_access_links([locked.account], at=now, actor=actor)[0]
    locked.link = AccessLink.objects.get(token_hash=hash_of(link.token))
    locked.closed_at = now
    locked.save(update_fields=["link", "closed_at"])
    record("rescue.slip_made", locked, actor=actor, after={"expires_at": link.expires_at.isoformat()})
    return link


@transaction.atomic
def stop_rescue(rescue: Rescue, *, actor: Actor) -> None:
    """The owner did not lose anything, or the asking side no longer wants it.

    Side effects, in order: the rescue is closed; a link that was handed over stops working; audit; its run, if the
    bureau has not decided, leaves the queue.
    """
    matter = lock_matters([run_of(rescue).pk])[0]
    locked: Rescue = matter.subject
    if not may_stop(actor, locked):
        raise PermissionDenied
    now = timezone.now()
    if locked.closed_at is not None and not _void_link(locked, now):
        raise Conflict(_("It is over already; there is nothing left to stop."))
    locked.stopped_at, locked.stopped_by_id, locked.closed_at = now, actor.user_id, locked.closed_at or now
    locked.save(update_fields=["stopped_at", "stopped_by", "closed_at"])
    record("rescue.stopped", locked, actor=actor)
    call_off(matter, actor=actor)


def _void_link(rescue: Rescue, at: datetime.datetime) -> bool:
    """Whether there was one that could still be used."""
    if rescue.link_id is None:
        return False
    return AccessLink.objects.usable(at).filter(pk=rescue.link_id).update(voided_at=at) == 1


@transaction.atomic
def note_rescue(rescue: Rescue, *, actor: Actor) -> None:
    """The owner has read who opened the account again; a second reading changes nothing."""
    if not is_owner(actor, rescue):
        raise PermissionDenied
    if Rescue.objects.filter(pk=rescue.pk, noted_at=None).update(noted_at=timezone.now()):
        record("rescue.noted", rescue, actor=actor)


# What they share. Locks come in one order: person, run, rescue, link; or, of who makes the slip, account, rescue, link.


def _lock_account(account: User) -> None:
    User.objects.select_for_update(no_key=True).get(pk=account.pk)


def _locked(rescue: Rescue) -> Rescue:
    _lock_account(rescue.account)
    return Rescue.objects.select_for_update(no_key=True, of=("self",)).select_related("account").get(pk=rescue.pk)


def _close_lapsed(account: User) -> None:
    for rescue in Rescue.objects.lapsed(timezone.now()).filter(account=account):
        Rescue.objects.filter(pk=rescue.pk).update(closed_at=rescue.usable_until)
        record("rescue.lapsed", rescue, actor=SYSTEM)


def _require_cared_for(account: User, actor: Actor) -> None:
    if not accounts_cared_for(actor).filter(pk=account.pk).exists():
        raise PermissionDenied(_("This is not somebody for whom you may ask."))


def _require_open(rescue: Rescue) -> None:
    if rescue.closed_at is not None:
        raise Conflict(_("The rescue was stopped meanwhile; nothing can come of it. Refuse or withdraw it."))


def _require_usable(rescue: Rescue, at: datetime.datetime) -> None:
    if rescue.link_id is not None:
        raise Conflict(_("The slip was made already. A rescue gives one; for another one ask anew."))
    if rescue.stopped_at is not None:
        raise Conflict(_("The rescue was stopped; there is no slip any more."))
    if rescue.usable_until is None:
        raise Conflict(_("The bureau has not agreed. Until it does there is no slip."))
    if at >= rescue.usable_until:
        raise Conflict(_("The bureau's agreement was not used within 30 days and has lapsed. Ask anew."))
