"""The class plan: who may file it, by when under each rule set, through whose hands, and what follows."""

from __future__ import annotations

import datetime

import pytest
from django.core.exceptions import PermissionDenied

from approvals.models import Run, Step
from approvals.services import approve, reject, return_run, withdraw
from audit.models import Event
from courses.classes import plans
from courses.classes.anomalies import look_at_plans, names_in
from courses.classes.plans import (
    amend_class,
    discard_class,
    draft_class,
    file_class,
    move,
    refile_class,
    run_of,
)
from courses.classes.rulings import chain_of_plan, plan_deadline, results_deadline, windows_missed
from courses.enums import CLASS_MOVES, ClassState
from courses.models import TrainingClass
from people.enums import Industry, Level
from tests.courses.conftest import day
from tests.factories import (
    BureauFactory,
    CommissionFactory,
    IndustryAuthorityFactory,
    InstitutionFactory,
    LostCommissionFactory,
    TrainingClassFactory,
)
from ui.errors import Conflict

pytestmark = pytest.mark.django_db


def fresh(training_class: TrainingClass) -> TrainingClass:
    return TrainingClass.objects.get(pk=training_class.pk)


def newest_run(training_class: TrainingClass) -> Run:
    return Run.objects.filter(procedure="class_plan", subject_id=training_class.pk).latest("pk")


class TestTheTableOfMoves:
    @pytest.mark.parametrize("action", CLASS_MOVES)
    @pytest.mark.parametrize("state", ClassState)
    def test_is_walked_whole(self, action, state, officer):
        one = TrainingClassFactory(state=state)
        rule = CLASS_MOVES[action]

        if state in rule.allowed_from:
            move(one, action, actor=officer.actor)
            assert fresh(one).state == rule.to
            assert Event.objects.filter(action=rule.recorded_as, object_id=str(one.pk)).count() == 1
        else:
            with pytest.raises(Conflict):
                move(one, action, actor=officer.actor)
            assert fresh(one).state == state


class TestDrafting:
    def test_keeps_the_plan_for_the_institution_alone(self, draft, institution_clerk, officer, hr_clerk):
        assert draft.state == ClassState.DRAFT
        assert draft.area == "4401"
        assert TrainingClass.objects.visible_to(institution_clerk.actor).count() == 1
        assert TrainingClass.objects.visible_to(officer.actor).count() == 0
        assert TrainingClass.objects.visible_to(hr_clerk.actor).count() == 0

    def test_is_refused_to_others(self, institution, said, other_institution_clerk, hr_clerk):
        for stranger in (other_institution_clerk, hr_clerk):
            with pytest.raises(PermissionDenied):
                draft_class(institution, said, actor=stranger.actor)

    def test_takes_nothing_that_is_no_part_of_a_plan(self, institution, institution_clerk):
        with pytest.raises(ValueError, match="state"):
            draft_class(institution, {"state": "published"}, actor=institution_clerk.actor)

    def test_amending_counts_the_version_up_and_leaves_a_trace(self, draft, institution_clerk):
        amend_class(draft, {"venue": "测试路2号"}, actor=institution_clerk.actor)

        event = Event.objects.get(action="class.amended")
        assert (event.before["venue"], event.after["venue"]) == ("测试路1号", "测试路2号")
        assert fresh(draft).version == 2

    def test_discarding_takes_it_away(self, draft, institution_clerk):
        discard_class(draft, actor=institution_clerk.actor)

        assert not TrainingClass.objects.exists()
        assert Event.objects.get(action="class.discarded").before["title"] == draft.title

    def test_what_was_sent_once_is_not_discarded(self, filed, institution_clerk):
        withdraw(newest_run(filed), actor=institution_clerk.actor)

        with pytest.raises(Conflict):
            discard_class(fresh(filed), actor=institution_clerk.actor)


