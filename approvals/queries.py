"""What the pages, the home page and the interface for programs read."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, Min, Prefetch
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from approvals.access import holds_body
from approvals.enums import OPEN_RUNS, Alarm, StepState
from approvals.matters import Matter
from approvals.models import Decision, Run, RunQuerySet, Step, StepQuerySet
from approvals.procedures import procedure_of, subjects_of
from approvals.wording import line_words
from audit.actors import Actor
from ui.formatting import date_text, date_time_text, waiting_text
from ui.hats import role_name
from ui.parts import Event


@dataclass(frozen=True)
class Backlog:
    """What waits for an officer, in three figures."""

    matters: int
    people: int
    oldest: datetime.datetime | None
    overdue: int


def backlog_of(actor: Actor, *, on: datetime.date) -> Backlog:
    waiting = Step.objects.waiting_for(actor)
    figures = waiting.aggregate(
        matters=Count("pk"), people=Count("run__professional", distinct=True), oldest=Min("since")
    )
    return Backlog(**figures, overdue=waiting.filter(due_on__lt=on).count())


def queue_of(actor: Actor) -> StepQuerySet:
    return Step.objects.waiting_for(actor).select_related("run__professional", "run__employer", "run__opened_by")


@dataclass
class QueueRow:
    step: Step
    title: str
    version: int
    flags: list[str] = field(default_factory=list)
    is_ticked: bool = False

    @property
    def run(self) -> Run:
        return self.step.run

    @property
    def who(self) -> str:
        return str(self.run.professional or self.run.opened_by or "")

    @property
    def choice(self) -> str:
        """What the checkbox sends: the matter, and the version that is on the screen."""
        return f"{self.run.pk}:{self.version}"


def queue_rows(steps: Iterable[Step], *, tick_routine: bool) -> list[QueueRow]:
    """With what is asked and what to look at first; rows with something to look at stand first."""
    steps = list(steps)
    subjects = subjects_of([step.run for step in steps])
    flags = _flags_by_run(steps, subjects)
    rows = [_row(step, subjects[step.run_id], flags.get(step.run_id, []), tick_routine) for step in steps]
    return sorted(rows, key=lambda row: not row.flags)


def _row(step: Step, subject: Any, flags: list[str], tick_routine: bool) -> QueueRow:
    rules = step.run.rules
    is_ticked = tick_routine and rules.is_routine and not flags
    return QueueRow(step, rules.title(subject), rules.version_of(subject), flags, is_ticked)


def _flags_by_run(steps: list[Step], subjects: dict[int, Any]) -> dict[int, list[str]]:
    flags = {}
    for name in {step.run.procedure for step in steps}:
        runs = [step.run for step in steps if step.run.procedure == name]
        found = procedure_of(name).anomalies([subjects[run.pk] for run in runs])
        flags.update({run.pk: found.get(run.subject_id, []) for run in runs})
    return flags


def with_history(runs: RunQuerySet) -> RunQuerySet:
    lines = Decision.objects.select_related("person", "organization", "body", "handed_to", "step")
    steps = Step.objects.select_related("organization")
    return runs.select_related("professional", "employer", "opened_by").prefetch_related(
        Prefetch("steps", queryset=steps), Prefetch("decisions", queryset=lines)
    )


def matter_of(run: Run) -> Matter:
    """For reading: nothing is locked."""
    return Matter(run, subjects_of([run])[run.pk], list(run.steps.all()))


def timeline_of(run: Run, actor: Actor) -> list[Event]:
    """What happened; who has it now, since when, due when; what is still to come."""
    events = [_event_of(line, run) for line in run.decisions.all()]
    if run.state in OPEN_RUNS:
        steps = list(run.steps.all())
        events += [_event_at_hand(step, actor) for step in steps if step.state == StepState.WAITING]
        events += [_event_returned(run, actor) for step in steps if step.state == StepState.RETURNED]
        events += [_event_to_come(step) for step in steps if step.state == StepState.LATER]
    return events


def _event_of(line: Decision, run: Run) -> Event:
    line.run = run  # prefetched: its procedure knows the words of the reasons
    hat = " ".join(filter(None, [str(line.organization or ""), str(role_name(line.hat)) if line.person_id else ""]))
    reasons = pgettext("between two reasons", "; ").join(str(words) for words in line.reason_words)
    told = [date_time_text(line.at), hat, reasons, line.comment]
    state = "void" if line.action == "reject" else "done"
    return Event(line_words(line), pgettext("between two facts", ", ").join(filter(None, told)), state)


def _event_at_hand(step: Step, actor: Actor) -> Event:
    if holds_body(actor, step.organization_id):
        what = _("%(act)s, with you") % {"act": step.get_act_display()}
    else:
        what = _("%(act)s, with %(body)s") % {"act": step.get_act_display(), "body": step.organization}
    assert step.since is not None
    told = [waiting_text(step.since)]
    if step.due_on:
        told.append(_("due by %(date)s") % {"date": date_text(step.due_on)})
    if step.alarm >= Alarm.OVERDUE:
        told.append(str(step.get_alarm_display()))
    return Event(what, pgettext("between two facts", ", ").join(told), "now")


def _event_returned(run: Run, actor: Actor) -> Event:
    if run.opened_by_id == actor.user_id:
        return Event(_("With you, to be amended"), _("Amend it and send it again, or withdraw it."), "now")
    return Event(_("With %(who)s, to be amended") % {"who": run.opened_by}, "", "now")


def _event_to_come(step: Step) -> Event:
    if step.organization is None:
        return Event(step.get_act_display(), _("by the system, at once"), "later")
    return Event(step.get_act_display(), str(step.organization), "later")
