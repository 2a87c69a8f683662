"""Reads that pages, the API and the instruments share."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from django.db.models import Count, F, Min, Q, Sum
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, ngettext

from jobs.enums import JobState, SliceState, Stage
from jobs.kinds import kind_of
from jobs.models import Heartbeat, Job, ParkedItem, Slice
from ui.formatting import number_text


@dataclass(frozen=True, kw_only=True)
class Progress:
    done: int
    parked: int
    total: int
    per_second: float | None
    seconds_left: int | None


def progress_of(job: Job, *, now: datetime.datetime | None = None) -> Progress:
    """Committed steps count at once, not only finished slices."""
    under_way = (
        job.slices.open()
        .filter(stage=Stage.WORK)
        .aggregate(gone=Sum(F("position") - F("start"), default=0), parked=Sum("parked", default=0))
    )
    parked = job.parked + under_way["parked"]
    done = job.done + under_way["gone"] - under_way["parked"]
    rate = _rate(job, done + parked, now or timezone.now())
    left = job.total - done - parked
    return Progress(
        done=done,
        parked=parked,
        total=job.total,
        per_second=rate,
        seconds_left=round(left / rate) if rate and job.state == JobState.RUNNING else None,
    )


def _rate(job: Job, gone: int, now: datetime.datetime) -> float | None:
    if job.started_at is None or not gone:
        return None
    seconds = ((job.finished_at or now) - job.started_at).total_seconds()
    return gone / seconds if seconds > 0 else None


def parked_items(job: Job) -> list[ParkedItem]:
    waiting = ParkedItem.objects.filter(slice__job=job, retried=False)
    return list(waiting.select_related("slice").order_by("slice__number", "position"))


@dataclass(frozen=True, kw_only=True)
class QueueFigures:
    """How the machinery is doing, for the instruments and the status page."""

    jobs_by_state: dict[str, int]
    waiting_slices: int
    oldest_waiting_seconds: float
    rescues: int
    parked: int
    workers: int
    schedulers: int
    last_worker_sign_seconds: float | None
    last_scheduler_sign_seconds: float | None


SIGN_OF_LIFE = datetime.timedelta(seconds=45)


def queue_figures(now: datetime.datetime | None = None) -> QueueFigures:
    now = now or timezone.now()
    waiting = Slice.objects.filter(state=SliceState.QUEUED, available_at__lte=now).aggregate(
        count=Count("pk"), oldest=Min("available_at")
    )
    alive = Heartbeat.objects.filter(seen_at__gte=now - SIGN_OF_LIFE).aggregate(
        workers=Count("pk", filter=Q(role="worker")), schedulers=Count("pk", filter=Q(role="scheduler"))
    )
    return QueueFigures(
        jobs_by_state=dict(Job.objects.order_by().values_list("state").annotate(count=Count("pk"))),
        waiting_slices=waiting["count"],
        oldest_waiting_seconds=(now - waiting["oldest"]).total_seconds() if waiting["oldest"] else 0.0,
        rescues=Slice.objects.aggregate(total=Sum("rescues", default=0))["total"],
        parked=ParkedItem.objects.filter(retried=False).count(),
        workers=alive["workers"],
        schedulers=alive["schedulers"],
        last_worker_sign_seconds=_last_sign("worker", now),
        last_scheduler_sign_seconds=_last_sign("scheduler", now),
    )


def _last_sign(role: str, now: datetime.datetime) -> float | None:
    latest = Heartbeat.objects.filter(role=role).order_by("-seen_at").values_list("seen_at", flat=True).first()
    return (now - latest).total_seconds() if latest else None


def headline(job: Job, progress: Progress) -> str:
    """What the reader came to learn, in one sentence."""
    if job.state == JobState.COMPLETED and progress.parked:
        return ngettext(
            "Completed, but %(parked)s item was set aside after five failures.",
            "Completed, but %(parked)s items were set aside after five failures each.",
            progress.parked,
        ) % {"parked": number_text(progress.parked)}
    return _(HEADLINES[JobState(job.state)])


HEADLINES = {
    JobState.QUEUED: gettext_noop("Waiting for a free worker. You may close this page."),
    JobState.RUNNING: gettext_noop("Running. You may close this page, the work goes on."),
    JobState.COMPLETED: gettext_noop("Completed: everything was done."),
    JobState.FAILED: gettext_noop("Failed. What was done before stays done."),
    JobState.CANCELLED: gettext_noop("Stopped. What was done before stays done, the rest was not begun."),
}


def figures_of(job: Job) -> list[tuple[str, str]]:
    """The outcome, in the words of its kind."""
    labels = kind_of(job.kind).figure_labels
    return [(str(label), number_text(job.result[key])) for key, label in labels.items() if key in job.result]


def error_of(job: Job) -> str:
    """In the reader's language; the table keeps the source string and what goes into it."""
    if not job.error:
        return ""
    return _(job.error) % job.error_params if job.error_params else _(job.error)
