"""What the home page of the owner says, before anything else."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from audit.actors import Actor
from certificates.enums import RecoveryState
from certificates.recovery.queries import own_recoveries
from ui.formatting import date_text
from ui.tasks_waiting import WaitingTask


def waiting_recoveries(actor: Actor) -> Iterator[WaitingTask]:
    if actor.user_id is None:
        return
    unread = [
        each for each in own_recoveries(actor) if each.recovery.noted_at is None and each.state != RecoveryState.STOPPED
    ]
    if not unread:
        return
    # One line, however often somebody asked; who came in matters most, then what may still be stopped.
    ranks = {RecoveryState.BACK: 0, RecoveryState.OPEN: 1, RecoveryState.WAITING: 2}
    told = min(unread, key=lambda each: ranks.get(each.state, 3))
    if told.state == RecoveryState.BACK:
        assert told.recovery.used_at is not None
        day = date_text(timezone.localdate(told.recovery.used_at))
        name = _("Your password was renewed on %(date)s by a certificate number") % {"date": day}
        hint = _("If it was not you who came in, tell your employer or the bureau at once.")
    else:
        day = date_text(timezone.localdate(told.recovery.asked_at))
        name = _("On %(date)s somebody asked for a way into your account") % {"date": day}
        hint = (
            _("If it was not you, stop it now: one press is enough.")
            if told.is_under_way
            else _("Nobody came in. If it was not you, close this way.")
        )
    yield WaitingTask(
        name=name,
        url=reverse("recovery:own"),
        hint=hint,
        state=told.state.badge,
        state_label=told.state.label,
        order=4,
    )
