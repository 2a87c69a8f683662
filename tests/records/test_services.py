"""A record on its way: drafted, sent, decided, counted."""

from __future__ import annotations

import datetime
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.base import ContentFile

from approvals.models import Run, Step
from approvals.services import approve, reject, return_run
from audit.models import Event
from people.enums import FileType
from people.models import Professional
from records import services
from records.enums import EvidenceState, RecordSource, RecordState
from records.freezing import thaw_records
from records.models import Evidence, LearningRecord, LedgerYear
from tests.cast import CastMember
from tests.factories import LearningRecordFactory, TrainingClassFactory
from tests.records.freezing import freeze
from ui.errors import Conflict

MEETING = {
    "activity": "meeting",
    "category": "specialty",
    "title": "测试学术会议",
    "started_on": datetime.date(2026, 5, 18),
    "ended_on": datetime.date(2026, 5, 20),
    "facts": {"days": 3},
}


def drafted(member: CastMember, person: Professional, **other: object) -> LearningRecord:
    draft = services.draft_record(person, MEETING | other, actor=member.actor)
    Evidence.objects.create(
        record=draft, file=ContentFile(b"%PDF-", name="x"), file_type=FileType.PDF, size=5, sha256="0" * 64
    )
    return draft


def sent(member: CastMember, person: Professional, **other: object) -> tuple[LearningRecord, Run]:
    draft = drafted(member, person, **other)
    return draft, services.submit_record(draft, actor=member.actor)


def test_draft_keeps_facts_exactly_and_is_seen_by_nobody_else(
    professional: CastMember, person: Professional, hr_clerk: CastMember
) -> None:
    draft = services.draft_record(
        person, MEETING | {"activity": "class", "facts": {"hours": Decimal("9.60")}}, actor=professional.actor
    )

    draft.refresh_from_db()
    assert draft.facts == {"hours": "9.60"}
    assert draft.study_year == 2026
    assert list(LearningRecord.objects.visible_to(professional.actor)) == [draft]
    assert not LearningRecord.objects.visible_to(hr_clerk.actor).exists()


def test_recognized_record_counts_in_the_ledger_with_the_hours_of_its_rule_set(
    professional: CastMember, person: Professional, hr_clerk: CastMember
) -> None:
    learning_record, run = sent(professional, person)

    approve(run, version=run.version, actor=hr_clerk.actor)

    learning_record.refresh_from_db()
    year = LedgerYear.objects.get(professional=person, study_year=2026)
    assert learning_record.state == RecordState.RECOGNIZED
    assert learning_record.credited_hours == Decimal(24)  # GD-2021: 8 hours a day
    assert (year.ruleset, year.place) == ("GD-2021", "440105")
    assert (year.counted_specialty, year.counted_total, year.short_total) == (Decimal(24), Decimal(24), Decimal(66))
    assert year.credits == {str(learning_record.pk): "24"}
    assert Event.objects.filter(action="record.recognized", object_id=str(learning_record.pk)).count() == 1


PUBLIC_ONLINE = {"activity": "online", "category": "public", "facts": {"hours": Decimal(30)}}


def test_record_of_the_system_counts_at_once(professional: CastMember, person: Professional) -> None:
    draft = drafted(professional, person, **PUBLIC_ONLINE)
    LearningRecord.objects.filter(pk=draft.pk).update(source=RecordSource.PLATFORM)

    run = services.submit_record(draft, actor=professional.actor)

    draft.refresh_from_db()
    assert run.state == "approved"
    assert draft.state == RecordState.RECOGNIZED
    assert LedgerYear.objects.get(professional=person, study_year=2026).counted_public == Decimal(30)


def test_nobody_is_taken_at_the_own_word_for_what_the_system_recognizes(
    professional: CastMember, person: Professional
) -> None:
    with pytest.raises(Conflict, match="platform of the province"):
        sent(professional, person, **PUBLIC_ONLINE)

    assert LearningRecord.objects.get().state == RecordState.DRAFT


def test_record_of_2016_goes_from_employer_to_industry_to_district(
    professional: CastMember, person: Professional, hr_clerk: CastMember
) -> None:
    with pytest.raises(Conflict, match="industry authority"):
        sent(professional, person, started_on=None, ended_on=datetime.date(2016, 5, 20))

    assert LearningRecord.objects.get().state == RecordState.DRAFT
    assert not Run.objects.exists()


def test_submit_without_proof_is_sent_and_worth_nothing(
    professional: CastMember, person: Professional, hr_clerk: CastMember
) -> None:
    draft = services.draft_record(person, MEETING, actor=professional.actor)

    run = services.submit_record(draft, actor=professional.actor)
    approve(run, version=run.version, actor=hr_clerk.actor)

    draft.refresh_from_db()
    assert draft.evidence_state == EvidenceState.MISSING
    assert draft.credited_hours == 0


