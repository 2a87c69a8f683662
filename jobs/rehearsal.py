"""A harmless long job for trying out workers, and for proving that nothing is lost and nothing done twice."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterable
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from jobs.kinds import Finding, JobKind, Outcome, PlannedSlice, StartForm, register
from jobs.models import RehearsalMark
from jobs.running import SliceRun


class RehearsalForm(StartForm):
    slices = forms.IntegerField(label=_("Slices"), min_value=1, max_value=1000, initial=20)
    items = forms.IntegerField(label=_("Items in each slice"), min_value=1, max_value=10_000, initial=50)
    milliseconds = forms.IntegerField(label=_("Milliseconds for each item"), min_value=0, max_value=5000, initial=20)


@register
class Rehearsal(JobKind):
    name: ClassVar = "rehearsal"
    label: ClassVar = _("Rehearsal")
    items_label: ClassVar = _("items")
    description: ClassVar = _(
        "Does nothing but count, for as long as you like, and then proves that every item was done once."
        " Stop a worker in the middle of it and see what happens."
    )
    form_class: ClassVar = RehearsalForm
    figure_labels: ClassVar = {
        "expected": _("Items to be done"),
        "done_once": _("Done once"),
        "done_more_than_once": _("Done more than once"),
        "missing": _("Missing"),
    }

    def plan(self, run: SliceRun) -> Iterable[PlannedSlice]:
        items = run.params["items"]
        return [
            PlannedSlice(size=items, label=f"{number + 1}", params={"first": number * items})
            for number in range(run.params["slices"])
        ]

    def work(self, run: SliceRun) -> None:
        first, pause = run.params["first"], run.params["milliseconds"] / 1000
        for batch in run.batches():
            with run.step(batch):
                RehearsalMark.objects.bulk_create(RehearsalMark(job=run.job, item=first + offset) for offset in batch)
                time.sleep(pause)

    def finish(self, run: SliceRun, results: list[dict[str, Any]]) -> Outcome:
        """Count what is really there; the bookkeeping of the job is not consulted."""
        times_done = Counter(RehearsalMark.objects.filter(job=run.job).values_list("item", flat=True))
        expected = run.params["slices"] * run.params["items"]
        figures = {
            "expected": expected,
            "done_once": sum(1 for times in times_done.values() if times == 1),
            "done_more_than_once": sum(1 for times in times_done.values() if times > 1),
            "missing": expected - len(times_done),
        }
        return Outcome(figures=figures)

    def finding(self, result: dict[str, Any]) -> Finding:
        if result["done_once"] == result["expected"]:
            return Finding(sentence=gettext("Every item was done, and each of them once."), is_good=True)
        return Finding(sentence=gettext("Something was lost or done twice. Please tell support."), is_good=False)
