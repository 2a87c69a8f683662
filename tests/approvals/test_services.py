from __future__ import annotations

import datetime

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext

from approvals.access import DECIDING_ROLES
from approvals.chains import ChainStep
from approvals.enums import EMPLOYER_CHANGED, NOBODY_ABOVE, OWN_CASE, Act, Action, By
from approvals.models import Decision, Run, Step
from approvals.rerouting import reroute_runs
from approvals.services import (
    approve,
    decide_many,
    open_run,
    open_runs,
    reject,
    remind,
    resubmit,
    return_run,
    take_over,
    withdraw,
)
from audit.models import Event
from people.hats import actor_wearing
from people.models import Title
from people.roles import Role
from tests.approvals.conftest import FIRST_VERSION, change_subject, version_of
from tests.factories import BureauFactory, EmployerFactory, MembershipFactory, ProfessionalFactory, TitleFactory
from ui.errors import Conflict


def states(run: Run) -> tuple[str, list[str]]:
    run = Run.objects.get(pk=run.pk)
    return run.state, list(run.steps.values_list("state", flat=True))


def bodies(run: Run) -> list[str]:
    return [str(step.organization) for step in run.steps.all()]


def actions(run: Run) -> list[str]:
    return list(run.decisions.values_list("action", flat=True))


# Asking


def test_a_run_begins_with_its_first_body_and_says_until_when(run, employer, professional):
    step = run.steps.get(position=1)

    assert states(run) == ("under_way", ["waiting", "later"])
    assert step.organization.pk == employer.pk
    assert step.due_on > step.since.date()
    assert (step.rule, step.cite) == ("8.2", "粤…办法 十三")
    assert actions(run) == ["open"]
    assert run.decisions.get().person == professional.user


def test_opening_leaves_an_audit_row_in_the_same_transaction(run):
    event = Event.objects.get(action="approval.opened")

    assert (event.object_type, event.object_id) == ("approvals.run", str(run.pk))
    assert event.after["state"] == "under_way"


def test_the_day_the_rule_book_names_goes_before_a_term(open_matter, employer):
    day = datetime.date(2027, 3, 31)

    run = open_matter(steps=[ChainStep(by=By.EMPLOYER, act=Act.REVIEW, organization=employer, term=5, latest_on=day)])

    assert run.steps.get().due_on == day


def test_the_same_subject_is_not_sent_twice(run, chain, professional, procedure):
    with pytest.raises(Conflict):
        open_run(procedure.name, Title.objects.get(pk=run.subject_id), chain, actor=professional.actor)


def test_steps_of_the_system_are_passed_at_once(open_matter, effects, district_bureau):
    by_system = ChainStep(by=By.SYSTEM, act=Act.REVIEW, organization=None, term=None)
    by_bureau = ChainStep(by=By.DISTRICT, act=Act.RECOGNITION, organization=district_bureau)

    assert states(open_matter(steps=[by_system, by_bureau])) == ("under_way", ["passed", "waiting"])
    assert effects.seen == []
    assert states(open_matter(steps=[by_system])) == ("approved", ["passed"])
    assert [name for name, _subject in effects.seen] == ["approved"]


# Deciding


def test_agreeing_passes_it_on_and_only_the_last_agreement_has_an_effect(run, hr_clerk, district_clerk, effects):
    approve(run, version=FIRST_VERSION, actor=hr_clerk.actor)
    assert states(run) == ("under_way", ["passed", "waiting"])
    assert effects.seen == []

    approve(run, version=FIRST_VERSION, actor=district_clerk.actor, comment="好")

    assert states(run) == ("approved", ["passed", "passed"])
    assert effects.seen == [("approved", run.subject_id)]
    assert list(
        Event.objects.filter(action__startswith="approval").order_by("pk").values_list("action", flat=True)
    ) == [
        "approval.opened",
        "approval.passed_on",
        "approval.approved",
    ]


