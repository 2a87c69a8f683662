"""The one way in which slices are worked on, whether a polling process or a Celery task calls it."""

from __future__ import annotations

import os
import resource
import signal
import socket
import time
from collections.abc import Callable
from threading import Event
from types import FrameType

import structlog
from django.conf import settings
from django.db import DatabaseError, InterfaceError, OperationalError, close_old_connections, transaction
from django.db.models.functions import Now

from audit.masking import mask_numbers
from jobs import hints
from jobs.enums import Stage
from jobs.failures import give_up, sweep
from jobs.kinds import JobKind, Refused, kind_of
from jobs.leases import LeaseLost, claim, hand_back
from jobs.models import Heartbeat, Job, Slice
from jobs.running import HandBack, SliceRun
from jobs.stages import begin, complete_finish, complete_plan, complete_work, fail_job

log = structlog.get_logger(__name__)

# Celery's transport delivers a message again when it is not acknowledged in time; no task comes near that.
LONGEST_TASK_SECONDS = 60
POLL_SECONDS = 0.5
BEAT_SECONDS = 10


def work_once(worker: str, *, should_stop: Callable[[], bool] = lambda: False, job_id: int | None = None) -> bool:
    """Claim a slice and work on it. Returns whether there was one."""
    held = claim(worker, job_id=job_id)
    if held is None:
        return False
    with structlog.contextvars.bound_contextvars(job_id=held.job_id, slice=str(held)):
        work_on(held, should_stop)
    return True


def work_on(held: Slice, should_stop: Callable[[], bool]) -> None:
    try:
        _run_stage(kind_of(held.job.kind), held, should_stop)
    except HandBack:
        hand_back(held)
    except LeaseLost:
        log.warning("lease_lost")
    except Refused as refusal:
        _refuse(held, refusal)
    except Exception as error:
        log.exception("slice_failed")
        if isinstance(error, (DatabaseError, InterfaceError)):
            # The server may have ended the session, or be away. If it is, this raises again: nothing can be written
            # down now, and the sweeper finds the slice when its lease is over.
            close_old_connections()
        give_up(held, mask_numbers(f"{type(error).__name__}: {error}"))


def _run_stage(kind: JobKind, held: Slice, should_stop: Callable[[], bool]) -> None:
    run = SliceRun(held, should_stop=should_stop)
    run.require_right()
    if held.stage == Stage.PLAN:
        begin(held)
        complete_plan(held, list(kind.plan(run)))
    elif held.stage == Stage.WORK:
        result = kind.work(run) or {}
        run.require_end()
        complete_work(held, result)
    else:
        work = Slice.objects.filter(job=held.job, stage=Stage.WORK).order_by("number")
        complete_finish(held, kind.finish(run, list(work.values_list("result", flat=True))))


def _refuse(held: Slice, refusal: Refused) -> None:
    with transaction.atomic():
        job = Job.objects.locked().get(pk=held.job_id)
        if not job.is_final:
            fail_job(job, refusal.message, **refusal.params)


def process_name() -> str:
    return f"{socket.gethostname()}:{os.getpid()}"


def beat(role: str) -> None:
    Heartbeat.objects.update_or_create(process=process_name(), defaults={"role": role, "seen_at": Now()})


def work_for(seconds: float = LONGEST_TASK_SECONDS) -> None:
    """What a hint does: work until nothing is left or the time is up; then a new hint carries on."""
    beat("worker")
    if not work_within(seconds):
        hints.send(1)


def work_within(seconds: float) -> bool:
    """Whether nothing is left."""
    end = time.monotonic() + seconds

    def time_is_up() -> bool:
        return time.monotonic() >= end

    while not time_is_up():
        if not work_once(process_name(), should_stop=time_is_up):
            return True
    return False


class PollingWorker:
    """`manage.py worker`: looks into the table twice a second while idle, and at once while there is work."""

    def __init__(self) -> None:
        self._stopping = Event()
        self._next_sweep = 0.0
        self._next_beat = 0.0

    def stop(self, number: int = signal.SIGTERM, frame: FrameType | None = None) -> None:
        self._stopping.set()

    def run(self) -> None:
        while not self._stopping.is_set() and not self._too_large():
            try:
                self._turn()
            except (OperationalError, InterfaceError) as error:
                log.warning("database_away", error=str(error).splitlines()[0] if str(error) else "")
                close_old_connections()
                self._stopping.wait(2)

    def _turn(self) -> None:
        close_old_connections()
        now = time.monotonic()
        if now >= self._next_beat:
            beat("worker")
            self._next_beat = now + BEAT_SECONDS
        if now >= self._next_sweep:
            sweep()
            self._next_sweep = now + settings.JOB_SWEEP_SECONDS
        if not work_once(process_name(), should_stop=self._stopping.is_set):
            self._stopping.wait(POLL_SECONDS)

    def _too_large(self) -> bool:
        """Libraries that draw pages never give memory back: the supervisor starts a fresh process."""
        largest_megabytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
        return largest_megabytes > int(settings.WORKER_MAX_MEMORY_MB)
