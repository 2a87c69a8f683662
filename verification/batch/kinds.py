"""The jobs of the year-end batch: one item a county. On the polling worker and through Celery the same function."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any, ClassVar

from django.db.models import Sum
from django.utils.translation import gettext_lazy as _

from approvals.matters import database_day
from audit.actors import Actor
from jobs.kinds import JobKind, Outcome, PlannedSlice, register
from jobs.running import SliceRun
from verification.access import CLOCK
from verification.batch.services import BATCH_JOB, TRIAL_JOB, finish, run_year, work_on
from verification.enums import BatchState
from verification.models import BatchItem, BatchRun
from verification.ways import last_grace_day

COUNTIES_A_SLICE = 10
"""Claiming a slice costs as much as a small county."""


def batched(items: Iterable[BatchItem], size: int) -> Iterator[list[BatchItem]]:
    rest = iter(items)
    while some := list(islice(rest, size)):
        yield some


class CountyByCounty(JobKind):
    items_label: ClassVar = _("counties")
    is_trial: ClassVar[bool]
    at_work: ClassVar[BatchState]

    def may_start(self, actor: Actor) -> bool:
        return False  # by the verbs of the batch alone

    def plan(self, run: SliceRun) -> Iterable[PlannedSlice]:
        batch = _batch_of(run)
        if batch.state != self.at_work:
            return []
        items = batch.items.all()
        if areas := run.params.get("areas"):
            items = items.filter(area__in=areas)
        return [
            PlannedSlice(
                size=len(some), label=f"{some[0].area}–{some[-1].area}", params={"items": [i.pk for i in some]}
            )
            for some in batched(items, COUNTIES_A_SLICE)
        ]

    def work(self, run: SliceRun) -> None:
        for batch in run.batches(1):
            with run.step(batch):
                work_on(run.params["items"][batch.start], is_trial=self.is_trial, actor=run.actor)

    def finish(self, run: SliceRun, results: list[dict[str, Any]]) -> Outcome:
        batch = _batch_of(run)
        finish(batch, job=run.job.pk, is_trial=self.is_trial, actor=run.actor)
        return Outcome(figures=batch.items.aggregate(passed=Sum("passed", default=0), people=Sum("people", default=0)))


@register
class YearEndTrial(CountyByCounty):
    name: ClassVar = TRIAL_JOB
    label: ClassVar = _("Dry run of the year-end")
    is_trial: ClassVar = True
    at_work: ClassVar = BatchState.DRY
    figure_labels: ClassVar = {"passed": _("would pass"), "people": _("people")}


@register
class YearEnd(CountyByCounty):
    name: ClassVar = BATCH_JOB
    label: ClassVar = _("Year-end batch")
    is_trial: ClassVar = False
    at_work: ClassVar = BatchState.RUNNING
    figure_labels: ClassVar = {"passed": _("passed"), "people": _("people")}


@register
class YearEndClock(JobKind):
    """Asked every evening: on December 31 it starts the batch of the year (D-5); where nobody was awake then, on one of
    the days of grace that follow."""

    name: ClassVar = "year_end_clock"
    label: ClassVar = _("Clock of the year-end")
    items_label: ClassVar = _("years")

    def may_start(self, actor: Actor) -> bool:
        return False  # by the schedule alone

    def plan(self, run: SliceRun) -> Iterable[PlannedSlice]:
        return [PlannedSlice(size=1, params={"year": year}) for year in years_due(database_day())]

    def work(self, run: SliceRun) -> None:
        for batch in run.batches(1):
            with run.step(batch):
                run_year(run.params["year"], actor=CLOCK)


def years_due(today: datetime.date) -> list[int]:
    """That have ended, whose grace lasts, and for which nobody has begun a batch of everywhere."""
    ended = [today.year] if (today.month, today.day) == (12, 31) else []
    ended += [today.year - 1] * (today <= last_grace_day(today.year - 1))
    begun = BatchRun.objects.filter(year__in=ended, area="").exclude(state=BatchState.DISCARDED)
    return sorted({*ended} - {*begun.values_list("year", flat=True)})


def _batch_of(run: SliceRun) -> BatchRun:
    return BatchRun.objects.get(pk=run.params["run"])