def test_a_decision_keeps_person_hat_body_words_and_version(run, hr_clerk, employer):
    return_run(run, version=FIRST_VERSION, actor=hr_clerk.actor, reasons=["unclear"], comment="请重拍")

    line = run.decisions.get(action=Action.RETURN)
    assert (line.person, line.hat, line.version) == (hr_clerk.user, Role.HR_CLERK, FIRST_VERSION)
    assert line.organization.pk == line.body.pk == employer.pk
    assert (line.reasons, line.comment) == (["unclear"], "请重拍")
    assert line.reason_words == ["Nobody can read it"]
    assert abs(line.at - run.opened_at) < datetime.timedelta(minutes=1)


def test_a_refusal_is_final(run, hr_clerk, professional, effects):
    reject(run, version=FIRST_VERSION, actor=hr_clerk.actor, reasons=["wrong"])

    assert states(run) == ("rejected", ["rejected", "later"])
    assert effects.seen == [("rejected", run.subject_id)]
    with pytest.raises(Conflict):
        resubmit(run, actor=professional.actor)


def test_the_version_seen_is_the_version_decided(run, hr_clerk):
    change_subject(run)

    with pytest.raises(Conflict):
        approve(run, version=FIRST_VERSION, actor=hr_clerk.actor)
    with pytest.raises(Conflict):  # seen, but never sent: an amendment counts when it is submitted
        approve(run, version=FIRST_VERSION + 1, actor=hr_clerk.actor)

    assert states(run) == ("under_way", ["waiting", "later"])


def test_whoever_comes_too_late_is_told_what_happened(run, hr_clerk, second_hr_clerk):
    approve(run, version=FIRST_VERSION, actor=hr_clerk.actor)

    with pytest.raises(Conflict) as late:
        approve(run, version=FIRST_VERSION, actor=second_hr_clerk.actor)

    assert "陈测试" in str(late.value.message)


def test_a_stranger_is_refused_and_not_told_anything(run, other_hr_clerk):
    with pytest.raises(PermissionDenied) as refused:
        approve(run, version=FIRST_VERSION, actor=other_hr_clerk.actor)

    assert "测试" not in str(refused.value)


def test_an_effect_that_fails_takes_the_decision_with_it(run, hr_clerk, district_clerk, effects):
    approve(run, version=FIRST_VERSION, actor=hr_clerk.actor)
    effects.refuse_with = Conflict("not now")

    with pytest.raises(Conflict):
        approve(run, version=FIRST_VERSION, actor=district_clerk.actor)

    assert states(run) == ("under_way", ["passed", "waiting"])
    assert actions(run) == ["open", "approve"]


# Own cases


def test_nobody_decides_on_their_own_request(open_matter, hr_clerk):
    run = open_matter(actor=hr_clerk.actor)

    with pytest.raises(PermissionDenied):
        approve(run, version=FIRST_VERSION, actor=hr_clerk.actor)


def test_the_case_of_a_colleague_who_decides_goes_one_level_up(
    open_matter, professional, employer, district_bureau, hr_clerk, district_clerk
):
    MembershipFactory(user=professional.user, organization=employer, role=Role.HR_CLERK)

    run = open_matter()

    assert bodies(run) == [district_bureau.name, district_bureau.name]
    line = run.decisions.last()
    assert (line.action, line.reasons) == ("reassign", [OWN_CASE])
    assert (line.body.pk, line.handed_to.pk) == (employer.pk, district_bureau.pk)
    approve(run, version=FIRST_VERSION, actor=district_clerk.actor)


def test_a_later_step_goes_up_when_its_turn_comes(
    open_matter, professional, district_bureau, bureau_clerk, hr_clerk, district_clerk
):
    run = open_matter()
    MembershipFactory(user=professional.user, organization=district_bureau, role=Role.BUREAU_CLERK)

    approve(run, version=FIRST_VERSION, actor=hr_clerk.actor)

    assert bodies(run)[1] == "甲市测试人社局"