def test_submit_refuses_what_the_person_may_not_register_and_says_why(
    professional: CastMember, person: Professional
) -> None:
    person.industry = "health"
    person.save()
    draft = drafted(professional, person)

    with pytest.raises(Conflict, match="R-18-5, GDQ18 五"):
        services.submit_record(draft, actor=professional.actor)


def test_person_cannot_send_the_class_that_the_institution_registered(
    professional: CastMember, person: Professional
) -> None:
    training_class = TrainingClassFactory()
    LearningRecordFactory(
        professional=person, training_class=training_class, recognized=True, source=RecordSource.INSTITUTION
    )
    draft = drafted(professional, person, training_class=training_class)

    with pytest.raises(Conflict, match="institution has registered it"):
        services.submit_record(draft, actor=professional.actor)


def test_returned_record_is_amended_and_sent_again(
    professional: CastMember, person: Professional, hr_clerk: CastMember
) -> None:
    learning_record, run = sent(professional, person)
    return_run(run, version=run.version, reasons=["other_dates"], actor=hr_clerk.actor)
    learning_record.refresh_from_db()
    assert learning_record.state == RecordState.RETURNED

    services.amend_record(learning_record, {"facts": {"days": 2}}, actor=professional.actor)
    run = services.resubmit_record(learning_record, actor=professional.actor)
    approve(run, version=run.version, actor=hr_clerk.actor)

    learning_record.refresh_from_db()
    assert learning_record.credited_hours == Decimal(16)


def test_rejected_record_never_counts(professional: CastMember, person: Professional, hr_clerk: CastMember) -> None:
    learning_record, run = sent(professional, person)

    reject(run, version=run.version, reasons=["unrelated"], actor=hr_clerk.actor)

    learning_record.refresh_from_db()
    assert learning_record.state == RecordState.REJECTED
    assert not LedgerYear.objects.exists()


def test_withdrawn_record_can_be_registered_anew(professional: CastMember, person: Professional) -> None:
    learning_record, _run = sent(professional, person)

    services.withdraw_record(learning_record, actor=professional.actor)

    learning_record.refresh_from_db()
    assert learning_record.state == RecordState.WITHDRAWN
    assert not Step.objects.waiting().exists()


def test_clerk_registers_for_own_people_and_does_not_decide_it(
    person: Professional, hr_clerk: CastMember, other_hr_clerk: CastMember
) -> None:
    learning_record, run = sent(hr_clerk, person)

    learning_record.refresh_from_db()
    assert learning_record.source == RecordSource.EMPLOYER
    with pytest.raises(PermissionDenied, match="own case"):
        approve(run, version=run.version, actor=hr_clerk.actor)
    with pytest.raises(PermissionDenied):
        services.draft_record(person, MEETING, actor=other_hr_clerk.actor)


def test_frozen_record_is_not_voided(professional: CastMember, person: Professional, auditor: CastMember) -> None:
    learning_record = LearningRecordFactory(professional=person, recognized=True)
    freeze(learning_record)

    with pytest.raises(Conflict, match="certificate rests on"):
        services.void_records([learning_record], actor=auditor.actor, reason="x")


def test_a_record_is_frozen_until_what_froze_it_rests_on_it_no_longer(person: Professional) -> None:
    learning_record = LearningRecordFactory(professional=person, recognized=True)
    freeze(learning_record, "证书 1")
    freeze(learning_record, "证书 2")

    thaw_records([learning_record.pk], for_what="证书 2")
    learning_record.refresh_from_db()
    assert (learning_record.frozen_for, learning_record.frozen_at is None) == ("证书 1", False)

    thaw_records([learning_record.pk], for_what="证书 1")
    learning_record.refresh_from_db()
    assert (learning_record.frozen_for, learning_record.frozen_at) == ("", None)


def test_voided_record_no_longer_counts(person: Professional, auditor: CastMember) -> None:
    learning_record = LearningRecordFactory(professional=person, recognized=True)

    services.void_records([learning_record], actor=auditor.actor, reason="班次被取消备案资格")

    assert LearningRecord.objects.get().state == RecordState.VOID
    assert LedgerYear.objects.filter(counted_total__gt=0).count() == 0


def test_draft_is_discarded_with_its_proofs(professional: CastMember, person: Professional) -> None:
    draft = drafted(professional, person)

    services.discard_draft(draft, actor=professional.actor)

    assert not LearningRecord.objects.exists()
    assert not Evidence.objects.exists()
