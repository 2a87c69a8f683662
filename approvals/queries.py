"""What the pages, the home page and the interface for programs read."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, Min, Prefetch, Q
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from approvals.access import holds_body
from approvals.enums import OPEN_RUNS, Alarm, StepState
from approvals.matters import Matter
from approvals.models import Decision, Run, RunQuerySet, Step, StepQuerySet
from approvals.procedures import all_procedures, procedure_of, subjects_of
from approvals.wording import line_words
from audit.actors import Actor
from people.models import Professional
from ui.formatting import date_text, date_time_text, waiting_text
from ui.hats import role_name
from ui.parts import Event

PEOPLE_COUNTED = 10_000


@dataclass(frozen=True)
class KindWaiting:
    """What of one kind waits for an officer. Where its procedure knows no kinds, of the procedure."""

    procedure: str
    kind: str
    matters: int
    oldest: datetime.datetime
    overdue: int

    @property
    def value(self) -> str:
        """In the address of the page."""
        return f"{self.procedure}:{self.kind}" if self.kind else self.procedure

    @property
    def label(self) -> str:
        return kind_label(self.procedure, self.kind)


def kind_label(procedure: str, kind: str) -> str:
    rules = procedure_of(procedure)
    return str(rules.kind_label(kind) if kind else rules.label)


def kinds_waiting_for(actor: Actor, *, on: datetime.date) -> list[KindWaiting]:
    """The figures of the queue in one statement, which reads an index alone."""
    waiting = Step.objects.waiting_for(actor).order_by("procedure", "kind").values("procedure", "kind")
    figures = {"matters": Count("pk"), "oldest": Min("since"), "overdue": Count("pk", filter=Q(due_on__lt=on))}
    known = {procedure.name for procedure in all_procedures()}
    return [KindWaiting(**row) for row in waiting.annotate(**figures) if row["procedure"] in known]  # type: ignore[call-arg]  # the plugin sees no annotation


@dataclass(frozen=True)
class Backlog:
    """What waits for an officer, in a few figures."""

    matters: int
    oldest: datetime.datetime | None
    overdue: int


def backlog_in(kinds: Sequence[KindWaiting]) -> Backlog:
    return Backlog(
        matters=sum(kind.matters for kind in kinds),
        oldest=min((kind.oldest for kind in kinds), default=None),
        overdue=sum(kind.overdue for kind in kinds),
    )


def people_waiting_for(actor: Actor) -> int:
    """At most 10,000 are counted: nobody reads on whether it is more."""
    waiting = Step.objects.waiting_for(actor).filter(run__professional__isnull=False)
    some = waiting.values("run__professional")[:PEOPLE_COUNTED]
    return Professional.objects.filter(pk__in=some).count()


def queue_of(actor: Actor) -> StepQuerySet:
    return Step.objects.waiting_for(actor).select_related("run__professional", "run__employer", "run__opened_by")


@dataclass
class QueueRow:
    step: Step
    title: str
    version: int
    flags: list[str] = field(default_factory=list)
    is_ticked: bool = False
    hint: str = ""
    """What the procedure says of the subject besides its title."""

    @property
    def run(self) -> Run:
        return self.step.run

    @property
    def who(self) -> str:
        return str(self.run.professional or self.run.opened_by or "")

    @property
    def url_name(self) -> str:
        return self.run.rules.page_url_name or "approvals:detail"

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
    return QueueRow(step, rules.title(subject), rules.version_of(subject), flags, is_ticked, rules.hint(subject))


def _flags_by_run(steps: list[Step], subjects: dict[int, Any]) -> dict[int, list[str]]:
    return _flags([step.run for step in steps], subjects)


def _flags(runs: Sequence[Run], subjects: Mapping[int, Any]) -> dict[int, list[str]]:
    flags = {}
    for name in {run.procedure for run in runs}:
        own = [run for run in runs if run.procedure == name]
        found = procedure_of(name).anomalies([subjects[run.pk] for run in own])
        flags.update({run.pk: found.get(run.subject_id, []) for run in own})
    return flags


def flags_of(matters: Sequence[Matter]) -> dict[int, list[str]]:
    """What to look at in each, by the number of the run, as it is now."""
    return _flags([matter.run for matter in matters], {matter.run.pk: matter.subject for matter in matters})


def odd_among(numbers: Collection[int]) -> set[int]:
    """Runs with something to look at. Asks of no rights: the verb that decides does."""
    runs = list(Run.objects.filter(pk__in=numbers))
    return {number for number, flags in _flags(runs, subjects_of(runs)).items() if flags}


@dataclass(frozen=True)
class Chosen:
    """What the selection bar says before any script runs."""

    matters: int
    people: int
    skipped: int


def chosen_in(rows: Sequence[QueueRow]) -> Chosen:
    ticked = [row for row in rows if row.is_ticked]
    people = {row.run.professional_id or row.run.opened_by_id for row in ticked}
    return Chosen(len(ticked), len(people), sum(1 for row in rows if row.flags and not row.is_ticked))


def with_history(runs: RunQuerySet) -> RunQuerySet:
    lines = Decision.objects.select_related("person", "organization", "body", "handed_to", "step")
    steps = Step.objects.select_related("organization")
    return runs.select_related("professional", "employer", "opened_by").prefetch_related(
        Prefetch("steps", queryset=steps), Prefetch("decisions", queryset=lines)
    )


def matters_of(runs: Iterable[Run]) -> list[Matter]:
    """For reading: nothing is locked."""
    runs = list(runs)
    subjects = subjects_of(runs)
    return [Matter(run, subjects[run.pk], list(run.steps.all())) for run in runs]


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