def test_where_nobody_stands_above_it_stays_and_a_colleague_decides(
    open_matter, professional, employer, hr_clerk, chain
):
    province = BureauFactory(name="甲省测试人社厅", place="440000")
    own = MembershipFactory(user=professional.user, organization=province, role=Role.BUREAU_HEAD)

    run = open_matter(steps=[ChainStep(by=By.PROVINCE, act=Act.RECHECK, organization=province)])

    assert bodies(run) == [province.name]
    assert run.decisions.last().reasons == [NOBODY_ABOVE]
    with pytest.raises(PermissionDenied):
        approve(run, version=FIRST_VERSION, actor=actor_wearing(professional.user, own))


def test_a_hat_that_has_ended_sends_nothing_up(open_matter, professional, employer):
    MembershipFactory(
        user=professional.user, organization=employer, role=Role.HR_CLERK, ended_on=datetime.date(2025, 1, 1)
    )

    assert bodies(open_matter())[0] == employer.name


# Returned, withdrawn, sent again


def test_sent_again_unchanged_it_goes_on_where_it_was_returned(run, hr_clerk, district_clerk, professional):
    approve(run, version=FIRST_VERSION, actor=hr_clerk.actor)
    return_run(run, version=FIRST_VERSION, actor=district_clerk.actor, comment="?")

    resubmit(run, actor=professional.actor, comment="补充说明")

    assert states(run) == ("under_way", ["passed", "waiting"])


def test_sent_again_changed_it_begins_anew_because_others_saw_something_else(
    run, hr_clerk, district_clerk, professional
):
    approve(run, version=FIRST_VERSION, actor=hr_clerk.actor)
    return_run(run, version=FIRST_VERSION, actor=district_clerk.actor, comment="?")
    change_subject(run)

    resubmit(run, actor=professional.actor)

    assert states(run) == ("under_way", ["waiting", "later"])
    assert Run.objects.get(pk=run.pk).version == FIRST_VERSION + 1
    approve(run, version=FIRST_VERSION + 1, actor=hr_clerk.actor)


def test_withdrawn_is_withdrawn(run, professional, hr_clerk, effects):
    withdraw(run, actor=professional.actor, comment="不办了")

    assert states(run) == ("withdrawn", ["withdrawn", "later"])
    assert effects.seen == [("withdrawn", run.subject_id)]
    with pytest.raises(Conflict):
        approve(run, version=FIRST_VERSION, actor=hr_clerk.actor)


def test_only_who_asked_can_withdraw(open_matter, hr_clerk, professional):
    run = open_matter(actor=hr_clerk.actor)

    with pytest.raises(PermissionDenied):
        withdraw(run, actor=professional.actor)


def test_a_reminder_once_a_day(run, professional):
    remind(run, actor=professional.actor)

    assert run.steps.get(position=1).reminded_at is not None
    with pytest.raises(Conflict):
        remind(run, actor=professional.actor)
    assert actions(run) == ["open", "remind"]


# Several at once


def test_several_are_decided_with_one_statement_of_the_trail(open_matter, hr_clerk):
    runs = [open_matter(name=f"t{number}") for number in range(3)]

    decide_many({run.pk: FIRST_VERSION for run in runs}, Action.APPROVE, actor=hr_clerk.actor)

    assert {states(run)[0] for run in runs} == {"under_way"}
    assert {states(run)[1][0] for run in runs} == {"passed"}
    assert Event.objects.filter(action="approval.passed_on").count() == 3


@pytest.mark.parametrize("position", [1, 2])
def test_the_number_of_statements_is_that_of_one(position, open_matter, hr_clerk, district_clerk, employer):
    people = ProfessionalFactory.create_batch(6, employer=employer)
    runs = [open_matter(name=f"t{number}", person=person) for number, person in enumerate(people)]
    seen = {run.pk: FIRST_VERSION for run in runs}
    if position == 2:
        decide_many(seen, Action.APPROVE, actor=hr_clerk.actor)
    actor = (hr_clerk if position == 1 else district_clerk).actor

    with CaptureQueriesContext(connection) as of_one:
        decide_many(dict(list(seen.items())[:1]), Action.APPROVE, actor=actor)
    with CaptureQueriesContext(connection) as of_many:
        decide_many(dict(list(seen.items())[1:]), Action.APPROVE, actor=actor)

    assert len(of_many) == len(of_one)


