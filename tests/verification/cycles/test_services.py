"""The way of a cycle from the application to the verification, and everything that stops it."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext

from approvals import services as approvals
from approvals.enums import RunState
from approvals.models import Run, Step
from approvals.undoing import undo
from audit.models import Event
from people.enums import Level, Ownership, TitleLevel
from people.models import Employer, Professional
from records.ledger.services import refresh_ledger
from tests.cast import CastMember
from tests.factories import AgencyFactory, DirectPointFactory, TitleFactory
from tests.verification.cycles.conftest import DAY, SENIOR, Days, in_all, learned
from tests.verification.test_auditing import planted
from ui.errors import Conflict
from verification.auditing import differences
from verification.cycles.enums import CycleState, Occasion
from verification.cycles.services import (
    Said,
    amend_case,
    apply_for_cycle,
    apply_for_many,
    withdraw_case,
)
from verification.enums import Kind, Way
from verification.models import CycleCase, Verification, VerificationVoid

Applicant = Callable[..., Professional]
INTERMEDIATE = Said(applying_for=TitleLevel.INTERMEDIATE, occasion=Occasion.EXAM)


def steps_of(run: Run) -> list[tuple[str, str, datetime.date | None]]:
    return [(step.by, step.act, step.latest_on) for step in run.steps.all()]


def agreed(run: Run, *members: CastMember) -> Run:
    for member in members:
        run = approvals.approve(run, version=CycleCase.objects.get(pk=run.subject_id).version, actor=member.actor)
    return run


def test_senior_title_goes_through_the_district_to_the_city_and_is_verified_with_its_figures(
    days: Days,
    c1: Professional,
    professional: CastMember,
    hr_clerk: CastMember,
    district_clerk: CastMember,
    bureau_clerk: CastMember,
) -> None:  # C1, C13
    run = apply_for_cycle(c1, SENIOR, actor=professional.actor)

    assert steps_of(run) == [
        ("employer", "first_verification", datetime.date(2016, 7, 30)),
        ("district", "pre_reverification", datetime.date(2016, 8, 20)),
        ("city", "reverification", None),
    ]
    run = agreed(run, hr_clerk, district_clerk)
    assert not Verification.objects.exists()
    run = agreed(run, bureau_clerk)

    verification = Verification.objects.get()
    case = CycleCase.objects.get()
    assert (case.state, case.verification, run.state) == (CycleState.APPROVED, verification, RunState.APPROVED)
    assert (verification.kind, verification.way, verification.round) == (Kind.CYCLE, Way.REVIEW, 0)
    assert (verification.first_year, verification.last_year, verification.ruleset) == (2011, 2015, "GZ-2012")
    assert (verification.counted_total, verification.counted_public, verification.counted_specialty) == (360, 90, 234)
    assert (verification.required_total, verification.required_public, verification.required_specialty) == (
        360,
        72,
        168,
    )
    assert verification.required_elective is None
    assert sum(Decimal(hours) for hours in verification.credits.values()) == 360
    assert verification.verified_by == bureau_clerk.user
    assert list(Event.objects.filter(action__startswith="cycle.").order_by("pk").values_list("action", flat=True)) == [
        "cycle.asked",
        "cycle.approved",
    ]
    assert list(differences(2015)) == []
    planted("UPDATE verification_verification SET first_year = 2012, counted_total = 361")
    assert [each.what for each in differences(2015)][:2] == [
        "total: the rules count 360, the verification says 361.00",
        "the rules judge [2011, 2012, 2013, 2014, 2015], the verification [2012, 2013, 2014, 2015]",
    ]


def test_who_stands_where_follows_from_employer_and_title(
    days: Days, applicant: Applicant, employer: Employer, hr_clerk: CastMember, professional: CastMember
) -> None:  # C14, C15
    agency, point = AgencyFactory(), DirectPointFactory()
    junior = applicant()
    junior.titles.update(level=TitleLevel.ASSISTANT)

    def bodies() -> list[str]:
        with_run = apply_for_many([junior], INTERMEDIATE, actor=hr_clerk.actor).runs[0]
        steps = [f"{step.by} {step.organization} {step.latest_on}" for step in with_run.steps.all()]
        approvals.withdraw(with_run, actor=hr_clerk.actor)
        return steps

    district = "district 甲区测试人社局 2016-08-30"
    assert bodies() == [f"employer {employer} 2016-07-30", district]
    Employer.objects.filter(pk=employer.pk).update(ownership=Ownership.PRIVATE)
    assert bodies() == [f"direct_point {point} 2016-07-30", district]
    Employer.objects.filter(pk=employer.pk).update(files_held_by=agency)
    assert bodies() == [f"agency {agency} 2016-07-30", district]
    Employer.objects.filter(pk=employer.pk).update(
        ownership=Ownership.PUBLIC, files_held_by=None, belongs_to=Level.CITY, area="4401"
    )
    assert bodies() == [f"employer {employer} 2016-07-30", f"department {employer} 2016-08-30"]


def test_day_of_the_application_decides_about_the_years(
    days: Days, applicant: Applicant, hr_clerk: CastMember
) -> None:  # B1, B2, B9, B10, C2, C16, 2017
    def asked(person: Professional) -> CycleCase:
        run = apply_for_many([person], SENIOR, actor=hr_clerk.actor)
        if run.refused:
            raise Conflict(run.refused[0].refused)
        return CycleCase.objects.get(pk=run.runs[0].subject_id)

    assert asked(applicant()).years == "2011–2015"
    days.set(datetime.date(2016, 7, 1))
    with pytest.raises(Conflict, match="In all short of 72"):  # of 2012–2016 there are 288
        asked(applicant())
    days.set(datetime.date(2016, 4, 14))
    with pytest.raises(Conflict, match="short of 24"):  # those of April 15 come too late
        asked(applicant())
    late = applicant()
    late.titles.update(obtained_on=datetime.date(2015, 12, 1))
    days.set(datetime.date(2016, 3, 1))
    with pytest.raises(Conflict, match=r"possible from .*2016"):
        asked(late)
    days.set(datetime.date(2017, 1, 1))
    with pytest.raises(Conflict, match="From 2017 on"):
        asked(applicant())
    assert CycleCase.objects.count() == 1


def test_application_is_refused_in_words(
    days: Days,
    c1: Professional,
    applicant: Applicant,
    professional: CastMember,
    hr_clerk: CastMember,
    other_hr_clerk: CastMember,
) -> None:
    same_level = Said(applying_for=TitleLevel.INTERMEDIATE, occasion=Occasion.EXAM)
    with pytest.raises(Conflict, match="for a higher title"):
        apply_for_cycle(c1, same_level, actor=professional.actor)
    for stranger in (other_hr_clerk.actor,):
        with pytest.raises(PermissionDenied):
            apply_for_cycle(c1, SENIOR, actor=stranger)
    with pytest.raises(PermissionDenied):
        apply_for_cycle(applicant(), SENIOR, actor=professional.actor)
    without = applicant()
    without.titles.all().delete()
    with pytest.raises(Conflict, match="none is entered for"):
        apply_for_cycle(without, SENIOR, actor=hr_clerk.actor)
    apply_for_cycle(c1, SENIOR, actor=professional.actor)
    with pytest.raises(Conflict, match="is under verification, or verified already"):
        apply_for_cycle(c1, SENIOR, actor=professional.actor)


def test_short_is_sent_only_when_said_and_not_verified_at_the_last_step(
    days: Days,
    applicant: Applicant,
    hr_clerk: CastMember,
    second_hr_clerk: CastMember,
    district_clerk: CastMember,
    bureau_clerk: CastMember,
) -> None:
    person = applicant(last=0)
    with pytest.raises(Conflict, match="In all short of 24"):
        apply_for_cycle(person, SENIOR, actor=hr_clerk.actor)
    run = apply_for_cycle(person, SENIOR, although_short=True, actor=hr_clerk.actor)
    assert Step.objects.waiting().get().is_odd
    agreed(run, second_hr_clerk, district_clerk)

    with pytest.raises(Conflict, match="cannot be verified: In all short of 24"):
        agreed(run, bureau_clerk)
    assert (CycleCase.objects.get().state, Verification.objects.count()) == (CycleState.SUBMITTED, 0)

    learned(person, "specialty", 24, datetime.date(2016, 4, 15))
    refresh_ledger([person.pk])
    agreed(run, bureau_clerk)
    assert Verification.objects.get().counted_total == 360


def test_hours_that_change_meanwhile_make_the_officer_look_again_and_keep_the_place(
    days: Days, c1: Professional, professional: CastMember, hr_clerk: CastMember, district_clerk: CastMember
) -> None:
    run = agreed(apply_for_cycle(c1, SENIOR, actor=professional.actor), hr_clerk)
    seen = CycleCase.objects.get().version

    learned(c1, "specialty", 6, datetime.date(2016, 5, 1))
    refresh_ledger([c1.pk])

    case = CycleCase.objects.get()
    assert (in_all(case.sent_figures), in_all(case.figures), case.version) == (360, 366, seen + 1)
    with pytest.raises(Conflict, match="was changed after you opened it"):
        approvals.approve(run, version=seen, actor=district_clerk.actor)
    approvals.return_run(run, version=case.version, reasons=["doubtful_proof"], actor=district_clerk.actor)
    learned(c1, "specialty", 6, datetime.date(2016, 5, 2))
    refresh_ledger([c1.pk])
    amend_case(CycleCase.objects.get(), SENIOR, actor=professional.actor)
    assert Step.objects.waiting().get().position == 2  # where it was returned


def test_returned_case_goes_on_where_it_was_unless_another_title_is_asked_for(
    days: Days, c1: Professional, professional: CastMember, hr_clerk: CastMember, district_clerk: CastMember
) -> None:
    run = agreed(apply_for_cycle(c1, SENIOR, actor=professional.actor), hr_clerk)
    days.set(datetime.date(2016, 7, 20))
    approvals.return_run(run, version=1, reasons=["wrong_title"], actor=district_clerk.actor)
    case = CycleCase.objects.get()
    assert case.state == CycleState.RETURNED
    with pytest.raises(PermissionDenied):
        amend_case(case, SENIOR, actor=hr_clerk.actor)
    with pytest.raises(Conflict, match="Another level goes another way"):
        amend_case(case, INTERMEDIATE, actor=professional.actor)

    amend_case(case, SENIOR, actor=professional.actor, comment="证明已补")
    assert Step.objects.waiting().get().position == 2
    case.refresh_from_db()
    assert (case.state, case.asked_on, case.years) == (CycleState.SUBMITTED, DAY, "2011–2015")  # the day stays

    approvals.return_run(run, version=1, reasons=["wrong_title"], actor=district_clerk.actor)
    other = Said(applying_for=TitleLevel.SENIOR, occasion=Occasion.ENTRUSTED, applying_name="正高级工程师")
    amend_case(case, other, actor=professional.actor)
    assert Step.objects.waiting().get().position == 1  # those who agreed had seen another title
    withdraw_case(case, actor=professional.actor)
    assert CycleCase.objects.get().state == CycleState.WITHDRAWN


def test_last_decision_taken_back_voids_and_the_next_is_of_the_next_round(
    days: Days,
    c1: Professional,
    professional: CastMember,
    hr_clerk: CastMember,
    district_clerk: CastMember,
    bureau_clerk: CastMember,
) -> None:
    run = agreed(apply_for_cycle(c1, SENIOR, actor=professional.actor), hr_clerk, district_clerk, bureau_clerk)

    undo(run, actor=bureau_clerk.actor)

    assert CycleCase.objects.get().state == CycleState.SUBMITTED
    assert VerificationVoid.objects.get().verification.round == 0
    agreed(run, bureau_clerk)
    assert list(Verification.objects.order_by("round").values_list("round", flat=True)) == [0, 1]
    assert CycleCase.objects.get().verification == Verification.objects.standing().get()


def test_nobody_decides_on_the_own_cycle_nor_on_what_was_sent_for_another(
    days: Days,
    c1: Professional,
    applicant: Applicant,
    professional: CastMember,
    hr_clerk: CastMember,
    second_hr_clerk: CastMember,
) -> None:
    own = apply_for_cycle(c1, SENIOR, actor=professional.actor)
    sent = apply_for_cycle(applicant(), SENIOR, actor=hr_clerk.actor)
    for run, member in ((own, professional), (sent, hr_clerk)):
        with pytest.raises(PermissionDenied):
            approvals.approve(run, version=1, actor=member.actor)
    agreed(sent, second_hr_clerk)
    # HR's own application does not come to HR's own house.
    clerk = applicant(user=hr_clerk.user)
    hat = CastMember(hr_clerk.user, hr_clerk.user.memberships.get(role="professional"))
    run = apply_for_cycle(clerk, SENIOR, actor=hat.actor)
    assert run.steps.get(position=1).organization.name == "甲区测试人社局"


def test_hr_applies_for_many_and_the_others_go_on_only_when_said(
    days: Days, applicant: Applicant, hr_clerk: CastMember, bureau_clerk: CastMember, other_employer: Employer
) -> None:
    people = [applicant(), applicant(), applicant(last=0), applicant(employer=other_employer)]

    outcome = apply_for_many(people, SENIOR, actor=hr_clerk.actor)
    assert not outcome.runs
    assert not CycleCase.objects.exists()
    assert [each.professional for each in outcome.refused] == people[2:]

    outcome = apply_for_many(people, SENIOR, without_refused=True, actor=hr_clerk.actor)
    assert {run.professional for run in outcome.runs} == set(people[:2])
    assert set(CycleCase.objects.values_list("registered_for", flat=True)) == {hr_clerk.membership.organization_id}


def test_many_are_decided_all_or_none_in_a_fixed_number_of_statements(
    days: Days,
    applicant: Applicant,
    hr_clerk: CastMember,
    second_hr_clerk: CastMember,
    district_clerk: CastMember,
    bureau_clerk: CastMember,
) -> None:
    def at_the_city(count: int) -> list[Run]:
        runs = apply_for_many([applicant() for _ in range(count)], SENIOR, actor=hr_clerk.actor).runs
        for member in (second_hr_clerk, district_clerk):
            approvals.decide_many({run.pk: 1 for run in runs}, approvals.Action.APPROVE, actor=member.actor)
        return runs

    counts = []
    for runs in (at_the_city(1), at_the_city(4)):
        with CaptureQueriesContext(
            connection,
        ) as captured:
            approvals.decide_many({run.pk: 1 for run in runs}, approvals.Action.APPROVE, actor=bureau_clerk.actor)
        counts.append(len(captured))
    assert counts[0] == counts[1]
    assert Verification.objects.count() == 5

    runs = at_the_city(2)
    counted = CycleCase.objects.get(pk=runs[1].subject_id).professional.records.filter(category="specialty")
    counted.update(state="void")
    with pytest.raises(Conflict, match="cannot be verified"):
        approvals.decide_many({run.pk: 1 for run in runs}, approvals.Action.APPROVE, actor=bureau_clerk.actor)
    assert Verification.objects.count() == 5


def test_cases_are_seen_by_the_person_and_who_answers_for_them(
    days: Days,
    c1: Professional,
    professional: CastMember,
    hr_clerk: CastMember,
    other_hr_clerk: CastMember,
    district_clerk: CastMember,
    bureau_clerk: CastMember,
    other_bureau_clerk: CastMember,
    auditor: CastMember,
) -> None:
    apply_for_cycle(c1, SENIOR, actor=professional.actor)
    for member in (professional, hr_clerk, district_clerk, bureau_clerk, auditor):
        assert CycleCase.objects.visible_to(member.actor).count() == 1, member
    for member in (other_hr_clerk, other_bureau_clerk):
        assert not CycleCase.objects.visible_to(member.actor).exists(), member


def test_another_title_obtained_later_leaves_the_years_as_they_were(
    days: Days, c1: Professional, professional: CastMember, hr_clerk: CastMember
) -> None:
    run = apply_for_cycle(c1, SENIOR, actor=professional.actor)
    TitleFactory(professional=c1, obtained_on=datetime.date(2014, 1, 1))
    agreed(run, hr_clerk)
    assert CycleCase.objects.get().years == "2011–2015"
