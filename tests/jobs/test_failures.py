from __future__ import annotations

import datetime

import pytest
from django.db import connection
from django.db.models.functions import Now

from jobs.enums import JobState, SliceState
from jobs.failures import MAX_ATTEMPTS, sweep, wait_after
from jobs.leases import claim
from jobs.models import ParkedItem, Slice
from jobs.worker import work_on, work_once
from tests.jobs.conftest import marks, work_until_idle


def expire(held: Slice) -> None:
    Slice.objects.filter(pk=held.pk).update(lease_until=Now() - datetime.timedelta(seconds=1))


def test_an_item_that_always_fails_is_set_aside_and_the_rest_goes_on(tally):
    job = tally(3, 4, poison=[1, 5])

    work_until_idle()

    job.refresh_from_db()
    assert (job.state, job.done, job.parked) == (JobState.COMPLETED, 5, 2)
    assert marks(job) == [0, 2, 3, 4, 6]
    parked = ParkedItem.objects.order_by("slice__number").values_list("slice__number", "position", "trouble")
    assert list(parked) == [(0, 1, "ValueError: item 1 is poison"), (1, 2, "ValueError: item 5 is poison")]


def test_a_bad_item_in_a_batch_is_found_and_its_neighbours_are_done(tally):
    job = tally(10, batch=10, poison=[7])

    work_until_idle()

    job.refresh_from_db()
    assert (job.done, job.parked) == (9, 1)
    assert marks(job) == [0, 1, 2, 3, 4, 5, 6, 8, 9]
    assert ParkedItem.objects.get().position == 7


def test_a_failing_step_leaves_nothing_behind(tally):
    job = tally(2, batch=2, poison=[1])
    work_once("test")

    work_once("test")

    assert marks(job) == []
    current = Slice.objects.get(job=job, stage="work")
    assert (current.state, current.position, current.attempts) == (SliceState.QUEUED, 0, 1)


def test_an_id_number_in_an_error_does_not_reach_the_page(tally, monkeypatch):
    job = tally(1)
    work_once("test")

    def fail(rows: object) -> None:
        raise ValueError("no person with 440105199001011234")

    monkeypatch.setattr("tests.jobs.kinds.RehearsalMark.objects.bulk_create", fail)
    work_once("test")

    assert Slice.objects.get(job=job, stage="work").trouble == "ValueError: no person with 4401*************4"


def test_a_failed_slice_waits_before_it_is_taken_again(tally):
    tally(1, poison=[0])
    work_once("test")
    work_once("test")

    assert claim("test") is None


def test_the_wait_doubles_and_has_an_end():
    assert [wait_after(attempts).total_seconds() for attempts in (1, 2, 3, 20)] == [0.5, 1, 2, 60]


def test_the_sweeper_gives_the_slice_of_a_silent_worker_to_another(tally):
    job = tally(2)
    work_once("test")
    held = claim("dead")
    expire(held)

    rescued = sweep()
    work_until_idle()

    assert rescued == 1
    job.refresh_from_db()
    assert (job.state, marks(job)) == (JobState.COMPLETED, [0, 1])
    assert Slice.objects.get(pk=held.pk).rescues == 1


def test_the_sweeper_leaves_leases_alone_that_still_run(tally):
    tally(2)
    work_once("test")
    held = claim("alive")

    assert sweep() == 0
    assert Slice.objects.get(pk=held.pk).token == held.token


def test_a_late_worker_writes_nothing_after_its_slice_was_rescued(tally):
    job = tally(2)
    work_once("test")
    late = claim("late")
    expire(late)
    sweep()
    work_until_idle()

    work_on(late, lambda: False)

    assert marks(job) == [0, 1]
    job.refresh_from_db()
    assert (job.state, job.done) == (JobState.COMPLETED, 2)


def test_an_item_that_kills_its_worker_each_time_is_set_aside_after_five_deaths(tally):
    job = tally(2)
    work_once("test")
    for _death in range(MAX_ATTEMPTS):
        Slice.objects.update(available_at=Now())
        expire(claim("victim"))
        sweep()

    work_until_idle()

    job.refresh_from_db()
    assert (job.state, job.done, job.parked, marks(job)) == (JobState.COMPLETED, 1, 1, [1])
    assert ParkedItem.objects.get().position == 0


def test_deaths_with_progress_between_them_set_nothing_aside(tally):
    job = tally(8)
    work_once("test")
    for _death in range(7):
        Slice.objects.update(available_at=Now())
        held = claim("victim")
        stops = iter([False, True])
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr("jobs.worker.hand_back", lambda held: None)  # it dies instead of handing back
            work_on(held, lambda: next(stops))  # noqa: B023
        expire(held)
        sweep()

    work_until_idle()

    job.refresh_from_db()
    assert (job.parked, marks(job)) == (0, list(range(8)))


def test_a_kind_that_returns_before_the_end_of_its_slice_is_no_success(tally, monkeypatch):
    job = tally(3)
    work_once("test")
    monkeypatch.setattr("tests.jobs.kinds.Tally.work", lambda self, run: {})

    work_once("test")

    current = Slice.objects.get(job=job, stage="work")
    assert (current.state, current.trouble) == (
        SliceState.QUEUED,
        "AssertionError: the work returned at item 0 of 3",
    )


def test_a_finish_that_always_fails_fails_the_job_and_says_so(tally):
    job = tally(1, break_finish=True)

    work_until_idle()

    job.refresh_from_db()
    assert job.state == JobState.FAILED
    assert "5 times" in job.error % job.error_params
    assert Slice.objects.get(job=job, stage="finish").trouble == "RuntimeError: the finish is broken"


def test_the_session_of_a_worker_paused_in_a_step_is_ended_by_the_server(tally, settings):
    settings.JOB_LEASE_SECONDS = 7
    tally(1)

    claim("test")

    with connection.cursor() as cursor:
        cursor.execute("SHOW idle_in_transaction_session_timeout")
        assert cursor.fetchone() == ("7s",)
