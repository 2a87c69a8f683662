"""The reviewer clock: reminds before and after the day something is due, then tells the head of the body, then the body
above. It looks at dates only, so it may run as often as it likes: what was said is not said twice."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from typing import Any, ClassVar

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from approvals.access import OVERSEES
from approvals.enums import Action, Alarm, RunState, StepState, move_for
from approvals.matters import Matter, database_day, lock_matters
from approvals.minutes import Minutes
from approvals.models import Step
from audit.actors import SYSTEM
from jobs.kinds import JobKind, Outcome, PlannedSlice, register
from jobs.running import SliceRun
from people.models import Membership, Organization
from people.roles import CAPABILITIES
from people.supervision import supervisor_of
from policies.workdays import Calendar, OutsideTable
from rules.calendar.queries import current_calendar

# Working days before the due day, and after it. Our own figures: no document names any.
REMIND_BEFORE = 1
TELL_HEAD_AFTER = 2
TELL_SUPERIOR_AFTER = 5

STEPS_IN_A_SLICE = 500
STEPS_AT_ONCE = 50
HEAD_ROLES = [role for role, capabilities in CAPABILITIES.items() if OVERSEES in capabilities]


def alarm_on(due_on: datetime.date, on: datetime.date, calendar: Calendar) -> Alarm:
    """How far the clock should have gone by that day."""
    try:
        if on > calendar.after(due_on, TELL_SUPERIOR_AFTER):
            return Alarm.SUPERIOR_TOLD
        if on > calendar.after(due_on, TELL_HEAD_AFTER):
            return Alarm.HEAD_TOLD
        if on > due_on:
            return Alarm.OVERDUE
        if due_on <= calendar.after(on, REMIND_BEFORE):
            return Alarm.DUE_SOON
    except OutsideTable:  # the holidays around a day so far ahead are not known; it will come nearer
        return Alarm.OVERDUE if on > due_on else Alarm.NONE
    return Alarm.NONE


def steps_to_alarm(on: datetime.date) -> list[int]:
    """Runs with a step for which the clock has something to say. Two dozen days cover every alarm before its day."""
    calendar = current_calendar()
    near = Step.objects.waiting().filter(due_on__lte=on + datetime.timedelta(days=24), alarm__lt=Alarm.SUPERIOR_TOLD)
    rows = near.order_by("pk").values_list("run_id", "due_on", "alarm")
    return [run for run, due_on, alarm in rows if due_on is not None and alarm_on(due_on, on, calendar) > alarm]


@transaction.atomic
def sound_alarms(runs: Iterable[int], *, on: datetime.date) -> int:
    """Side effects for each step, in order: its alarm; its line; audit. What was decided meanwhile is left alone."""
    calendar = current_calendar()
    matters = lock_matters(runs)
    minutes = Minutes(matters)
    sounded = sum(_sound(minutes, matter, on, calendar) for matter in matters)
    minutes.write()
    return sounded


def _sound(minutes: Minutes, matter: Matter, on: datetime.date, calendar: Calendar) -> bool:
    step = matter.step
    if matter.run.state != RunState.UNDER_WAY or step.state != StepState.WAITING or step.due_on is None:
        return False
    alarm, told = _whom_to_tell(step, alarm_on(step.due_on, on, calendar), on)
    if alarm <= step.alarm:
        return False
    action = Action.REMIND if alarm in (Alarm.DUE_SOON, Alarm.OVERDUE) else Action.ESCALATE
    before = {"alarm": step.alarm}
    _set(minutes, step, alarm, told)
    minutes.line(matter, action, actor=SYSTEM, handed_to=told)
    move = move_for(action, is_last_step=matter.is_last_step)
    after = {"alarm": alarm, "told": str(told or "")}
    minutes.event(move.recorded_as, matter.run, actor=SYSTEM, before=before, after=after)
    return True


def _whom_to_tell(step: Step, alarm: Alarm, on: datetime.date) -> tuple[Alarm, Organization | None]:
    """A body without a head cannot be told by telling its head; one without a body above can only be told itself."""
    body = step.organization
    assert body is not None  # a step of the system never waits
    if alarm < Alarm.HEAD_TOLD:
        return alarm, None
    above = supervisor_of(body, on=on)
    has_head = Membership.objects.current(on).filter(organization_id=body.pk, role__in=HEAD_ROLES).exists()
    if above is not None and (alarm == Alarm.SUPERIOR_TOLD or not has_head):
        return Alarm.SUPERIOR_TOLD, above
    return (Alarm.HEAD_TOLD, body) if has_head else (Alarm.OVERDUE, None)


def _set(minutes: Minutes, step: Step, alarm: Alarm, told: Organization | None) -> None:
    step.alarm = alarm
    if told is None:
        step.reminded_at = minutes.now
    else:
        step.escalated_at = minutes.now
        step.escalated_to = told if alarm == Alarm.SUPERIOR_TOLD else None
    minutes.changed(step)


@register
class ReviewerClock(JobKind):
    name: ClassVar = "reviewer_clock"
    label: ClassVar = _("Reminders to reviewers")
    items_label: ClassVar = _("matters")
    description: ClassVar = _("Reminds of what is due or overdue, and tells those above of what lies too long.")
    figure_labels: ClassVar = {"told": _("Reminded or told")}

    def plan(self, run: SliceRun) -> Iterable[PlannedSlice]:
        numbers = steps_to_alarm(database_day())
        for first in range(0, len(numbers), STEPS_IN_A_SLICE):
            share = numbers[first : first + STEPS_IN_A_SLICE]
            yield PlannedSlice(size=len(share), params={"runs": share})

    def work(self, run: SliceRun) -> dict[str, Any]:
        told = 0
        for batch in run.batches(STEPS_AT_ONCE):
            with run.step(batch):
                told += sound_alarms(run.params["runs"][batch.start : batch.stop], on=database_day())
        return {"told": told}

    def finish(self, run: SliceRun, results: list[dict[str, Any]]) -> Outcome:
        return Outcome(figures={"told": sum(result["told"] for result in results)})
