"""A kind of job whose misbehaviour is ordered by its parameters. Each item done leaves a mark."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, ClassVar

from django.utils.translation import gettext_noop

from jobs.kinds import JobKind, Outcome, PlannedSlice, Refused, register
from jobs.models import RehearsalMark
from jobs.running import SliceRun

NOTHING_TO_DO = gettext_noop("There is nothing to do with %(file)s.")


@register
class Tally(JobKind):
    """params: sizes (items of each slice), batch, poison (items that fail), refuse (a file name), break_finish"""

    name: ClassVar = "test_tally"
    label: ClassVar = "Tally"
    items_label: ClassVar = "items"

    def plan(self, run: SliceRun) -> Iterable[PlannedSlice]:
        if run.params.get("refuse"):
            raise Refused(NOTHING_TO_DO, file=run.params["refuse"])
        first = 0
        for size in run.params["sizes"]:
            yield PlannedSlice(size=size, label=f"from {first}", params={"first": first})
            first += size

    def work(self, run: SliceRun) -> dict[str, Any]:
        first, poison = run.params["first"], run.params.get("poison", [])
        for batch in run.batches(run.params.get("batch", 1)):
            with run.step(batch):
                RehearsalMark.objects.bulk_create(RehearsalMark(job=run.job, item=first + offset) for offset in batch)
                for offset in batch:
                    if first + offset in poison:
                        raise ValueError(f"item {first + offset} is poison")
        return {"first": first}

    def finish(self, run: SliceRun, results: list[dict[str, Any]]) -> Outcome:
        if run.params.get("break_finish"):
            raise RuntimeError("the finish is broken")
        return Outcome(figures={"firsts": [result["first"] for result in results]})
