"""Records for programs: the verbs of the pages, with the same refusals."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from records.enums import RecordState
from records.evidence.services import attach_proof
from records.models import LearningRecord
from tests.cast import CastMember
from tests.factories import LearningRecordFactory
from tests.records.proofs import proof_file

RECORDS = "/api/v1/records/"
MEETING = {
    "activity": "meeting",
    "title": "测试学术会议",
    "started_on": "2026-05-18",
    "ended_on": "2026-05-20",
    "facts": {"days": 3},
}


@pytest.fixture
def client(professional: CastMember, client_of) -> Client:
    return client_of(professional)


def posted(client: Client, path: str, body: dict | None = None):
    return client.post(path, body or {}, content_type="application/json")


def drafted(client: Client, professional: CastMember) -> LearningRecord:
    answer = posted(client, RECORDS, MEETING)
    assert answer.status_code == 201, answer.content
    draft = LearningRecord.objects.get(pk=answer.json()["id"])
    attach_proof(draft, proof_file(), actor=professional.actor)
    return draft


def test_proof_is_put_to_a_draft_once_and_told_by_its_content(client, hr_clerk, client_of):
    number = posted(client, RECORDS, MEETING).json()["id"]
    proofs = f"{RECORDS}{number}/proofs/"

    first = client.post(proofs, {"file": proof_file()})
    same = client.post(proofs, {"file": proof_file()})
    program = client.post(proofs, {"file": SimpleUploadedFile("proof.pdf", b"MZ\x90\x00" + bytes(200))})
    empty = client.post(proofs, {"file": SimpleUploadedFile("proof.pdf", b"")})
    none = client.post(proofs, {})

    assert (first.status_code, first.json()["file_type"]) == (201, "pdf")
    assert same.json() == first.json()
    assert [answer.status_code for answer in (program, empty, none)] == [400] * 3
    assert all(list(answer.json()["fields"]) == ["file"] for answer in (program, empty, none))
    assert LearningRecord.objects.get().evidence.standing().count() == 1
    assert posted(client, proofs).status_code == 415
    assert client_of(hr_clerk).post(proofs, {"file": proof_file()}).status_code == 404
    assert posted(client, f"{RECORDS}{number}/submission/").json()["state"] == "submitted"
    assert client_of(hr_clerk).post(proofs, {"file": proof_file()}).status_code == 403


def test_draft_is_made_sent_and_withdrawn(client, professional):
    draft = drafted(client, professional)

    sent = posted(client, f"{RECORDS}{draft.pk}/submission/", {"comment": "请审"})
    again = posted(client, f"{RECORDS}{draft.pk}/submission/")
    withdrawn = posted(client, f"{RECORDS}{draft.pk}/withdrawal/")

    assert (sent.status_code, sent.json()["state"], sent.json()["proofs"]) == (200, "submitted", 1)
    assert (again.status_code, again.json()["code"]) == (409, "conflict")
    assert withdrawn.json()["state"] == "withdrawn"


def test_list_and_one_are_those_that_the_hat_sees(client, person):
    own = LearningRecordFactory(professional=person, title="自己的")
    other = LearningRecordFactory(title="别人的")

    listed = client.get(RECORDS).json()["results"]
    one = client.get(f"{RECORDS}{own.pk}/").json()

    assert [each["title"] for each in listed] == ["自己的"]
    assert one["facts"] == {"hours": "18"}
    assert client.get(f"{RECORDS}{other.pk}/").status_code == 404


def test_list_is_filtered_by_year_and_state(client, person):
    LearningRecordFactory(professional=person)

    assert client.get(RECORDS, {"year": 2025}).json()["results"] == []
    assert len(client.get(RECORDS, {"year": 2026, "state": "draft"}).json()["results"]) == 1
    assert client.get(RECORDS, {"year": "x"}).status_code == 400


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"activity": "nothing"}, "activity"),
        ({"title": ""}, "title"),
        ({"title": "a\0b"}, "title"),
        ({"ended_on": "2026-02-30"}, "ended_on"),
        ({"started_on": "2026-06-01"}, "ended_on"),
        ({"facts": {"days": "three"}}, "facts.days"),
        ({"facts": {"days": -1}}, "facts.days"),
        ({"facts": {"days": 1.5}}, "facts.days"),
        ({"facts": {"days": 10**60}}, "facts.days"),
        ({"facts": {"hours": 8}}, "facts"),
        ({"facts": {"days": "\0"}}, "facts"),
        ({"facts": []}, "facts"),
        ({"category": "public"}, "category"),
    ],
)
def test_what_is_wrong_is_named(client, changed, field):
    answer = posted(client, RECORDS, MEETING | changed)

    assert answer.status_code == 400
    assert list(answer.json()["fields"]) == [field]
    assert not LearningRecord.objects.exists()


def test_hours_stay_exact(client):
    body = {"activity": "class", "title": "测试班", "ended_on": "2026-05-20", "facts": {"hours": 9.6}}

    assert posted(client, RECORDS, body).json()["facts"] == {"hours": "9.6"}


def test_what_a_page_asks_for_first_is_a_conflict(client):
    number = posted(client, RECORDS, MEETING).json()["id"]

    answer = posted(client, f"{RECORDS}{number}/submission/")

    assert answer.status_code == 409
    assert "There is no proof yet" in answer.json()["detail"]
    assert LearningRecord.objects.get().state == RecordState.DRAFT


def test_hr_drafts_for_its_people_and_nobody_elses(hr_clerk, other_hr_clerk, person, client_of):
    body = MEETING | {"professional": person.pk}

    assert posted(client_of(hr_clerk), RECORDS, body).status_code == 201
    assert posted(client_of(other_hr_clerk), RECORDS, body).status_code == 404
    assert posted(client_of(hr_clerk), RECORDS, MEETING).status_code == 403


def test_only_who_registered_it_sends_it(client, professional, hr_clerk, client_of):
    draft = drafted(client, professional)
    posted(client, f"{RECORDS}{draft.pk}/submission/")

    answer = posted(client_of(hr_clerk), f"{RECORDS}{draft.pk}/withdrawal/")

    assert (answer.status_code, answer.json()["code"]) == (403, "forbidden")


def test_list_takes_as_many_queries_for_three_records_as_for_one(client, person, django_assert_max_num_queries):
    LearningRecordFactory.create_batch(3, professional=person)
    client.get(RECORDS)

    with django_assert_max_num_queries(8):
        client.get(RECORDS)


def test_addresses_are_described(client):
    paths = client.get("/api/v1/schema/").json()["paths"]

    described = paths["/api/v1/records/{id}/submission/"]["post"]["responses"]
    assert {"200", "400", "403", "404", "409"} <= described.keys()
    assert {"201", "400", "403"} <= paths["/api/v1/records/"]["post"]["responses"].keys()
