"""From the form to the stamp: who files, who checks, who reviews, what is refused, and what follows."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from approvals.enums import Action, RunState
from approvals.models import Run
from approvals.services import approve, decide_many, reject, return_run, withdraw
from approvals.undoing import undo
from audit.models import Event
from people.models import Employer, Professional
from people.professionals.numbers import index_of_number
from records.enums import FeedKind, RecordSource
from records.ledger.services import refresh_ledger
from records.services import void_records
from tests.cast import CastMember
from tests.factories import BureauFactory, FeedSourceFactory, LearningRecordFactory, ProfessionalFactory
from ui.errors import Conflict
from verification.auditing import differences
from verification.cases import digest_of
from verification.enums import Kind
from verification.models import RealTimeWish, ReviewCase, Verification
from verification.reviews import services
from verification.reviews.declarations import declare_appointment, declare_filing
from verification.reviews.enums import CaseState, Filing, Mode, Occasion, Purpose, Sex
from verification.reviews.figures import present_figures
from verification.reviews.procedures import look_at_cases
from verification.reviews.real_time import ask_real_time, end_real_time
from verification.reviews.results import results_for
from verification.reviews.services import FormSaid, agree, amend_form, file_form

pytestmark = pytest.mark.django_db

YEAR = 2025
SAID = FormSaid(Purpose.TITLE, Sex.FEMALE, datetime.date(1985, 1, 9), "建筑设计")
JANUARY = datetime.date(2026, 1, 8)


@pytest.fixture(autouse=True)
def _concentrated(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is January, unless a test says otherwise."""
    monkeypatch.setattr(services, "database_day", lambda: JANUARY)