class TestFiling:
    def test_goes_to_the_authority_and_then_to_the_bureau(self, filed, authority, bureau):
        steps = Step.objects.filter(run=newest_run(filed)).order_by("position")

        assert [(step.by, step.act, step.organization_id) for step in steps] == [
            ("industry", "review", authority.pk),
            ("city", "filing", bureau.pk),
        ]
        assert steps[0].cite == "GDQ18 七"
        assert filed.state == ClassState.FILED
        assert filed.filed_on == day(0)

    def test_is_published_when_both_have_agreed(self, filed, reviewer, officer):
        run = newest_run(filed)

        approve(run, version=1, actor=reviewer.actor)
        assert fresh(filed).state == ClassState.FILED
        approve(run, version=1, actor=officer.actor)

        published = fresh(filed)
        assert published.state == ClassState.PUBLISHED
        assert published.published_at is not None
        assert published.results_due_on == results_deadline(published).due
        assert published.results_due_on > published.ends_on

    def test_is_refused_for_good(self, filed, reviewer):
        reject(newest_run(filed), version=1, reasons=["off_guide"], comment="不合指南", actor=reviewer.actor)

        assert fresh(filed).state == ClassState.REFUSED
        assert Event.objects.get(action="class.refused").reason == "不合指南"

    def test_withdrawn_is_a_draft_again_and_can_be_filed_anew(self, filed, institution_clerk):
        withdraw(newest_run(filed), actor=institution_clerk.actor)

        draft = fresh(filed)
        assert (draft.state, draft.filed_on) == (ClassState.DRAFT, None)
        file_class(draft, actor=institution_clerk.actor)
        assert fresh(filed).state == ClassState.FILED

    def test_twice_is_too_late(self, filed, institution_clerk):
        with pytest.raises(Conflict):
            file_class(filed, actor=institution_clerk.actor)

    def test_is_refused_to_others(self, draft, other_institution_clerk, officer, bureau, authority):
        for stranger in (other_institution_clerk, officer):
            with pytest.raises(PermissionDenied):
                file_class(draft, actor=stranger.actor)

    def test_waits_for_nobody_who_is_not_there(self, draft, bureau, institution_clerk):
        with pytest.raises(Conflict, match="industry authority"):
            file_class(draft, actor=institution_clerk.actor)
        assert fresh(draft).state == ClassState.DRAFT

    def test_without_its_commission_is_refused_with_the_clause(self, draft, institution_clerk, bureau, authority):
        LostCommissionFactory(institution=draft.institution, year=draft.starts_on.year, reason="未按计划办班")

        with pytest.raises(Conflict, match="S-5, ST14 四\\(三\\)") as refusal:
            file_class(draft, actor=institution_clerk.actor)
        assert "未按计划办班" in str(refusal.value.message)

    def test_a_commission_lost_for_another_year_is_no_hindrance(self, draft, institution_clerk, bureau, authority):
        LostCommissionFactory(institution=draft.institution, year=draft.starts_on.year + 3)

        file_class(draft, actor=institution_clerk.actor)

        assert fresh(draft).state == ClassState.FILED


