"""A rehearsal in which things go wrong, so that the pages about it can be looked at."""

from __future__ import annotations

from typing import Any, ClassVar

from jobs.kinds import Outcome, register
from jobs.rehearsal import Rehearsal
from jobs.running import SliceRun


@register
class TroubledRehearsal(Rehearsal):
    """params, beside those of a rehearsal: poison (items that fail each time), broken_finish"""

    name: ClassVar = "troubled_rehearsal"

    def work(self, run: SliceRun) -> None:
        for batch in run.batches():
            with run.step(batch):
                self._do(run.params["first"] + batch.start, poison=run.params["poison"])

    def _do(self, item: int, *, poison: list[int]) -> None:
        if item in poison:
            raise ValueError(f"item {item} cannot be read")

    def finish(self, run: SliceRun, results: list[dict[str, Any]]) -> Outcome:
        if run.params["broken_finish"]:
            raise OSError("no space left for the result")
        return Outcome()
