"""What people and schedules do with jobs: start, cancel, try again."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.db.models import F
from django.db.models.functions import Now

from audit.actors import Actor
from audit.services import record
from jobs import hints
from jobs.enums import SliceState, Stage
from jobs.models import Job, ParkedItem, Slice
from jobs.stages import end_slices, move, summary


def start_job(kind: str, params: dict[str, Any], *, actor: Actor, key: str | None = None) -> Job:
    """Queue a job in the caller's transaction: it becomes visible to workers with the commit, or not at all.

    With a `key` the same actor gets the same job back, however often the button is pressed.
    Side effects, in order: the job and its plan are queued; audit; after the commit a hint to the workers.
    """
    with transaction.atomic():
        if key is None:
            job, created = _new_job(kind, params, actor), True
        else:
            job, created = _job_of_key(kind, params, actor, key)
        if created:
            Slice.objects.create(job=job, stage=Stage.PLAN, number=0)
            record("job.started", job, actor=actor, after=summary(job))
            hints.after_commit(1)
    return job


def cancel_job(job: Job, *, actor: Actor, reason: str = "") -> Job:
    """Stop at the next step. What was done stays, what waits is not begun, and no worker writes after this returns."""
    with transaction.atomic():
        job = Job.objects.locked().get(pk=job.pk)
        move(job, "cancel", actor=actor, reason=reason)
        end_slices(job, SliceState.CANCELLED)
    return job


def retry_job(job: Job, *, actor: Actor) -> Job:
    """Take up again what failed: the items set aside, and the stage on which the job ended."""
    with transaction.atomic():
        job = Job.objects.locked().get(pk=job.pk)
        move(job, "retry", actor=actor)
        parked = _requeue_parked(job)
        failed = _requeue_failed(job, finish=not parked)
        Job.objects.filter(pk=job.pk).update(error="", error_params={})
        hints.after_commit(parked + failed)
    job.refresh_from_db()
    return job


def _new_job(kind: str, params: dict[str, Any], actor: Actor) -> Job:
    return Job.objects.create(kind=kind, params=params, **_ownership(actor))


def _job_of_key(kind: str, params: dict[str, Any], actor: Actor, key: str) -> tuple[Job, bool]:
    ownership = _ownership(actor)
    return Job.objects.get_or_create(
        owner_id=ownership["owner_id"],
        idempotency_key=key,
        defaults={"kind": kind, "params": params, **ownership},
    )


def _ownership(actor: Actor) -> dict[str, Any]:
    return {"owner_id": actor.user_id, "organization_id": actor.organization_id, "actor": actor.to_json()}


def _requeue_parked(job: Job) -> int:
    parked = ParkedItem.objects.filter(slice__job=job, retried=False).select_related("slice")
    first = job.slices.filter(stage=Stage.WORK).count()
    again = [_slice_for(item, number) for number, item in enumerate(parked, start=first)]
    Slice.objects.bulk_create(again)
    parked.update(retried=True)
    Job.objects.filter(pk=job.pk).update(parked=F("parked") - len(again))
    return len(again)


def _slice_for(item: ParkedItem, number: int) -> Slice:
    origin = item.slice
    return Slice(
        job=origin.job,
        stage=Stage.WORK,
        number=number,
        label=origin.label,
        params=origin.params,
        start=item.position,
        position=item.position,
        stop=item.position + 1,
    )


def _requeue_failed(job: Job, *, finish: bool) -> int:
    """A finish that failed waits for the items taken up again: the last of them queues a new one."""
    failed = job.slices.filter(state=SliceState.FAILED)
    if not finish:
        failed = failed.exclude(stage=Stage.FINISH)
    # What these slices did was counted into the job when it ended; what is left begins at the position.
    return failed.update(state=SliceState.QUEUED, attempts=0, start=F("position"), parked=0, available_at=Now())
