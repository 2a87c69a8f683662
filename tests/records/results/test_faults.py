"""Real workers are killed in the middle of a file of results: no result is lost, none stands there twice."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.counts import sample_of
from tests.jobs.crew import Crew

pytestmark = [pytest.mark.faults]

PEOPLE, KILLS = 200, sample_of(20, sample=7)
PATIENCE_SECONDS = 120
# A slice whose worker dies five times without any progress is taken for poisoned and fails, as it should
# (jobs/failures.py): nobody is killed over one that has been tried three times.
AT_WORK = (
    "SELECT worker FROM jobs_slice WHERE state = 'running' AND attempts <= 3"
    " AND job_id IN (SELECT unnest(ARRAY[check_job_id, commit_job_id]) FROM uploads_upload WHERE id = %s)"
)
STATE = "SELECT state FROM uploads_upload WHERE id = %s"


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


def test_kills_neither_lose_nor_double_a_result(crew):
    files = killed = 0
    while killed < KILLS:
        upload = run(crew, f"print(plant({PEOPLE}, before={files * PEOPLE}).pk)")
        killed += kill_until(crew, upload, "checked", at_most=KILLS - killed)
        run(crew, f"decide({upload})")
        killed += kill_until(crew, upload, "committed", at_most=KILLS - killed)
        files += 1

    everybody = PEOPLE * files
    assert killed == KILLS
    assert crew.query("SELECT written, refused, unchanged FROM uploads_upload") == [(PEOPLE, 0, 0)] * files
    for one_each in (
        "SELECT count(*), count(DISTINCT professional_id) FROM records_classresult",
        "SELECT count(*), count(DISTINCT professional_id) FROM records_learningrecord WHERE state = 'recognized'",
        "SELECT count(*), count(DISTINCT subject_id) FROM approvals_run WHERE state = 'approved'",
        "SELECT count(*), count(DISTINCT professional_id) FROM courses_rosterentry",
        "SELECT count(*), count(DISTINCT object_id) FROM audit_event WHERE action = 'class_result.entered'",
        "SELECT count(*), count(DISTINCT professional_id) FROM records_ledgeryear WHERE counted_public = 18",
    ):
        assert crew.query(one_each) == [(everybody, everybody)], one_each
    assert crew.query("SELECT count(*) FROM courses_trainingclass WHERE results_at IS NOT NULL") == [(files,)]


def run(crew: Crew, code: str) -> str:
    """In a process of the crew's own, on its database."""
    return crew.manage("shell", "--no-imports", "-c", f"from tests.records.results.planting import *; {code}")


def kill_until(crew: Crew, upload: str, state: str, *, at_most: int) -> int:
    """Whoever has the work, again and again, wherever it stands."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    killed = 0
    while crew.query(STATE, int(upload))[0][0] != state:
        assert time.monotonic() < deadline, f"not {state} after {PATIENCE_SECONDS} seconds; see {crew.log.name}"
        time.sleep(0.05)
        if killed < at_most and kill_whoever_works(crew, upload):
            killed += 1
    return killed


def kill_whoever_works(crew: Crew, upload: str) -> bool:
    for (name,) in crew.query(AT_WORK, int(upload)):
        for worker in crew.workers():
            if worker.pid == int(name.rpartition(":")[2]):
                crew.kill(worker)
                return True
    return False