def test_many_are_opened_at_once_as_one_by_one(
    procedure, professional, employer, district_bureau, hr_clerk, chain, effects
):
    colleague = ProfessionalFactory(employer=employer)
    MembershipFactory(user=colleague.user, organization=employer, role=Role.HR_CLERK)
    people = [professional.user.professional, colleague, ProfessionalFactory(employer=employer)]
    titles = [TitleFactory(professional=person, obtained_on=datetime.date(2018, 1, 1)) for person in people]
    by_system = [ChainStep(by=By.SYSTEM, act=Act.REVIEW, organization=None, term=None)]
    chains = [chain, chain, by_system]

    with CaptureQueriesContext(connection) as queries:
        runs = open_runs(
            procedure.name,
            [(title, own, person, employer) for title, own, person in zip(titles, chains, people, strict=True)],
            actor=hr_clerk.actor,
        )

    assert [states(run) for run in runs] == [
        ("under_way", ["waiting", "later"]),
        ("under_way", ["waiting", "later"]),
        ("approved", ["passed"]),
    ]
    assert bodies(runs[1]) == [district_bureau.name, district_bureau.name]
    assert [actions(run) for run in runs] == [["open"], ["open", "reassign"], ["open", "approve"]]
    assert {run.area for run in runs} == {employer.area}
    assert effects.seen == [("approved", titles[2].pk)]
    told = Event.objects.filter(object_type="approvals.run", object_id=str(runs[2].pk)).order_by("pk")
    assert list(told.values_list("action", flat=True)) == ["approval.opened", "approval.approved"]
    assert len(queries) < 20


def test_of_many_one_that_was_sent_already_refuses_all(run, procedure, professional, chain, employer):
    person = professional.user.professional
    sent = Title.objects.get(pk=run.subject_id)
    fresh = TitleFactory(professional=person)

    with pytest.raises(Conflict):
        open_runs(
            procedure.name, [(title, chain, person, employer) for title in (fresh, sent)], actor=professional.actor
        )
    with pytest.raises(Conflict):
        open_runs(procedure.name, [(fresh, chain, person, employer)] * 2, actor=professional.actor)

    assert Run.objects.count() == 1


def foreign(open_matter, other_employer):
    return open_matter(steps=[ChainStep(by=By.EMPLOYER, act=Act.REVIEW, organization=other_employer)], name="foreign")


def test_one_foreign_matter_refuses_all(open_matter, other_employer, hr_clerk):
    runs = [open_matter(name=f"t{number}") for number in range(3)]
    chosen = {run.pk: FIRST_VERSION for run in [*runs, foreign(open_matter, other_employer)]}

    with pytest.raises(PermissionDenied):
        decide_many(chosen, Action.APPROVE, actor=hr_clerk.actor)

    assert {states(run)[1][0] for run in runs} == {"waiting"}
    assert not Decision.objects.filter(action=Action.APPROVE).exists()


@pytest.mark.parametrize("made_late", [change_subject, lambda run: None])
def test_one_that_changed_or_is_gone_refuses_all(made_late, open_matter, hr_clerk, second_hr_clerk):
    runs = [open_matter(name=f"t{number}") for number in range(3)]
    made_late(runs[1])
    if version_of(runs[1]) == FIRST_VERSION:
        approve(runs[1], version=FIRST_VERSION, actor=second_hr_clerk.actor)

    with pytest.raises(Conflict):
        decide_many({run.pk: FIRST_VERSION for run in runs}, Action.APPROVE, actor=hr_clerk.actor)

    assert states(runs[0])[1][0] == states(runs[2])[1][0] == "waiting"


def test_one_that_does_not_exist_refuses_all(run, hr_clerk):
    with pytest.raises(PermissionDenied):
        decide_many({run.pk: FIRST_VERSION, run.pk + 99: 1}, Action.APPROVE, actor=hr_clerk.actor)

    assert states(run)[1][0] == "waiting"


def test_only_verdicts_decide(run, hr_clerk):
    with pytest.raises(ValueError, match="withdraw"):
        decide_many({run.pk: FIRST_VERSION}, Action.WITHDRAW, actor=hr_clerk.actor)


