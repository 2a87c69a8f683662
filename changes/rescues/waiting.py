"""What the home pages say: to the asking side that a slip is to be made, to the owner that the account is opened."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from audit.actors import Actor
from changes.rescues.access import may_ask
from changes.rescues.enums import LostWay, Stage
from changes.rescues.models import Rescue
from changes.rescues.queries import asking_body, hands_in, run_of, staged
from ui.formatting import date_text
from ui.tasks_waiting import WaitingTask

MOST_SHOWN = 5
UNDER_WAY = (Stage.ASKED, Stage.RETURNED, Stage.GRANTED, Stage.HANDED_OVER)


def waiting_rescues(actor: Actor) -> Iterator[WaitingTask]:
    if actor.user_id is None:
        return
    yield from _of_own_account(actor)
    if may_ask(actor):
        yield from _slips_to_make(actor)


def _slips_to_make(actor: Actor) -> Iterator[WaitingTask]:
    granted = Rescue.objects.visible_to(actor).usable(timezone.now()).filter(organization=asking_body(actor))
    others = granted.exclude(account_id=actor.user_id).select_related("account")
    for rescue in others.order_by("usable_until")[:MOST_SHOWN]:
        assert rescue.usable_until is not None
        day = date_text(timezone.localdate(rescue.usable_until))
        yield WaitingTask(
            name=_("Make the slip for %(name)s") % {"name": rescue.account},
            url=reverse("changes:rescue", args=[rescue.pk]),
            hint=_("The bureau has agreed. The slip can be made until %(date)s.") % {"date": day},
            state=Stage.GRANTED.badge,
            state_label=Stage.GRANTED.label,
            order=20,
        )


def _of_own_account(actor: Actor) -> Iterator[WaitingTask]:
    own = Rescue.objects.filter(account_id=actor.user_id, noted_at=None).select_related("link", "organization")
    for each in staged(own.order_by("-asked_at")[:MOST_SHOWN], timezone.now()):
        if each.stage == Stage.BACK:
            yield _told_after(each.rescue, each.stage)
        elif each.stage in UNDER_WAY:
            yield _told_before(each.rescue, each.stage)


def _told_before(rescue: Rescue, stage: Stage) -> WaitingTask:
    return WaitingTask(
        name=_("%(body)s wants to let you in again") % {"body": rescue.organization},
        url=reverse("changes:rescue", args=[rescue.pk]),
        hint=_("If that is wrong, tell the bureau at once.")
        if rescue.lost == LostWay.TAKEN_OVER
        else _("If you have lost nothing and did not ask for it, look at it now and stop it."),
        state=stage.badge,
        state_label=stage.label,
        order=5,
    )


def _told_after(rescue: Rescue, stage: Stage) -> WaitingTask:
    hands = hands_in(run_of(rescue))
    assert rescue.link is not None  # somebody came in by it
    assert rescue.link.used_at is not None
    assert hands.granted is not None
    told = {
        "date": date_text(timezone.localdate(rescue.link.used_at)),
        "asked": hands.asked.organization,
        "granted": hands.granted.organization,
    }
    return WaitingTask(
        name=_("Your access was renewed on %(date)s") % {"date": told["date"]},
        url=reverse("changes:rescue", args=[rescue.pk]),
        hint=_("By %(asked)s and %(granted)s. If it was not you who came in, tell them at once.") % told,
        state=stage.badge,
        state_label=stage.label,
        order=5,
    )
