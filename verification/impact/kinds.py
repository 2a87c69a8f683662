"""The trial of a draft over everybody, by as many workers as run; and its result as an Excel file."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, ClassVar

from django.utils.translation import gettext_lazy as _

from audit.actors import Actor
from jobs.kinds import JobKind, Outcome, PlannedSlice, register
from jobs.running import SliceRun
from people.ranges import ranges_of
from records.ledger.kinds import people_of_area
from verification.impact.exports import impact_sheets
from verification.impact.judging import judge_all
from verification.impact.services import IMPACT_JOB, finish
from verification.models import ImpactRun
from verification.sheets import Sheets, SheetsExport

PEOPLE_A_SLICE = 5000
PEOPLE_A_STEP = 500


@register
class PolicyImpact(JobKind):
    name: ClassVar = IMPACT_JOB
    label: ClassVar = _("Impact of draft rules")
    items_label: ClassVar = _("people")
    figure_labels: ClassVar = {"changed": _("Years that would end otherwise")}
    stops_with_hat: ClassVar = True

    def may_start(self, actor: Actor) -> bool:
        return False  # from the page of the draft alone

    def plan(self, run: SliceRun) -> Iterable[PlannedSlice]:
        for first, last, people in ranges_of(people_of_area(run.params["area"]), PEOPLE_A_SLICE):
            yield PlannedSlice(size=people, label=f"{first}–{last}", params={"first": first, "last": last})

    def work(self, run: SliceRun) -> None:
        trial = ImpactRun.objects.select_related("draft").get(pk=run.params["run"])
        first, last = run.params["first"], run.params["last"]
        people = people_of_area(run.params["area"]).filter(pk__range=(first, last)).order_by("pk")
        numbers = list(people.values_list("pk", flat=True))
        for batch in run.batches(PEOPLE_A_STEP):
            with run.step(batch):
                judge_all(trial, first, numbers[batch.start : batch.stop])

    def finish(self, run: SliceRun, results: list[dict[str, Any]]) -> Outcome:
        trial = ImpactRun.objects.get(pk=run.params["run"])
        finish(trial)
        return Outcome(figures={"changed": trial.changes.count()})


@register
class ImpactExport(SheetsExport):
    name: ClassVar = "policy_impact_export"
    label: ClassVar = _("Export of the impact of draft rules")

    def sheets(self, run: SliceRun) -> Sheets:
        return impact_sheets(run.params["run"], actor=run.actor)
