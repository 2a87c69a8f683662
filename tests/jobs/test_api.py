from __future__ import annotations

import pytest

from jobs.enums import JobState
from jobs.models import Job
from tests.jobs.conftest import work_until_idle


@pytest.fixture
def job(tally, hr_clerk) -> Job:
    return tally(3, poison=[1], actor=hr_clerk.actor)


def address(job: Job, act: str = "") -> str:
    return f"/api/v1/jobs/{job.pk}/{act}"


def test_the_owner_reads_how_far_it_is(job, hr_clerk, client_of):
    work_until_idle()

    body = client_of(hr_clerk).get(address(job)).json()

    assert (body["state"], body["done"], body["total"], body["parked"]) == ("completed", 2, 3, 1)


def test_a_stranger_reads_nothing(job, other_hr_clerk, client_of):
    client = client_of(other_hr_clerk)

    assert client.get(address(job)).json()["code"] == "not_found"
    assert client.get("/api/v1/jobs/").json()["results"] == []


def test_a_visitor_is_told_to_sign_in(job, client):
    answer = client.get(address(job))

    assert (answer.status_code, answer.json()["code"]) == (403, "forbidden")


def test_cancelling_goes_through_the_same_verb_as_the_page(job, hr_clerk, client_of):
    client = client_of(hr_clerk)

    answer = client.post(address(job, "cancellation/"), {"reason": "wrong"}, content_type="application/json")
    again = client.post(address(job, "cancellation/"), {}, content_type="application/json")

    assert (answer.status_code, answer.json()["state"]) == (200, "cancelled")
    assert (again.status_code, again.json()["code"]) == (409, "conflict")


def test_an_auditor_may_look_and_not_touch(job, auditor, client_of):
    client = client_of(auditor)

    assert client.get(address(job)).status_code == 200
    assert client.post(address(job, "cancellation/"), {}, content_type="application/json").status_code == 403
    assert Job.objects.get().state == JobState.QUEUED


def test_what_failed_is_taken_up_again(job, hr_clerk, client_of):
    work_until_idle()

    answer = client_of(hr_clerk).post(address(job, "retry/"))

    assert (answer.status_code, answer.json()["state"]) == (202, "running")


def test_a_reason_that_is_too_long_names_the_field(job, hr_clerk, client_of):
    answer = client_of(hr_clerk).post(
        address(job, "cancellation/"), {"reason": "x" * 301}, content_type="application/json"
    )

    assert answer.status_code == 400
    assert "reason" in answer.json()["fields"]


def test_the_list_is_filtered_by_state(job, tally, hr_clerk, client_of):
    work_until_idle()
    waiting = tally(1, actor=hr_clerk.actor)

    body = client_of(hr_clerk).get("/api/v1/jobs/?state=queued").json()

    assert [each["id"] for each in body["results"]] == [waiting.pk]


def test_the_schema_describes_every_act(hr_clerk, client_of):
    paths = client_of(hr_clerk).get("/api/v1/schema/").json()["paths"]

    assert {
        "/api/v1/jobs/",
        "/api/v1/jobs/{id}/",
        "/api/v1/jobs/{id}/cancellation/",
        "/api/v1/jobs/{id}/retry/",
    } <= paths.keys()
