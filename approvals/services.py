"""Everything that happens to a run. Each verb locks, checks the move and the actor, writes, records, and lets follow
what the procedure has follow, in one transaction.

"You may not" is PermissionDenied, "it is too late" is Conflict. Rooms call `open_run`, `resubmit` and `reroute` within
verbs of their own; pages and programs call the others.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

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
from approvals.matters import Matter, lock_matters, lock_people
from approvals.minutes import Minutes
from approvals.models import Decision, Run, Step
from approvals.procedures import procedure_of
from approvals.wording import meanwhile
from audit.actors import Actor
from jobs.collecting import collector_at_rest
from people.bulk import draw_numbers, made
from people.models import Employer, Organization, Professional
from ui.errors import Conflict

Bodies = Mapping[int, Organization | None]
"""The body at each step, by its position."""


# Asking


@dataclass(frozen=True)
class Asked:
    """One of many matters that are opened at once; a tuple of the first four does as well."""

    subject: models.Model
    chain: Sequence[ChainStep]
    professional: Professional | None = None
    employer: Employer | None = None
    area: str | None = None
    """None: that of the employer."""
    comment: str = ""


AskedInShort = tuple[models.Model, Sequence[ChainStep], Professional | None, Employer | None]


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
    """Begin the chain. Side effects: those of `open_runs`."""
    asked = Asked(subject, chain, professional, employer, area, comment)
    return open_runs(procedure, [asked], actor=actor)[0]


@collector_at_rest()
@transaction.atomic
def open_runs(procedure: str, matters: Iterable[Asked | AskedInShort], *, actor: Actor) -> list[Run]:
    """Begin the chains of many subjects, all or none, in a fixed number of statements; a few thousand at a time.

    Side effects, in order: the runs and their steps, of which the first waits with its body, or, on the body's own
    case, with the one above; their lines; audit. Steps of the system are passed at once; of a chain that is passed
    thereby, what the procedure has follow.
    """
    asked = [each if isinstance(each, Asked) else Asked(*each) for each in matters]
    lock_people([each.professional.pk for each in asked if each.professional])
    _require_not_open(procedure, asked)
    runs = [_new_run(procedure, each, actor) for each in asked]
    draw_numbers(runs)
    laid = [_matter(run, each) for run, each in zip(runs, asked, strict=True)]
    draw_numbers([step for matter in laid for step in matter.steps])
    minutes = Minutes(laid)
    for run in runs:
        run.opened_at = minutes.now
    for matter, each in zip(laid, asked, strict=True):
        minutes.changed(matter.run, *matter.steps)
        minutes.line(matter, Action.OPEN, actor=actor, comment=each.comment)
        minutes.event(_move(matter, Action.OPEN).recorded_as, matter.run, actor=actor, after=matter.picture())
        turns.begin(minutes, matter, matter.steps[0])
    minutes.write()
    return runs


def _require_not_open(procedure: str, asked: Sequence[Asked]) -> None:
    subjects = [each.subject.pk for each in asked]
    if (
        len(set(subjects)) < len(subjects)
        or Run.objects.open().filter(procedure=procedure, subject_id__in=subjects).exists()
    ):
        raise Conflict(_("This was sent already and is under way."))


def _new_run(procedure: str, asked: Asked, actor: Actor) -> Run:
    area = asked.area
    if area is None:
        area = asked.employer.area if asked.employer else ""
    return made(
        Run,
        procedure=procedure,
        subject_id=asked.subject.pk,
        version=procedure_of(procedure).version_of(asked.subject),
        professional=asked.professional,
        employer=asked.employer,
        area=area,
        opened_by_id=actor.user_id,
    )


def _matter(run: Run, asked: Asked) -> Matter:
    kind = run.rules.kind_of(asked.subject)
    steps = [
        made(
            Step,
            run=run,
            position=position,
            by=step.by,
            act=step.act,
            organization=step.organization,
            term=step.term,
            latest_on=step.latest_on,
            rule=step.rule,
            cite=step.cite,
            procedure=run.procedure,
            kind=kind,
        )
        for position, step in positions(asked.chain)
    ]
    return Matter(run, asked.subject, steps)


def resubmit(run: Run, *, actor: Actor, comment: str = "") -> Run:
    """Ask again after a return. The chain goes on where it was returned; if the subject was changed since, it begins
    anew, because those who agreed had seen something else."""
    with transaction.atomic():
        matter, minutes = _ready(run, Action.RESUBMIT, actor)
        begun_anew = matter.version != matter.run.version
        step = matter.steps[0] if begun_anew else matter.step
        minutes.line(matter, Action.RESUBMIT, actor=actor, comment=comment)
        if begun_anew:
            for each in matter.steps:
                each.state = StepState.LATER
                each.kind = matter.run.rules.kind_of(matter.subject)
            minutes.changed(*matter.steps)
        matter.run.version = matter.version
        _settle(minutes, matter, Action.RESUBMIT, actor=actor, comment=comment)
        turns.begin(minutes, matter, step)
        minutes.write()
        return matter.run


def withdraw(run: Run, *, actor: Actor, comment: str = "") -> Run:
    """Whoever asked no longer wants it. Side effects: the run is closed, what follows a withdrawal, audit."""
    with transaction.atomic():
        matter, minutes = _ready(run, Action.WITHDRAW, actor)
        line = _take_back(minutes, matter, actor=actor, comment=comment)
        minutes.follows(matter, Action.WITHDRAW, line, actor=actor)
        minutes.write()
        return matter.run


def call_off(matter: Matter, *, actor: Actor, comment: str = "") -> bool:
    """Nothing can come of it any more: the run of a locked matter is closed, if it is still open.

    For the room that owns the procedure, within its own verb, which has checked the actor and sees to the subject
    itself. Side effects: the run is closed; audit.
    """
    if matter.run.state not in OPEN_RUNS:
        return False
    minutes = Minutes([matter])
    _take_back(minutes, matter, actor=actor, comment=comment)
    minutes.write()
    return True


def _take_back(minutes: Minutes, matter: Matter, *, actor: Actor, comment: str) -> Decision:
    line = minutes.line(matter, Action.WITHDRAW, actor=actor, comment=comment)
    _settle(minutes, matter, Action.WITHDRAW, actor=actor, comment=comment)
    return line


def remind(run: Run, *, actor: Actor) -> Run:
    """Whoever waits calls it to mind, once a day: the matter is marked in the queue of the body."""
    with transaction.atomic():
        matter, minutes = _ready(run, Action.REMIND, actor)
        reminded_at = matter.step.reminded_at
        if reminded_at and timezone.localdate(reminded_at) == minutes.today:
            raise Conflict(_("They were reminded today already. Tomorrow you can remind them again."))
        minutes.line(matter, Action.REMIND, actor=actor)
        matter.step.reminded_at = minutes.now
        minutes.changed(matter.step)
        minutes.event(_move(matter, Action.REMIND).recorded_as, matter.run, actor=actor, after=matter.picture())
        minutes.write()
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


@collector_at_rest()
def decide_many(
    seen: Mapping[int, int], action: Action, *, actor: Actor, reasons: Sequence[str] = (), comment: str = ""
) -> list[Run]:
    """The same decision on all of them, or on none. `seen` holds, by the number of the run, the version that was on the
    screen: one that is not the actor's, or was changed or decided meanwhile, stops the whole.

    Side effects, in order, in a fixed number of statements however many there are: the decisions; steps and runs, with
    the next steps; audit; what the procedures have follow.
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
        minutes = Minutes(matters)
        for matter, move in zip(matters, moves, strict=True):
            _decide(minutes, matter, move, actor=actor, reasons=reasons, comment=comment)
        minutes.write()
    return [matter.run for matter in matters]


