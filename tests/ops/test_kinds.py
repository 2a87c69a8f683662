from __future__ import annotations

import csv
import datetime

import pytest
from django.db import connection, transaction
from django.urls import reverse

from audit.actors import SYSTEM, Actor
from audit.models import Checkpoint
from audit.services import ObjectRef, record_many, seal_backlog
from jobs import schedules
from jobs.enums import JobState
from jobs.kinds import all_kinds
from jobs.models import Job
from jobs.services import start_job
from ops import kinds
from tests.jobs.conftest import work_until_idle

AUDITOR = Actor(user_id=None, label="auditor", capabilities=frozenset({"audit.read"}))


@pytest.fixture(autouse=True)
def small_slices(monkeypatch, settings, tmp_path):
    monkeypatch.setattr(kinds, "EXPORT_SLICE", 4)
    monkeypatch.setattr(kinds, "VERIFICATION_SLICE", 4)
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def ten_events(db):
    with transaction.atomic():
        record_many(
            "thing.done", [(ObjectRef("thing", str(n), f"=thing {n}"), None, {"n": n}) for n in range(10)], actor=SYSTEM
        )
    seal_backlog()


def run(kind: str, params: dict[str, object]) -> Job:
    job = start_job(kind, params, actor=AUDITOR)
    work_until_idle()
    job.refresh_from_db()
    return job


def test_an_export_holds_every_sealed_event_once_and_in_order(ten_events):
    job = run("audit_export", {"criteria": {}, "language": "en"})

    assert (job.state, job.result, job.total) == (JobState.COMPLETED, {"rows": 10}, 10)
    content = job.result_file.open("rb").read().decode("utf-8-sig")
    header, *rows = csv.reader(content.splitlines())
    assert header[0] == "Position"
    assert [row[0] for row in rows] == [str(position) for position in range(1, 11)]
    assert rows[3][10] == "'=thing 3"


def test_an_export_in_chinese_begins_with_chinese_heads(ten_events):
    job = run("audit_export", {"criteria": {"action": "thing.done"}, "language": "zh-hans"})

    assert "位置" in job.result_file.open("rb").read().decode("utf-8-sig").splitlines()[0]


def test_an_export_of_nothing_is_a_file_with_a_head(db):
    job = run("audit_export", {"criteria": {"object_id": "none"}, "language": "en"})

    assert (job.state, job.result) == (JobState.COMPLETED, {"rows": 0})


def test_an_auditor_exports_what_the_page_shows(ten_events, auditor, client_of):
    client = client_of(auditor)

    answer = client.post(reverse("jobs:start", args=["audit_export"]), {"object_id": "7", "key": "k"})

    job = Job.objects.get()
    assert answer.url == reverse("jobs:detail", args=[job.pk])
    assert job.params["criteria"] == {"object_id": "7"}
    work_until_idle()
    job.refresh_from_db()
    assert job.result == {"rows": 1}
    assert client.get(reverse("jobs:result", args=[job.pk])).status_code == 200


def test_an_export_with_a_bad_filter_says_so_and_starts_nothing(auditor, client_of):
    answer = client_of(auditor).post(reverse("jobs:start", args=["audit_export"]), {"since": "yesterdayish"})

    assert answer.status_code == 422
    assert not Job.objects.exists()


def test_a_clerk_may_not_export_the_trail(hr_clerk, client_of):
    assert client_of(hr_clerk).post(reverse("jobs:start", args=["audit_export"])).status_code == 403


def test_the_check_of_a_sound_chain_says_that_it_holds(ten_events):
    job = run("audit_verification", {})

    assert job.result == {"checked": 10, "broken": None}
    assert kinds.AuditVerification().finding(job.result).is_good


def test_the_check_names_the_broken_link(ten_events):
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute("UPDATE audit_event SET reason = 'forged' WHERE position = 6")
        cursor.execute("SET LOCAL session_replication_role = DEFAULT")

    job = run("audit_verification", {})

    finding = kinds.AuditVerification().finding(job.result)
    assert job.state == JobState.COMPLETED
    assert job.result["broken"]["position"] == 6
    assert not finding.is_good
    assert "6" in finding.sentence


def test_the_checkpoint_of_the_day_is_written(ten_events):
    run("audit_checkpoint", {})

    assert Checkpoint.objects.get().position == 10


def test_a_slice_that_cannot_be_exported_fails_the_job_and_leaves_no_gap(ten_events, monkeypatch):
    def broken(*args: object, **kwargs: object) -> list[list[str]]:
        raise RuntimeError("the disk is full")

    monkeypatch.setattr("ops.kinds.exports.rows", broken)

    job = run("audit_export", {"criteria": {}, "language": "en"})

    assert (job.state, job.parked, job.result_file.name) == (JobState.FAILED, 0, "")


def test_the_nightly_work_is_on_the_schedule():
    now = datetime.datetime(2026, 11, 20, 12, tzinfo=datetime.UTC)

    due = {entry.kind: entry.rhythm.latest_due(now).strftime("%H:%M") for entry in schedules.entries()}

    assert due == {
        "audit_checkpoint": "00:05",
        "ledger_opening": "00:15",
        "spot_check_draw": "00:20",
        "dashboard_figures": "02:30",
        "housekeeping": "02:30",
        "audit_verification": "03:00",
        "anomaly_search": "03:30",
        "ledger_check": "04:00",
        "certificate_log_check": "04:30",
        "reviewer_clock": "06:30",
        "year_end_clock": "20:00",
        "certificate_root": "23:59",
    }
    assert due.keys() <= {kind.name for kind in all_kinds()}
