"""Real workers are killed in the middle of a staff list: nobody is lost, and nobody stands there twice."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.jobs.crew import LEASE_SECONDS, Crew

pytestmark = [pytest.mark.faults]

PEOPLE, KILLS = 3000, 4
PATIENCE_SECONDS = 240
WORKING = (
    "SELECT worker FROM jobs_slice WHERE state = 'running' AND position > 0"
    " AND job_id = (SELECT {job} FROM uploads_upload)"
)


@pytest.fixture
def crew() -> Iterator[Crew]:
    with tempfile.TemporaryDirectory(prefix="crew-") as folder:
        crew = Crew(Path(folder), None)
        try:
            crew.start()
            yield crew
        finally:
            crew.stop()
            print(Path(crew.log.name).read_text()[-4000:])  # pytest shows it if the test failed


def test_killed_workers_neither_lose_nor_double_a_person(crew):
    upload = run(crew, f"print(plant({PEOPLE}).pk)")
    wait_for(crew, upload, "checked", "check_job_id", kills=KILLS // 2)
    run(crew, f"decide({upload})")
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


def run(crew: Crew, code: str) -> str:
    """In a process of the crew's own, on its database."""
    return crew.manage("shell", "--no-imports", "-c", f"from tests.uploads.planting import *; {code}")


def kill_whoever_works(crew: Crew, job: str) -> bool:
    for (name,) in crew.query(WORKING.format(job=job)):
        for worker in crew.workers():
            if worker.pid == int(name.rpartition(":")[2]):
                crew.kill(worker)
                return True
    return False


def wait_for(crew: Crew, upload: str, state: str, job: str, *, kills: int) -> None:
    """And meanwhile kill the worker that has the job, in the middle of it."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while crew.query("SELECT state FROM uploads_upload WHERE id = %s", int(upload))[0][0] != state:
        assert time.monotonic() < deadline, f"not {state} after {PATIENCE_SECONDS} seconds; see {crew.log.name}"
        time.sleep(0.2)
        if kills and kill_whoever_works(crew, job):
            kills -= 1
            time.sleep(LEASE_SECONDS / 2)
    assert kills == 0
