"""A run with everything a decision about it needs, locked in one order, so that two decisions never wait for each
other: the persons concerned, then the runs, then their subjects, each by number."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.utils import timezone

from approvals.enums import StepState
from approvals.models import Run, Step
from approvals.procedures import subjects_of
from people.models import Professional


@dataclass
class Matter:
    run: Run
    subject: Any
    steps: list[Step]

    @property
    def step(self) -> Step:
        """The one at hand: waiting or returned; of a closed run the last that anybody had, of a new one the first."""
        at_hand = (StepState.WAITING, StepState.RETURNED)
        reached = [step for step in self.steps if step.state != StepState.LATER]
        return next((step for step in self.steps if step.state in at_hand), (reached or self.steps[:1])[-1])

    @property
    def is_last_step(self) -> bool:
        return self.step is self.steps[-1]

    @property
    def next_step(self) -> Step | None:
        return next((step for step in self.steps if step.state == StepState.LATER), None)

    def picture(self) -> dict[str, Any]:
        """What the trail keeps: names of bodies, no word of the subject."""
        return {
            "state": str(self.run.state),
            "version": self.run.version,
            "steps": [f"{step.act} · {step.organization or step.by} · {step.state}" for step in self.steps],
        }

    @property
    def version(self) -> int:
        return self.run.rules.version_of(self.subject)


def lock_person(professional: Professional | None) -> None:
    """First of all locks: a decision about a person and a change of that person's employer come one after the other."""
    if professional is not None:
        lock_people([professional.pk])


def lock_matters(numbers: Iterable[int]) -> list[Matter]:
    """Those there are, by number. To be called in a transaction, before anything else is locked in it."""
    wanted = Run.objects.filter(pk__in=list(numbers))
    lock_people(wanted.exclude(professional=None).values_list("professional_id", flat=True))
    runs = list(
        wanted.order_by("pk")
        .select_for_update(no_key=True, of=("self",))
        .select_related("professional", "employer__division", "opened_by")
    )
    subjects = subjects_of(runs, lock=True)
    steps = _steps_by_run(runs)
    return [Matter(run, subjects[run.pk], steps[run.pk]) for run in runs]


def lock_people(numbers: Iterable[int]) -> None:
    people = Professional.objects.filter(pk__in=numbers).order_by("pk")
    list(people.select_for_update(no_key=True).values_list("pk"))


def _steps_by_run(runs: list[Run]) -> dict[int, list[Step]]:
    steps = defaultdict(list)
    for step in Step.objects.filter(run__in=runs).select_related("organization").order_by("run", "position"):
        steps[step.run_id].append(step)
    return steps


_past: ContextVar[datetime.datetime | None] = ContextVar("past", default=None)


@contextmanager
def as_of(moment: datetime.datetime) -> Iterator[None]:
    """What is decided within was decided then: for histories from before this system, which are planted by the verbs
    behind the pages. The trail is stamped with the truth all the same."""
    token = _past.set(moment)
    try:
        yield
    finally:
        _past.reset(token)


def database_time() -> datetime.datetime:
    """Decisions are stamped by the clock of the database, not by that of whichever host serves the page."""
    past = _past.get()
    if past is not None:
        return past
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        moment: datetime.datetime = cursor.fetchone()[0]
    return moment


def database_day() -> datetime.date:
    return timezone.localdate(database_time(), timezone.get_default_timezone())
