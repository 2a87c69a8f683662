"""Entering the results of a class: new ones and corrections, one or a hundred thousand, by the same verb.

    lock_for_results(training_class, numbers)      # people, by number; then whatever is looked up stays true
    ResultCheck(training_class, actor=…).look_at(rows)
    enter_results(training_class, [row.plan …], actor=…)
    close_results(training_class, actor=…)

The form on the page of the class does the same with one row (`services`).
"""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterable, Sequence
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import connection, transaction
from django.utils.translation import gettext as _

from approvals.closing import close_runs
from approvals.matters import database_day, database_time
from approvals.services import Asked, open_runs
from audit.actors import Actor
from audit.services import Values, record, record_many
from courses.enums import EnrolledBy
from courses.models import RosterEntry, TrainingClass
from people.bulk import insert_all, made
from people.models import Institution, Professional
from people.professionals.numbers import indexes_of_typed_numbers
from records.enums import UNDER_REVIEW, EvidenceState, RecordSource, RecordState
from records.ledger.services import lock_people, refresh_ledger
from records.models import RECORD, ClassResult, LearningRecord, RecordCorrection, ResultRevision
from records.questions import kept_facts
from records.results.access import classes_with_results_by
from records.results.checks import ResultPlan, Said, mandatory_part, people_under, said_by
from records.results.routing import Routes, Standing
from records.services import enter_records, facts_of, move_many, void_records

SHARE_CLASS = "SELECT 1 FROM courses_trainingclass WHERE id = %s FOR SHARE"
OF_RESULT = ("attended_hours", "exam_mark", "hours", "passed", "remark")


def class_of(number: int | None) -> TrainingClass:
    assert number is not None  # `may_upload` lets nobody in without a class
    return TrainingClass.objects.select_related("institution", "course").get(pk=number)


def lock_for_results(training_class: TrainingClass, numbers: Iterable[str]) -> None:
    """The people, in the order of their numbers in the table, as every change of their records does; and the class
    against being changed or cancelled meanwhile. Others may enter results of other people into it at the same time."""
    found = people_under(set(indexes_of_typed_numbers(numbers)))
    lock_people([person.professional_id for person in found.values()])
    with connection.cursor() as cursor:
        cursor.execute(SHARE_CLASS, [training_class.pk])


@transaction.atomic
def enter_results(training_class: TrainingClass, plans: Sequence[ResultPlan], *, actor: Actor) -> list[ClassResult]:
    """Write what a check has just found right, behind `lock_for_results`.

    Side effects, in order: the person's or employer's own records of the class give way; places on the roster; records
    and results, new and corrected, with what was before; audit; the runs, of which those of the system recognize at
    once; the ledgers.
    """
    if not classes_with_results_by(actor).filter(pk=training_class.pk).exists():
        raise PermissionDenied(_("Only the institution of the class enters its results."))
    entry = _Entry(training_class, plans, actor)
    entry.let_rivals_give_way([rival for plan in plans for rival in plan.rivals])
    entry.enrol([plan for plan in plans if not plan.is_enrolled])
    results = [*entry.add([plan for plan in plans if plan.result is None]), *entry.correct(plans)]
    entry.send()
    return results


def close_results(training_class: TrainingClass, *, actor: Actor) -> None:
    """The report is made (ST14 六(三)): the institution is no longer reminded. The first time counts."""
    with transaction.atomic():
        locked = TrainingClass.objects.locked().get(pk=training_class.pk)
        if locked.results_at is not None or not locked.results.exists():
            return
        locked.results_at = database_time()
        locked.save(update_fields=["results_at"])
        record("class.results_entered", locked, actor=actor, after={"results": locked.results.count()})


