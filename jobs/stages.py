"""How a job goes from plan to work to finish. Called by whoever holds a slice, each in one transaction."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.db.models import F
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from audit.actors import Actor
from audit.services import record
from jobs import hints
from jobs.enums import JOB_MOVES, JobState, SliceState, Stage
from jobs.kinds import Outcome, PlannedSlice
from jobs.leases import close
from jobs.models import Job, Slice
from ui.errors import Conflict

TRIED_TOO_OFTEN = gettext_noop(
    "It failed %(tries)s times in a row and was stopped. What was done stays done, nothing is half done."
    " Please tell support the number of this job."
)


def begin(held: Slice) -> None:
    # Not part of the claim: that would lock the slice before the job, the other way round than everybody else.
    Job.objects.filter(pk=held.job_id, state=JobState.QUEUED).update(state=JobState.RUNNING, started_at=Now())


def complete_plan(held: Slice, planned: list[PlannedSlice]) -> None:
    """Side effects, in order: the plan is closed; its slices are queued; their number and size stand on the job."""
    with transaction.atomic():
        job = _locked(held)
        close(held, state=SliceState.COMPLETED, position=held.stop)
        Slice.objects.bulk_create(
            Slice(job=job, stage=Stage.WORK, number=number, label=plan.label, params=plan.params, stop=plan.size)
            for number, plan in enumerate(planned)
            if plan.size
        )
        job.total = sum(plan.size for plan in planned)
        job.save(update_fields=["total"])
        _queue_finish_when_worked(job)
        hints.after_commit(len(planned))


def complete_work(held: Slice, result: dict[str, Any]) -> None:
    """Only a failure sets items aside, and it ends the claim: so `held` knows how many there are."""
    with transaction.atomic():
        job = _locked(held)
        close(held, state=SliceState.COMPLETED, result=result)
        done = held.size - held.parked
        Job.objects.filter(pk=job.pk).update(done=F("done") + done, parked=F("parked") + held.parked)
        _queue_finish_when_worked(job)


def complete_finish(held: Slice, outcome: Outcome) -> None:
    with transaction.atomic():
        job = _locked(held)
        close(held, state=SliceState.COMPLETED, position=held.stop)
        job.result, job.result_file, job.result_name = outcome.figures, outcome.stored_file, outcome.file_name
        job.save(update_fields=["result", "result_file", "result_name"])
        move(job, "complete", actor=_owner(job))


def fail_job(job: Job, message: str, **params: Any) -> None:
    """The caller holds the lock of the job. What was done stays; what still waits is not begun."""
    job.error, job.error_params = message, params
    job.save(update_fields=["error", "error_params"])
    end_slices(job, SliceState.FAILED)
    move(job, "fail", actor=_owner(job))


def end_slices(job: Job, state: SliceState) -> None:
    """Waits for steps under way to commit; their workers learn with the next step that the claim is over.

    What they did counts: the figures of the job are brought up to their last committed step."""
    for current in Slice.objects.open().filter(job=job).select_for_update(no_key=True):
        if current.stage == Stage.WORK:
            job.done += current.done
            job.parked += current.parked
    job.save(update_fields=["done", "parked"])
    job.slices.open().update(state=state, token=None, lease_until=None)


def move(job: Job, action: str, *, actor: Actor, reason: str = "") -> None:
    """Apply one row of JOB_MOVES to a locked job, and write it into the audit trail."""
    rule = JOB_MOVES[action]
    if job.state not in rule.allowed_from:
        raise WrongState(job, action)
    before = summary(job)
    job.state = rule.to
    job.finished_at = Now() if job.is_final else None
    job.save(update_fields=["state", "finished_at"])
    job.refresh_from_db(fields=["finished_at"])
    record(rule.recorded_as, job, actor=actor, before=before, after=summary(job), reason=reason)


TOO_LATE = {
    "cancel": _("This job has already ended; there is nothing left to stop."),
    "retry": _("This job is running again already."),
}


class WrongState(Conflict):
    """Page and API answer it with 409, in the words for what was tried."""

    def __init__(self, job: Job, action: str) -> None:
        super().__init__(TOO_LATE.get(action) or f"{job} is {job.state}: it cannot {action}")


def summary(job: Job) -> dict[str, Any]:
    """What the audit trail keeps of a job."""
    return {"kind": job.kind, "state": job.state, "done": job.done, "total": job.total, "parked": job.parked}


def _locked(held: Slice) -> Job:
    return Job.objects.locked().get(pk=held.job_id)


def _owner(job: Job) -> Actor:
    return Actor.from_json(job.actor).in_job(job.pk)


def _queue_finish_when_worked(job: Job) -> None:
    # Whoever closes the last slice holds the lock of the job: exactly one finds nothing open.
    if job.slices.open().exists():
        return
    number = job.slices.filter(stage=Stage.FINISH).count()
    Slice.objects.create(job=job, stage=Stage.FINISH, number=number)
    hints.after_commit(1)