# Another employer


@pytest.fixture
def new_employer(db):
    BureauFactory(name="丙区测试人社局", place="440106")
    return EmployerFactory(name="丙测试单位", place="440106")


def reroute(professional, employer, new_employer, actor):
    return reroute_runs(
        professional.user.professional, old=employer, new=new_employer, on=datetime.date(2026, 12, 1), actor=actor
    )


def test_what_stands_at_the_old_employer_goes_to_the_bodies_of_the_new(
    run, professional, employer, new_employer, other_hr_clerk, hr_clerk
):
    moved = reroute(professional, employer, new_employer, other_hr_clerk.actor)

    assert moved == 1
    assert bodies(run) == ["丙测试单位", "丙区测试人社局"]
    line = run.decisions.last()
    assert (line.action, line.reasons, line.handed_to.name) == ("reassign", [EMPLOYER_CHANGED], "丙测试单位")
    with pytest.raises(Conflict) as late:
        approve(run, version=FIRST_VERSION, actor=hr_clerk.actor)
    assert "丙测试单位" in str(late.value.message)


def test_what_was_decided_stays_decided(run, professional, employer, new_employer, hr_clerk, other_hr_clerk):
    approve(run, version=FIRST_VERSION, actor=hr_clerk.actor)

    reroute(professional, employer, new_employer, other_hr_clerk.actor)

    assert bodies(run) == [employer.name, "丙区测试人社局"]
    assert states(run) == ("under_way", ["passed", "waiting"])


def test_a_body_that_is_missing_at_the_new_place_leaves_the_step_where_it_is(
    run, professional, employer, other_employer, district_bureau, hr_clerk
):
    reroute(professional, employer, other_employer, hr_clerk.actor)

    assert bodies(run) == [other_employer.name, district_bureau.name]


def test_closed_runs_and_those_of_others_stay(open_matter, professional, employer, new_employer, hr_clerk):
    closed, colleague = open_matter(), ProfessionalFactory(employer=employer)
    reject(closed, version=FIRST_VERSION, actor=hr_clerk.actor, comment="no")
    others = open_matter(person=colleague)

    assert reroute(professional, employer, new_employer, hr_clerk.actor) == 0
    assert bodies(closed)[0] == bodies(others)[0] == employer.name


def test_a_returned_run_changes_hands_and_waits_for_whoever_asked(run, professional, employer, new_employer, hr_clerk):
    return_run(run, version=FIRST_VERSION, actor=hr_clerk.actor, comment="?")

    reroute(professional, employer, new_employer, hr_clerk.actor)
    assert states(run) == ("returned", ["returned", "later"])
    resubmit(run, actor=professional.actor)

    assert bodies(run)[0] == "丙测试单位"
    assert states(run) == ("under_way", ["waiting", "later"])


# The body above


def test_the_body_that_was_told_takes_over(run, district_bureau, district_clerk, hr_clerk):
    with pytest.raises(PermissionDenied):
        take_over(run, actor=district_clerk.actor)
    Step.objects.filter(run=run, position=1).update(escalated_to=district_bureau)

    take_over(run, actor=district_clerk.actor)

    assert bodies(run)[0] == district_bureau.name
    with pytest.raises(Conflict):
        approve(run, version=FIRST_VERSION, actor=hr_clerk.actor)


# History


@pytest.mark.parametrize("statement", ["UPDATE approvals_decision SET comment = 'x'", "DELETE FROM approvals_decision"])
def test_the_database_refuses_to_change_history(run, statement):
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def test_one_open_run_a_subject_by_constraint(run):
    copy = Run(procedure=run.procedure, subject_id=run.subject_id, version=1)

    with pytest.raises(DatabaseError), transaction.atomic():
        copy.save()


def test_hats_that_decide_are_those_of_the_table():
    assert set(DECIDING_ROLES) == {
        Role.HR_CLERK,
        Role.HR_HEAD,
        Role.AUTHORITY_REVIEWER,
        Role.BUREAU_CLERK,
        Role.BUREAU_HEAD,
    }
