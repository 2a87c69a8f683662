"""Real workers are killed in the middle of a staff list: nobody is lost, and nobody stands there twice."""

from __future__ import annotations

import time

import pytest

from tests.jobs.crew import ONLY_POLLING, Crew
from tests.jobs.gate import IN_STEP, Gate

pytestmark = [pytest.mark.faults, ONLY_POLLING]

# A check takes all of these rows in one step (`rows_checked_at_once`), to write them takes two (`rows_at_once`).
# Whoever comes after a death takes those of the step one by one.
PEOPLE, KILLS = 1100, 4
PATIENCE_SECONDS = 240
IN_THE_MIDDLE = {"checked": IN_STEP, "committed": f"{IN_STEP} AND position > 0"}


def test_killed_workers_neither_lose_nor_double_a_person(crew):
    with Gate(crew, "uploads_stagedrow") as gate:
        upload = crew.in_shell("uploads", f"print(plant({PEOPLE}).pk)")
        wait_for(crew, upload, "checked", gate)
    with Gate(crew, "uploads_stagedrow") as gate:
        crew.in_shell("uploads", f"decide({upload})")
        wait_for(crew, upload, "committed", gate)

    assert crew.query("SELECT written, refused, unchanged FROM uploads_upload") == [(PEOPLE, 0, 0)]
    assert crew.query("SELECT count(*), count(DISTINCT number_index) FROM people_identitydocument") == [
        (PEOPLE, PEOPLE)
    ]
    assert crew.query("SELECT count(*), count(DISTINCT professional_id) FROM people_employment") == [(PEOPLE, PEOPLE)]
    registered = "SELECT count(*), count(DISTINCT object_id) FROM audit_event WHERE action = 'professional.registered'"
    assert crew.query(registered) == [(PEOPLE, PEOPLE)]
    assert crew.query("SELECT count(*) FROM uploads_stagedrow WHERE is_written") == [(PEOPLE,)]
    assert crew.query("SELECT sum(rescues) FROM jobs_slice")[0][0] > 0


def wait_for(crew: Crew, upload: str, state: str, gate: Gate) -> None:
    """And meanwhile kill the worker that has the job, in the middle of it."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    kills = KILLS // 2
    while crew.query("SELECT state FROM uploads_upload WHERE id = %s", int(upload))[0][0] != state:
        assert time.monotonic() < deadline, f"not {state} after {PATIENCE_SECONDS} seconds; see {crew.log.name}"
        time.sleep(0.05)
        if kills and gate.kill(IN_THE_MIDDLE[state]):
            kills -= 1
            if not kills:
                gate.open()
    assert kills == 0
