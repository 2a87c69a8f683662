"""The scheduler: any number of them may run, and each due time fires once."""

from __future__ import annotations

import datetime
import signal
import time
from collections.abc import Callable
from threading import Event
from types import FrameType

import structlog
from django.conf import settings
from django.db import InterfaceError, OperationalError, close_old_connections, transaction
from django.db.models import Q
from django.db.models.functions import Now
from django.utils import timezone

from audit.actors import SYSTEM
from audit.services import ChainBroken, seal_backlog
from jobs import hints
from jobs.failures import sweep
from jobs.models import Heartbeat, ScheduledRun, Slice
from jobs.schedules import ScheduleEntry, duties, entries
from jobs.services import start_job
from jobs.worker import beat, work_within

log = structlog.get_logger(__name__)

TICK_SECONDS = 1
FORGET_PROCESS_AFTER = datetime.timedelta(hours=1)


def fire_due(now: datetime.datetime) -> int:
    """Start what is due. After a stop of days only the last due time is made up for."""
    return sum(_fire(entry, entry.rhythm.latest_due(now)) for entry in entries())


def _fire(entry: ScheduleEntry, due_at: datetime.datetime) -> bool:
    if ScheduledRun.objects.filter(name=entry.name, due_at=due_at).exists():
        return False
    with transaction.atomic():
        # The unique constraint makes one scheduler the winner; the others wait for its commit and go away.
        run, won = ScheduledRun.objects.get_or_create(name=entry.name, due_at=due_at)
        if won:
            run.job = start_job(entry.kind, entry.params, actor=SYSTEM)
            run.save(update_fields=["job"])
    return won


def see_to_what_waits() -> None:
    """A hint may have been lost with its broker, or before it was sent: whatever waits gets another. As long as no
    broker takes it no worker comes, and the scheduler works itself until its next round."""
    waiting = Slice.objects.claimable().count()
    if waiting and not hints.send(waiting):
        work_within(settings.JOB_SWEEP_SECONDS)


def forget_dead_processes() -> None:
    Heartbeat.objects.filter(Q(seen_at__lt=Now() - FORGET_PROCESS_AFTER)).delete()


def tend_the_table() -> None:
    beat("scheduler")
    sweep()
    see_to_what_waits()
    forget_dead_processes()


class Scheduler:
    def __init__(self) -> None:
        self._stopping = Event()
        self._next_round = 0.0

    def stop(self, number: int = signal.SIGTERM, frame: FrameType | None = None) -> None:
        self._stopping.set()

    def run(self) -> None:
        while not self._stopping.is_set():
            self.tick(timezone.now())
            self._stopping.wait(TICK_SECONDS)

    def tick(self, now: datetime.datetime) -> None:
        """Each duty by itself: a broken entry of the schedule must not stop the sealing of the trail, nor a broken
        chain the rescue of jobs. What fails is logged at every tick until somebody mends it."""
        close_old_connections()
        self._attempt("schedule", lambda: fire_due(now))
        self._attempt("sealing", seal_backlog)
        for name, act in duties().items():
            self._attempt(name, act)
        if time.monotonic() >= self._next_round:
            self._attempt("jobs", tend_the_table)
            self._next_round = time.monotonic() + settings.JOB_SWEEP_SECONDS

    def _attempt(self, duty: str, act: Callable[[], object]) -> None:
        try:
            act()
        except (OperationalError, InterfaceError) as error:
            log.warning("database_away", duty=duty, error=str(error).partition("\n")[0])
        except ChainBroken as error:
            log.error("audit_chain_broken", error=str(error))
        except Exception:
            log.exception("duty_failed", duty=duty)
