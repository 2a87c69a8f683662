"""After recognition a record changes only by a correction that is itself decided."""

from __future__ import annotations

import datetime
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied

from approvals.models import Run
from approvals.services import approve, reject, return_run, withdraw
from audit.models import Event
from people.models import Professional
from records import services
from records.corrections.services import amend_correction, ask_correction
from records.enums import RecordSource, RecordState
from records.evidence.services import attach_proof
from records.models import LearningRecord, LedgerYear, RecordCorrection
from tests.cast import CastMember
from tests.factories import LearningRecordFactory
from tests.records.freezing import freeze
from tests.records.proofs import proof_file
from ui.errors import Conflict

TWO_DAYS = {"facts": {"days": 2}}


@pytest.fixture
def recognized(professional: CastMember, person: Professional, hr_clerk: CastMember) -> LearningRecord:
    said = {
        "activity": "meeting",
        "category": "specialty",
        "title": "测试学术会议",
        "ended_on": datetime.date(2026, 5, 20),
        "facts": {"days": 3},
    }
    draft = services.draft_record(person, said, actor=professional.actor)
    attach_proof(draft, proof_file(), actor=professional.actor)
    run = services.submit_record(draft, actor=professional.actor)
    approve(run, version=run.version, actor=hr_clerk.actor)
    draft.refresh_from_db()
    return draft


def asked(member: CastMember, learning_record: LearningRecord, **more) -> Run:
    return ask_correction(learning_record, TWO_DAYS, reason="多记了一天", actor=member.actor, **more)


def test_until_agreed_the_record_counts_as_it_stands(professional, recognized):
    run = asked(professional, recognized)

    recognized.refresh_from_db()
    assert recognized.facts == {"days": 3}
    assert run.procedure == "record_correction"
    assert recognized.credited_hours == Decimal(24)


def test_agreed_to_it_changes_the_record_its_version_and_the_ledger(professional, hr_clerk, person, recognized):
    version = recognized.version
    run = asked(professional, recognized)

    approve(run, version=run.version, actor=hr_clerk.actor)

    recognized.refresh_from_db()
    correction = RecordCorrection.objects.get()
    assert (recognized.facts, recognized.version) == ({"days": 2}, version + 1)
    assert recognized.credited_hours == Decimal(16)
    assert LedgerYear.objects.get(professional=person, study_year=2026).counted_total == Decimal(16)
    assert (correction.before, correction.after) == ({"facts": {"days": 3}}, {"facts": {"days": 2}})
    assert correction.carried_out_at is not None
    assert Event.objects.filter(action="record_correction.carried_out").count() == 1


def test_other_day_moves_the_record_into_another_year(professional, hr_clerk, person, recognized):
    said = {"ended_on": datetime.date(2025, 12, 30)}
    run = ask_correction(recognized, said, reason="日期写错", actor=professional.actor)

    approve(run, version=run.version, actor=hr_clerk.actor)

    recognized.refresh_from_db()
    assert recognized.study_year == 2025
    counted = dict(LedgerYear.objects.filter(professional=person).values_list("study_year", "counted_total"))
    assert (counted[2025], counted[2026]) == (Decimal(24), Decimal(0))


@pytest.mark.parametrize("end", [reject, withdraw])
def test_refused_or_withdrawn_it_leaves_the_record_and_its_proof_goes(professional, hr_clerk, recognized, end):
    run = asked(professional, recognized, proof=proof_file(b"%PDF-1.7\nother\n%%EOF"))
    if end is reject:
        reject(run, version=run.version, reasons=["not_eligible"], actor=hr_clerk.actor)
    else:
        withdraw(run, actor=professional.actor)

    recognized.refresh_from_db()
    assert recognized.facts == {"days": 3}
    assert recognized.evidence.standing().count() == 1
    assert RecordCorrection.objects.get().closed_at is not None
    asked(professional, recognized)  # another one may be asked for


def test_returned_it_is_amended_and_asked_again(professional, hr_clerk, recognized):
    run = asked(professional, recognized)
    return_run(run, version=run.version, reasons=["other_dates"], actor=hr_clerk.actor)
    correction = RecordCorrection.objects.get()

    amend_correction(correction, {"facts": {"days": 1}}, reason="只有一天", actor=professional.actor)
    run.refresh_from_db()
    approve(run, version=correction.version, actor=hr_clerk.actor)

    recognized.refresh_from_db()
    assert recognized.facts == {"days": 1}


