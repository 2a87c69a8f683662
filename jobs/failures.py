"""What becomes of a slice whose worker failed, died or fell silent."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django.db.models import F
from django.db.models.functions import Now

from jobs.enums import SliceState, Stage
from jobs.kinds import kind_of
from jobs.leases import held_rows
from jobs.models import Job, ParkedItem, Slice
from jobs.stages import TRIED_TOO_OFTEN, fail_job

MAX_ATTEMPTS = 5
LONGEST_WAIT = timedelta(minutes=1)


def give_up(held: Slice, trouble: str) -> None:
    """The worker could not go on. Nothing changes if the claim was no longer its own."""
    with transaction.atomic():
        job = Job.objects.locked().get(pk=held.job_id)
        current = held_rows(held).select_for_update().first()
        if current is not None:
            _count_failure(job, current, trouble)


def sweep(limit: int = 200) -> int:
    """Rescue what dead or paused workers hold: slices whose lease is over go back into the queue.

    A slice in the middle of a step is locked by it and skipped; PostgreSQL ends the session of a paused worker.
    """
    late = list(Slice.objects.expired().values_list("pk", "job_id")[:limit])
    return sum(_rescue(slice_id, job_id) for slice_id, job_id in late)


@transaction.atomic
def _rescue(slice_id: int, job_id: int) -> bool:
    job = Job.objects.locked(skip_locked=True).filter(pk=job_id).first()
    if job is None:
        return False
    late = Slice.objects.expired().select_for_update(skip_locked=True).filter(pk=slice_id).first()
    if late is None:
        return False
    Slice.objects.filter(pk=late.pk).update(rescues=F("rescues") + 1)
    _count_failure(job, late, f"no sign of life from {late.worker}")
    return True


def _count_failure(job: Job, current: Slice, trouble: str) -> None:
    """Back into the queue. After the fifth failure without progress the item at the position is set aside, or the
    job fails where there is none that could be."""
    changes: dict[str, object] = {"available_at": Now() + wait_after(current.attempts)}
    if current.attempts >= MAX_ATTEMPTS:
        if not _has_item_to_set_aside(job, current):
            Slice.objects.filter(pk=current.pk).update(trouble=trouble)
            fail_job(job, TRIED_TOO_OFTEN, tries=MAX_ATTEMPTS)
            return
        ParkedItem.objects.create(slice=current, position=current.position, trouble=trouble)
        changes = {"position": F("position") + 1, "parked": F("parked") + 1, "attempts": 0, "available_at": Now()}
    Slice.objects.filter(pk=current.pk).update(
        state=SliceState.QUEUED, token=None, lease_until=None, trouble=trouble, **changes
    )


def _has_item_to_set_aside(job: Job, current: Slice) -> bool:
    return current.stage == Stage.WORK and current.position < current.stop and kind_of(job.kind).may_set_aside


def wait_after(attempts: int) -> timedelta:
    """Half a second after the first failure, doubling: time for a database or a disk to come back."""
    return min(timedelta(seconds=0.5 * 2 ** max(attempts - 1, 0)), LONGEST_WAIT)