class TestReturned:
    @pytest.fixture
    def returned(self, filed, reviewer):
        return_run(newest_run(filed), version=1, reasons=["hours"], comment="学时过多", actor=reviewer.actor)
        return fresh(filed)

    def test_is_amended_and_begins_anew(self, returned, institution_clerk):
        amend_class(returned, {"days": 3, "venue": "测试路3号"}, actor=institution_clerk.actor)
        refile_class(fresh(returned), actor=institution_clerk.actor)

        run = newest_run(returned)
        assert (run.state, run.version) == ("under_way", 2)
        assert fresh(returned).state == ClassState.FILED

    def test_counts_as_filed_when_it_first_was(self, returned, institution_clerk):
        TrainingClass.objects.filter(pk=returned.pk).update(filed_on=day(-3))

        refile_class(fresh(returned), actor=institution_clerk.actor)

        assert fresh(returned).filed_on == day(-3)

    def test_for_other_bodies_is_another_plan(self, returned, institution_clerk):
        amend_class(returned, {"category": "public"}, actor=institution_clerk.actor)

        with pytest.raises(Conflict, match="other bodies"):
            refile_class(fresh(returned), actor=institution_clerk.actor)

    def test_that_would_have_begun_is_too_late(self, returned, institution_clerk):
        TrainingClass.objects.filter(pk=returned.pk).update(filed_on=day(-9), starts_on=day(0))

        with pytest.raises(Conflict, match="after today"):
            refile_class(fresh(returned), actor=institution_clerk.actor)

    def test_is_amended_by_nobody_else(self, returned, other_institution_clerk, reviewer):
        for stranger in (other_institution_clerk, reviewer):
            with pytest.raises(PermissionDenied):
                amend_class(returned, {"venue": "x"}, actor=stranger.actor)

    def test_under_way_it_is_not_amended(self, filed, institution_clerk):
        with pytest.raises(Conflict):
            amend_class(filed, {"venue": "x"}, actor=institution_clerk.actor)


class TestDeadlines:
    """Both sides of every boundary day, as the rule books draw it."""

    @pytest.mark.parametrize(
        ("place", "category", "starts_on", "filed_on", "outcome", "due"),
        [
            # D-13, A-19: from 30 days before to the day before; earlier with a notice
            ("440100", "specialty", "2026-03-31", "2026-02-28", "accepted_with_notice", "2026-03-30"),
            ("440100", "specialty", "2026-03-31", "2026-03-01", "accepted", "2026-03-30"),
            ("440100", "specialty", "2026-03-31", "2026-03-30", "accepted", "2026-03-30"),
            ("440100", "specialty", "2026-03-31", "2026-03-31", "refused", "2026-03-30"),
            # D-6: by April 15; after it late, yet taken
            ("440500", "public", "2014-05-20", "2014-04-15", "accepted", "2014-04-15"),
            ("440500", "public", "2014-05-20", "2014-04-16", "late", "2014-04-15"),
            # D-7, A-20: ten days of the calendar before
            ("440500", "specialty", "2014-05-20", "2014-05-10", "accepted", "2014-05-10"),
            ("440500", "specialty", "2014-05-20", "2014-05-11", "refused", "2014-05-10"),
        ],
    )
    def test_by_rule(self, place, category, starts_on, filed_on, outcome, due):
        one = TrainingClassFactory.build(
            institution=InstitutionFactory(place=place, run_by=Level.CITY),
            category=category,
            starts_on=datetime.date.fromisoformat(starts_on),
        )

        ruling = plan_deadline(one, filed_on=datetime.date.fromisoformat(filed_on))

        assert (ruling.outcome, str(ruling.due)) == (outcome, due)
        assert ruling.reason is not None

    @pytest.mark.parametrize(("filed_on", "outcome"), [("2026-03-30", "accepted"), ("2026-03-31", "refused")])
    @pytest.mark.parametrize(("place", "category"), [("440100", "public"), ("320300", "specialty")])
    def test_our_own_where_the_place_has_none(self, place, category, filed_on, outcome):
        one = TrainingClassFactory.build(
            institution=InstitutionFactory(place=place, run_by=Level.CITY),
            category=category,
            starts_on=datetime.date(2026, 3, 31),
        )

        ruling = plan_deadline(one, filed_on=datetime.date.fromisoformat(filed_on))

        assert (ruling.outcome, ruling.is_own) == (outcome, True)

    def test_a_plan_that_is_too_late_is_refused_with_the_rule(self, draft, institution_clerk, bureau, authority):
        TrainingClass.objects.filter(pk=draft.pk).update(starts_on=day(0))

        with pytest.raises(Conflict, match="too late"):
            file_class(fresh(draft), actor=institution_clerk.actor)

    @pytest.mark.parametrize(("ahead", "notice"), [(30, "accepted"), (31, "accepted_with_notice")])
    def test_how_it_was_taken_is_kept(self, draft, institution_clerk, bureau, authority, ahead, notice):
        TrainingClass.objects.filter(pk=draft.pk).update(starts_on=day(ahead), ends_on=day(ahead + 2))

        file_class(fresh(draft), actor=institution_clerk.actor)

        assert fresh(draft).filing_notice == notice

    @pytest.mark.parametrize(
        ("place", "ends_on", "due", "is_own"),
        [
            ("440500", "2014-05-20", "2014-05-27", False),
            ("440500", "2014-04-25", "2014-05-05", False),  # May 1 to 3 off, Sunday May 4 worked
            ("440100", "2026-03-12", "2026-03-19", True),
        ],
    )
    def test_of_results(self, place, ends_on, due, is_own):
        one = TrainingClassFactory.build(
            institution=InstitutionFactory(place=place, run_by=Level.CITY), ends_on=datetime.date.fromisoformat(ends_on)
        )

        ruling = results_deadline(one)

        assert (str(ruling.due), ruling.is_own) == (due, is_own)

    @pytest.mark.parametrize(
        ("starts_on", "missed"),
        [
            ("2014-04-30", 2),
            ("2014-05-01", 0),
            ("2014-08-31", 0),
            ("2014-09-01", 1),
            ("2014-10-31", 1),
            ("2014-11-01", 2),
        ],
    )
    def test_windows_of_shantou(self, starts_on, missed):
        shantou = InstitutionFactory(place="440511", run_by=Level.CITY)
        one = TrainingClassFactory.build(institution=shantou, starts_on=datetime.date.fromisoformat(starts_on))

        assert len(windows_missed(one)) == missed

    def test_guangzhou_has_no_windows(self):
        assert windows_missed(TrainingClassFactory.build(institution=InstitutionFactory())) == []


