"""Many real connections at once: claims, ends of jobs, cancelling, the same button twice."""

from __future__ import annotations

from collections import Counter
from functools import partial

import pytest

from audit.actors import SYSTEM
from jobs.enums import JobState
from jobs.leases import claim
from jobs.models import Job, RehearsalMark, Slice
from jobs.services import cancel_job, start_job
from jobs.stages import WrongState
from jobs.worker import work_once
from tests.counts import sample_of
from tests.jobs.conftest import marks, work_until_idle

pytestmark = [pytest.mark.races, pytest.mark.django_db(transaction=True)]


def work_until_empty(number: int) -> int:
    taken = 0
    while Job.objects.active().exists():
        taken += work_once(f"worker {number}")
    return taken


SLICES = sample_of(1000, sample=250)


def test_fifty_workers_do_thousands_of_items_once_each_without_an_error(tally, race):
    job = tally(*[5] * SLICES)

    outcomes = race(*[partial(work_until_empty, number) for number in range(50)])

    assert [outcome for outcome in outcomes if isinstance(outcome, Exception)] == []
    job.refresh_from_db()
    assert (job.state, job.done, job.parked) == (JobState.COMPLETED, 5 * SLICES, 0)
    assert Counter(RehearsalMark.objects.values_list("item", flat=True)) == Counter(range(5 * SLICES))
    assert sum(outcomes) == SLICES + 2  # the plan, the slices, one finish
    assert Slice.objects.filter(rescues__gt=0).count() == 0


def test_no_two_workers_get_the_same_slice(tally, race):
    tally(*[1] * 40)
    work_once("test")

    claimed = race(*[partial(claim, f"worker {number}") for number in range(20)])

    assert len({held.pk for held in claimed}) == 20


def test_the_same_button_pressed_ten_times_at_once_starts_one_job(person_actor, race):
    press = partial(start_job, "test_tally", {"sizes": [1]}, actor=person_actor, key="click")

    started = race(*[press] * 10)

    assert len(set(started)) == 1
    assert Job.objects.count() == 1


def test_a_job_cancelled_while_ten_workers_are_at_it_stops_with_figures_that_are_true(tally, race):
    job = tally(*[20] * 50)
    work_once("test")

    workers = [partial(work_until_empty, number) for number in range(10)]

    outcomes = race(partial(cancel_job, job, actor=SYSTEM), *workers)

    assert [outcome for outcome in outcomes if isinstance(outcome, Exception)] == []
    job.refresh_from_db()
    assert job.state == JobState.CANCELLED
    assert job.done == len(marks(job))
    assert work_until_idle() == 0


def test_of_two_who_cancel_at_once_one_is_told_that_it_is_too_late(tally, race):
    job = tally(1)

    cancel = partial(cancel_job, job, actor=SYSTEM)

    outcomes = race(cancel, cancel)

    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["Job", "WrongState"]
    assert isinstance(next(outcome for outcome in outcomes if not isinstance(outcome, Job)), WrongState)
