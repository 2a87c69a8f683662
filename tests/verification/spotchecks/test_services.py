"""A check from the closed list to the report, and what confirmed fraud costs (H29, H30)."""

from __future__ import annotations

import datetime

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction
from django.db.utils import DatabaseError
from django.utils import timezone

from audit.actors import SYSTEM
from audit.models import Checkpoint, Event
from certificates.issuing.services import issue_one
from certificates.models import CertificateEnd
from people.models import Employer, Organization
from people.roles import Role
from records.enums import RecordState
from records.models import LedgerYear
from tests.cast import CastMember
from tests.factories import EmployerFactory, MembershipFactory, ProfessionalFactory
from tests.verification.spotchecks.conftest import YEAR, Decided, next_night
from ui.errors import Conflict
from ui.tasks_waiting import tasks_for
from verification.batch.statements import TAKEN_OVER
from verification.models import EligibilityCancellation, SpotCheck, SpotCheckCase, SpotCheckFinding, Verification
from verification.spotchecks.drawing import draw, hash_of, published_list
from verification.spotchecks.enums import CheckState, FindingVerdict, FraudState
from verification.spotchecks.findings import answer_finding, confirm_fraud, drop_fraud, note_cancellation, note_finding
from verification.spotchecks.services import close_list, draw_sample, draw_what_can_be_drawn, report, seed_for, take_in
from verification.spotchecks.subjects import steps_decided


@pytest.fixture
def fraud(case: SpotCheckCase, city_clerk: CastMember) -> SpotCheckFinding:
    false = case.professional.records.all()
    return note_finding(
        case, verdict=FindingVerdict.FRAUD, words="培训机构证明没有此人", records=list(false), actor=city_clerk.actor
    )


def test_list_is_closed_before_anybody_can_know_the_seed(
    decided: Decided, body: Organization, city_clerk: CastMember, city_head: CastMember
) -> None:
    other_house = EmployerFactory(name="丙测试单位", place="440105")
    people = [decided().professional for _each in range(5)] + [decided(employer=other_house).professional]
    decided(people[0])  # two records of one person are one case
    check = close_list(body, YEAR, actor=city_clerk.actor)

    assert (check.listed, check.employers, check.size, check.state) == (6, 2, 2, CheckState.LISTED)
    assert (check.rule, check.area, check.bureau_id) == ("S-8", "440105", city_clerk.membership.organization_id)
    cases = list(check.cases.order_by("serial"))
    listed = published_list([each.as_listed for each in cases])
    told = Event.objects.get(action="spot_check.listed").after
    assert told["list"] == check.list_hash == hash_of(listed)
    assert not any(person.name in listed for person in people)

    with pytest.raises(Conflict, match="coming night"):
        draw_sample(check, actor=city_clerk.actor)
    next_night(days=0)  # of the same day: it may have been known
    assert seed_for(check) is None
    next_night()
    with pytest.raises(Conflict, match="under way already"):
        close_list(body, YEAR, actor=city_head.actor)

    drawn = draw_sample(check, actor=city_clerk.actor)

    checkpoint = Checkpoint.objects.get(date=check.listed_on + datetime.timedelta(days=1))
    expected = draw([each.as_listed for each in cases], size=2, seed=checkpoint.hash_hex)
    chosen = {case.number: case.draw_number for case in drawn.cases.filter(draw_number__gt="")}
    assert (drawn.seed, drawn.seed_date, drawn.state) == (checkpoint.hash_hex, checkpoint.date, CheckState.DRAWN)
    assert chosen == expected
    assert {case.stratum for case in drawn.cases.filter(draw_number__gt="")} == {1, 2}
    with pytest.raises(Conflict, match="by now"):
        draw_sample(check, actor=city_clerk.actor)


def test_the_clock_draws_what_waits(decided: Decided, body: Organization, city_clerk: CastMember) -> None:
    decided()
    check = close_list(body, YEAR, actor=city_clerk.actor)
    assert draw_what_can_be_drawn(actor=SYSTEM) == 0
    next_night()

    assert draw_what_can_be_drawn(actor=SYSTEM) == 1

    check.refresh_from_db()
    assert (check.state, check.size) == (CheckState.DRAWN, 1)


def test_published_list_stands(case: SpotCheckCase) -> None:
    for change in (
        "lots = 9",
        "serial = 99",
        "stratum = 99",
        "draw_number = ''",
        "professional_id = professional_id + 1",
    ):
        with connection.cursor() as cursor, pytest.raises(DatabaseError, match="list stands"), transaction.atomic():
            cursor.execute(f"UPDATE verification_spotcheckcase SET {change} WHERE id = {case.pk}")
    with connection.cursor() as cursor, pytest.raises(DatabaseError, match="list stands"), transaction.atomic():
        cursor.execute("DELETE FROM verification_spotcheckcase")


