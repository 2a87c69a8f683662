"""Real workers are killed in the middle of a staff list: nobody is lost, and nobody stands there twice."""

from __future__ import annotations

import time

import pytest

from tests.jobs.crew import LEASE_SECONDS, ONLY_POLLING, Crew

pytestmark = [pytest.mark.faults, ONLY_POLLING]

PEOPLE, KILLS = 3000, 4
PATIENCE_SECONDS = 240
WORKING = (
    "SELECT worker FROM jobs_slice WHERE state = 'running' AND stage = 'work' AND position >= %s AND attempts <= 3"
    " AND job_id = (SELECT {job} FROM uploads_upload)"
)
# A check takes all of these rows in one step (`rows_checked_at_once`): its middle is that step.
MIDDLE = {"check_job_id": 0, "commit_job_id": 1}


def test_killed_workers_neither_lose_nor_double_a_person(crew):
    upload = crew.in_shell("uploads", f"print(plant({PEOPLE}).pk)")
    wait_for(crew, upload, "checked", "check_job_id", kills=KILLS // 2)
    crew.in_shell("uploads", f"decide({upload})")
    wait_for(crew, upload, "committed", "commit_job_id", kills=KILLS // 2)

    assert crew.query("SELECT written, refused, unchanged FROM uploads_upload") == [(PEOPLE, 0, 0)]
    assert crew.query("SELECT count(*), count(DISTINCT number_index) FROM people_identitydocument") == [
        (PEOPLE, PEOPLE)
    ]
    assert crew.query("SELECT count(*), count(DISTINCT professional_id) FROM people_employment") == [(PEOPLE, PEOPLE)]
    registered = "SELECT count(*), count(DISTINCT object_id) FROM audit_event WHERE action = 'professional.registered'"
    assert crew.query(registered) == [(PEOPLE, PEOPLE)]
    assert crew.query("SELECT count(*) FROM uploads_stagedrow WHERE is_written") == [(PEOPLE,)]
    assert crew.query("SELECT sum(rescues) FROM jobs_slice")[0][0] > 0


def wait_for(crew: Crew, upload: str, state: str, job: str, *, kills: int) -> None:
    """And meanwhile kill the worker that has the job, in the middle of it."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while crew.query("SELECT state FROM uploads_upload WHERE id = %s", int(upload))[0][0] != state:
        assert time.monotonic() < deadline, f"not {state} after {PATIENCE_SECONDS} seconds; see {crew.log.name}"
        time.sleep(0.01)  # a check of so many rows takes a fifth of a second
        if kills and crew.kill_whoever(WORKING.format(job=job), MIDDLE[job]):
            kills -= 1
            time.sleep(LEASE_SECONDS / 2)
    assert kills == 0
