from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from jobs.enums import SliceState, Stage
from jobs.leases import LeaseLost, claim, close, hand_back, keep
from jobs.models import Job, RehearsalMark, Slice
from jobs.running import SliceRun
from jobs.worker import work_on, work_once
from tests.jobs.conftest import marks, work_until_idle


def test_a_claim_has_a_token_a_lease_and_an_attempt(tally):
    tally(1)

    held = claim("alice")

    current = Slice.objects.get(pk=held.pk)
    assert (current.state, current.worker, current.attempts) == (SliceState.RUNNING, "alice", 1)
    assert current.token == held.token
    assert current.lease_until > timezone.now()


def test_with_nothing_to_do_there_is_no_claim(db):
    assert claim("alice") is None


def test_a_job_of_a_kind_that_only_another_version_knows_waits_for_its_workers(tally):
    Job.objects.filter(pk=tally(1).pk).update(kind="of_tomorrow")

    assert claim("of today") is None


def test_a_small_job_does_not_wait_for_a_large_one(tally):
    large = tally(1, 1, 1, 1)
    work_once("test")
    small = tally(1)
    work_once("test")  # plans the small one, or begins the large one: both are first slices

    taken = [claim("test").job_id for _turn in range(3)]

    assert small.pk in taken[:2]
    assert taken.count(large.pk) >= 1


def test_claims_of_one_job_leave_others_alone(tally):
    tally(1)
    wanted = tally(1)

    held = claim("test", job_id=wanted.pk)

    assert held.job_id == wanted.pk
    assert claim("test", job_id=wanted.pk) is None


def test_keeping_moves_the_position_and_forgets_failures(tally):
    tally(5)
    work_once("test")
    held = claim("test")

    keep(held, advance_by=2)

    current = Slice.objects.get(pk=held.pk)
    assert (current.position, current.attempts) == (2, 0)
    assert current.lease_until > timezone.now()


@pytest.mark.parametrize("act", [keep, lambda held: close(held, state=SliceState.COMPLETED)])
def test_a_stale_token_can_do_nothing(tally, act):
    tally(5)
    work_once("test")
    held = claim("test")
    hand_back(held)
    newer = claim("test")

    with pytest.raises(LeaseLost):
        act(held)
    assert Slice.objects.get(pk=held.pk).token == newer.token


def test_handing_back_counts_no_attempt_and_keeps_the_position(tally):
    job = tally(5)
    work_once("test")
    stops = iter([False, False, True])

    work_on(claim("test"), lambda: next(stops))

    current = Slice.objects.get(job=job, stage=Stage.WORK)
    assert (current.state, current.position, current.attempts) == (SliceState.QUEUED, 2, 0)
    work_until_idle()
    assert marks(job) == [0, 1, 2, 3, 4]


def test_a_batch_that_is_not_done_in_a_step_is_a_programming_error(tally):
    tally(2)
    work_once("test")
    run = SliceRun(claim("test"), should_stop=lambda: False)

    with pytest.raises(AssertionError, match=r"run\.step"):
        list(run.batches())


def test_a_step_that_fails_moves_no_position(tally):
    job = tally(2)
    work_once("test")
    run = SliceRun(claim("test"), should_stop=lambda: False)

    with pytest.raises(ZeroDivisionError), run.step(range(1)):
        RehearsalMark.objects.create(job=job, item=1 // 0)

    assert Slice.objects.get(pk=run.slice.pk).position == 0
    assert marks(job) == []


@pytest.mark.parametrize(
    "change",
    [
        {"position": 9},
        {"state": SliceState.RUNNING},
        {"lease_until": timezone.now()},
    ],
)
def test_the_database_refuses_impossible_slices(tally, change):
    tally(1)

    with pytest.raises(IntegrityError), transaction.atomic():
        Slice.objects.update(**change)


def test_the_database_refuses_more_done_than_there_is(tally):
    tally(1)

    with pytest.raises(IntegrityError), transaction.atomic():
        Job.objects.update(done=1)
