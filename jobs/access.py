"""Who may do what to a job now. Which jobs an actor sees at all is `Job.objects.visible_to`."""

from __future__ import annotations

from audit.actors import Actor
from jobs.enums import JOB_MOVES, JobState
from jobs.kinds import JobKind, all_kinds, kind_of
from jobs.models import Job


def may_act_on(actor: Actor, job: Job, action: str) -> bool:
    """Whether the person may do it at all; whether it is the time for it is another question (403 against 409)."""
    owns = actor.user_id is not None and job.owner_id == actor.user_id
    return owns or actor.can(f"jobs.{action}_any")


def may_cancel(actor: Actor, job: Job) -> bool:
    return job.state in JOB_MOVES["cancel"].allowed_from and may_act_on(actor, job, "cancel")


def may_retry(actor: Actor, job: Job) -> bool:
    something_failed = job.state == JobState.FAILED or job.parked > 0
    return something_failed and job.state in JOB_MOVES["retry"].allowed_from and may_act_on(actor, job, "retry")


def may_fetch_result(actor: Actor, job: Job) -> bool:
    """Whoever ordered it, in the hat of then: a file outlives the right to see what is in it. Unless it is private,
    also those who might order the same."""
    if not job.result_file:
        return False
    kind = kind_of(job.kind)
    is_own = actor.user_id is not None and job.owner_id == actor.user_id
    if is_own and job.actor.get("hat", "") == actor.hat:
        return True
    return not kind.result_is_private and kind.may_start(actor)


def startable_kinds(actor: Actor) -> list[JobKind]:
    return [kind for kind in all_kinds() if kind.may_start(actor)]
