from django.db import models
from django.utils.translation import gettext_lazy as _


class JobState(models.TextChoices):
    QUEUED = "queued", _("Waiting")
    RUNNING = "running", _("Running")
    COMPLETED = "completed", _("Completed")
    FAILED = "failed", _("Failed")
    CANCELLED = "cancelled", _("Cancelled")


# The shape and color of a state: suffixes of `status-badge`.
BADGES = {"queued": "held", "running": "waiting", "completed": "counted", "failed": "refused", "cancelled": "excluded"}

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

    PLAN = "plan", _("Planning")
    WORK = "work", _("Work")
    FINISH = "finish", _("Finishing")


class SliceState(models.TextChoices):
    QUEUED = "queued", _("Waiting")
    RUNNING = "running", _("Running")
    COMPLETED = "completed", _("Completed")
    FAILED = "failed", _("Failed")
    CANCELLED = "cancelled", _("Cancelled")


OPEN_SLICES = (SliceState.QUEUED, SliceState.RUNNING)