class TestChains:
    ON = datetime.date(2026, 3, 1)

    def chain(self, place, level, *, industry=Industry.CONSTRUCTION, category="specialty", on=ON):
        one = TrainingClassFactory.build(
            institution=InstitutionFactory(place=place, run_by=level), category=category, industry=industry
        )
        return chain_of_plan(one, on=on)

    def test_of_a_district_stays_in_the_district(self):
        bureau = BureauFactory(place="440105")
        authority = IndustryAuthorityFactory(place="440105")
        IndustryAuthorityFactory(place="440100")

        chain = self.chain("440105", Level.COUNTY)

        assert [step.organization.pk for step in chain.steps] == [authority.pk, bureau.pk]

    def test_a_district_without_authority_is_looked_after_by_the_city(self):
        BureauFactory(place="440105")
        authority = IndustryAuthorityFactory(place="440100")

        assert self.chain("440105", Level.COUNTY).steps[0].organization.pk == authority.pk

    def test_another_industry_is_another_authority(self):
        BureauFactory(place="440100")
        IndustryAuthorityFactory(place="440100")
        health = IndustryAuthorityFactory(place="440100", industry=Industry.HEALTH)

        assert self.chain("440105", Level.CITY, industry=Industry.HEALTH).steps[0].organization.pk == health.pk

    def test_accounting_has_its_own_book(self):
        BureauFactory(place="440100")
        IndustryAuthorityFactory(place="440100", industry=Industry.ACCOUNTING)

        chain = self.chain("440105", Level.CITY, industry=Industry.ACCOUNTING)

        assert "GD-2018-ACC" in chain.reason.url

    def test_public_subjects_of_guangdong_go_to_the_bureau_alone_by_our_own_default(self):
        bureau = BureauFactory(place="440100")

        chain = self.chain("440105", Level.CITY, category="public")

        assert chain.is_own
        assert [(step.by, step.act, step.organization.pk) for step in chain.steps] == [("city", "filing", bureau.pk)]

    @pytest.mark.parametrize("category", ["public", "specialty"])
    def test_shantou_2014_has_the_city_alone(self, category):
        bureau = BureauFactory(place="440500")

        chain = self.chain("440511", Level.CITY, category=category, on=datetime.date(2014, 4, 20))

        assert not chain.is_own
        assert [step.organization.pk for step in chain.steps] == [bureau.pk]

    def test_without_any_bureau_is_refused_in_words(self):
        with pytest.raises(Conflict, match="No bureau"):
            self.chain("440105", Level.CITY, category="public")


