"""What becomes of records and ledgers when decisions are made many at a time, and taken back."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext

from approvals.enums import Action
from approvals.models import Step
from approvals.services import approve, decide_many, reject, return_run
from approvals.undoing import undo
from audit.models import Event
from people.hats import actor_wearing
from people.roles import Role
from records import services
from records.models import LedgerYear
from tests.factories import BureauFactory, MembershipFactory
from tests.records.freezing import freeze
from ui.errors import Conflict


def counted(person) -> Decimal:
    year = LedgerYear.objects.filter(professional=person, study_year=2026).first()
    return year.counted_total if year else Decimal(0)


def test_many_are_recognized_in_the_statements_of_one(send, person, people, hr_clerk):
    runs = [send(each)[1] for each in people] + [send(person)[1]]
    with CaptureQueriesContext(connection) as of_one:
        decide_many({runs[0].pk: 1}, Action.APPROVE, actor=hr_clerk.actor)
    with CaptureQueriesContext(connection) as of_many:
        decide_many({run.pk: 1 for run in runs[1:]}, Action.APPROVE, actor=hr_clerk.actor)

    assert len(of_many) == len(of_one)
    assert [counted(each) for each in (*people, person)] == [8, 8, 8, 8]
    assert Event.objects.filter(action="record.recognized").count() == 4


def test_a_recognition_taken_back_takes_the_hours_with_it(send, person, hr_clerk):
    record, run = send(person)
    approve(run, version=1, actor=hr_clerk.actor)
    assert counted(person) == 8

    undo(run, actor=hr_clerk.actor)

    record.refresh_from_db()
    assert (record.state, record.recognized_on, record.credited_hours) == ("submitted", None, None)
    assert counted(person) == 0
    assert Event.objects.filter(action="record.undone", object_id=str(record.pk)).count() == 1
    approve(run, version=1, actor=hr_clerk.actor)
    assert counted(person) == 8


@pytest.mark.parametrize("verdict", [return_run, reject])
def test_a_return_or_refusal_is_taken_back(verdict, send, person, hr_clerk):
    record, run = send(person)
    verdict(run, version=1, actor=hr_clerk.actor, comment="?")

    undo(run, actor=hr_clerk.actor)

    record.refresh_from_db()
    assert record.state == "submitted"


def test_what_a_certificate_rests_on_is_not_taken_back(send, person, hr_clerk, auditor):
    record, run = send(person)
    approve(run, version=1, actor=hr_clerk.actor)
    record.refresh_from_db()
    freeze(record)

    with pytest.raises(Conflict, match="certificate rests on"):
        undo(run, actor=hr_clerk.actor)

    assert counted(person) == 8


def test_a_reviewers_own_record_is_never_in_the_own_queue(send, person, professional, employer, hr_clerk):
    own_hat = MembershipFactory(user=professional.user, organization=employer, role=Role.HR_CLERK)
    send(person)

    reviewer = actor_wearing(professional.user, own_hat)
    assert not Step.objects.waiting_for(reviewer).exists()


def test_the_record_of_hr_goes_one_level_up(send, person, professional, employer, hr_clerk):
    bureau = BureauFactory(name="甲区测试人社局", place="440105")
    MembershipFactory(user=professional.user, organization=employer, role=Role.HR_HEAD)

    _record, run = send(person)

    assert run.steps.get().organization.name == bureau.name
    assert not Step.objects.waiting_for(hr_clerk.actor).exists()
    with pytest.raises(Conflict):
        approve(run, version=1, actor=hr_clerk.actor)


def test_a_record_sent_before_the_person_became_hr_is_in_nobodys_own_queue(send, person, professional, employer):
    _record, run = send(person)
    own_hat = MembershipFactory(user=professional.user, organization=employer, role=Role.HR_HEAD)
    reviewer = actor_wearing(professional.user, own_hat)

    assert not Step.objects.waiting_for(reviewer).exists()
    with pytest.raises(PermissionDenied, match="own case"):
        approve(run, version=1, actor=reviewer)


def test_a_record_amended_into_another_kind_waits_as_that(send, person, professional, hr_clerk):
    record, run = send(person)
    assert run.steps.get().kind == "elective.meeting"
    return_run(run, version=1, actor=hr_clerk.actor, comment="?")
    record.refresh_from_db()

    services.amend_record(record, {"category": "specialty"}, actor=professional.actor)
    services.resubmit_record(record, actor=professional.actor)

    assert run.steps.get().kind == "specialty.meeting"
