from __future__ import annotations

import threading

import pytest
from django.db import OperationalError

from jobs.enums import JobState, SliceState
from jobs.models import Heartbeat, Slice
from jobs.worker import PollingWorker, work_for
from ops.processes import wait_until
from tests.jobs.conftest import marks


@pytest.mark.races
@pytest.mark.django_db(transaction=True)
def test_a_polling_worker_does_what_waits_and_stops_when_told(tally, race):
    job = tally(2, 2)
    worker = PollingWorker()

    def stop_when_done() -> None:
        wait_until(is_done, seconds=60)
        worker.stop()

    def is_done() -> bool:
        job.refresh_from_db()
        return job.is_final

    race(worker.run, stop_when_done)

    assert (job.state, marks(job)) == (JobState.COMPLETED, [0, 1, 2, 3])
    assert Heartbeat.objects.get().role == "worker"


@pytest.mark.django_db(transaction=True)
def test_a_worker_told_to_stop_hands_its_slice_back_after_the_step(tally, monkeypatch):
    job = tally(100)
    worker = PollingWorker()
    steps = []
    monkeypatch.setattr("tests.jobs.kinds.RehearsalMark.objects.bulk_create", lambda rows: steps.append(list(rows)))
    monkeypatch.setattr(worker, "_stopping", StopsAfter(looks=6))

    worker.run()

    current = Slice.objects.get(job=job, stage="work")
    assert current.state == SliceState.QUEUED
    assert 0 < current.position == len(steps) < 100


class StopsAfter(threading.Event):
    def __init__(self, looks: int) -> None:
        super().__init__()
        self.looks = looks

    def is_set(self) -> bool:
        self.looks -= 1
        return self.looks < 0


@pytest.mark.django_db(transaction=True)
def test_a_worker_outlives_a_database_that_is_away(tally, monkeypatch):
    worker = PollingWorker()
    turns = []

    def turn() -> None:
        turns.append(1)
        if len(turns) == 1:
            raise OperationalError("the server closed the connection")
        worker.stop()

    monkeypatch.setattr(worker, "_turn", turn)
    monkeypatch.setattr(worker._stopping, "wait", lambda seconds: None)

    worker.run()

    assert len(turns) == 2


def test_a_worker_that_has_grown_too_large_makes_room_for_a_fresh_one(settings):
    settings.WORKER_MAX_MEMORY_MB = 1

    PollingWorker().run()  # returns at once, without having looked into the table


@pytest.mark.django_db(transaction=True)
def test_a_hint_works_until_nothing_is_left(tally):
    job = tally(2, 2)

    work_for()

    job.refresh_from_db()
    assert job.state == JobState.COMPLETED


@pytest.mark.django_db(transaction=True)
def test_a_hint_whose_time_is_up_passes_the_rest_on(tally, monkeypatch):
    job = tally(2, 2)
    sent: list[int] = []
    monkeypatch.setattr("jobs.hints.send", sent.append)

    work_for(seconds=0)

    job.refresh_from_db()
    assert (job.state, sent) == (JobState.QUEUED, [1])