def test_body_is_checked_by_the_bureau_above_and_never_by_itself(
    decided: Decided,
    body: Organization,
    body_clerk: CastMember,
    other_head: CastMember,
    hr_clerk: CastMember,
    auditor: CastMember,
    city_clerk: CastMember,
) -> None:
    decided()
    for member in (body_clerk, other_head, hr_clerk, auditor):
        with pytest.raises(PermissionDenied):
            close_list(body, YEAR, actor=member.actor)
    with pytest.raises(Conflict, match="decided nothing"):
        close_list(body, YEAR - 1, actor=city_clerk.actor)
    check = close_list(body, YEAR, actor=city_clerk.actor)

    assert [*SpotCheck.objects.visible_to(body_clerk.actor)] == []
    assert [*SpotCheck.objects.visible_to(auditor.actor)] == [check]
    assert [*SpotCheck.objects.visible_to(other_head.actor)] == []


def test_later_check_lists_only_whom_no_earlier_one_has_and_clean_employers_have_fewer_lots(
    drawn: SpotCheck,
    case: SpotCheckCase,
    decided: Decided,
    body: Organization,
    city_clerk: CastMember,
) -> None:
    note_finding(case, verdict=FindingVerdict.IN_ORDER, actor=city_clerk.actor)
    report(drawn, words="全部合格", actor=city_clerk.actor)
    with pytest.raises(Conflict, match="on no list yet"):
        close_list(body, YEAR, actor=city_clerk.actor)
    late = decided().professional
    elsewhere = decided(employer=EmployerFactory(name="丁测试单位", place="440105")).professional

    second = close_list(body, YEAR, actor=city_clerk.actor)

    assert second.round == 1
    assert dict(second.cases.values_list("professional", "lots")) == {late.pk: 1, elsewhere.pk: 2}


def test_nobody_looks_at_what_they_decided_or_at_the_own_case(
    drawn: SpotCheck, case: SpotCheckCase, decided: Decided, city_clerk: CastMember, city_head: CastMember
) -> None:
    decided(case.professional, by=city_clerk)
    with pytest.raises(PermissionDenied, match="decided themselves"):
        note_finding(case, verdict=FindingVerdict.IN_ORDER, actor=city_clerk.actor)
    bureau = city_head.membership.organization
    own_hat = MembershipFactory(user=case.professional.user, role=Role.BUREAU_HEAD, organization=bureau)
    with pytest.raises(PermissionDenied, match="own case"):
        note_finding(case, verdict=FindingVerdict.IN_ORDER, actor=CastMember(case.professional.user, own_hat).actor)
    assert note_finding(case, verdict=FindingVerdict.IN_ORDER, actor=city_head.actor).found_by == city_head.user


def test_fraud_is_heard_then_confirmed_by_another_and_costs_the_year(
    fraud: SpotCheckFinding,
    case: SpotCheckCase,
    body_clerk: CastMember,
    city_clerk: CastMember,
    city_head: CastMember,
    hr_clerk: CastMember,
    other_hr_clerk: CastMember,
) -> None:
    """H30."""
    person = case.professional
    ledger = LedgerYear.objects.get(professional=person, study_year=YEAR)
    facts = {name: getattr(ledger, name) for name in TAKEN_OVER}
    facts["industry"] = "education"  # there no employer confirms
    verified = Verification.objects.create(kind="annual", way="automatic", first_year=YEAR, last_year=YEAR, **facts)
    certificate = issue_one(verified, actor=body_clerk.actor)
    me = CastMember(person.user, MembershipFactory(user=person.user, role=Role.PROFESSIONAL))
    assert "doubts your records" in str(tasks_for(me.actor)[0].name)
    with pytest.raises(PermissionDenied, match="colleague looks a second time"):
        confirm_fraud(fraud, actor=city_clerk.actor)
    with pytest.raises(Conflict, match="may answer until"):
        confirm_fraud(fraud, actor=city_head.actor)
    with pytest.raises(PermissionDenied):
        answer_finding(fraud, "x", actor=hr_clerk.actor)
    answer_finding(fraud, "证书是别人代办的。", actor=me.actor)

    cancelled = confirm_fraud(fraud, words="同意", actor=city_head.actor)

    this_year = timezone.localdate().year
    assert (cancelled.year, cancelled.study_year, cancelled.rule) == (this_year, YEAR, "S-7")
    assert cancelled.employer_id == hr_clerk.membership.organization_id
    assert {record.state for record in person.records.all()} == {RecordState.VOID}
    assert LedgerYear.objects.get(professional=person, study_year=YEAR).counted_total == 0
    verified.refresh_from_db()
    assert (verified.void.is_fraud, verified.void.voided_by) == (True, city_head.user)
    assert CertificateEnd.objects.get(certificate=certificate).kind == "fraud"
    fraud.refresh_from_db()
    assert (fraud.fraud_state, fraud.second_by) == (FraudState.CONFIRMED, city_head.user)
    with pytest.raises(Conflict, match="decided already"):
        answer_finding(fraud, "x", actor=me.actor)
    told = [str(task.name) for task in tasks_for(hr_clerk.actor)]
    assert f"{person.name}: eligibility of {this_year} cancelled" in told
    with pytest.raises(PermissionDenied):
        note_cancellation(cancelled, actor=other_hr_clerk.actor)
    note_cancellation(cancelled, actor=hr_clerk.actor)
    cancelled.refresh_from_db()
    assert (cancelled.noted_by, cancelled.noted_at is not None) == (hr_clerk.user, True)
    assert not [task for task in tasks_for(hr_clerk.actor) if "cancelled" in str(task.name)]


