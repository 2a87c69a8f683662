"""Who may do what to a job now. Which jobs an actor sees at all is `Job.objects.visible_to`."""

from __future__ import annotations

from audit.actors import Actor
from jobs.enums import JOB_MOVES, JobState
from jobs.kinds import JobKind, all_kinds
from jobs.models import Job


def owns(actor: Actor, job: Job) -> bool:
    return actor.user_id is not None and job.owner_id == actor.user_id


def may_cancel(actor: Actor, job: Job) -> bool:
    return job.state in JOB_MOVES["cancel"][0] and (owns(actor, job) or actor.can("jobs.cancel_any"))


def may_retry(actor: Actor, job: Job) -> bool:
    something_failed = job.state == JobState.FAILED or job.parked > 0
    return job.state in JOB_MOVES["retry"][0] and something_failed and (owns(actor, job) or actor.can("jobs.retry_any"))


def startable_kinds(actor: Actor) -> list[JobKind]:
    return [kind for kind in all_kinds() if kind.may_start(actor)]
