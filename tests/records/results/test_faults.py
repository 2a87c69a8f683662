"""Real workers are killed in the middle of a file of results: no result is lost, none stands there twice."""

from __future__ import annotations

import time

import pytest

from tests.counts import sample_of
from tests.jobs.crew import ONLY_POLLING, Crew
from tests.jobs.gate import Gate

pytestmark = [pytest.mark.faults, ONLY_POLLING]

PEOPLE, KILLS = 200, sample_of(20, sample=5)
PATIENCE_SECONDS = 240
# What the check and the writing write while they plan, work and finish.
TABLES = ("uploads_upload", "uploads_stagedrow", "records_classresult")
# A job of so few rows has one slice at a time. The first who has it is killed: over each plan, each work, each finish.
AT_WORK = (
    "SELECT worker FROM jobs_slice WHERE state = 'running' AND attempts <= 1"
    " AND job_id IN (SELECT unnest(ARRAY[check_job_id, commit_job_id]) FROM uploads_upload WHERE id = %s)"
)
STATE = "SELECT state FROM uploads_upload WHERE id = %s"


def test_kills_neither_lose_nor_double_a_result(crew):
    files = killed = 0
    while killed < KILLS:
        with Gate(crew, *TABLES) as gate:
            upload = crew.in_shell("records.results", f"print(plant({PEOPLE}, before={files * PEOPLE}).pk)")
            killed += kill_until(crew, upload, "checked", gate, at_most=KILLS - killed)
        with Gate(crew, *TABLES) as gate:
            crew.in_shell("records.results", f"decide({upload})")
            killed += kill_until(crew, upload, "committed", gate, at_most=KILLS - killed)
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


def kill_until(crew: Crew, upload: str, state: str, gate: Gate, *, at_most: int) -> int:
    """Whoever has the work, again and again, wherever it stands."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    killed = 0
    while crew.query(STATE, int(upload))[0][0] != state:
        assert time.monotonic() < deadline, f"not {state} after {PATIENCE_SECONDS} seconds; see {crew.log.name}"
        time.sleep(0.05)
        if killed == at_most:
            gate.open()
        elif gate.kill(AT_WORK, int(upload)):
            killed += 1
    return killed
