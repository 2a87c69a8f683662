"""Who may do what to a run now. Which runs an actor sees at all is `Run.objects.visible_to`."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.utils import timezone

from approvals.enums import NOBODY_ABOVE, OWN_CASE, VERDICTS, Action, Move, Party, RunState, move_for
from audit.actors import SYSTEM, Actor
from people.roles import CAPABILITIES, Role

if TYPE_CHECKING:
    from approvals.models import Decision, Run, Step

DECIDES = "approvals.decide"
READS_ALL = "approvals.read_all"
OVERSEES = "approvals.oversee"
NO_ACTS = (Action.REMIND, Action.ESCALATE)
SENT_UP = {OWN_CASE, NOBODY_ABOVE}
DECIDING_ROLES = [role for role, capabilities in CAPABILITIES.items() if DECIDES in capabilities]


def may_read_area(actor: Actor) -> bool:
    """A bureau sees every matter of its area, whoever decides it."""
    return bool(actor.area) and actor.hat in (Role.BUREAU_CLERK, Role.BUREAU_HEAD)


def is_own_case(actor: Actor, run: Run) -> bool:
    """Nobody decides about himself, nor on what he himself has asked for on behalf of another."""
    if actor.user_id is None:
        return False
    concerned = run.professional.user_id if run.professional else None
    return actor.user_id in (run.opened_by_id, concerned)


def holds_body(actor: Actor, organization_id: int | None) -> bool:
    return actor.can(DECIDES) and organization_id is not None and actor.organization_id == organization_id


def decides_alone(actor: Actor) -> bool:
    """Whether nobody else decides at the actor's body: what the actor asks for on behalf of others lies there then
    until the body above takes it over (A-43)."""
    from people.models import Membership

    hats = Membership.objects.current(timezone.localdate()).filter(role__in=DECIDING_ROLES)
    others = hats.filter(organization=actor.organization_id).exclude(user=actor.user_id)
    return actor.organization_id is not None and not others.exists()


def parties_of(actor: Actor, run: Run, step: Step) -> set[Party]:
    """Every relation in which the actor stands to the run. ROOM is claimed by code alone, never found here."""
    if actor.user_id is None:
        return {Party.CLOCK} if actor.hat == SYSTEM.hat else set()
    found = set()
    if run.opened_by_id == actor.user_id:
        found.add(Party.REQUESTER)
    if run.professional and run.professional.user_id == actor.user_id:
        found.add(Party.PERSON)
    if not is_own_case(actor, run):
        if holds_body(actor, step.organization_id):
            found.add(Party.BODY)
        if holds_body(actor, step.escalated_to_id):
            found.add(Party.SUPERIOR)
    return found


def may_move(actor: Actor, move: Move, run: Run, step: Step) -> bool:
    """Whether the person may do it at all; whether it is the time for it is another question (403 against 409)."""
    if Party.DECIDER in move.who and is_decider(actor, run):
        return True
    return not parties_of(actor, run, step).isdisjoint(move.who)


def is_decider(actor: Actor, run: Run) -> bool:
    """Reads the history of the run; whoever asks it of many fetches that along."""
    verdict = standing_verdict(run.decisions.all())
    return verdict is not None and verdict.person_id == actor.user_id and holds_body(actor, verdict.body_id)


def standing_verdict(lines: Iterable[Decision]) -> Decision | None:
    """The last verdict of a person upon which nobody has acted. Reminding is no act, nor is what the system does of
    itself; a verdict that was taken back is as if it had not been."""
    standing: list[Decision] = []
    for line in lines:
        if line.action == Action.UNDO:
            standing = standing[:-1]
        elif line.action in VERDICTS:
            standing += [line] if line.person_id is not None else []
        elif line.action not in NO_ACTS and not set(line.reasons) & SENT_UP:
            standing = []
    return standing[-1] if standing else None


def may(actor: Actor, action: Action, run: Run, step: Step) -> bool:
    """Person and time both fit: whether a button is shown."""
    move = move_for(action, is_last_step=True)
    return run.state in move.allowed_from and may_move(actor, move, run, step)


def waits_for(actor: Actor, run: Run, step: Step) -> bool:
    return run.state == RunState.UNDER_WAY and Party.BODY in parties_of(actor, run, step)


def may_see_queue(actor: Actor) -> bool:
    return actor.can(DECIDES) and actor.organization_id is not None


def may_see_runs(actor: Actor) -> bool:
    return may_see_queue(actor) or actor.can(READS_ALL)