def test_fraud_is_confirmed_without_an_answer_once_the_days_are_over(
    fraud: SpotCheckFinding, city_head: CastMember
) -> None:
    assert fraud.hear_until == timezone.localdate() + datetime.timedelta(days=7)
    SpotCheckFinding.objects.filter(pk=fraud.pk).update(hear_until=timezone.localdate() - datetime.timedelta(days=1))

    assert confirm_fraud(fraud, actor=city_head.actor).reason == "培训机构证明没有此人"


def test_fraud_that_the_second_officer_does_not_see_costs_nothing(
    fraud: SpotCheckFinding, case: SpotCheckCase, city_clerk: CastMember, city_head: CastMember
) -> None:
    drop_fraud(fraud, verdict=FindingVerdict.REMARK, words="同名，已核实", actor=city_head.actor)

    fraud.refresh_from_db()
    assert (fraud.verdict, fraud.fraud_state) == (FindingVerdict.REMARK, FraudState.DROPPED)
    assert {record.state for record in case.professional.records.all()} == {RecordState.RECOGNIZED}
    assert not EligibilityCancellation.objects.exists()
    with pytest.raises(Conflict, match="second officer"):
        note_finding(case, verdict=FindingVerdict.IN_ORDER, actor=city_clerk.actor)


def test_database_wants_two_hands(fraud: SpotCheckFinding) -> None:
    with pytest.raises(IntegrityError, match="two_hands"), transaction.atomic():
        SpotCheckFinding.objects.filter(pk=fraud.pk).update(
            fraud_state=FraudState.CONFIRMED, second_by=fraud.found_by_id
        )


def test_report_needs_every_case_looked_at(
    drawn: SpotCheck, case: SpotCheckCase, body: Organization, body_clerk: CastMember, city_clerk: CastMember
) -> None:
    with pytest.raises(Conflict, match="no finding yet"):
        report(drawn, words="x", actor=city_clerk.actor)
    note_finding(case, verdict=FindingVerdict.FAULT, words="学时折算有误", actor=city_clerk.actor)
    report(drawn, words="一例折算有误，请核对。", actor=city_clerk.actor)

    assert [*SpotCheck.objects.visible_to(body_clerk.actor)] == [drawn]
    assert f"Spot check of your work of {YEAR}" in [str(task.name) for task in tasks_for(body_clerk.actor)]
    with pytest.raises(Conflict, match="by now"):
        note_finding(case, verdict=FindingVerdict.IN_ORDER, actor=city_clerk.actor)


def test_case_taken_in_stands_beside_the_sample(
    drawn: SpotCheck, case: SpotCheckCase, employer: Employer, city_clerk: CastMember, decided: Decided
) -> None:
    other = drawn.cases.exclude(pk=case.pk).get().professional
    with pytest.raises(Conflict, match="in the check already"):
        take_in(drawn, case.professional, reason="x", actor=city_clerk.actor)
    with pytest.raises(Conflict, match="decided nothing about this person"):
        take_in(drawn, ProfessionalFactory(employer=employer), reason="x", actor=city_clerk.actor)

    taken = take_in(drawn, other, reason="一日学时异常", actor=city_clerk.actor)
    late = take_in(drawn, decided().professional, reason="举报", actor=city_clerk.actor)

    assert (taken.is_drawn, taken.serial is not None, late.serial, late.number) == (False, True, None, "")
    assert drawn.cases.chosen().count() == 3
    assert drawn.size == 1


def test_step_taken_back_is_no_work_of_the_body(decided: Decided, body: Organization) -> None:
    decided()
    assert steps_decided(YEAR).count() == 1
    steps_decided(YEAR).update(state="waiting", since=timezone.now())
    assert steps_decided(YEAR).count() == 0
