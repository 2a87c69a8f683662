"""Workers and PostgreSQL are killed in the middle of issuing, while the leaves of the log are placed: nobody is
lost, nobody has two, no number is left out, and the log is whole."""

from __future__ import annotations

import random
import time

import pytest

from tests.certificates.planting import AREAS
from tests.counts import sample_of
from tests.jobs.crew import ONLY_POLLING, Crew
from tests.jobs.gate import Gate

PEOPLE = sample_of(20_000, sample=1_200)
LOT = 100
WORKER_KILLS, DATABASE_KILLS = sample_of(200, sample=4), sample_of(5, sample=1)
PATIENCE_SECONDS = sample_of(3000, sample=240)
OPEN = "SELECT count(*) FROM certificates_issuerun WHERE state = 'running'"
GIVEN_UP = """
    SELECT count(*) FROM certificates_issuerun AS run JOIN jobs_job AS job ON job.id = run.job_id
    WHERE run.state = 'running' AND job.state IN ('failed', 'cancelled')
"""


@pytest.fixture(autouse=True)
def small_lots(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of the crew, whose environment is ours."""
    monkeypatch.setenv("CERTIFICATE_LOT", str(LOT))


@pytest.mark.faults
@ONLY_POLLING
def test_whatever_is_killed_everybody_has_one_number_and_none_is_left_out(small_lots: None, crew: Crew) -> None:
    troubles = ["worker"] * WORKER_KILLS + ["database"] * DATABASE_KILLS
    random.shuffle(troubles)
    deadline = time.monotonic() + PATIENCE_SECONDS
    with Gate(crew, "certificates_certificate") as gate:
        crew.in_shell("certificates", f"plant({PEOPLE}); carry_out({PEOPLE})")
        while crew.query(OPEN) != [(0,)]:
            assert time.monotonic() < deadline, f"not done after {PATIENCE_SECONDS} seconds; see {crew.log.name}"
            if crew.query(GIVEN_UP) != [(0,)]:
                crew.in_shell("certificates", "take_up()")
            time.sleep(0.05)
            if not troubles:
                gate.open()
            elif happens(crew, troubles[-1], gate):
                troubles.pop()

    assert troubles == [], "it was done before all of it had happened"
    assert crew.query("SELECT sum(rescues) FROM jobs_slice")[0][0] > 0
    everything = (
        "SELECT count(*), count(DISTINCT verification_id), count(DISTINCT number) FROM certificates_certificate"
    )
    assert crew.query(everything) == [(PEOPLE, PEOPLE, PEOPLE)]
    series = """
        SELECT issuer_code, series.last, min(sequence), max(sequence), count(*) FROM certificates_certificate
        JOIN certificates_series AS series USING (issuer_code, study_year) GROUP BY 1, 2 ORDER BY 1
    """
    each = PEOPLE // len(AREAS)
    assert crew.query(series) == [(area, each, 1, each, each) for area in AREAS]
    frozen = "SELECT count(*), count(DISTINCT frozen_for) FROM records_learningrecord WHERE frozen_at IS NOT NULL"
    assert crew.query(frozen) == [(PEOPLE * 8, PEOPLE)]
    told = "SELECT sum((after->>'count')::int) FROM audit_event WHERE action = 'certificate.issued'"
    assert crew.query(told) == [(PEOPLE,)]
    assert crew.query("SELECT sum(issued) FROM certificates_issuerun") == [(PEOPLE,)]
    crew.manage("publish_root")
    assert "The log is whole." in crew.manage("verify_log")


def happens(crew: Crew, trouble: str, gate: Gate) -> bool:
    """While at least one worker is in the middle of a lot."""
    if trouble == "worker":
        return gate.kill()
    if not gate.is_waited_at():
        return False
    crew.cluster.kill()
    crew.cluster.ensure_running()
    gate.close()
    return True
