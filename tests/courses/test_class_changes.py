"""A class after its publication: changed, cancelled, inspected; who is told, and what becomes of its records."""

from __future__ import annotations

import datetime

import pytest
from django.core.exceptions import PermissionDenied

from audit.models import Event
from courses import consequences
from courses.classes.changes import _why_impossible_in_time, cancel_class, change_class, read_changes
from courses.classes.inspections import note_inspection, report_correction, withdraw_commission
from courses.classes.queries import changed_fields
from courses.classes.rulings import results_deadline
from courses.classes.waiting import waiting_classes
from courses.enums import ClassState
from courses.models import ClassChange, Inspection, LostCommission, TrainingClass
from records.models import LearningRecord
from tests.cast import CastMember
from tests.courses.conftest import day
from tests.factories import (
    InspectionFactory,
    InstitutionFactory,
    LearningRecordFactory,
    RosterEntryFactory,
    TrainingClassFactory,
)
from ui.errors import Conflict

pytestmark = pytest.mark.django_db


def fresh(training_class: TrainingClass) -> TrainingClass:
    return TrainingClass.objects.get(pk=training_class.pk)


def lines(member: CastMember) -> list[str]:
    return [str(task.name) for task in waiting_classes(member.actor)]


@pytest.fixture
def enrolled(published, professional):
    return RosterEntryFactory(training_class=published, professional=professional.user.professional)


class TestChanging:
    def test_tells_everybody_who_is_enrolled_until_they_have_read_it(
        self, published, enrolled, professional, institution_clerk
    ):
        assert lines(professional) == []

        change_class(published, {"venue": "测试路9号"}, reason="维修", actor=institution_clerk.actor)
        assert lines(professional) == ["“公开测试班” was changed"]

        read_changes(published, actor=professional.actor)
        assert lines(professional) == []

        change_class(fresh(published), {"contact": "新测试"}, reason="换人", actor=institution_clerk.actor)
        assert lines(professional) == ["“公开测试班” was changed"]

    def test_keeps_what_was_and_why(self, published, institution_clerk):
        change = change_class(
            published,
            {"venue": "测试路9号", "contact": published.contact},
            reason="维修",
            actor=institution_clerk.actor,
        )

        assert (change.before, change.after) == ({"venue": "测试路1号"}, {"venue": "测试路9号"})
        assert [(str(field.name), field.before, field.after) for field in changed_fields(change)] == [
            ("venue", "测试路1号", "测试路9号")
        ]
        assert Event.objects.get(action="class.changed").reason == "维修"
        assert fresh(published).version == 2

    def test_of_nothing_tells_nobody(self, published, institution_clerk):
        assert change_class(published, {"venue": published.venue}, reason="?", actor=institution_clerk.actor) is None
        assert not ClassChange.objects.exists()

    @pytest.mark.parametrize("name", ["category", "hours", "content", "days", "industry", "fee", "state"])
    def test_of_what_was_agreed_to_needs_a_new_plan(self, published, institution_clerk, name):
        with pytest.raises(ValueError, match="needs a new plan"):
            change_class(published, {name: "x"}, reason="?", actor=institution_clerk.actor)

    def test_moves_the_day_for_the_results(self, published, institution_clerk):
        change_class(published, {"ends_on": day(24)}, reason="延期", actor=institution_clerk.actor)

        moved = fresh(published)
        assert moved.results_due_on == results_deadline(moved).due

    @pytest.mark.parametrize(
        ("said", "why"),
        [
            ({"starts_on": day(0)}, "after today"),
            ({"ends_on": day(19)}, "before the first"),
            ({"ends_on": day(21)}, "do not fit"),
        ],
    )
    def test_to_impossible_days_is_refused(self, published, institution_clerk, said, why):
        with pytest.raises(Conflict, match=why):
            change_class(published, said, reason="?", actor=institution_clerk.actor)
        assert not ClassChange.objects.exists()

    def test_to_fewer_places_than_are_taken_is_refused(self, published, enrolled, institution_clerk):
        RosterEntryFactory(training_class=published)

        with pytest.raises(Conflict, match="2 people are enrolled"):
            change_class(published, {"capacity": 1}, reason="?", actor=institution_clerk.actor)
        change_class(published, {"capacity": None}, reason="不限", actor=institution_clerk.actor)
        assert fresh(published).capacity is None

    def test_of_the_first_day_is_too_late_once_it_has_come(self, running, institution_clerk):
        with pytest.raises(Conflict, match="has begun"):
            change_class(running, {"starts_on": day(1)}, reason="?", actor=institution_clerk.actor)

    def test_of_a_class_that_is_over_is_too_late(self, institution, institution_clerk):
        over = TrainingClassFactory(institution=institution, starts_on=day(-5), ends_on=day(-1), days=3)

        with pytest.raises(Conflict, match="has ended"):
            change_class(over, {"venue": "x"}, reason="?", actor=institution_clerk.actor)

    def test_to_before_the_deadline_of_its_filing_is_refused(self, institution_clerk):
        """D-7: of Shantou in 2014; judged by the day on which it was filed."""
        shantou = InstitutionFactory(place="440511")
        one = TrainingClassFactory.build(
            institution=shantou, starts_on=datetime.date(2014, 5, 20), filed_on=datetime.date(2014, 5, 8)
        )
        earlier, today = datetime.date(2014, 5, 17), datetime.date(2014, 5, 9)
        one.starts_on, one.ends_on = earlier, datetime.date(2014, 5, 20)

        why = _why_impossible_in_time(one, datetime.date(2014, 5, 20), {"starts_on": earlier}, today)

        assert "filed too late" in why

    def test_is_the_institutions(self, published, officer, other_institution_clerk):
        for stranger in (officer, other_institution_clerk):
            with pytest.raises(PermissionDenied):
                change_class(published, {"venue": "x"}, reason="?", actor=stranger.actor)


