"""Taking back one's own decision: until somebody has acted upon it; where it closed the matter, for ten minutes."""

from __future__ import annotations

import datetime
from collections.abc import Collection

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import prefetch_related_objects
from django.utils.translation import gettext as _

from approvals.access import may_move, standing_verdict
from approvals.enums import OPEN_RUNS, VERDICTS, Action, Alarm, RunState, StepState, move_for
from approvals.matters import Matter, lock_matters
from approvals.minutes import Minutes
from approvals.models import Decision, Run
from approvals.wording import meanwhile
from audit.actors import Actor
from ui.errors import Conflict
from ui.formatting import date_time_text

WITHIN = datetime.timedelta(minutes=10)


def undo(run: Run, *, actor: Actor) -> Run:
    """Take back the decision on one matter."""
    return undo_many([run.pk], actor=actor)[0]


def undo_many(numbers: Collection[int], *, actor: Actor) -> list[Run]:
    """Take back the own decisions on all of them, or on none: each waits again where it waited.

    Side effects, in order: a line of each; steps and runs; audit; what the procedures take back.
    """
    with transaction.atomic():
        matters = lock_matters(numbers)
        prefetch_related_objects([matter.run for matter in matters], "decisions__person", "decisions__step")
        minutes = Minutes(matters)
        if len(matters) < len(set(numbers)):
            raise PermissionDenied(_("This is not yours to do."))
        for matter in matters:
            _undo(minutes, matter, _verdict_to_take_back(matter, actor, minutes.now), actor=actor)
        minutes.write()
    return [matter.run for matter in matters]


def can_undo(matter: Matter, *, actor: Actor, now: datetime.datetime) -> bool:
    """Whether a button is shown."""
    verdict = standing_verdict(matter.run.decisions.all())
    is_own = verdict is not None and may_move(actor, move_for(Action.UNDO, is_last_step=True), matter.run, matter.step)
    return is_own and verdict is not None and not why_final(matter, verdict, now)


def _verdict_to_take_back(matter: Matter, actor: Actor, now: datetime.datetime) -> Decision:
    move = move_for(Action.UNDO, is_last_step=True)
    verdict = standing_verdict(matter.run.decisions.all())
    if verdict is None or not may_move(actor, move, matter.run, matter.step):
        if any(line.person_id == actor.user_id and line.action in VERDICTS for line in matter.run.decisions.all()):
            raise Conflict(meanwhile(matter.run))
        raise PermissionDenied(_("Only who decided takes the decision back."))
    words = why_final(matter, verdict, now)
    if words:
        raise Conflict(words)
    return verdict


def why_final(matter: Matter, verdict: Decision, now: datetime.datetime) -> str:
    """What keeps the verdict from being taken back; nothing where it may be."""
    run, rules = matter.run, matter.run.rules
    if run.state not in OPEN_RUNS and now > verdict.at + WITHIN:
        return _("A decision that ended the matter can be taken back for ten minutes; this one is of %(when)s.") % {
            "when": date_time_text(verdict.at)
        }
    if _had_effect(matter, verdict) and not rules.takes_back(Action(verdict.action)):
        return _("What followed this decision cannot be taken back.")
    if matter.version != run.version:
        return _("“%(matter)s” was changed since. Wait until it is sent again.") % {"matter": run}
    return rules.why_final(matter.subject)


def _had_effect(matter: Matter, verdict: Decision) -> bool:
    """Agreement at an earlier step has none, unless the system passed all that came after."""
    return verdict.action != Action.APPROVE or matter.run.state == RunState.APPROVED


def _undo(minutes: Minutes, matter: Matter, verdict: Decision, *, actor: Actor) -> None:
    move = move_for(Action.UNDO, is_last_step=True)
    run, before, had_effect = matter.run, matter.picture(), _had_effect(matter, verdict)
    position = verdict.step.position
    for step in matter.steps:
        if step.position > position:
            step.state = StepState.LATER
            step.since = step.due_on = step.reminded_at = step.escalated_at = step.escalated_to = None
            step.alarm = Alarm.NONE
        elif step.position == position:
            step.state = StepState.WAITING  # since when, and until when, it had waited
    minutes.changed(run, *matter.steps)
    run.state, run.closed_at = RunState.UNDER_WAY, None
    minutes.line(matter, Action.UNDO, actor=actor)
    minutes.event(move.recorded_as, run, actor=actor, before=before, after=matter.picture())
    minutes.waits(matter, matter.step)
    if had_effect:
        minutes.follows(matter, Action.UNDO, verdict, actor=actor)
