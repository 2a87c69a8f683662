"""Runs whose question no longer stands: what they were about was voided, or was said anew by whoever sends it."""

from __future__ import annotations

from collections.abc import Collection

from django.db import models, transaction

from approvals.enums import OPEN_RUNS, UNDECIDED_STEPS, Action, RunState, StepState, move_for
from approvals.matters import Matter, database_time, lock_matters
from approvals.models import Decision, Run, Step
from audit.actors import Actor
from audit.services import record_many


@transaction.atomic
def close_runs(procedure: str, subjects: Collection[models.Model], *, actor: Actor, comment: str = "") -> None:
    """Called within the verb of the room that owns the procedure, which has checked the actor and does what follows.

    A fixed number of statements, however many there are. Side effects, in order: a line of each; the steps at hand; the
    runs; audit.
    """
    open_runs = Run.objects.open().filter(procedure=procedure, subject_id__in=[subject.pk for subject in subjects])
    matters = lock_matters(open_runs.values_list("pk", flat=True))
    closed = [matter for matter in matters if matter.run.state in OPEN_RUNS]
    if not closed:
        return
    move = move_for(Action.WITHDRAW, is_last_step=True)
    Decision.objects.bulk_create([_line(matter, actor, comment) for matter in closed], batch_size=2000)
    at_hand = Step.objects.filter(run__in=[matter.run.pk for matter in closed], state__in=UNDECIDED_STEPS)
    at_hand.exclude(state=StepState.LATER).update(state=StepState.WITHDRAWN)
    numbers = [matter.run.pk for matter in closed]
    Run.objects.filter(pk__in=numbers).update(state=RunState.WITHDRAWN, closed_at=database_time())
    told = [(matter.run, {"state": str(matter.run.state)}, {"state": str(RunState.WITHDRAWN)}) for matter in closed]
    record_many(move.recorded_as, told, actor=actor, reason=comment)


def _line(matter: Matter, actor: Actor, comment: str) -> Decision:
    return Decision(
        run=matter.run,
        step=matter.step,
        action=Action.WITHDRAW,
        person_id=actor.user_id,
        hat=actor.hat,
        organization_id=actor.organization_id,
        body_id=matter.step.organization_id,
        comment=comment,
        version=matter.run.version,
    )