class TestCancelling:
    def test_tells_everybody_who_is_enrolled(self, published, enrolled, professional, institution_clerk):
        cancel_class(published, reason="报名不足", actor=institution_clerk.actor)

        cancelled = fresh(published)
        assert (cancelled.state, cancelled.cancellation) == (ClassState.CANCELLED, "报名不足")
        assert cancelled.cancelled_at is not None
        assert lines(professional) == ["“公开测试班” was cancelled"]

    def test_twice_is_too_late(self, published, institution_clerk):
        cancel_class(published, reason="报名不足", actor=institution_clerk.actor)

        with pytest.raises(Conflict):
            cancel_class(fresh(published), reason="报名不足", actor=institution_clerk.actor)

    def test_of_a_class_with_results_is_refused(self, published, institution_clerk):
        TrainingClass.objects.filter(pk=published.pk).update(results_at=published.published_at)

        with pytest.raises(Conflict, match="Results"):
            cancel_class(fresh(published), reason="?", actor=institution_clerk.actor)

    def test_is_the_institutions(self, published, officer):
        with pytest.raises(PermissionDenied):
            cancel_class(published, reason="?", actor=officer.actor)


class TestInspecting:
    def note(self, running, officer, **said):
        usual = {"inspected_on": day(0), "finding": "off_plan", "outcome": "correction", "correct_by": day(5)}
        return note_inspection(running, **{**usual, **said}, actor=officer.actor)

    def test_to_be_put_right_is_told_to_the_institution(self, running, officer, institution_clerk):
        inspection = self.note(running, officer, words="与计划不符")
        assert lines(institution_clerk) == ["Put right what an inspection of “进行测试班” found"]

        report_correction(inspection, words="已补课", actor=institution_clerk.actor)

        kept = Inspection.objects.get()
        assert (kept.correction, kept.correct_by) == ("已补课", day(5))
        assert kept.corrected_at is not None
        assert lines(institution_clerk) == []

    def test_the_bureau_is_told_of_what_is_overdue(self, running, officer, province_clerk, shantou_clerk):
        InspectionFactory(training_class=running, finding="fees", outcome="correction", correct_by=day(-1))

        for above in (officer, province_clerk):
            assert lines(above) == ["1 institution has not put right what an inspection found"]
        assert lines(shantou_clerk) == []

    @pytest.mark.parametrize(
        ("said", "why"),
        [
            ({"inspected_on": day(1)}, "not in the future"),
            ({"inspected_on": day(-2)}, "from the first day"),
            ({"finding": "in_order"}, "nothing follows"),
            ({"correct_by": None}, "by which day"),
            ({"correct_by": day(-1)}, "by which day"),
        ],
    )
    def test_what_makes_no_sense_is_refused(self, running, officer, said, why):
        with pytest.raises(Conflict, match=why):
            self.note(running, officer, **said)
        assert not Inspection.objects.exists()

    def test_a_day_to_correct_by_is_kept_for_a_correction_only(self, running, officer):
        assert self.note(running, officer, finding="other", outcome="nothing").correct_by is None

    def test_is_for_the_bureaus_above(self, running, institution_clerk, shantou_clerk, reviewer):
        for stranger in (institution_clerk, shantou_clerk, reviewer):
            with pytest.raises(PermissionDenied):
                self.note(running, stranger)

    def test_correcting_twice_or_without_need_is_refused(self, running, officer, institution_clerk):
        inspection = self.note(running, officer)
        report_correction(inspection, words="已整改", actor=institution_clerk.actor)
        with pytest.raises(Conflict):
            report_correction(inspection, words="已整改", actor=institution_clerk.actor)
        sound = self.note(running, officer, finding="in_order", outcome="nothing")
        with pytest.raises(Conflict):
            report_correction(sound, words="?", actor=institution_clerk.actor)

    def test_correcting_is_the_institutions(self, running, officer):
        with pytest.raises(PermissionDenied):
            report_correction(self.note(running, officer), words="?", actor=officer.actor)