def test_one_at_a_time(professional, recognized):
    asked(professional, recognized)

    with pytest.raises(Conflict, match="under way"):
        asked(professional, recognized)


def test_nothing_different_is_refused(professional, recognized):
    with pytest.raises(Conflict, match="Nothing is different"):
        ask_correction(recognized, {"facts": {"days": 3}}, reason="x", actor=professional.actor)


def test_frozen_record_is_refused_in_the_words_of_the_room(professional, recognized):
    freeze(recognized)

    with pytest.raises(Conflict, match="44010526000001"):
        asked(professional, recognized)


def test_frozen_meanwhile_it_cannot_be_agreed_to(professional, hr_clerk, recognized):
    run = asked(professional, recognized)
    freeze(recognized, "证书")

    with pytest.raises(Conflict):
        approve(run, version=run.version, actor=hr_clerk.actor)

    recognized.refresh_from_db()
    assert recognized.facts == {"days": 3}


def test_only_who_registered_it_asks(hr_clerk, recognized):
    with pytest.raises(PermissionDenied):
        asked(hr_clerk, recognized)


def test_what_an_institution_entered_the_institution_corrects(professional, person):
    entered = LearningRecordFactory(
        professional=person, source=RecordSource.INSTITUTION, recognized=True, held_by="测试机构"
    )

    with pytest.raises(Conflict, match="测试机构"):
        asked(professional, entered)


# Pages


TYPED = {"title": "测试学术会议", "e1": "2026-05-20", "d1": "2", "c1": "specialty"}


def test_page_asks_why_and_shows_what_would_change(professional, hr_clerk, client_of, recognized):
    address = f"/records/{recognized.pk}/correction/"
    client = client_of(professional)

    page = client.get(address).content.decode()
    without_reason = client.post(address, TYPED)
    sent = client.post(address, TYPED | {"reason": "多记了一天"})
    run = Run.objects.get(procedure="record_correction")
    seen = client_of(hr_clerk).get(f"/approvals/{run.pk}/").content.decode()

    assert 'value="3"' in page
    assert without_reason.status_code == 422
    assert sent["Location"] == f"/approvals/{run.pk}/"
    assert "<td>3</td><td><strong>2</strong></td>" in seen
    assert "多记了一天" in seen


def test_page_refuses_a_hostile_proof_and_keeps_what_was_typed(professional, client_of, recognized):
    address = f"/records/{recognized.pk}/correction/"

    answer = client_of(professional).post(address, TYPED | {"reason": "理由", "proof": proof_file(b"MZ\x90")})

    assert answer.status_code == 422
    assert "This is a program" in answer.content.decode()
    assert "理由" in answer.content.decode()
    assert not RecordCorrection.objects.exists()


def test_page_says_when_nothing_is_different(professional, client_of, recognized):
    answer = client_of(professional).post(
        f"/records/{recognized.pk}/correction/", TYPED | {"d1": "3", "reason": "没有"}
    )

    assert answer.status_code == 422
    assert "Nothing is different" in answer.content.decode()


def test_returned_correction_is_amended_on_its_page(professional, hr_clerk, client_of, recognized):
    run = asked(professional, recognized)
    return_run(run, version=run.version, reasons=["other_dates"], actor=hr_clerk.actor)
    correction = RecordCorrection.objects.get()
    client = client_of(professional)

    page = client.get(f"/records/corrections/{correction.pk}/amendment/").content.decode()
    client.post(f"/records/corrections/{correction.pk}/amendment/", TYPED | {"d1": "1", "reason": "一天"})

    correction.refresh_from_db()
    assert 'value="2"' in page  # as it was asked for
    assert correction.after == {"facts": {"days": 1}}
    assert correction.version == 2


def test_record_that_is_no_recognized_one_has_no_correction(professional, person, client_of):
    draft = LearningRecordFactory(professional=person, state=RecordState.DRAFT)

    assert client_of(professional).get(f"/records/{draft.pk}/correction/").status_code == 409
