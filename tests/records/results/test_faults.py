"""Real workers are killed in the middle of a file of results: no result is lost, none stands there twice."""

from __future__ import annotations

import time

import pytest

from tests.counts import sample_of
from tests.jobs.crew import ONLY_POLLING, Crew

pytestmark = [pytest.mark.faults, ONLY_POLLING]

PEOPLE, KILLS = 200, sample_of(20, sample=4)
PATIENCE_SECONDS = 120
# A slice whose worker dies five times without any progress is taken for poisoned and fails, as it should
# (jobs/failures.py): nobody is killed over one that has been tried three times.
AT_WORK = (
    "SELECT worker FROM jobs_slice WHERE state = 'running' AND attempts <= 3"
    " AND job_id IN (SELECT unnest(ARRAY[check_job_id, commit_job_id]) FROM uploads_upload WHERE id = %s)"
)
STATE = "SELECT state FROM uploads_upload WHERE id = %s"


def test_kills_neither_lose_nor_double_a_result(crew):
    files = killed = 0
    while killed < KILLS:
        upload = crew.in_shell("records.results", f"print(plant({PEOPLE}, before={files * PEOPLE}).pk)")
        killed += kill_until(crew, upload, "checked", at_most=KILLS - killed)
        crew.in_shell("records.results", f"decide({upload})")
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


def kill_until(crew: Crew, upload: str, state: str, *, at_most: int) -> int:
    """Whoever has the work, again and again, wherever it stands."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    killed = 0
    while crew.query(STATE, int(upload))[0][0] != state:
        assert time.monotonic() < deadline, f"not {state} after {PATIENCE_SECONDS} seconds; see {crew.log.name}"
        time.sleep(0.05)
        if killed < at_most and crew.kill_whoever(AT_WORK, int(upload)):
            killed += 1
    return killed
