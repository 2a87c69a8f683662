from __future__ import annotations

import pytest
from django.db import transaction

from audit.actors import SYSTEM, Actor
from audit.models import Event
from jobs.enums import JOB_MOVES, JobState, SliceState, Stage
from jobs.leases import claim
from jobs.models import Job, ParkedItem, Slice
from jobs.services import cancel_job, retry_job, start_job
from jobs.stages import WrongState, move
from jobs.worker import work_on, work_once
from tests.jobs.conftest import marks, work_until_idle


def test_a_started_job_has_a_plan_to_be_made_and_a_line_in_the_trail(tally):
    job = tally(3)

    assert job.state == JobState.QUEUED
    assert list(job.slices.values_list("stage", "state")) == [(Stage.PLAN, SliceState.QUEUED)]
    event = Event.objects.get(object_type="jobs.job", object_id=str(job.pk))
    assert (event.action, event.actor_label, event.after["kind"]) == ("job.started", "system", "test_tally")


def test_the_same_key_of_the_same_actor_gives_the_same_job(tally, person_actor):
    first = tally(3, actor=person_actor, key="click")

    again = tally(3, actor=person_actor, key="click")

    assert again == first
    assert Job.objects.count() == 1
    assert Event.objects.filter(action="job.started").count() == 1


def test_the_same_key_of_another_actor_gives_another_job(tally, person_actor):
    first = tally(3, actor=person_actor, key="click")

    assert tally(3, actor=SYSTEM, key="click") != first


def test_a_job_of_a_rolled_back_transaction_never_was(db):
    with transaction.atomic():
        start_job("test_tally", {"sizes": [1]}, actor=SYSTEM)
        transaction.set_rollback(True)

    assert not Job.objects.exists()


def test_a_job_goes_from_plan_over_work_to_finish(tally):
    job = tally(3, 2)

    work_until_idle()

    job.refresh_from_db()
    assert (job.state, job.done, job.total, job.parked) == (JobState.COMPLETED, 5, 5, 0)
    assert job.result == {"firsts": [0, 3]}
    assert marks(job) == [0, 1, 2, 3, 4]
    assert job.started_at is not None
    assert job.finished_at >= job.started_at
    actions = Event.objects.filter(object_type="jobs.job").order_by("id").values_list("action", "job_id")
    assert list(actions) == [("job.started", None), ("job.completed", job.pk)]


def test_a_plan_without_items_goes_straight_to_the_finish(tally):
    job = tally()

    work_until_idle()

    job.refresh_from_db()
    assert (job.state, job.total, job.result) == (JobState.COMPLETED, 0, {"firsts": []})


def test_a_refusal_fails_the_job_in_the_users_words_and_is_not_tried_again(tally):
    job = tally(3, refuse="rows.xlsx")

    taken = work_until_idle()

    job.refresh_from_db()
    assert taken == 1
    assert job.state == JobState.FAILED
    assert job.error % job.error_params == "There is nothing to do with rows.xlsx."
    assert not job.slices.open().exists()


def test_cancelling_keeps_what_was_done_and_begins_nothing_more(tally):
    job = tally(1, 1, 1)
    work_once("test")
    work_once("test")

    cancel_job(job, actor=SYSTEM, reason="wrong file")

    assert work_until_idle() == 0
    job.refresh_from_db()
    assert (job.state, job.done, job.total) == (JobState.CANCELLED, 1, 3)
    assert marks(job) == [0]
    assert Event.objects.get(action="job.cancelled").reason == "wrong file"


def test_a_worker_whose_job_was_cancelled_writes_nothing(tally):
    job = tally(4)
    work_once("test")
    held = claim("slow")
    cancel_job(job, actor=SYSTEM)

    work_on(held, lambda: False)

    assert marks(job) == []
    assert Slice.objects.get(pk=held.pk).state == SliceState.CANCELLED


def test_a_cancelled_job_counts_the_steps_of_slices_under_way(tally):
    job = tally(4)
    work_once("test")
    held = claim("slow")
    stops = iter([False, False, True])
    work_on(held, lambda: next(stops))

    cancel_job(job, actor=SYSTEM)

    job.refresh_from_db()
    assert (job.done, marks(job)) == (2, [0, 1])


@pytest.mark.parametrize("action", JOB_MOVES)
@pytest.mark.parametrize("state", JobState)
def test_each_move_is_possible_from_exactly_the_states_of_the_table(tally, action, state):
    job = tally(1)
    final = state in (JobState.COMPLETED, JobState.FAILED, JobState.CANCELLED)
    Job.objects.filter(pk=job.pk).update(state=state, finished_at=job.created_at if final else None)
    job.refresh_from_db()

    if state in JOB_MOVES[action].allowed_from:
        move(job, action, actor=SYSTEM)
        job.refresh_from_db()
        assert job.state == JOB_MOVES[action].to
    else:
        with pytest.raises(WrongState):
            move(job, action, actor=SYSTEM)


def test_items_set_aside_are_taken_up_again_and_the_job_is_finished_anew(tally):
    job = tally(3, 3, poison=[1, 4])
    work_until_idle()
    Job.objects.filter(pk=job.pk).update(params={"sizes": [3, 3], "poison": []})

    retry_job(job, actor=SYSTEM)
    work_until_idle()

    job.refresh_from_db()
    assert (job.state, job.done, job.parked, job.total) == (JobState.COMPLETED, 6, 0, 6)
    assert marks(job) == [0, 1, 2, 3, 4, 5]
    assert not ParkedItem.objects.filter(retried=False).exists()


def test_items_still_bad_after_a_retry_are_set_aside_again(tally):
    job = tally(3, poison=[1])
    work_until_idle()

    retry_job(job, actor=SYSTEM)
    work_until_idle()

    job.refresh_from_db()
    assert (job.state, job.done, job.parked) == (JobState.COMPLETED, 2, 1)
    assert marks(job) == [0, 2]


def test_a_job_whose_finish_failed_is_finished_by_a_retry(tally):
    job = tally(2, break_finish=True)
    work_until_idle()
    job.refresh_from_db()
    assert job.state == JobState.FAILED
    Job.objects.filter(pk=job.pk).update(params={"sizes": [2]})

    retry_job(job, actor=SYSTEM)
    work_until_idle()

    job.refresh_from_db()
    assert (job.state, job.error, job.done, marks(job)) == (JobState.COMPLETED, "", 2, [0, 1])


def test_a_job_whose_finish_failed_after_items_were_set_aside_is_finished_once_they_are_done(tally):
    job = tally(2, poison=[1], break_finish=True)
    work_until_idle()
    Job.objects.filter(pk=job.pk).update(params={"sizes": [2]})

    retry_job(job, actor=SYSTEM)
    work_until_idle()

    job.refresh_from_db()
    assert (job.state, job.done, job.parked, marks(job)) == (JobState.COMPLETED, 2, 0, [0, 1])


def test_what_a_job_does_is_done_in_the_hat_of_its_owner(tally, person_actor):
    job = tally(1, actor=person_actor)

    work_until_idle()

    event = Event.objects.get(action="job.completed")
    assert (event.actor_id, event.hat, event.job_id) == (person_actor.user_id, person_actor.hat, job.pk)


def test_an_actor_survives_its_journey_through_the_table(person_actor):
    assert Actor.from_json(person_actor.to_json()) == person_actor