def on(day: datetime.date, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(services, "database_day", lambda: day)


def study(person: Professional, year: int = YEAR, **hours: int) -> None:
    for category, count in (hours or {"public": 24, "specialty": 48}).items():
        LearningRecordFactory(
            professional=person,
            recognized=True,
            category=category,
            facts={"hours": str(count)},
            ended_on=datetime.date(year, 6, 1),
        )
    refresh_ledger([person.pk], years=[year])


def of(run: Run) -> ReviewCase:
    return ReviewCase.objects.get(pk=run.subject_id)


def now(run: Run) -> str:
    case = of(run)
    return digest_of(present_figures([case])[case.pk])


def test_a_year_goes_from_the_form_to_the_stamp(
    learner: CastMember, clerk: CastMember, reviewer: CastMember, learner_person: Professional
) -> None:
    study(learner_person)

    run = file_form(learner_person, SAID, actor=learner.actor)
    case = of(run)
    assert (case.study_year, case.occasion, case.days_late) == (YEAR, Occasion.CONCENTRATED, 0)
    assert case.born_on.day == 1, "the form asks for the month and keeps no more"
    assert [(step.by, step.act, step.latest_on) for step in run.steps.all()] == [
        ("employer", "first_check", None),
        ("district", "review", datetime.date(2026, 3, 31)),
    ]
    with pytest.raises(Conflict, match="under review already"):
        file_form(learner_person, SAID, actor=learner.actor)
    with pytest.raises(PermissionDenied):
        approve(run, version=1, actor=learner.actor)

    approve(run, version=1, actor=clerk.actor)
    agree(run, version=1, mode=Mode.SINGLE, digest=now(run), actor=reviewer.actor)

    case = of(run)
    verification = Verification.objects.get()
    assert (case.state, case.verification) == (CaseState.QUALIFIED, verification)
    assert (verification.kind, verification.first_year, verification.last_year) == (Kind.REVIEW, YEAR, YEAR)
    assert (verification.counted_total, verification.required_total, verification.counted_public) == (72, 72, 24)
    assert verification.verified_by == reviewer.user
    assert list(differences(YEAR)) == []
    assert Event.objects.filter(action="verification.reviewed").count() == 1
    with pytest.raises(Conflict, match="verified already"):
        file_form(learner_person, SAID, actor=learner.actor)

    undo(run, actor=reviewer.actor)
    assert of(run).state == CaseState.UNDER_REVIEW
    assert not Verification.objects.standing().exists()
    agree(run, version=1, mode=Mode.SINGLE, digest=now(run), actor=reviewer.actor)
    assert Verification.objects.standing().get().round == 1


def test_whoever_missed_march_is_reviewed_when_applying_on_the_same_year(
    learner: CastMember, reviewer: CastMember, learner_person: Professional, monkeypatch: pytest.MonkeyPatch
) -> None:
    """H28"""
    study(learner_person)
    on(datetime.date(2026, 5, 4), monkeypatch)

    run = file_form(learner_person, SAID, actor=learner.actor)

    case = of(run)
    assert (case.study_year, case.occasion, case.days_late) == (YEAR, Occasion.SUPPLEMENTARY, 0)
    assert run.steps.get(position=2).latest_on is None, "the end of March is over and binds nobody"


def test_whoever_is_short_is_not_verified(
    learner: CastMember, clerk: CastMember, reviewer: CastMember, learner_person: Professional
) -> None:
    """H3: 80 hours, of which 20 public."""
    study(learner_person, public=20, specialty=60)
    run = file_form(learner_person, SAID, actor=learner.actor)

    (flags,) = look_at_cases([of(run)]).values()
    assert flags == ["Public subjects short of 4"]
    approve(run, version=1, actor=clerk.actor)
    with pytest.raises(Conflict, match="不得申报晋升、聘任专业技术职务和职业资格再注册"):
        agree(run, version=1, mode=Mode.SINGLE, digest=now(run), actor=reviewer.actor)
    with pytest.raises(Conflict, match="不得申报晋升"):
        decide_many({run.pk: 1}, Action.APPROVE, actor=reviewer.actor)
    assert Run.objects.get(pk=run.pk).state == RunState.UNDER_WAY

    reject(run, version=1, actor=reviewer.actor, reasons=["short_public"])
    assert of(run).state == CaseState.REFUSED
    assert not Verification.objects.exists()
    number = "320303197812310031"
    learner_person.documents.update(number_index=index_of_number(number))
    assert [each.years for each in results_for("汉测试", number).refused] == ["2025"]
    assert not results_for("别测试", number)
    again = file_form(learner_person, SAID, actor=learner.actor)
    assert not results_for("汉测试", number), "it is under review again"
    withdraw(again, actor=learner.actor)
    assert of(again).state == CaseState.WITHDRAWN


def test_the_average_is_judged_only_where_an_appointment_is_declared(
    learner: CastMember, clerk: CastMember, reviewer: CastMember, learner_person: Professional
) -> None:
    """H27, ten years on."""
    learner_person.titles.update(obtained_on=datetime.date(2021, 1, 1))
    for year, specialty in ((2023, 76), (2024, 36), (2025, 36)):
        study(learner_person, year, public=24, specialty=specialty)
    run = file_form(learner_person, SAID, actor=learner.actor)
    approve(run, version=1, actor=clerk.actor)

    with pytest.raises(Conflict, match="declared no appointment"):
        agree(run, version=1, mode=Mode.CYCLE, digest=now(run), actor=reviewer.actor)
    declare_appointment(learner_person, 2023, 2025, actor=clerk.actor)
    assert "2023–2025" in " ".join(look_at_cases([of(run)])[run.subject_id])
    with pytest.raises(Conflict, match="have changed"):
        agree(run, version=1, mode=Mode.CYCLE, digest=now(run), actor=reviewer.actor)

    case = of(run)
    case.mode, case.appointment = Mode.CYCLE, learner_person.appointments.get()
    seen = digest_of(present_figures([case])[case.pk])
    agree(run, version=1, mode=Mode.CYCLE, digest=seen, actor=reviewer.actor)

    verification = Verification.objects.get()
    assert (verification.first_year, verification.last_year) == (2023, 2025)
    assert (verification.counted_total, verification.required_total) == (220, 216)
    assert list(differences(YEAR)) == []


def test_hours_that_changed_are_seen_before_anybody_decides(
    learner: CastMember, clerk: CastMember, reviewer: CastMember, learner_person: Professional, house: Employer
) -> None:
    study(learner_person, public=24, specialty=60)
    run = file_form(learner_person, SAID, actor=learner.actor)
    approve(run, version=1, actor=clerk.actor)
    seen = now(run)
    doubtful = LearningRecordFactory(
        professional=learner_person, recognized=True, facts={"hours": "10"}, ended_on=datetime.date(YEAR, 7, 1)
    )
    refresh_ledger([learner_person.pk])

    with pytest.raises(Conflict, match="have changed since you opened"):
        agree(run, version=1, mode=Mode.SINGLE, digest=seen, actor=reviewer.actor)
    with pytest.raises(Conflict, match="have changed since the form was sent"):
        decide_many({run.pk: 1}, Action.APPROVE, actor=reviewer.actor)
    assert "from 84 to 94" in look_at_cases([of(run)])[run.subject_id][0]

    agree(run, version=1, mode=Mode.SINGLE, digest=now(run), actor=reviewer.actor)
    assert Verification.objects.get().counted_total == 94
    with pytest.raises(Conflict):
        approve(run, version=1, actor=reviewer.actor)
    void_records([doubtful], actor=reviewer.actor, reason="测试")
    assert Verification.objects.get().counted_total == 94, "what was verified stays as it was"


def test_a_returned_form_goes_on_where_it_was_or_begins_anew(
    learner: CastMember, clerk: CastMember, reviewer: CastMember, learner_person: Professional
) -> None:
    study(learner_person)
    run = file_form(learner_person, SAID, actor=learner.actor)
    approve(run, version=1, actor=clerk.actor)
    return_run(run, version=1, actor=reviewer.actor, reasons=["missing_proof"])
    with pytest.raises(PermissionDenied):
        amend_form(of(run), SAID, actor=clerk.actor)

    amend_form(of(run), SAID, actor=learner.actor)
    assert run.steps.get(state="waiting").position == 2, "unchanged, it goes on with the review body"
    return_run(run, version=1, actor=reviewer.actor, reasons=["wrong_facts"])
    amend_form(of(run), FormSaid(Purpose.APPOINTMENT, Sex.MALE, SAID.born_on, "测量"), actor=learner.actor)
    assert run.steps.get(state="waiting").position == 1
    assert (of(run).version, of(run).purpose) == (2, Purpose.APPOINTMENT)


def test_on_paper_hr_enters_what_was_handed_in_and_a_colleague_checks_it(
    house: Employer, clerk: CastMember, learner: CastMember, learner_person: Professional, other_hr_clerk: CastMember
) -> None:
    study(learner_person)
    with pytest.raises(Conflict, match="files electronically"):
        file_form(learner_person, SAID, actor=clerk.actor)
    with pytest.raises(PermissionDenied):
        file_form(learner_person, SAID, actor=other_hr_clerk.actor)
    house.ownership = "private"
    house.save()
    BureauFactory(name="云龙测试人社局", place="320303")
    declare_filing(house, Filing.PAPER, actor=clerk.actor)
    with pytest.raises(Conflict, match="files on paper"):
        file_form(learner_person, SAID, actor=learner.actor)

    run = file_form(learner_person, SAID, actor=clerk.actor)
    with pytest.raises(PermissionDenied):
        approve(run, version=1, actor=clerk.actor)


def test_a_distance_learner_is_reviewed_by_the_training_centre_when_all_hours_are_there(
    house: Employer, learner: CastMember, learner_person: Professional, city_reviewer: CastMember, reviewer: CastMember
) -> None:
    study(learner_person, public=24)
    with pytest.raises(PermissionDenied):
        ask_real_time(learner_person, YEAR, SAID, today=JANUARY, actor=reviewer.actor)
    with pytest.raises(Conflict, match="no review of 2023"):
        ask_real_time(learner_person, 2023, SAID, today=JANUARY, actor=learner.actor)
    wish = ask_real_time(learner_person, YEAR, SAID, today=JANUARY, actor=learner.actor)
    with pytest.raises(Conflict, match="asked for this already"):
        ask_real_time(learner_person, YEAR, SAID, today=JANUARY, actor=learner.actor)
    study(learner_person, specialty=48)
    assert not ReviewCase.objects.exists(), "nothing of it was learned at a distance"

    feed = FeedSourceFactory(kind=FeedKind.DISTANCE)
    facts: dict[str, Any] = {"facts": {"hours": "2"}, "ended_on": datetime.date(YEAR, 9, 1), "activity": "online"}
    LearningRecordFactory(
        professional=learner_person, recognized=True, feed=feed, external_id="1", source=RecordSource.PLATFORM, **facts
    )
    refresh_ledger([learner_person.pk])

    case = ReviewCase.objects.get()
    run = services.run_of(case)
    assert (case.occasion, case.filed_by) == (Occasion.REAL_TIME, learner.user)
    assert [(step.by, step.organization_id) for step in run.steps.all()] == [
        ("city", city_reviewer.membership.organization_id)
    ]
    assert RealTimeWish.objects.get(pk=wish.pk).ended_at is not None
    with pytest.raises(Conflict, match="over already"):
        end_real_time(wish, actor=learner.actor)
    decide_many({run.pk: 1}, Action.APPROVE, actor=city_reviewer.actor)
    assert Verification.objects.get().counted_total == 74


def test_many_are_decided_in_a_fixed_number_of_statements(
    house: Employer, clerk: CastMember, reviewer: CastMember, django_assert_max_num_queries: Any
) -> None:
    from people.hats import actor_wearing

    runs = []
    for _number in range(3):
        person = ProfessionalFactory(employer=house)
        study(person)
        runs.append(file_form(person, SAID, actor=actor_wearing(person.user, person.user.memberships.get())))

    decide_many({run.pk: 1 for run in runs}, Action.APPROVE, actor=clerk.actor)
    decide_many({run.pk: 1 for run in runs}, Action.APPROVE, actor=reviewer.actor)

    assert Verification.objects.count() == 3
    with django_assert_max_num_queries(4):
        look_at_cases(list(ReviewCase.objects.all()))


def test_a_review_goes_along_to_another_employer(
    learner: CastMember, learner_person: Professional, house: Employer, reviewer: CastMember
) -> None:
    from changes import moves
    from tests.factories import EmployerFactory

    study(learner_person)
    run = file_form(learner_person, SAID, actor=learner.actor)
    new = EmployerFactory(name="泉山测试院", place="320311")
    move = moves.Move(professional=learner_person, old=house, new=new, on=datetime.date(2026, 2, 1))

    assert "The annual review of 2025 goes on with the new employer." in moves.foresee(move)
    moves.carry_out(move, actor=reviewer.actor)

    assert (of(run).employer_id, of(run).area) == (new.pk, "320311")
    assert Run.objects.get(pk=run.pk).employer_id == new.pk
