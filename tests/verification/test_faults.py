"""Workers, PostgreSQL and Redis are killed in the middle of a year-end: everybody is decided once, nobody is lost."""

from __future__ import annotations

import random
import time

import pytest

from tests.counts import sample_of
from tests.jobs.crew import Crew

pytestmark = [pytest.mark.faults]

PEOPLE, COUNTIES = sample_of(20_000, sample=2_000), sample_of(400, sample=30)
WORKER_KILLS, DATABASE_KILLS = sample_of(200, sample=4), sample_of(5, sample=1)
BROKER_LOSSES = DATABASE_KILLS
SECONDS_A_COUNTY = sample_of(8, sample=4) / 10
PATIENCE_SECONDS = sample_of(1800, sample=240)
# A slice whose worker dies five times without any progress is taken for poisoned and fails, as it should
# (jobs/failures.py): nobody is killed over one that has been tried three times.
AT_WORK = """
    SELECT worker FROM jobs_slice WHERE state = 'running' AND stage = 'work' AND attempts <= 3 AND job_id = %s
"""
TRIED = "SELECT coalesce(max(attempts), 0) FROM jobs_slice WHERE state IN ('queued', 'running') AND job_id = %s"
STATE = "SELECT state FROM jobs_job WHERE id = %s"
EXPECTED = PEOPLE * 9 // 20


def test_whatever_is_killed_everybody_is_decided_once(crew: Crew) -> None:
    job = int(
        crew.in_shell("verification", f"plant({PEOPLE}, {COUNTIES}, seconds={SECONDS_A_COUNTY}); print(carry_out())")
    )

    troubles = ["worker"] * WORKER_KILLS + ["database"] * DATABASE_KILLS + ["broker"] * BROKER_LOSSES
    random.shuffle(troubles)
    deadline = time.monotonic() + PATIENCE_SECONDS
    while (state := crew.query(STATE, job)[0][0]) != "completed":
        assert time.monotonic() < deadline, f"not done after {PATIENCE_SECONDS} seconds; see {crew.log.name}"
        if state == "failed":
            job = int(crew.in_shell("verification", "print(carry_out())"))
        time.sleep(random.uniform(0.05, 0.4))
        if troubles and happens(crew, troubles[-1], job):
            troubles.pop()

    assert troubles == [], "it was done before all of it had happened"
    assert crew.query("SELECT count(*), count(DISTINCT professional_id) FROM verification_verification") == [
        (EXPECTED, EXPECTED)
    ]
    lost = """
        SELECT count(*) FROM records_ledgeryear AS ledger FULL JOIN verification_verification AS verified
            ON verified.professional_id = ledger.professional_id
        WHERE (ledger.outcome = 'pass') <> (verified.id IS NOT NULL)
    """
    assert crew.query(lost) == [(0,)]
    of_counties = "SELECT count(*), sum(passed + passed_before), min(state), max(state) FROM verification_batchitem"
    assert crew.query(of_counties) == [(COUNTIES, EXPECTED, "done", "done")]
    recorded = """
        SELECT count(*), count(DISTINCT object_id), sum((after->>'passed')::int) FROM audit_event
        WHERE action = 'batch.county_done'
    """
    assert crew.query(recorded) == [(COUNTIES, COUNTIES, EXPECTED)]
    assert crew.query("SELECT count(*) FROM audit_event WHERE action = 'batch.finished'") == [(1,)]
    assert crew.query("SELECT sum(rescues) FROM jobs_slice")[0][0] > 0


def happens(crew: Crew, trouble: str, job: int) -> bool:
    if trouble == "worker":
        return crew.kill_whoever(AT_WORK, job)
    if trouble == "database":
        if crew.query(TRIED, job)[0][0] > 2:
            return False
        crew.cluster.kill()
        crew.cluster.ensure_running()
    elif crew.broker:
        crew.broker.flush()
        crew.broker.restart()
    return True