class _Entry:
    """One writing of results: what all of them share, and the records that are to be sent at its end."""

    def __init__(self, training_class: TrainingClass, plans: Sequence[ResultPlan], actor: Actor) -> None:
        self.training_class = training_class
        self.people = Professional.objects.filter(pk__among=[plan.professional_id for plan in plans]).in_bulk()
        self.institution: Institution = training_class.institution
        self.actor = actor
        self.now: datetime.datetime = database_time()
        self.routes = Routes(training_class, on=database_day())
        self.to_send: list[tuple[LearningRecord, ResultPlan]] = []
        self.recounted: set[int] = set()

    # What stood there before

    def let_rivals_give_way(self, rivals: Collection[LearningRecord]) -> None:
        """G9: one record of a class, the institution's."""
        if not rivals:
            return
        why = _("The institution has entered the results of this class; its record counts (GDQ18 五).")
        open_ones = [rival for rival in rivals if rival.state in UNDER_REVIEW]
        _close(open_ones, why=why, actor=self.actor)
        move_many(open_ones, "withdraw", actor=self.actor, reason=why)
        void_records([rival for rival in rivals if rival.state == RecordState.RECOGNIZED], actor=self.actor, reason=why)

    def enrol(self, plans: Sequence[ResultPlan]) -> None:
        entries = insert_all(
            RosterEntry(
                training_class=self.training_class,
                professional_id=plan.professional_id,
                employer=plan.standing.employer,
                enrolled_by=EnrolledBy.INSTITUTION,
                enrolled_by_user_id=self.actor.user_id,
            )
            for plan in plans
        )
        record_many("roster.added_with_result", [(entry, None, {}) for entry in entries], actor=self.actor)

    # New results

    def add(self, plans: Sequence[ResultPlan]) -> list[ClassResult]:
        records = self._new_records(plans)
        results = insert_all(self._result(plan, record) for plan, record in zip(plans, records, strict=True))
        told = [(result, None, _facts(plan.said)) for result, plan in zip(results, plans, strict=True)]
        record_many("class_result.entered", told, actor=self.actor)
        return results

    def _new_records(self, plans: Sequence[ResultPlan]) -> list[LearningRecord]:
        records = [self._record(plan) for plan in plans]
        enter_records((each, self.routes.chain_for(plan.standing)) for each, plan in zip(records, plans, strict=True))
        self.to_send += zip(records, plans, strict=True)
        return records

    def _record(self, plan: ResultPlan) -> LearningRecord:
        each = self.training_class
        return made(
            LearningRecord,
            professional=self.people[plan.professional_id],
            employer=plan.standing.employer,
            activity="class",
            category=each.category,
            title=each.title,
            held_by=self.institution.name,
            started_on=each.starts_on,
            ended_on=each.ends_on,
            study_year=self.routes.year,
            makeup_for=each.makeup_for,
            facts=facts_by(each, plan.said),
            course_key=each.course_key,
            course=each.course,
            training_class=each,
            evidence_state=EvidenceState.COMPLETE,
            source=RecordSource.INSTITUTION,
            registered_by_id=self.actor.user_id,
            registered_for=self.institution,
            state=RecordState.SUBMITTED,
            submitted_at=self.now,
        )

    def _result(self, plan: ResultPlan, record: LearningRecord) -> ClassResult:
        return made(
            ClassResult,
            training_class=self.training_class,
            professional=self.people[plan.professional_id],
            record=record,
            entered_by_id=self.actor.user_id,
            **plan.said._asdict(),
        )

    # Corrections

    def correct(self, plans: Sequence[ResultPlan]) -> list[ClassResult]:
        changed = [plan for plan in plans if plan.result is not None]
        self._correct_results(changed)
        self._correct_under_review([plan for plan in changed if plan.record and plan.record.state in UNDER_REVIEW])
        self._correct_recognized(
            [plan for plan in changed if plan.record and plan.record.state == RecordState.RECOGNIZED]
        )
        self._register_anew([plan for plan in changed if plan.record is None])
        return [plan.result for plan in changed if plan.result is not None]

    def _correct_results(self, plans: Sequence[ResultPlan]) -> None:
        """The row says what holds; what was before is kept beside it."""
        revisions, told = [], []
        for plan in plans:
            result = plan.result
            assert result is not None
            before = _facts(said_by(result))
            revisions.append(ResultRevision(result=result, before=before, amended_by_id=self.actor.user_id))
            for name in OF_RESULT:
                setattr(result, name, getattr(plan.said, name))
            result.version += 1
            result.amended_at = self.now
            told.append((result, before, _facts(plan.said)))
        insert_all(revisions)
        ClassResult.objects.bulk_update(
            [plan.result for plan in plans if plan.result], [*OF_RESULT, "version", "amended_at"], batch_size=1000
        )
        record_many("class_result.corrected", told, actor=self.actor)

    def _correct_under_review(self, plans: Sequence[ResultPlan]) -> None:
        """Those who decide have seen something else: the chain begins anew."""
        records = [plan.record for plan in plans if plan.record]
        _close(records, why=_("The institution has corrected the result."), actor=self.actor)
        self._amend(plans, "record.amended")
        LearningRecord.objects.filter(pk__in=[each.pk for each in records]).update(
            state=RecordState.SUBMITTED, submitted_at=self.now
        )
        for plan in plans:
            assert plan.record is not None
            plan.record.state = RecordState.SUBMITTED
            self.to_send.append((plan.record, plan))

    def _correct_recognized(self, plans: Sequence[ResultPlan]) -> None:
        """The institution answers for what it reported. Those who recognized the hours see the correction."""
        corrections = [
            RecordCorrection(
                record=plan.record,
                before={"facts": plan.record.facts},
                after={"facts": facts_by(self.training_class, plan.said)},
                reason=_("The institution has corrected the result."),
                asked_by_id=self.actor.user_id,
                closed_at=self.now,
                carried_out_at=self.now,
            )
            for plan in plans
            if plan.record
        ]
        insert_all(corrections)
        self._amend(plans, "record.corrected_by_institution")
        self.recounted |= {plan.professional_id for plan in plans}

    def _register_anew(self, plans: Sequence[ResultPlan]) -> None:
        """The first record was refused or voided; the corrected result is another one."""
        for learning_record, plan in zip(self._new_records(plans), plans, strict=True):
            assert plan.result is not None
            plan.result.record = learning_record
        ClassResult.objects.bulk_update([plan.result for plan in plans if plan.result], ["record"], batch_size=1000)

    def _amend(self, plans: Sequence[ResultPlan], recorded_as: str) -> None:
        told: list[tuple[LearningRecord, Values, Values]] = []
        for plan in plans:
            assert plan.record is not None
            before = facts_of(plan.record)
            plan.record.facts = facts_by(self.training_class, plan.said)
            plan.record.version += 1
            told.append((plan.record, before, facts_of(plan.record)))
        LearningRecord.objects.bulk_update([each for each, _b, _a in told], ["facts", "version"], batch_size=1000)
        record_many(recorded_as, told, actor=self.actor)

    # What follows

    def send(self) -> None:
        """Where the system recognizes by itself, the hours count at once."""
        record_many("record.submitted", [(each, None, facts_of(each)) for each, _p in self.to_send], actor=self.actor)
        asked = [self._asked(each, plan.standing) for each, plan in self.to_send]
        open_runs(RECORD, asked, actor=self.actor)
        if self.recounted:
            refresh_ledger(self.recounted)

    def _asked(self, learning_record: LearningRecord, standing: Standing) -> Asked:
        person = self.people[standing.person.professional_id]
        return Asked(learning_record, self.routes.chain_for(standing), person, standing.employer)


def facts_by(training_class: TrainingClass, said: Said) -> dict[str, Any]:
    """What the rule books ask of a class."""
    facts: dict[str, Any] = {
        "hours": said.hours,
        "days": training_class.days,
        "host": "base" if training_class.institution.is_approved_base else "other",
    }
    mandatory = mandatory_part(training_class, said.hours)
    if mandatory:
        facts["mandatory"] = mandatory
    if not said.passed:
        facts["passed"] = False
    return kept_facts(facts)


def _facts(said: Said) -> Values:
    return {name: str(value) if name.endswith("hours") else value for name, value in said._asdict().items()}


def _close(records: Collection[LearningRecord], *, why: str, actor: Actor) -> None:
    close_runs(RECORD, records, actor=actor, comment=why)
