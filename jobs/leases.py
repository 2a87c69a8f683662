"""Taking a slice, keeping it, giving it back. Everything here is fenced by the token of the claim.

Locks are always taken in the order job, slice; a step takes the slice alone. Times are the database's.
"""

from __future__ import annotations

import uuid
from datetime import timedelta

from django.db import connection, transaction
from django.db.models import F
from django.db.models.functions import Now

from jobs.enums import SliceState
from jobs.kinds import kind_of
from jobs.models import Slice, SliceQuerySet


class LeaseLost(Exception):
    """Somebody else has the slice by now, or the job was cancelled. The late worker stops; nothing it did is kept."""


def claim(worker: str, *, job_id: int | None = None) -> Slice | None:
    """Take the next free slice, of one job or of any. No two workers get the same, and none waits for another."""
    with transaction.atomic():
        free = Slice.objects.claimable().select_for_update(skip_locked=True, of=("self",)).select_related("job")
        claimed = (free.filter(job_id=job_id) if job_id else free).first()
        if claimed is None:
            return None
        lease = kind_of(claimed.job.kind).lease
        claimed.token, claimed.attempts, claimed.worker = uuid.uuid4(), claimed.attempts + 1, worker
        claimed.state, claimed.lease_until = SliceState.RUNNING, Now() + lease
        claimed.save(update_fields=["token", "attempts", "worker", "state", "lease_until"])
        _end_session_when_paused(lease)
    return claimed


def keep(held: Slice, *, advance_by: int = 0) -> None:
    """Prolong the lease and move the position. The first statement of a step: it locks the slice until the commit."""
    progress = {"position": F("position") + advance_by, "attempts": 0, "trouble": ""} if advance_by else {}
    if not held_rows(held).update(lease_until=Now() + kind_of(held.job.kind).lease, **progress):
        raise LeaseLost(str(held))


def close(held: Slice, **changes: object) -> None:
    """End the claim with a final state. The caller holds the lock of the job."""
    if not held_rows(held).update(token=None, lease_until=None, **changes):
        raise LeaseLost(str(held))


def hand_back(held: Slice) -> None:
    """An orderly stop between two steps: the next worker goes on from here, and no attempt is counted."""
    held_rows(held).update(state=SliceState.QUEUED, token=None, lease_until=None, attempts=0, available_at=Now())


def held_rows(held: Slice) -> SliceQuerySet:
    """The slice, if the claim still stands; else nothing."""
    return Slice.objects.filter(pk=held.pk, token=held.token, state=SliceState.RUNNING)


def _end_session_when_paused(lease: timedelta) -> None:
    # A worker that is stopped inside a step would hold its locks for ever; the server drops it after one lease.
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT set_config('idle_in_transaction_session_timeout', %s, false)",
            [f"{lease.total_seconds() * 1000:.0f}ms"],
        )