class TestAnomalies:
    def words(self, **facts):
        one = TrainingClassFactory(**facts)
        return "\n".join(look_at_plans([one]).get(one.pk, []))

    @pytest.fixture
    def commissioned(self):
        institution = InstitutionFactory()
        CommissionFactory(institution=institution, year=2026, line="住建")
        return institution

    def test_of_a_sound_plan_there_are_none(self, commissioned):
        assert self.words(institution=commissioned, line="住建") == ""

    @pytest.mark.parametrize(
        ("facts", "told"),
        [
            ({"hours": 25, "days": 3}, "more than 8 a day"),
            ({"fee": 100}, "without the document"),
            ({"days": 4}, "More days of teaching"),
            ({"line": "卫生"}, "not commissioned for this line"),
            ({"filing_notice": "late"}, "after the day"),
            ({"filing_notice": "accepted_with_notice"}, "earlier"),
        ],
    )
    def test_are_told(self, commissioned, facts, told):
        assert told in self.words(institution=commissioned, **{"line": "住建", **facts})

    @pytest.mark.parametrize("facts", [{"hours": 24, "days": 3}, {"fee": 100, "fee_basis": "粤价〔2012〕1号"}])
    def test_the_boundary_is_none(self, commissioned, facts):
        assert self.words(institution=commissioned, line="住建", **facts) == ""

    def test_without_commission(self):
        assert "no commission for 2026" in self.words()

    def test_one_teacher_at_two_places(self, commissioned):
        other = TrainingClassFactory(
            teachers="李测试，王测试", starts_on=datetime.date(2026, 3, 12), ends_on=datetime.date(2026, 3, 13)
        )

        told = self.words(institution=commissioned, line="住建", teachers="王测试 赵测试")

        assert other.title in told
        assert "王测试" in told

    def test_a_teacher_on_other_days_or_of_a_cancelled_class_is_free(self, commissioned):
        later = datetime.date(2026, 3, 13)
        TrainingClassFactory(teachers="王测试", starts_on=later, ends_on=later, days=1)
        TrainingClassFactory(teachers="王测试", state=ClassState.CANCELLED)

        assert self.words(institution=commissioned, line="住建", teachers="王测试") == ""

    def test_outside_of_the_window_of_shantou(self):
        november = datetime.date(2014, 11, 3)
        told = self.words(institution=InstitutionFactory(place="440511"), starts_on=november, ends_on=november, days=1)

        assert told.count("outside of the window") == 2

    def test_names_are_told_apart(self):
        assert names_in("赵一、钱二，孙三; 李四/周五 吴六") == {"赵一", "钱二", "孙三", "李四", "周五", "吴六"}

    def test_need_the_same_few_queries_for_many(self, django_assert_num_queries):
        institution = InstitutionFactory()
        many = [TrainingClassFactory(institution=institution) for _turn in range(3)]
        for number in (1, 3):
            with django_assert_num_queries(2):
                look_at_plans(many[:number])


def test_the_run_of_a_plan_is_the_newest(filed, institution_clerk):
    first = run_of(filed)
    withdraw(first, actor=institution_clerk.actor)
    file_class(fresh(filed), actor=institution_clerk.actor)

    assert run_of(filed).pk > first.pk
    assert plans.run_of(TrainingClassFactory()) is None
