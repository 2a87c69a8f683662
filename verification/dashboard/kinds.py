"""The jobs of the dashboard: its figures counted, and Excel files of what it shows."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, ClassVar

from django.utils.translation import gettext_lazy as _

from approvals.matters import database_day
from audit.actors import Actor
from jobs.kinds import JobKind, Outcome, PlannedSlice, register
from jobs.running import SliceRun
from verification.batch.statements import areas_with_people
from verification.dashboard.exports import board_sheets, people_sheets
from verification.dashboard.statements import count_area, counted_at, has_changed, know_the_tables
from verification.sheets import Sheets, SheetsExport

YEARS = 4
"""This one, and three before it to compare with."""
AREAS_A_SLICE = 10


@register
class DashboardFigures(JobKind):
    """Counts the counties in which something has changed since they were counted last."""

    name: ClassVar = "dashboard_figures"
    label: ClassVar = _("Figures of the dashboard")
    items_label: ClassVar = _("counties")
    figure_labels: ClassVar = {"counted": _("Counties counted")}

    def may_start(self, actor: Actor) -> bool:
        return False  # by the schedule, and by the verb of the dashboard

    def plan(self, run: SliceRun) -> Iterable[PlannedSlice]:
        """With `everything` also where no ledger has changed: records sent in and decided change who waits."""
        this_year, everything = database_day().year, run.params.get("everything", False)
        is_known = False
        for year in range(this_year, this_year - YEARS, -1):
            known = counted_at(year)
            areas = [
                area
                for area in sorted({*areas_with_people(year, run.params.get("area", "")), *known})
                if area.startswith(run.params.get("area", ""))
                if area not in known or (everything and year > this_year - 2) or has_changed(year, area, known[area])
            ]
            if len(areas) > AREAS_A_SLICE and not is_known:
                know_the_tables()
                is_known = True
            for first in range(0, len(areas), AREAS_A_SLICE):
                some = areas[first : first + AREAS_A_SLICE]
                label = f"{year} {some[0]}–{some[-1]}"
                yield PlannedSlice(size=len(some), label=label, params={"year": year, "areas": some})

    def work(self, run: SliceRun) -> dict[str, Any]:
        for batch in run.batches(1):
            with run.step(batch):
                count_area(run.params["year"], run.params["areas"][batch.start])
        return {"counted": run.slice.stop}

    def finish(self, run: SliceRun, results: list[dict[str, Any]]) -> Outcome:
        return Outcome(figures={"counted": sum(result.get("counted", 0) for result in results)})


@register
class DashboardExport(SheetsExport):
    name: ClassVar = "dashboard_export"
    label: ClassVar = _("Export of the dashboard")

    def sheets(self, run: SliceRun) -> Sheets:
        return board_sheets(run.params["criteria"], actor=run.actor)


@register
class DashboardPeopleExport(SheetsExport):
    name: ClassVar = "dashboard_people_export"
    label: ClassVar = _("Export of people behind a figure")

    def sheets(self, run: SliceRun) -> Sheets:
        return people_sheets(run.params["criteria"], actor=run.actor)
