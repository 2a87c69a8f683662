from typing import NamedTuple

from django.db import models
from django.utils.translation import pgettext_lazy


class JobState(models.TextChoices):
    QUEUED = "queued", pgettext_lazy("state of a job", "Waiting")
    RUNNING = "running", pgettext_lazy("state of a job", "Running")
    COMPLETED = "completed", pgettext_lazy("state of a job", "Completed")
    FAILED = "failed", pgettext_lazy("state of a job", "Failed")
    CANCELLED = "cancelled", pgettext_lazy("state of a job", "Cancelled")


# The shape and color of a state: suffixes of `status-badge`.
BADGES = {"queued": "held", "running": "waiting", "completed": "counted", "failed": "refused", "cancelled": "excluded"}

# How a slice is drawn in the picture of a job: suffixes of `fill`.
FILLS = {"queued": "rest", "running": "waiting", "completed": "passed", "failed": "refused", "cancelled": "short"}

ACTIVE = (JobState.QUEUED, JobState.RUNNING)
FINAL = (JobState.COMPLETED, JobState.FAILED, JobState.CANCELLED)


class Move(NamedTuple):
    allowed_from: tuple[JobState, ...]
    to: JobState
    recorded_as: str
    """The action in the audit trail."""


# Beside these, the first worker to take a waiting job makes it running; nobody decides that, so nobody records it.
JOB_MOVES: dict[str, Move] = {
    "complete": Move((JobState.RUNNING,), JobState.COMPLETED, "job.completed"),
    "fail": Move(ACTIVE, JobState.FAILED, "job.failed"),
    "cancel": Move(ACTIVE, JobState.CANCELLED, "job.cancelled"),
    "retry": Move((JobState.COMPLETED, JobState.FAILED), JobState.RUNNING, "job.retried"),
}


class Stage(models.TextChoices):
    """Every piece of a job that a worker can take is a slice, the planning and the finishing included."""

    PLAN = "plan", pgettext_lazy("stage of a job", "Planning")
    WORK = "work", pgettext_lazy("stage of a job", "Work")
    FINISH = "finish", pgettext_lazy("stage of a job", "Finishing")


class SliceState(models.TextChoices):
    QUEUED = "queued", pgettext_lazy("state of a job", "Waiting")
    RUNNING = "running", pgettext_lazy("state of a job", "Running")
    COMPLETED = "completed", pgettext_lazy("state of a job", "Completed")
    FAILED = "failed", pgettext_lazy("state of a job", "Failed")
    CANCELLED = "cancelled", pgettext_lazy("state of a job", "Cancelled")


OPEN_SLICES = (SliceState.QUEUED, SliceState.RUNNING)
