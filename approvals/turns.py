"""Whose turn it is: how a step begins to wait with a body, goes to another one, and leaves a line each time."""

from __future__ import annotations

import datetime
from collections.abc import Sequence

from django.utils import timezone

from approvals.access import DECIDES, holds_body
from approvals.chains import due_day
from approvals.enums import NOBODY_ABOVE, OWN_CASE, Action, Alarm, By, StepState, move_for
from approvals.matters import Matter, database_time
from approvals.models import Decision, Step
from audit.actors import SYSTEM, Actor
from audit.services import record
from people.models import Membership, Organization
from people.roles import CAPABILITIES
from people.supervision import supervisor_of

DECIDING_ROLES = [role for role, capabilities in CAPABILITIES.items() if DECIDES in capabilities]


def write_line(
    matter: Matter,
    action: Action,
    *,
    actor: Actor,
    step: Step | None = None,
    reasons: Sequence[str] = (),
    comment: str = "",
    handed_to: Organization | None = None,
) -> Decision:
    step = step or matter.step
    return Decision.objects.create(
        run=matter.run,
        step=step,
        action=action,
        person_id=actor.user_id,
        hat=actor.hat,
        organization_id=actor.organization_id,
        body=step.organization,
        handed_to=handed_to,
        reasons=list(reasons),
        comment=comment,
        version=matter.version,
    )


def begin(matter: Matter, step: Step) -> None:
    """The step waits from now on. One of the system is passed at once, and the next begins."""
    if step.by == By.SYSTEM:
        _pass_by_system(matter, step)
        return
    _wait(step)
    _send_up_own_case(matter, step)
    step.save()


def _wait(step: Step) -> None:
    now = database_time()
    step.state = StepState.WAITING
    step.since = now
    step.due_on = due_day(timezone.localdate(now), term=step.term, latest_on=step.latest_on)
    step.reminded_at = step.escalated_at = step.escalated_to = None
    step.alarm = Alarm.NONE


def _pass_by_system(matter: Matter, step: Step) -> None:
    move = move_for(Action.APPROVE, is_last_step=step is matter.steps[-1])
    line = write_line(matter, Action.APPROVE, actor=SYSTEM, step=step)
    step.state = StepState.PASSED
    step.save(update_fields=["state"])
    record(move.recorded_as, matter.run, actor=SYSTEM)
    if move.to is None:
        begin(matter, matter.steps[matter.steps.index(step) + 1])
        return
    matter.run.state, matter.run.closed_at = move.to, database_time()
    matter.run.save(update_fields=["state", "closed_at"])
    matter.run.rules.on_approved(matter.run, matter.subject, actor=SYSTEM, decision=line)


def hand_over(matter: Matter, step: Step, to: Organization | None, *, why: str, actor: Actor) -> None:
    """The step at hand goes to another body; one that was returned stays with whoever asked until it is sent again."""
    write_line(matter, Action.REASSIGN, actor=actor, step=step, reasons=[why], handed_to=to)
    step.organization = to
    if step.state == StepState.WAITING:
        _wait(step)
        _send_up_own_case(matter, step)
    step.save()


def _send_up_own_case(matter: Matter, step: Step) -> None:
    """The colleagues of a person who decides beside them are no better judges: it goes one level up."""
    assert step.since is not None
    above, why = _impartial_body(matter, step, timezone.localdate(step.since))
    if not why:
        return
    write_line(matter, Action.REASSIGN, actor=SYSTEM, step=step, reasons=[why], handed_to=above)
    handed = {"from": str(step.organization), "to": str(above)}
    record("approval.reassigned", matter.run, actor=SYSTEM, after=handed, reason=why)
    step.organization = above


def _impartial_body(matter: Matter, step: Step, on: datetime.date) -> tuple[Organization | None, str]:
    """The body nearest above in which the person concerned decides nothing. Where there is none it stays, and only the
    person is kept from deciding."""
    body: Organization | None = step.organization
    tried: set[int] = set()
    while body is not None and body.pk not in tried:
        if not _decides_there(matter, body, on):
            return body, OWN_CASE if tried else ""
        tried.add(body.pk)
        body = supervisor_of(body, on=on)
    return step.organization, NOBODY_ABOVE


def _decides_there(matter: Matter, body: Organization, on: datetime.date) -> bool:
    if matter.run.professional is None:
        return False
    hats = Membership.objects.current(on).filter(organization_id=body.pk, role__in=DECIDING_ROLES)
    return hats.filter(user_id=matter.run.professional.user_id).exists()


def had_it(actor: Actor, matter: Matter) -> bool:
    """Whether the step at hand, or an earlier one, lay with the actor's body: then it is too late, not forbidden."""
    reached = [step.organization_id for step in matter.steps if step.state != StepState.LATER]
    reached += matter.run.decisions.values_list("body_id", flat=True)
    return any(holds_body(actor, organization_id) for organization_id in reached)
