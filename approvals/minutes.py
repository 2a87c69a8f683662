"""What happened to any number of matters: noted one after the other, then written in a fixed number of statements."""

from __future__ import annotations

import datetime
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TypeVar

from django.utils import timezone

from approvals.access import DECIDING_ROLES
from approvals.chains import due_day
from approvals.enums import Action, StepState
from approvals.matters import Matter, database_time
from approvals.models import Decision, Run, Step
from approvals.procedures import Followed, procedure_of
from audit.actors import Actor
from audit.services import Values, record_many
from people.bulk import insert_all, made, update_all
from people.models import Bureau, Membership, Organization
from people.supervision import supervisor_of

OF_RUN = ("state", "closed_at", "version", "employer", "area")
OF_STEP = (
    *("state", "since", "due_on", "organization"),
    *("reminded_at", "alarm", "escalated_at", "escalated_to", "kind", "is_odd"),
)
Row = TypeVar("Row", Run, Step)
AT_HAND = (StepState.WAITING, StepState.RETURNED)


@dataclass(frozen=True)
class Heading:
    """Events that one statement writes. `turn` keeps those of one run in their order."""

    turn: int
    action: str
    actor: Actor
    reason: str


@dataclass
class Minutes:
    """Of one verb about some matters. Nothing is in the database before `write`."""

    matters: Sequence[Matter]
    now: datetime.datetime = field(default_factory=database_time)
    lines: list[Decision] = field(default_factory=list)
    _runs: dict[int, Run] = field(default_factory=dict)
    _steps: dict[int, Step] = field(default_factory=dict)
    _events: dict[Heading, list[tuple[Run, Values | None, Values | None]]] = field(
        default_factory=lambda: defaultdict(list)
    )
    _turns: Counter[int] = field(default_factory=Counter)
    _follows: dict[tuple[str, Action, Actor], list[Followed]] = field(default_factory=lambda: defaultdict(list))
    _begun: dict[int, tuple[Matter, Step]] = field(default_factory=dict)
    _due: dict[tuple[int | None, datetime.date | None], datetime.date | None] = field(default_factory=dict)
    _above: dict[int, Bureau | None] = field(default_factory=dict)

    # Noting

    def line(
        self,
        matter: Matter,
        action: Action,
        *,
        actor: Actor,
        step: Step | None = None,
        reasons: Sequence[str] = (),
        comment: str = "",
        handed_to: Organization | None = None,
    ) -> Decision:
        step = step or matter.step
        noted = made(
            Decision,
            run=matter.run,
            step=step,
            action=action,
            person_id=actor.user_id,
            hat=actor.hat,
            organization_id=actor.organization_id,
            body_id=step.organization_id,
            handed_to=handed_to,
            reasons=list(reasons),
            comment=comment,
            version=matter.version,
            at=self.now,
        )
        self.lines.append(noted)
        return noted

    def event(
        self,
        action: str,
        run: Run,
        *,
        actor: Actor,
        before: Values | None = None,
        after: Values | None = None,
        reason: str = "",
    ) -> None:
        self._turns[run.pk] += 1
        self._events[Heading(self._turns[run.pk], action, actor, reason)].append((run, before, after))

    def changed(self, *rows: Run | Step) -> None:
        for row in rows:
            of_kind: dict[int, Run] | dict[int, Step] = self._runs if isinstance(row, Run) else self._steps
            of_kind[id(row)] = row  # type: ignore[assignment]

    def waits(self, matter: Matter, step: Step) -> None:
        """The step begins to wait: before it is written, the procedure says whether to look at it first."""
        self._begun[id(step)] = (matter, step)
        self.changed(step)

    def follows(self, matter: Matter, action: Action, line: Decision, *, actor: Actor) -> None:
        """What the procedure has follow happens after everything is written."""
        key = (matter.run.procedure, action, actor)
        self._follows[key].append(Followed(matter.run, matter.subject, line))

    # Asking, once for all matters

    def due_day(self, step: Step) -> datetime.date | None:
        key = (step.term, step.latest_on)
        if key not in self._due:
            self._due[key] = due_day(self.today, term=step.term, latest_on=step.latest_on)
        return self._due[key]

    @property
    def today(self) -> datetime.date:
        return timezone.localdate(self.now)

    def supervisor_of(self, body: Organization) -> Bureau | None:
        if body.pk not in self._above:
            self._above[body.pk] = supervisor_of(body, on=self.today)
        return self._above[body.pk]

    def decides_there(self, matter: Matter, body: Organization) -> bool:
        """Whether the person concerned wears a deciding hat of the body."""
        concerned = matter.run.professional
        return concerned is not None and (concerned.user_id, body.pk) in self._deciding_hats

    @cached_property
    def _deciding_hats(self) -> set[tuple[int, int]]:
        users = {matter.run.professional.user_id for matter in self.matters if matter.run.professional}
        hats = Membership.objects.current(self.today).filter(role__in=DECIDING_ROLES, organization__isnull=False)
        return set(hats.filter(user__in=users).values_list("user_id", "organization_id"))

    # Writing

    def write(self) -> None:
        """Side effects, in order: runs and steps that are new; lines; what changed of the others; audit; what the
        procedures have follow."""
        self._look_at_what_begins()
        runs, steps = list(self._runs.values()), list(self._steps.values())
        new_runs, old_runs = _parted(runs)
        new_steps, old_steps = _parted(steps)
        insert_all(new_runs)
        insert_all(new_steps)
        insert_all(self.lines)
        # Of one run only one step is at hand at any time: the old one ceases before the new one begins.
        update_all([step for step in old_steps if step.state not in AT_HAND], OF_STEP)
        update_all([step for step in old_steps if step.state in AT_HAND], OF_STEP)
        update_all(old_runs, OF_RUN)
        for heading, changes in sorted(self._events.items(), key=lambda item: item[0].turn):
            record_many(heading.action, changes, actor=heading.actor, reason=heading.reason)
        for (procedure, action, actor), followed in self._follows.items():
            procedure_of(procedure).follow(action, followed, actor=actor)

    def _look_at_what_begins(self) -> None:
        by_procedure: dict[str, list[tuple[Matter, Step]]] = defaultdict(list)
        for matter, step in self._begun.values():
            by_procedure[matter.run.procedure].append((matter, step))
        for name, begun in by_procedure.items():
            odd = procedure_of(name).anomalies([matter.subject for matter, _step in begun])
            for matter, step in begun:
                step.is_odd = bool(odd.get(matter.subject.pk))


def _parted(rows: Iterable[Row]) -> tuple[list[Row], list[Row]]:
    """Those that are new, and the others."""
    new, old = list[Row](), list[Row]()
    for row in rows:
        (new if row._state.adding else old).append(row)
    return new, old