def _decide(
    minutes: Minutes, matter: Matter, move: Move, *, actor: Actor, reasons: Sequence[str], comment: str
) -> None:
    before = matter.picture()
    line = minutes.line(matter, move.action, actor=actor, reasons=reasons, comment=comment)
    _apply(minutes, matter, move)
    after = matter.picture()
    minutes.event(move.recorded_as, matter.run, actor=actor, before=before, after=after, reason=comment)
    if move.action == Action.APPROVE and move.to is None:
        following = matter.next_step
        assert following is not None  # it was not the last step
        turns.begin(minutes, matter, following)
        return
    minutes.follows(matter, move.action, line, actor=actor)


def _foreign(count: int) -> str:
    if count == 1:
        return _("This is not yours to do.")
    return _("One of the matters you chose is not yours to decide. Nothing was decided.")


def _require_seen(matter: Matter, version: int) -> None:
    if version != matter.version or version != matter.run.version:
        raise Conflict(
            _("“%(matter)s” was changed after you opened it. Look at it again, then decide.") % {"matter": matter.run}
        )


# Handing to another body


def take_over(run: Run, *, actor: Actor) -> Run:
    """The body above, told that a step is long overdue, decides in place of the one that lets it lie."""
    with transaction.atomic():
        matter, minutes = _ready(run, Action.REASSIGN, actor)
        above = matter.step.escalated_to  # the actor's: nobody else is its superior
        _reassign(minutes, matter, {matter.step.position: above}, why=TAKEN_OVER, actor=actor)
        minutes.write()
        return matter.run


