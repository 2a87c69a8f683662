"""Drafts that lose nothing, and what came back."""

from __future__ import annotations

from django.test import Client

from approvals.models import Run
from approvals.services import return_run
from audit.models import Event
from records.enums import RecordState
from records.models import Evidence, LearningRecord
from tests.factories import ProfessionalFactory
from tests.records.logging.entry import MEETING, TYPED, opened, pressed, seen_and_sent, sent_record
from tests.records.proofs import proof_file

# Drafts


def test_draft_holds_what_cannot_stand_in_a_record_yet(client):
    pressed(client, MEETING, opened(client) | {"title": "开会", "e1": "2026-0", "d1": "x", "keep": "1"})

    draft = LearningRecord.objects.get()
    page = client.get(f"/records/{draft.pk}/form/").content.decode()
    assert 'value="2026-0"' in page
    assert 'value="x"' in page
    assert 'value="开会"' in page


def test_keeping_a_draft_writes_one_line_in_the_trail(client):
    data = opened(client) | TYPED
    for title in ("一", "二", "三"):
        pressed(client, MEETING, data | {"title": title, "keep": "1"})

    assert [event.action for event in Event.objects.filter(object_type="records.learningrecord")] == ["record.drafted"]
    assert LearningRecord.objects.get().title == "三"


def test_session_that_ended_loses_nothing(professional, client_of):
    client = client_of(professional)
    data = opened(client) | TYPED | {"send": "1"}
    client.logout()
    client.cookies["language"] = "en"

    answer = client.post(MEETING, data)
    client.force_login(professional.user)
    page = client.get(MEETING).content.decode()

    assert answer.status_code == 302
    assert answer["Location"].startswith("/accounts/login/?next=/records/new/meeting/")
    assert 'value="测试学术会议"' in page
    assert 'value="2026-05-20"' in page
    assert "You are back, and so is what you typed" in page
    assert not LearningRecord.objects.exists()


def test_what_was_typed_is_laid_into_nobody_elses_form(professional, hr_clerk, client_of, employer):
    other = ProfessionalFactory(employer=employer)
    client = client_of(professional)
    data = opened(client) | TYPED
    client.logout()

    client.post(MEETING, data)
    client.force_login(other.user)
    page = client.get(MEETING).content.decode()

    assert "测试学术会议" not in page


def test_post_of_a_stranger_without_a_form_of_ours_keeps_nothing(db):
    client = Client()

    client.post(MEETING, TYPED)

    assert "typed_into_record" not in client.session


def test_discarding_asks_first_and_deletes(client):
    pressed(client, MEETING, opened(client) | TYPED | {"keep": "1"}, proofs=proof_file())
    draft = LearningRecord.objects.get()

    asked = client.get(f"/records/{draft.pk}/discarding/")
    client.post(f"/records/{draft.pk}/discarding/")

    assert "1 proof" in asked.content.decode()
    assert not LearningRecord.objects.exists()


def test_proof_is_removed_by_its_button(client):
    pressed(client, MEETING, opened(client) | TYPED, proofs=proof_file())
    draft = LearningRecord.objects.get()
    evidence = Evidence.objects.get()

    path = f"/records/{draft.pk}/form/"

    pressed(client, path, opened(client, path) | TYPED | {"remove": str(evidence.pk)})

    assert not Evidence.objects.exists()


# After a return


def test_returned_record_keeps_what_is_typed_and_goes_again_as_another_version(client, hr_clerk):
    learning_record = sent_record(client)
    run = Run.objects.get()
    return_run(run, version=run.version, reasons=["other_dates"], comment="看证明", actor=hr_clerk.actor)
    path = f"/records/{learning_record.pk}/form/"
    data = opened(client, path) | TYPED | {"d1": "2"}

    client.post(path, data | {"keep": "1"})
    learning_record.refresh_from_db()
    assert learning_record.facts == {"days": 3}  # those who decide go on seeing what they returned
    _looked, sent = seen_and_sent(client, path, data)

    learning_record.refresh_from_db()
    assert sent.status_code == 302
    assert learning_record.state == RecordState.SUBMITTED
    assert learning_record.facts == {"days": 2}
    assert learning_record.version > 1


def test_sent_record_has_no_form(client):
    learning_record = sent_record(client)

    answer = client.get(f"/records/{learning_record.pk}/form/")

    assert answer.status_code == 302
    assert answer["Location"] == f"/records/{learning_record.pk}/"