class TestLossOfTheFilingStatus:
    def lose(self, running, officer):
        return note_inspection(
            running,
            inspected_on=day(0),
            finding="no_training",
            outcome="status_lost",
            words="未培训",
            actor=officer.actor,
        )

    @pytest.fixture
    def records(self, running, professional):
        """One recognized, one on which a certificate rests, and one of another class."""
        of_class = {"training_class": running, "recognized": True}
        return {
            "counts": LearningRecordFactory(professional=professional.user.professional, **of_class),
            "frozen": LearningRecordFactory(
                frozen_at=running.published_at, frozen_for="证书 44010526000001", **of_class
            ),
            "other": LearningRecordFactory(professional=professional.user.professional, recognized=True),
        }

    def test_is_foreseen(self, running, records):
        assert consequences.foresee(running) == [
            "1 record of this class becomes void; its hours do not count.",
            "A certificate rests on 1 record; it stands until that certificate is revoked.",
        ]

    def test_voids_the_records_of_the_class(self, running, records, officer):
        self.lose(running, officer)

        assert fresh(running).lost_status_at is not None
        states = {name: LearningRecord.objects.get(pk=one.pk).state for name, one in records.items()}
        assert states == {"counts": "void", "frozen": "recognized", "other": "recognized"}
        assert Event.objects.filter(action="record.voided").count() == 1
        assert consequences.foresee(running)[0].startswith("A certificate")

    def test_is_told_to_everybody_enrolled(self, running, officer, professional):
        RosterEntryFactory(training_class=running, professional=professional.user.professional)

        self.lose(running, officer)

        assert lines(professional) == ["“进行测试班” was changed"]

    def test_comes_once(self, running, officer):
        self.lose(running, officer)
        with pytest.raises(Conflict, match="already"):
            self.lose(fresh(running), officer)


class TestLossOfTheCommission:
    def test_is_for_this_year_or_the_next(self, institution, officer):
        this_year = day(0).year
        withdraw_commission(institution, this_year + 1, reason="未完成计划", actor=officer.actor)

        for year in (this_year - 1, this_year + 2):
            with pytest.raises(Conflict, match="this year or the next"):
                withdraw_commission(institution, year, reason="?", actor=officer.actor)
        with pytest.raises(Conflict, match="already"):
            withdraw_commission(institution, this_year + 1, reason="?", actor=officer.actor)
        assert LostCommission.objects.count() == 1

    def test_is_decided_above_the_institution(self, institution, shantou_clerk, institution_clerk, reviewer):
        for stranger in (shantou_clerk, institution_clerk, reviewer):
            with pytest.raises(PermissionDenied):
                withdraw_commission(institution, day(0).year, reason="?", actor=stranger.actor)