@transaction.atomic
def reroute(
    runs: Iterable[Run], bodies_of: Mapping[int, Mapping[int, Organization | None]], *, employer: Employer, actor: Actor
) -> int:
    """The person concerned has another employer: what is undecided goes to the bodies that stand there for the new one.

    Called by the verb that changes the employer, which has checked the actor. Answers how many runs changed hands.
    """
    moved = 0
    minutes = Minutes(lock_matters([run.pk for run in runs]))
    for matter in minutes.matters:
        if matter.run.state not in OPEN_RUNS:
            continue
        matter.run.employer = employer
        matter.run.area = employer.area
        minutes.changed(matter.run)
        moved += _reassign(minutes, matter, bodies_of[matter.run.pk], why=EMPLOYER_CHANGED, actor=actor)
    minutes.write()
    return moved


def _reassign(minutes: Minutes, matter: Matter, bodies: Bodies, *, why: str, actor: Actor) -> bool:
    """Put other bodies at undecided steps. The term of a step at hand begins anew with the body that gets it."""
    before = matter.picture()
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
            turns.hand_over(minutes, matter, step, bodies[step.position], why=why, actor=actor)
        else:
            step.organization = bodies[step.position]
            minutes.changed(step)
    move = _move(matter, Action.REASSIGN)
    minutes.event(move.recorded_as, matter.run, actor=actor, before=before, after=matter.picture())
    return True


# What every verb does


def _ready(run: Run, action: Action, actor: Actor) -> tuple[Matter, Minutes]:
    """The run, locked, with the move checked, and what is to be written of it."""
    matters = lock_matters([run.pk])
    if not matters:
        raise PermissionDenied(_foreign(1))
    require(matters[0], action, actor)
    return matters[0], Minutes(matters)


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


def _settle(minutes: Minutes, matter: Matter, action: Action, *, actor: Actor, comment: str = "") -> None:
    move, before = _move(matter, action), matter.picture()
    _apply(minutes, matter, move)
    after = matter.picture()
    minutes.event(move.recorded_as, matter.run, actor=actor, before=before, after=after, reason=comment)


def _apply(minutes: Minutes, matter: Matter, move: Move) -> None:
    run, step = matter.run, matter.step
    if move.step_to not in (None, StepState.WAITING):  # a step that begins to wait is the business of `turns`
        step.state = move.step_to
        minutes.changed(step)
    if move.to is not None:
        run.state = move.to
        run.closed_at = None if move.to in OPEN_RUNS else minutes.now
        minutes.changed(run)
