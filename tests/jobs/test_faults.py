"""The promise of the job table, tried on real processes: nothing lost, nothing done twice, whatever dies."""

from __future__ import annotations

import random
import time

import pytest

from tests.counts import sample_of
from tests.jobs.crew import LEASE_SECONDS, ONLY_CELERY, Crew, Echo, resume

pytestmark = [pytest.mark.faults]

ROUNDS = sample_of(10, sample=3)
"""Each round kills two workers and pauses two more beyond their lease."""
SLICES, ITEMS, MILLISECONDS = 30 * ROUNDS, 10, 40
PATIENCE_SECONDS = 240


def test_nothing_is_lost_and_nothing_done_twice(crew):
    echo = Echo(crew.broker) if crew.broker else None
    if echo:
        echo.start()
    job_id = int(
        crew.manage("rehearse", f"--slices={SLICES}", f"--items={ITEMS}", f"--milliseconds={MILLISECONDS}", "--no-wait")
    )

    kills, pauses = make_trouble(crew, job_id)
    state, done, parked, result = wait_for_end(crew, job_id)

    assert kills == pauses == 2 * ROUNDS
    assert state == "completed"
    assert (done, parked) == (SLICES * ITEMS, 0)
    assert result == {"expected": SLICES * ITEMS, "done_once": SLICES * ITEMS, "done_more_than_once": 0, "missing": 0}
    marks = crew.query("SELECT item, count(*) FROM jobs_rehearsalmark WHERE job_id = %s GROUP BY item", job_id)
    assert sorted(marks) == [(item, 1) for item in range(SLICES * ITEMS)]
    assert crew.query("SELECT sum(rescues) FROM jobs_slice WHERE job_id = %s", job_id)[0][0] > 0
    if echo:
        assert echo.repeated > 0


@ONLY_CELERY
def test_while_the_broker_is_gone_the_scheduler_does_the_work(crew):
    crew.broker.stop()

    job_id = int(crew.manage("rehearse", "--slices=5", "--items=5", "--milliseconds=10", "--no-wait"))

    state, done, _parked, _result = wait_for_end(crew, job_id)
    assert (state, done) == ("completed", 25)
    [(worker,)] = crew.query("SELECT DISTINCT worker FROM jobs_slice WHERE job_id = %s", job_id)
    assert worker.endswith(f":{crew.scheduler.pid}")


def make_trouble(crew: Crew, job_id: int) -> tuple[int, int]:
    kills = pauses = 0
    for number in range(ROUNDS):
        assert crew.query("SELECT state FROM jobs_job WHERE id = %s", job_id)[0][0] in ("queued", "running")
        paused = crew.pause_two()
        pauses += len(paused)
        for _victim in range(2):
            time.sleep(random.uniform(0.2, LEASE_SECONDS / 2))
            crew.kill_one()
            kills += 1
        if number == ROUNDS // 3:
            crew.cluster.kill()
            crew.cluster.ensure_running()
        if number == ROUNDS // 2 + 1 and crew.broker:
            crew.broker.flush()
            crew.broker.restart()
        time.sleep(LEASE_SECONDS * 1.2)
        resume(paused)
    return kills, pauses


def wait_for_end(crew: Crew, job_id: int) -> tuple[str, int, int, dict[str, int]]:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < deadline:
        row = crew.query("SELECT state, done, parked, result FROM jobs_job WHERE id = %s", job_id)[0]
        if row[0] not in ("queued", "running"):
            return row
        time.sleep(0.5)
    raise AssertionError(f"not finished after {PATIENCE_SECONDS} seconds; see {crew.log.name}")
