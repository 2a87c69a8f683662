"""Everything that happens to a run. Each verb locks, checks the move and the actor, writes, records, and lets follow
what the procedure has follow, in one transaction.

"You may not" is PermissionDenied, "it is too late" is Conflict. Rooms call `open_run`, `resubmit` and `reroute` within
verbs of their own; pages and programs call the others.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from django.core.exceptions import PermissionDenied
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from approvals import turns
from approvals.access import is_own_case, may_move
from approvals.chains import ChainStep, positions
from approvals.enums import (
    EMPLOYER_CHANGED,
    OPEN_RUNS,
    TAKEN_OVER,
    UNDECIDED_STEPS,
    VERDICTS,
    Action,
    By,
    Move,
    StepState,
    move_for,
)
from approvals.matters import Matter, database_time, lock_matters, lock_person
from approvals.models import Decision, Run, Step
from approvals.wording import meanwhile
from audit.actors import Actor
from audit.services import Values, record, record_many
from people.models import Employer, Organization, Professional
from ui.errors import Conflict

Bodies = Mapping[int, Organization | None]
"""The body at each step, by its position."""


# Asking


@transaction.atomic
def open_run(
    procedure: str,
    subject: models.Model,
    chain: Sequence[ChainStep],
    *,
    actor: Actor,
    professional: Professional | None = None,
    employer: Employer | None = None,
    area: str = "",
    comment: str = "",
) -> Run:
    """Begin the chain. Side effects, in order: the run and its steps; its first line; audit; the first step waits with
    its body, or, on the body's own case, with the one above; steps of the system are passed at once."""
    lock_person(professional)
    if Run.objects.of_subject(procedure, subject).open().exists():
        raise Conflict(_("This was sent already and is under way."))
    run = Run(procedure=procedure, subject_id=subject.pk, professional=professional, employer=employer, area=area)
    run.version = run.rules.version_of(subject)
    run.opened_by_id = actor.user_id
    run.save()
    matter = Matter(run, subject, _laid(run, chain))
    turns.write_line(matter, Action.OPEN, actor=actor, comment=comment)
    record(_move(matter, Action.OPEN).recorded_as, run, actor=actor, after=_picture(matter))
    turns.begin(matter, matter.steps[0])
    return run


def _laid(run: Run, chain: Sequence[ChainStep]) -> list[Step]:
    steps = [
        Step(
            run=run,
            position=position,
            by=step.by,
            act=step.act,
            organization=step.organization,
            term=step.term,
            latest_on=step.latest_on,
            rule=step.rule,
            cite=step.cite,
        )
        for position, step in positions(chain)
    ]
    return Step.objects.bulk_create(steps)


def resubmit(run: Run, *, actor: Actor, comment: str = "") -> Run:
    """Ask again after a return. The chain goes on where it was returned; if the subject was changed since, it begins
    anew, because those who agreed had seen something else."""
    with transaction.atomic():
        matter = _ready(run, Action.RESUBMIT, actor)
        begun_anew = matter.version != matter.run.version
        step = matter.steps[0] if begun_anew else matter.step
        turns.write_line(matter, Action.RESUBMIT, actor=actor, comment=comment)
        if begun_anew:
            Step.objects.filter(run=matter.run).update(state=StepState.LATER)
            for each in matter.steps:
                each.state = StepState.LATER
        matter.run.version = matter.version
        _settle(matter, Action.RESUBMIT, actor=actor, comment=comment)
        turns.begin(matter, step)
        return matter.run


def withdraw(run: Run, *, actor: Actor, comment: str = "") -> Run:
    """Whoever asked no longer wants it. Side effects: the run is closed, what follows a withdrawal, audit."""
    with transaction.atomic():
        matter = _ready(run, Action.WITHDRAW, actor)
        line = turns.write_line(matter, Action.WITHDRAW, actor=actor, comment=comment)
        _settle(matter, Action.WITHDRAW, actor=actor, comment=comment)
        matter.run.rules.on_withdrawn(matter.run, matter.subject, actor=actor, decision=line)
        return matter.run


