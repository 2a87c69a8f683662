"""What goes on by itself: the draw in the night after a list was closed, and the nightly search for anomalies."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from typing import Any, ClassVar

from django.utils.translation import gettext_lazy as _

from approvals.matters import database_day, database_time
from audit.actors import Actor
from jobs.kinds import JobKind, Outcome, PlannedSlice, register
from jobs.running import SliceRun
from verification.spotchecks.anomalies import Scope, areas_to_search, forget_unseen, know_the_tables, search
from verification.spotchecks.services import draw_what_can_be_drawn

AREAS_A_SLICE = 20


@register
class SpotCheckDraw(JobKind):
    """After the checkpoint of the night, which is the seed."""

    name: ClassVar = "spot_check_draw"
    label: ClassVar = _("Draw of the spot checks")
    items_label: ClassVar = _("rounds")
    figure_labels: ClassVar = {"drawn": _("Drawn")}

    def may_start(self, actor: Actor) -> bool:
        return False  # by the schedule alone

    def plan(self, run: SliceRun) -> Iterable[PlannedSlice]:
        return [PlannedSlice(size=1)]

    def work(self, run: SliceRun) -> dict[str, Any]:
        drawn = 0
        for batch in run.batches(1):
            with run.step(batch):
                drawn += draw_what_can_be_drawn(actor=run.actor)
        return {"drawn": drawn}

    def finish(self, run: SliceRun, results: list[dict[str, Any]]) -> Outcome:
        return Outcome(figures={"drawn": sum(each["drawn"] for each in results)})


@register
class AnomalySearch(JobKind):
    """Of one year and area when somebody asks; of everywhere, this year and the last, every night."""

    name: ClassVar = "anomaly_search"
    label: ClassVar = _("Search for anomalies")
    items_label: ClassVar = _("counties")
    figure_labels: ClassVar = {"found": _("Found")}
    may_set_aside: ClassVar = False

    def may_start(self, actor: Actor) -> bool:
        return False  # from the page of the anomalies alone

    def plan(self, run: SliceRun) -> Iterable[PlannedSlice]:
        know_the_tables()
        since = database_time().isoformat()
        slices = []
        for year in self._years(run):
            areas = areas_to_search(year, run.params.get("area", ""))
            for first in range(0, len(areas), AREAS_A_SLICE):
                some = areas[first : first + AREAS_A_SLICE]
                params = {"year": year, "areas": some, "since": since}
                slices.append(PlannedSlice(size=len(some), label=f"{year} {some[0]}–{some[-1]}", params=params))
        return slices

    def _years(self, run: SliceRun) -> list[int]:
        this_year = database_day().year
        return [run.params["year"]] if "year" in run.params else [this_year - 1, this_year]

    def work(self, run: SliceRun) -> dict[str, Any]:
        found = 0
        for batch in run.batches(1):
            with run.step(batch):
                found += search(Scope(run.params["year"], run.params["areas"][batch.start]))
        return {"found": found, "year": run.params["year"], "since": run.params["since"]}

    def finish(self, run: SliceRun, results: list[dict[str, Any]]) -> Outcome:
        for year, since in {(each["year"], each["since"]) for each in results}:
            forget_unseen(year, run.params.get("area", ""), since=datetime.datetime.fromisoformat(since))
        return Outcome(figures={"found": sum(each["found"] for each in results)})
