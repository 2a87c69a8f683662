"""Irregular inspections (ST14 六(七), S-4) and what follows them: correction by a day, the loss of the filing status,
and for an institution that does not deliver its plan the loss of next year's commission (ST14 四(三), S-5)."""

from __future__ import annotations

import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from approvals.matters import database_day, database_time
from audit.actors import Actor
from audit.services import record
from courses import consequences
from courses.classes import plans
from courses.classes.access import files_for, may_inspect, may_withdraw_commission
from courses.classes.changes import note_change
from courses.enums import ClassState, InspectionFinding, InspectionOutcome
from courses.models import Inspection, LostCommission, TrainingClass
from people.models import Institution
from ui.errors import Conflict

FARTHEST_AHEAD = 1
"""Years for which a commission may be withdrawn ahead: the next one (S-5)."""


@transaction.atomic
def note_inspection(
    training_class: TrainingClass,
    *,
    inspected_on: datetime.date,
    finding: InspectionFinding | str,
    outcome: InspectionOutcome | str,
    words: str = "",
    correct_by: datetime.date | None = None,
    actor: Actor,
) -> Inspection:
    """Side effects, in order: the inspection; audit; where the status is lost: the mark on the class, what higher rooms
    have follow (its records are voided), everybody enrolled is told."""
    if not may_inspect(actor, training_class):
        raise PermissionDenied(_("The bureau of the institution, and those above, inspect its classes."))
    locked = plans.lock_class(training_class)
    plans.require_state(locked, ClassState.PUBLISHED)
    _require_sound(locked, inspected_on, InspectionFinding(finding), InspectionOutcome(outcome), correct_by)
    inspection = Inspection.objects.create(
        training_class=locked,
        inspected_on=inspected_on,
        finding=finding,
        outcome=outcome,
        words=words,
        correct_by=correct_by if outcome == InspectionOutcome.CORRECTION else None,
        inspector_id=actor.user_id,
        organization_id=actor.organization_id,
    )
    told = {"finding": str(finding), "outcome": str(outcome), "correct_by": inspection.correct_by}
    record("class.inspected", locked, actor=actor, after=told, reason=words)
    if outcome == InspectionOutcome.STATUS_LOST:
        _lose_status(locked, inspection, actor=actor)
    return inspection


def _require_sound(
    training_class: TrainingClass,
    inspected_on: datetime.date,
    finding: InspectionFinding,
    outcome: InspectionOutcome,
    correct_by: datetime.date | None,
) -> None:
    today = database_day()
    if not training_class.starts_on <= inspected_on <= today:
        raise Conflict(_("An inspection takes place from the first day of the class on, and not in the future."))
    if finding == InspectionFinding.IN_ORDER and outcome != InspectionOutcome.NOTHING:
        raise Conflict(_("Where all was in order, nothing follows."))
    if outcome == InspectionOutcome.CORRECTION and (correct_by is None or correct_by < today):
        raise Conflict(_("Say by which day it is to be put right, from today on."))


def _lose_status(training_class: TrainingClass, inspection: Inspection, *, actor: Actor) -> None:
    if training_class.lost_status_at is not None:
        raise Conflict(_("The class has lost its filing status already."))
    training_class.lost_status_at = database_time()
    training_class.save(update_fields=["lost_status_at"])
    reason = f"{inspection.get_finding_display()} {inspection.words}".strip()
    record(
        "class.status_lost", training_class, actor=actor, after={"inspected_on": inspection.inspected_on}, reason=reason
    )
    consequences.carry_out(training_class, actor=actor, reason=reason)
    note_change(training_class, {"status": "filed"}, {"status": "lost"}, reason=reason[:300], actor=actor)


@transaction.atomic
def report_correction(inspection: Inspection, *, words: str, actor: Actor) -> None:
    """The institution says how it put right what was found."""
    if not files_for(actor, inspection.training_class):
        raise PermissionDenied(_("The institution of the class says how it was put right."))
    locked = Inspection.objects.select_for_update(no_key=True).get(pk=inspection.pk)
    if locked.outcome != InspectionOutcome.CORRECTION:
        raise Conflict(_("Nothing is to be put right after this inspection."))
    if locked.corrected_at is not None:
        raise Conflict(_("This was reported as put right already."))
    locked.corrected_at, locked.correction = database_time(), words
    locked.save(update_fields=["corrected_at", "correction"])
    told = {"inspected_on": locked.inspected_on, "finding": locked.finding}
    record("class.put_right", inspection.training_class, actor=actor, after=told, reason=words)


@transaction.atomic
def withdraw_commission(institution: Institution, year: int, *, reason: str, actor: Actor) -> LostCommission:
    """It files no class in that year (S-5). What is published stays."""
    if not may_withdraw_commission(actor, institution):
        raise PermissionDenied(_("The bureau of the institution, and those above, withdraw its commission."))
    this_year = database_day().year
    if not this_year <= year <= this_year + FARTHEST_AHEAD:
        raise Conflict(_("A commission is withdrawn for this year or the next."))
    locked = Institution.objects.select_for_update(no_key=True, of=("self",)).get(pk=institution.pk)
    assert isinstance(locked, Institution)
    if LostCommission.objects.filter(institution=locked, year=year).exists():
        raise Conflict(_("The commission for %(year)s was withdrawn already.") % {"year": year})
    lost = LostCommission.objects.create(
        institution=locked,
        year=year,
        reason=reason,
        decided_by_id=actor.user_id,
        organization_id=actor.organization_id,
    )
    record("commission.withdrawn", lost, actor=actor, after={"year": year}, reason=reason)
    return lost
