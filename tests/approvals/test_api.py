from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from approvals.models import Run
from approvals.services import approve
from people.models import Title
from tests.approvals.conftest import FIRST_VERSION, change_subject

LIST = "/api/v1/approvals/"


def url(run: Run, act: str = "") -> str:
    return f"{LIST}{run.pk}/{act}"


def post(client, address, **body):
    return client.post(address, body, content_type="application/json")


def state_of(run: Run) -> str:
    return Run.objects.get(pk=run.pk).state


def test_the_list_shows_where_each_matter_lies(run, hr_clerk, client_of):
    answer = client_of(hr_clerk).get(LIST).json()["results"][0]

    assert (answer["id"], answer["state"], answer["person"]) == (run.pk, "under_way", "林测试")
    assert [step["organization"] for step in answer["steps"]] == ["甲测试单位", "甲区测试人社局"]
    assert answer["steps"][0]["cite"] == "粤…办法 十三"


def test_one_matter_has_its_history(run, hr_clerk, client_of):
    answer = client_of(hr_clerk).get(url(run)).json()

    assert [line["action"] for line in answer["decisions"]] == ["open"]


@pytest.mark.parametrize("act", ["", "approval/", "return/", "rejection/", "withdrawal/", "reminder/"])
def test_a_stranger_gets_not_found(act, run, other_hr_clerk, client_of):
    client = client_of(other_hr_clerk)
    answer = post(client, url(run, act), version=FIRST_VERSION, comment="x") if act else client.get(url(run))

    assert (answer.status_code, answer.json()["code"]) == (404, "not_found")
    assert client.get(LIST).json()["results"] == []


def test_a_visitor_is_refused(run, client):
    assert client.get(LIST).status_code == 403


def test_a_decision_answers_with_the_matter_as_it_is_now(run, hr_clerk, client_of):
    answer = post(client_of(hr_clerk), url(run, "approval/"), version=FIRST_VERSION).json()

    assert [step["state"] for step in answer["steps"]] == ["passed", "waiting"]
    assert answer["decisions"][-1]["version"] == FIRST_VERSION


@pytest.mark.parametrize(("act", "state"), [("return/", "returned"), ("rejection/", "rejected")])
def test_returning_and_refusing_need_a_reason(act, state, run, hr_clerk, client_of):
    client = client_of(hr_clerk)

    assert post(client, url(run, act), version=FIRST_VERSION).status_code == 400
    assert post(client, url(run, act), version=FIRST_VERSION, reasons=["because"]).status_code == 400
    assert post(client, url(run, act), version=FIRST_VERSION, reasons=["unclear"]).status_code == 200
    assert state_of(run) == state


def test_too_late_and_changed_are_conflicts(run, hr_clerk, second_hr_clerk, client_of):
    client = client_of(second_hr_clerk)
    change_subject(run)
    assert post(client, url(run, "approval/"), version=FIRST_VERSION).json()["code"] == "conflict"
    change_back(run)
    approve(run, version=FIRST_VERSION, actor=hr_clerk.actor)

    late = post(client, url(run, "approval/"), version=FIRST_VERSION)

    assert (late.status_code, late.json()["code"]) == (409, "conflict")


def change_back(run: Run) -> None:
    title = Title.objects.get(pk=run.subject_id)
    title.obtained_on = title.obtained_on.replace(year=FIRST_VERSION)
    title.save()


def test_nobody_decides_on_their_own_case(run, professional, client_of):
    answer = post(client_of(professional), url(run, "approval/"), version=FIRST_VERSION)

    assert (answer.status_code, answer.json()["code"]) == (403, "forbidden")


def test_who_asked_reminds_and_withdraws(run, professional, client_of):
    client = client_of(professional)

    assert post(client, url(run, "reminder/")).status_code == 200
    assert post(client, url(run, "reminder/")).status_code == 409
    assert post(client, url(run, "withdrawal/"), comment="").json()["state"] == "withdrawn"


def matters(*runs: Run) -> list[dict[str, int]]:
    return [{"id": run.pk, "version": FIRST_VERSION} for run in runs]


def test_several_at_once_are_decided_all_or_none(open_matter, hr_clerk, second_hr_clerk, client_of):
    runs = [open_matter(name=str(number)) for number in range(3)]
    client = client_of(hr_clerk)
    answer = post(client, f"{LIST}decisions/", action="approve", matters=matters(*runs[:2]))
    assert [each["id"] for each in answer.json()] == [runs[0].pk, runs[1].pk]

    mixed = post(client, f"{LIST}decisions/", action="approve", matters=matters(*runs))

    assert mixed.status_code == 409
    assert Run.objects.get(pk=runs[2].pk).steps.get(position=1).state == "waiting"


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"action": "approve", "matters": []},
        {"action": "withdraw", "matters": [{"id": 1, "version": 1}]},
        {"action": "return", "matters": [{"id": 1, "version": 1}]},
        {"action": "approve", "matters": [{"id": 2**70, "version": 1}]},
        {"action": "approve", "matters": [{"id": 1, "version": 1}] * 1001},
        {"action": "approve", "matters": "all"},
    ],
)
def test_what_cannot_be_read_is_a_bad_request(body, run, hr_clerk, client_of):
    answer = post(client_of(hr_clerk), f"{LIST}decisions/", **body)

    assert (answer.status_code, answer.json()["code"]) == (400, "invalid")


def test_more_than_the_fields_of_the_body_is_ignored(run, hr_clerk, client_of):
    post(client_of(hr_clerk), url(run, "approval/"), version=FIRST_VERSION, state="approved", person=1)

    assert state_of(run) == "under_way"


def test_the_list_asks_as_often_for_three_as_for_one(open_matter, hr_clerk, client_of):
    client = client_of(hr_clerk)
    open_matter(name="one")
    client.get(LIST)
    with CaptureQueriesContext(connection) as one:
        client.get(LIST)
    open_matter(name="two")
    open_matter(name="three")

    with CaptureQueriesContext(connection) as three:
        client.get(LIST)

    assert len(one) == len(three)