def remind(run: Run, *, actor: Actor) -> Run:
    """Whoever waits calls it to mind, once a day: the matter is marked in the queue of the body."""
    with transaction.atomic():
        matter = _ready(run, Action.REMIND, actor)
        now = database_time()
        if matter.step.reminded_at and timezone.localdate(matter.step.reminded_at) == timezone.localdate(now):
            raise Conflict(_("They were reminded today already. Tomorrow you can remind them again."))
        turns.write_line(matter, Action.REMIND, actor=actor)
        matter.step.reminded_at = now
        matter.step.save(update_fields=["reminded_at"])
        record(_move(matter, Action.REMIND).recorded_as, matter.run, actor=actor, after=_picture(matter))
        return matter.run


# Deciding


def approve(run: Run, *, version: int, actor: Actor, comment: str = "") -> Run:
    """Agree at the step at hand: the next step begins, or after the last what was asked for happens."""
    return decide_many({run.pk: version}, Action.APPROVE, actor=actor, comment=comment)[0]


def return_run(run: Run, *, version: int, actor: Actor, reasons: Sequence[str] = (), comment: str = "") -> Run:
    """Give it back to whoever asked, who may amend it and ask again."""
    return decide_many({run.pk: version}, Action.RETURN, actor=actor, reasons=reasons, comment=comment)[0]


def reject(run: Run, *, version: int, actor: Actor, reasons: Sequence[str] = (), comment: str = "") -> Run:
    """Refuse it for good."""
    return decide_many({run.pk: version}, Action.REJECT, actor=actor, reasons=reasons, comment=comment)[0]


def decide_many(
    seen: Mapping[int, int], action: Action, *, actor: Actor, reasons: Sequence[str] = (), comment: str = ""
) -> list[Run]:
    """The same decision on all of them, or on none. `seen` holds, by the number of the run, the version that was on the
    screen: one that is not the actor's, or was changed or decided meanwhile, stops the whole.

    Side effects, in order: the decisions; the runs and their steps; audit; the next steps; what the procedures have
    follow.
    """
    if action not in VERDICTS:
        raise ValueError(f"{action} decides nothing")
    with transaction.atomic():
        matters = lock_matters(seen)
        if len(matters) < len(seen):
            raise PermissionDenied(_foreign(len(seen)))
        moves = [require(matter, action, actor, is_one_of=len(seen)) for matter in matters]
        for matter in matters:
            _require_seen(matter, seen[matter.run.pk])
        before = [_picture(matter) for matter in matters]
        lines = [turns.write_line(matter, action, actor=actor, reasons=reasons, comment=comment) for matter in matters]
        for matter, move in zip(matters, moves, strict=True):
            _apply(matter, move)
        _record_all(matters, moves, before, actor=actor, comment=comment)
        for matter, move, line in zip(matters, moves, lines, strict=True):
            _follow(matter, move, line, actor=actor)
    return [matter.run for matter in matters]


def _foreign(count: int) -> str:
    if count == 1:
        return _("This is not yours to do.")
    return _("One of the matters you chose is not yours to decide. Nothing was decided.")


def _require_seen(matter: Matter, version: int) -> None:
    if version != matter.version or version != matter.run.version:
        raise Conflict(
            _("“%(matter)s” was changed after you opened it. Look at it again, then decide.") % {"matter": matter.run}
        )


def _follow(matter: Matter, move: Move, line: Decision, *, actor: Actor) -> None:
    rules = matter.run.rules
    if move.action == Action.APPROVE and move.to is None:
        following = matter.next_step
        assert following is not None  # it was not the last step
        turns.begin(matter, following)
        return
    effect = {
        Action.APPROVE: rules.on_approved,
        Action.RETURN: rules.on_returned,
        Action.REJECT: rules.on_rejected,
    }[move.action]
    effect(matter.run, matter.subject, actor=actor, decision=line)


# Handing to another body


def take_over(run: Run, *, actor: Actor) -> Run:
    """The body above, told that a step is long overdue, decides in place of the one that lets it lie."""
    with transaction.atomic():
        matter = _ready(run, Action.REASSIGN, actor)
        above = matter.step.escalated_to  # the actor's: nobody else is its superior
        reassign(matter, {matter.step.position: above}, why=TAKEN_OVER, actor=actor)
        return matter.run


