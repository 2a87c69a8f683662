"""Whose turn it is: how a step begins to wait with a body, goes to another one, and leaves a line each time."""

from __future__ import annotations

from approvals.access import holds_body
from approvals.enums import NOBODY_ABOVE, OWN_CASE, Action, Alarm, By, StepState, move_for
from approvals.matters import Matter
from approvals.minutes import Minutes
from approvals.models import Step
from audit.actors import SYSTEM, Actor
from people.models import Organization


def begin(minutes: Minutes, matter: Matter, step: Step) -> None:
    """The step waits from now on. One of the system is passed at once, and the next begins."""
    if step.by == By.SYSTEM:
        _pass_by_system(minutes, matter, step)
        return
    _wait(minutes, matter, step)
    _send_up_own_case(minutes, matter, step)


def _wait(minutes: Minutes, matter: Matter, step: Step) -> None:
    step.state = StepState.WAITING
    step.since = minutes.now
    step.due_on = minutes.due_day(step)
    step.reminded_at = step.escalated_at = step.escalated_to = None
    step.alarm = Alarm.NONE
    minutes.waits(matter, step)


def _pass_by_system(minutes: Minutes, matter: Matter, step: Step) -> None:
    move = move_for(Action.APPROVE, is_last_step=step is matter.steps[-1])
    line = minutes.line(matter, Action.APPROVE, actor=SYSTEM, step=step)
    step.state = StepState.PASSED
    minutes.changed(step)
    minutes.event(move.recorded_as, matter.run, actor=SYSTEM)
    if move.to is None:
        begin(minutes, matter, matter.steps[matter.steps.index(step) + 1])
        return
    matter.run.state, matter.run.closed_at = move.to, minutes.now
    minutes.changed(matter.run)
    minutes.follows(matter, Action.APPROVE, line, actor=SYSTEM)


def hand_over(minutes: Minutes, matter: Matter, step: Step, to: Organization | None, *, why: str, actor: Actor) -> None:
    """The step at hand goes to another body; one that was returned stays with whoever asked until it is sent again."""
    minutes.line(matter, Action.REASSIGN, actor=actor, step=step, reasons=[why], handed_to=to)
    step.organization = to
    minutes.changed(step)
    if step.state == StepState.WAITING:
        _wait(minutes, matter, step)
        _send_up_own_case(minutes, matter, step)


def _send_up_own_case(minutes: Minutes, matter: Matter, step: Step) -> None:
    """The colleagues of a person who decides beside them are no better judges: it goes one level up."""
    above, why = _impartial_body(minutes, matter, step)
    if not why:
        return
    minutes.line(matter, Action.REASSIGN, actor=SYSTEM, step=step, reasons=[why], handed_to=above)
    handed = {"from": str(step.organization), "to": str(above)}
    minutes.event("approval.reassigned", matter.run, actor=SYSTEM, after=handed, reason=why)
    step.organization = above


def _impartial_body(minutes: Minutes, matter: Matter, step: Step) -> tuple[Organization | None, str]:
    """The body nearest above in which the person concerned decides nothing. Where there is none it stays, and only the
    person is kept from deciding."""
    body: Organization | None = step.organization
    tried: set[int] = set()
    while body is not None and body.pk not in tried:
        if not minutes.decides_there(matter, body):
            return body, OWN_CASE if tried else ""
        tried.add(body.pk)
        body = minutes.supervisor_of(body)
    return step.organization, NOBODY_ABOVE


def had_it(actor: Actor, matter: Matter) -> bool:
    """Whether the step at hand, or an earlier one, lay with the actor's body: then it is too late, not forbidden."""
    reached = [step.organization_id for step in matter.steps if step.state != StepState.LATER]
    reached += matter.run.decisions.values_list("body_id", flat=True)
    return any(holds_body(actor, organization_id) for organization_id in reached)
