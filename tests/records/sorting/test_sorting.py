"""None of the kinds fits: handed to HR in the own words, and what HR makes of it."""

from __future__ import annotations

import uuid

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from audit.models import Event
from people.roles import Role
from records.enums import HandedState, RecordSource, RecordState
from records.logging.entries import seal_token
from records.models import HandedOver, LearningRecord
from records.sorting.services import decline, hand_over, sort_back, take_over
from tests.cast import CastMember
from tests.factories import MembershipFactory
from ui.errors import Conflict

PDF = b"%PDF-1.7\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\n%%EOF\n"
SAID = {"activity": "meeting", "category": "specialty", "title": "装配式建筑交流会"}


@pytest.fixture
def handed(professional: CastMember) -> HandedOver:
    words = "去年十一月在广州听了两天装配式建筑的会\n不知道算什么"
    return hand_over(professional.user.professional, uuid.uuid4(), words, actor=professional.actor)


def test_person_hands_it_over_once_with_its_proofs_and_hr_sees_them(client_of, professional, hr_clerk, other_hr_clerk):
    client, address = client_of(professional), reverse("records:hand_over")
    assert address in client.get(reverse("records:new")).content.decode()
    token = seal_token(uuid.uuid4(), professional.user.pk)
    assert client.post(address, {"token": token, "words": ""}).status_code == 422

    for _press in range(2):
        body = {"token": token, "words": "听了两天会", "proofs": SimpleUploadedFile("a.pdf", PDF)}
        assert client.post(address, body).status_code == 302

    handed = HandedOver.objects.get()
    draft = handed.record
    assert (draft.state, draft.title, draft.evidence.count()) == (RecordState.DRAFT, "听了两天会", 1)
    assert Event.objects.filter(action="record.handed_over").count() == 1
    proof = reverse("records:proof", args=[draft.evidence.get().pk])
    desk = client_of(hr_clerk)
    assert "Hours to be sorted" in desk.get("/").content.decode()
    assert [each.pk for each in desk.get(reverse("records:sorting_desk")).context["rows"]] == [handed.pk]
    page = desk.get(reverse("records:sorting", args=[handed.pk])).content.decode()
    assert "听了两天会" in page
    assert proof in page
    assert desk.get(proof).status_code == 200
    stranger = client_of(other_hr_clerk)
    assert stranger.get(reverse("records:sorting", args=[handed.pk])).status_code == 404
    assert stranger.get(proof).status_code == 404
    assert client.get(reverse("records:sorting_desk")).status_code == 403
    assert desk.get(address).status_code == 403


def test_sorted_it_is_back_with_the_person_in_the_right_form(client_of, professional, hr_clerk, handed):
    desk = client_of(hr_clerk)
    address = reverse("records:sorting", args=[handed.pk])
    assert desk.post(address, {"act": "back"}).status_code == 422
    assert desk.post(address, SAID | {"act": "back", "answer": "请补会议通知"}).status_code == 302
    assert desk.post(address, SAID | {"act": "back"}).status_code == 409

    handed.refresh_from_db()
    assert (handed.state, handed.record.activity, handed.record.registered_for) == (HandedState.SORTED, "meeting", None)
    client = client_of(professional)
    assert "请补会议通知" in client.get("/").content.decode()
    form = client.get(reverse("records:form", args=[handed.record_id])).content.decode()
    assert 'value="装配式建筑交流会"' in form
    assert "Days you attended" in form
    # HR no longer sees the draft: it is the person's to send.
    assert desk.get(reverse("records:detail", args=[handed.record_id])).status_code == 404


def test_taken_over_it_is_registered_by_hr(client_of, professional, hr_clerk, handed):
    desk = client_of(hr_clerk)
    answer = desk.post(reverse("records:sorting", args=[handed.pk]), SAID | {"act": "take"})

    draft = LearningRecord.objects.get()
    assert answer.headers["Location"] == reverse("records:form", args=[draft.pk])
    assert desk.get(answer.headers["Location"]).status_code == 200
    assert (draft.source, draft.registered_for_id) == (RecordSource.EMPLOYER, hr_clerk.membership.organization_id)
    assert client_of(professional).get(reverse("records:form", args=[draft.pk])).status_code == 404


def test_what_may_not_be_done(professional, hr_clerk, other_hr_clerk, employer, handed):
    with pytest.raises(PermissionDenied):
        sort_back(handed, SAID, actor=other_hr_clerk.actor)
    with pytest.raises(PermissionDenied):
        hand_over(professional.user.professional, uuid.uuid4(), "x", actor=hr_clerk.actor)
    hat = MembershipFactory(user=professional.user, role=Role.HR_CLERK, organization=employer)
    with pytest.raises(PermissionDenied, match="own case"):
        take_over(handed, SAID, actor=CastMember(professional.user, hat).actor)
    decline(handed, answer="属于工作培训", actor=hr_clerk.actor)
    with pytest.raises(Conflict, match="Does not count"):
        take_over(handed, SAID, actor=hr_clerk.actor)
    assert LearningRecord.objects.get().state == RecordState.DRAFT  # it stays with the person


def test_desk_asks_as_much_for_three_as_for_one(client_of, professional, hr_clerk, handed):
    client, address = client_of(hr_clerk), reverse("records:sorting_desk")
    client.get(address)
    with CaptureQueriesContext(connection) as few:
        client.get(address)
    for _number in range(2):
        hand_over(professional.user.professional, uuid.uuid4(), "又一件", actor=professional.actor)
    with CaptureQueriesContext(connection) as many:
        client.get(address)
    assert len(many) == len(few)
