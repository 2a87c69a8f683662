"""Proofs of a record: taken, removed, served, looked at."""

from __future__ import annotations

import datetime
import io

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.storage import default_storage
from PIL import Image

from approvals.services import return_run
from audit.models import Event
from people.models import Professional
from people.proofs import ProofFault
from records import services
from records.enums import EvidenceState
from records.evidence.doubles import doubled_proofs
from records.evidence.services import attach_proof, examined, remove_proof
from records.models import Evidence, LearningRecord
from tests.cast import CastMember
from tests.factories import LearningRecordFactory, ProfessionalFactory
from tests.records.hostile_proofs import PDF, drawn, heic
from tests.records.proofs import proof_file
from ui.errors import Conflict

MEETING = {
    "activity": "meeting",
    "title": "测试学术会议",
    "ended_on": datetime.date(2026, 5, 20),
    "facts": {"days": 3},
}


@pytest.fixture
def draft(professional: CastMember, person: Professional) -> LearningRecord:
    return services.draft_record(person, MEETING, actor=professional.actor)


def test_proof_is_kept_under_a_random_name_with_what_it_looks_like(professional, draft):
    evidence = attach_proof(draft, proof_file(drawn()), actor=professional.actor)

    assert evidence.file_type == "png"
    assert "林测试" not in evidence.file.name
    assert "440105" not in evidence.file.name
    assert len(evidence.sha256) == 64
    assert evidence.picture_hash is not None
    assert default_storage.exists(evidence.file.name)
    assert Event.objects.filter(action="evidence.attached", object_id=str(evidence.pk)).count() == 1


def test_same_file_twice_is_one_proof(professional, draft):
    first = attach_proof(draft, proof_file(), actor=professional.actor)
    second = attach_proof(draft, proof_file(), actor=professional.actor)

    assert first == second
    assert draft.evidence.count() == 1


def test_attach_refuses_what_is_no_proof_and_keeps_no_file(professional, draft, tmp_path):
    with pytest.raises(ProofFault):
        attach_proof(draft, proof_file(b"MZ\x90\0"), actor=professional.actor)

    assert not draft.evidence.exists()
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


def test_attach_refuses_more_proofs_than_a_record_takes(professional, draft, monkeypatch):
    monkeypatch.setattr("records.evidence.services.MOST_PROOFS", 1)
    attach_proof(draft, proof_file(), actor=professional.actor)

    with pytest.raises(Conflict, match="at most 1"):
        attach_proof(draft, proof_file(drawn()), actor=professional.actor)


def test_attach_refuses_who_did_not_register_it(hr_clerk, draft):
    with pytest.raises(PermissionDenied):
        attach_proof(draft, proof_file(), actor=hr_clerk.actor)


def test_attach_refuses_what_was_sent(professional, draft):
    services.submit_record(draft, actor=professional.actor)

    with pytest.raises(Conflict):
        attach_proof(draft, proof_file(), actor=professional.actor)


def test_removed_proof_of_a_draft_is_gone(professional, draft, django_capture_on_commit_callbacks):
    evidence = attach_proof(draft, proof_file(), actor=professional.actor)

    with django_capture_on_commit_callbacks(execute=True):
        remove_proof(evidence, actor=professional.actor)

    assert not Evidence.objects.exists()
    assert not default_storage.exists(evidence.file.name)


def test_removed_proof_of_what_was_returned_is_kept_and_counts_as_another_version(professional, hr_clerk, draft):
    evidence = attach_proof(draft, proof_file(), actor=professional.actor)
    run = services.submit_record(draft, actor=professional.actor)
    return_run(run, version=run.version, reasons=["unreadable_proof"], actor=hr_clerk.actor)

    remove_proof(evidence, actor=professional.actor)

    draft.refresh_from_db()
    evidence.refresh_from_db()
    assert evidence.removed_at is not None
    assert default_storage.exists(evidence.file.name)
    assert draft.version == 2
    services.resubmit_record(draft, actor=professional.actor)
    draft.refresh_from_db()
    assert draft.evidence_state == EvidenceState.MISSING


def test_discarded_draft_takes_its_files_along(professional, draft, django_capture_on_commit_callbacks):
    evidence = attach_proof(draft, proof_file(), actor=professional.actor)

    with django_capture_on_commit_callbacks(execute=True):
        services.discard_draft(draft, actor=professional.actor)

    assert not default_storage.exists(evidence.file.name)


# Serving


def address(evidence: Evidence) -> str:
    return f"/records/proofs/{evidence.pk}/"


def test_proof_is_served_by_its_content_and_never_opened_by_the_page(professional, draft, client_of):
    evidence = attach_proof(draft, proof_file(name="x.html"), actor=professional.actor)

    answer = client_of(professional).get(address(evidence))

    assert answer.status_code == 200
    assert b"".join(answer.streaming_content) == PDF
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["X-Content-Type-Options"] == "nosniff"


def test_picture_may_be_shown_in_a_page_and_is_shut_in(professional, draft, client_of):
    evidence = attach_proof(draft, proof_file(drawn()), actor=professional.actor)

    answer = client_of(professional).get(address(evidence), {"inline": ""})

    assert answer["Content-Type"] == "image/png"
    assert answer["Content-Disposition"].startswith("inline")
    assert "sandbox" in answer["Content-Security-Policy"]
    assert "frame-ancestors 'self'" in answer["Content-Security-Policy"]