@transaction.atomic
def reroute(
    runs: Iterable[Run], bodies_of: Mapping[int, Mapping[int, Organization | None]], *, employer: Employer, actor: Actor
) -> int:
    """The person concerned has another employer: what is undecided goes to the bodies that stand there for the new one.

    Called by the verb that changes the employer, which has checked the actor. Answers how many runs changed hands.
    """
    moved = 0
    for matter in lock_matters([run.pk for run in runs]):
        if matter.run.state not in OPEN_RUNS:
            continue
        matter.run.employer = employer
        matter.run.area = employer.area
        matter.run.save(update_fields=["employer", "area"])
        moved += reassign(matter, bodies_of[matter.run.pk], why=EMPLOYER_CHANGED, actor=actor)
    return moved


def reassign(matter: Matter, bodies: Bodies, *, why: str, actor: Actor) -> bool:
    """Put other bodies at undecided steps. The term of a step at hand begins anew with the body that gets it."""
    before = _picture(matter)
    at_hand = matter.step
    changed = [
        step
        for step in matter.steps
        if step.state in UNDECIDED_STEPS
        and step.by != By.SYSTEM
        and step.position in bodies
        and step.organization != bodies[step.position]
    ]
    if not changed:
        return False
    for step in changed:
        if step is at_hand:
            turns.hand_over(matter, step, bodies[step.position], why=why, actor=actor)
        else:
            step.organization = bodies[step.position]
            step.save(update_fields=["organization"])
    move = _move(matter, Action.REASSIGN)
    record(move.recorded_as, matter.run, actor=actor, before=before, after=_picture(matter))
    return True


# What every verb does


def _ready(run: Run, action: Action, actor: Actor) -> Matter:
    """The run, locked, with the move checked."""
    matters = lock_matters([run.pk])
    if not matters:
        raise PermissionDenied(_foreign(1))
    require(matters[0], action, actor)
    return matters[0]


def require(matter: Matter, action: Action, actor: Actor, *, is_one_of: int = 1) -> Move:
    move = _move(matter, action)
    is_late = matter.run.state not in move.allowed_from
    if not may_move(actor, move, matter.run, matter.step):
        if action in VERDICTS and is_own_case(actor, matter.run):
            raise PermissionDenied(_("Nobody decides on their own case. A colleague or the body above does."))
        if action in VERDICTS and turns.had_it(actor, matter):
            raise Conflict(meanwhile(matter.run))
        raise PermissionDenied(_foreign(is_one_of))
    if is_late:
        raise Conflict(meanwhile(matter.run))
    return move


def _move(matter: Matter, action: Action) -> Move:
    return move_for(action, is_last_step=matter.is_last_step)


def _settle(matter: Matter, action: Action, *, actor: Actor, comment: str = "") -> None:
    move, before = _move(matter, action), _picture(matter)
    _apply(matter, move)
    record(move.recorded_as, matter.run, actor=actor, before=before, after=_picture(matter), reason=comment)


def _apply(matter: Matter, move: Move) -> None:
    run, step = matter.run, matter.step
    if move.step_to not in (None, StepState.WAITING):  # a step that begins to wait is the business of `turns`
        step.state = move.step_to
        step.save(update_fields=["state"])
    if move.to is not None:
        run.state = move.to
        run.closed_at = None if move.to in OPEN_RUNS else database_time()
        run.save(update_fields=["state", "closed_at", "version"])


def _record_all(
    matters: Sequence[Matter], moves: Sequence[Move], before: Sequence[Values], *, actor: Actor, comment: str
) -> None:
    told = list(zip(matters, moves, before, strict=True))
    for recorded_as in dict.fromkeys(move.recorded_as for move in moves):
        changes = [(matter.run, was, _picture(matter)) for matter, move, was in told if move.recorded_as == recorded_as]
        record_many(recorded_as, changes, actor=actor, reason=comment)


def _picture(matter: Matter) -> Values:
    """What the trail keeps: names of bodies, no word of the subject."""
    return {
        "state": str(matter.run.state),
        "version": matter.run.version,
        "steps": [f"{step.act} · {step.organization or step.by} · {step.state}" for step in matter.steps],
    }
