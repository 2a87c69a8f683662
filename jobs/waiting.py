"""What the home page says of one's jobs: those under way, and those that ended badly."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from audit.actors import Actor
from jobs.enums import JobState
from jobs.models import Job
from ui.tasks_waiting import WaitingTask

MOST_SHOWN = 5


def waiting_jobs(actor: Actor) -> Iterator[WaitingTask]:
    if actor.user_id is None:
        return
    own = Job.objects.visible_to(actor).filter(owner_id=actor.user_id)
    for job in own.active()[:MOST_SHOWN]:
        yield _task(job, hint=_("Goes on by itself; you may look at its progress."), order=50, needs_you=False)
    for job in own.filter(state=JobState.FAILED)[:MOST_SHOWN]:
        yield _task(job, hint=_("See what went wrong; it can be tried again."), order=20)
    for job in own.filter(state=JobState.COMPLETED, parked__gt=0)[:MOST_SHOWN]:
        set_aside = ngettext("%(count)s item was set aside.", "%(count)s items were set aside.", job.parked)
        yield _task(job, hint=set_aside % {"count": job.parked}, order=30)


def _task(job: Job, *, hint: str, order: int, needs_you: bool = True) -> WaitingTask:
    return WaitingTask(
        name=_("%(kind)s, job no. %(number)s") % {"kind": job.title, "number": job.pk},
        url=reverse("jobs:detail", args=[job.pk]),
        hint=hint,
        state=job.badge_state,
        state_label=job.get_state_display(),
        order=order,
        needs_you=needs_you,
    )
