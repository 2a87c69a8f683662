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

# action -> the states from which it may be taken, and the state it leads to
JOB_MOVES: dict[str, tuple[tuple[JobState, ...], JobState]] = {
    "begin": ((JobState.QUEUED,), JobState.RUNNING),
    "complete": ((JobState.RUNNING,), JobState.COMPLETED),
    "fail": (ACTIVE, JobState.FAILED),
    "cancel": (ACTIVE, JobState.CANCELLED),
    "retry": ((JobState.COMPLETED, JobState.FAILED), JobState.RUNNING),
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
