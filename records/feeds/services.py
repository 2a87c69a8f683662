"""Opening, renewing and ending feeds. What they send is taken by `records.feeds.taking`."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from approvals.matters import database_day
from audit.actors import Actor
from audit.services import Values, record
from courses.models import StudySite
from people.models import Organization
from records.enums import FeedKind
from records.feeds.access import may_manage, may_manage_in, organizations_for
from records.feeds.kinds import KINDS
from records.feeds.tokens import hash_of, new_token
from records.models import FeedSource
from ui.errors import Conflict


@dataclass(frozen=True)
class Opened:
    feed: FeedSource
    token: str = field(repr=False)
    """Shown once and kept nowhere."""


@transaction.atomic
def open_feed(
    *,
    name: str,
    kind: FeedKind,
    organization: Organization,
    area: str,
    site: StudySite | None = None,
    started_on: datetime.date,
    ended_on: datetime.date | None = None,
    actor: Actor,
) -> Opened:
    """Let a system of others send hours for people of an area. Side effects: the row; audit."""
    _require_may_open(actor, organization, area)
    _require_fitting(kind, area, site)
    token = new_token()
    feed = FeedSource.objects.create(
        name=name,
        kind=kind,
        organization=organization,
        area=area,
        site=site,
        token_hash=hash_of(token),
        token_tail=token[-4:],
        started_on=started_on,
        ended_on=ended_on,
        made_by_id=actor.user_id,
    )
    record("feed.opened", feed, actor=actor, after=_told(feed))
    return Opened(feed, token)


@transaction.atomic
def renew_token(feed: FeedSource, *, actor: Actor) -> Opened:
    """The old token stops with this. Side effects: the row; audit."""
    locked = _locked(feed, actor)
    _require_not_ended(locked)
    before, token = _told(locked), new_token()
    locked.token_hash, locked.token_tail = hash_of(token), token[-4:]
    locked.save(update_fields=["token_hash", "token_tail"])
    record("feed.token_renewed", locked, actor=actor, before=before, after=_told(locked))
    return Opened(locked, token)


@transaction.atomic
def end_feed(feed: FeedSource, *, last_day: datetime.date, reason: str, actor: Actor) -> FeedSource:
    """It sends nothing after that day; what it sent stays. Side effects: the row; audit."""
    locked = _locked(feed, actor)
    _require_not_ended(locked)
    if last_day < locked.started_on:
        raise Conflict(_("This is before the first day."))
    before = _told(locked)
    locked.ended_on = last_day
    locked.save(update_fields=["ended_on"])
    record("feed.ended", locked, actor=actor, before=before, after=_told(locked), reason=reason)
    return locked


def _locked(feed: FeedSource, actor: Actor) -> FeedSource:
    locked = FeedSource.objects.locked().get(pk=feed.pk)
    if not may_manage_in(actor, locked.area):
        raise PermissionDenied
    return locked


def _require_may_open(actor: Actor, organization: Organization, area: str) -> None:
    if not may_manage(actor):
        raise PermissionDenied
    if not may_manage_in(actor, area) or not organizations_for(actor).filter(pk=organization.pk).exists():
        raise PermissionDenied(_("You open feeds for your own area, approved by a body of it."))


def _require_fitting(kind: FeedKind, area: str, site: StudySite | None) -> None:
    wanted = KINDS[kind].area
    if not area.startswith(wanted):
        raise Conflict(_("By %(cite)s this kind of feed is for another area.") % {"cite": KINDS[kind].cite})
    if kind == FeedKind.SITE and site is None:
        raise Conflict(_("Say which approved site it is."))


def _require_not_ended(feed: FeedSource) -> None:
    if feed.ended_on is not None and feed.ended_on < database_day():
        raise Conflict(_("This feed has ended. Open a new one."))


def _told(feed: FeedSource) -> Values:
    return {
        "kind": str(feed.kind),
        "organization": str(feed.organization),
        "area": feed.area,
        "site": str(feed.site) if feed.site else None,
        "started_on": feed.started_on,
        "ended_on": feed.ended_on,
        "token": f"****{feed.token_tail}",
    }