def test_heic_is_never_shown_inline(professional, draft, client_of):
    evidence = attach_proof(draft, proof_file(heic()), actor=professional.actor)

    answer = client_of(professional).get(address(evidence), {"inline": ""})

    assert answer["Content-Disposition"].startswith("attachment")


def test_look_at_the_own_proof_leaves_no_trace(professional, draft, client_of):
    evidence = attach_proof(draft, proof_file(), actor=professional.actor)

    client_of(professional).get(address(evidence))

    assert not Event.objects.filter(action="evidence.taken").exists()


def test_look_at_somebody_elses_proof_leaves_a_trace(professional, hr_clerk, draft, client_of):
    evidence = attach_proof(draft, proof_file(), actor=professional.actor)
    services.submit_record(draft, actor=professional.actor)

    answer = client_of(hr_clerk).get(address(evidence))

    assert answer.status_code == 200
    event = Event.objects.get(action="evidence.taken", object_id=str(evidence.pk))
    assert event.actor_id == hr_clerk.user.pk


@pytest.mark.parametrize("stranger", ["other_hr_clerk", "other_bureau_clerk"])
def test_stranger_does_not_get_the_proof(stranger, request, professional, draft, client_of):
    evidence = attach_proof(draft, proof_file(), actor=professional.actor)
    services.submit_record(draft, actor=professional.actor)

    assert client_of(request.getfixturevalue(stranger)).get(address(evidence)).status_code == 404


def test_hr_does_not_get_the_proof_of_a_draft(hr_clerk, professional, draft, client_of):
    evidence = attach_proof(draft, proof_file(), actor=professional.actor)

    assert client_of(hr_clerk).get(address(evidence)).status_code == 404


# Doubles


def sent_with(content: bytes, person: Professional, **facts: object) -> LearningRecord:
    made: LearningRecord = LearningRecordFactory(professional=person, recognized=True, **facts)
    file = proof_file(content)
    evidence = examined(file)
    evidence.record = made
    evidence.file.save("", file, save=False)
    evidence.save()
    return made


def smaller(content: bytes) -> bytes:
    buffer = io.BytesIO()
    Image.open(io.BytesIO(content)).resize((180, 120)).save(buffer, "JPEG", quality=70)
    return buffer.getvalue()


def test_same_file_under_another_person_is_flagged(person):
    own = sent_with(drawn(), person)
    sent_with(drawn(), ProfessionalFactory())

    assert doubled_proofs([own]) == {own.pk: ["The same file proves a record of another person, of 2026."]}


def test_same_file_in_another_year_is_flagged(person):
    own = sent_with(drawn(), person)
    sent_with(drawn(), person, ended_on=datetime.date(2025, 3, 1))

    assert doubled_proofs([own]) == {own.pk: ["The same file proves another record of this person, of 2025."]}


def test_same_file_within_a_year_of_one_person_is_no_double(person):
    own = sent_with(drawn(), person)
    sent_with(drawn(), person)

    assert doubled_proofs([own]) == {}


def test_alike_picture_under_another_person_is_flagged(person):
    own = sent_with(drawn(), person)
    sent_with(smaller(drawn()), ProfessionalFactory())

    assert doubled_proofs([own]) == {own.pk: ["A picture that looks alike proves a record of another person, of 2026."]}


def test_another_picture_is_not_flagged(person):
    own = sent_with(drawn(), person)
    sent_with(drawn(text="zA0}!9"), ProfessionalFactory())

    assert doubled_proofs([own]) == {}


def test_withdrawn_record_doubles_nothing(person):
    own = sent_with(drawn(), person)
    sent_with(drawn(), ProfessionalFactory(), state="withdrawn")

    assert doubled_proofs([own]) == {}


def test_what_hr_registered_for_several_at_once_is_no_double(person, employer):
    facts = {"source": "employer", "registered_for": employer, "title": "同一次培训"}
    own = sent_with(drawn(), person, **facts)
    sent_with(drawn(), ProfessionalFactory(), **facts)

    assert doubled_proofs([own]) == {}


@pytest.mark.parametrize("flipped", [[], [3], [0, 10, 11, 33, 63]])
def test_bands_find_every_hash_within_five_bits(person, flipped):
    hash_ = 0x0F1E_2D3C_4B5A_6978
    other = hash_
    for bit in flipped:
        other ^= 1 << bit
    own = sent_with(PDF, person)
    Evidence.objects.filter(record=own).update(picture_hash=hash_, sha256="a" * 64)
    double = sent_with(PDF, ProfessionalFactory())
    signed = other - (1 << 64) if other >> 63 else other
    Evidence.objects.filter(record=double).update(picture_hash=signed, sha256="b" * 64)

    assert len(doubled_proofs([own])) == 1


def test_six_bits_apart_is_another_picture(person):
    own = sent_with(PDF, person)
    Evidence.objects.filter(record=own).update(picture_hash=0x0F1E_2D3C_4B5A_6978, sha256="a" * 64)
    double = sent_with(PDF, ProfessionalFactory())
    Evidence.objects.filter(record=double).update(picture_hash=0x0F1E_2D3C_4B5A_6978 ^ 0b111111, sha256="b" * 64)

    assert doubled_proofs([own]) == {}
