"""The ledgers of everybody as background work: computed anew, proven, opened for a new year."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from typing import Any, ClassVar

from django import forms
from django.db.models import OuterRef, Subquery
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from jobs import schedules
from jobs.kinds import Finding, JobKind, Outcome, PlannedSlice, StartForm, register
from jobs.running import SliceRun
from jobs.schedules import Daily, ScheduleEntry
from people.lookups import ExistsByRow
from people.models import Employment, Organization, Professional, ProfessionalQuerySet
from people.ranges import ranges_of
from records.ledger.computing import Difference
from records.ledger.services import differences, mend_ledger, refresh_ledger
from records.models import LedgerYear
from ui.formatting import number_text

PEOPLE_PER_SLICE = 2000
PEOPLE_PER_STEP = 2000
"""A fifth of a second; those of whom something is to be written are locked meanwhile."""
PEOPLE_OPENED_AT_ONCE = 500
"""All of them are."""
SHOWN = 3
NAMED = 50
"""Differences that a result names; the others are counted."""


class AreaForm(StartForm):
    area = forms.RegexField(
        r"^(\d\d){1,3}$",
        label=_("Area"),
        required=False,
        max_length=6,
        help_text=_("The digits with which its places begin, such as 4401. Empty means everywhere."),
    )


class RebuildForm(AreaForm):
    year = forms.IntegerField(
        label=_("Study year"),
        required=False,
        min_value=1990,
        max_value=2100,
        help_text=_("Rows of this year are opened where there are none. All other years are counted too."),
    )


class LedgerJob(JobKind):
    """Goes through people by number, two thousand to a slice."""

    items_label: ClassVar = _("people")
    figure_labels: ClassVar = {"people": _("People"), "differences": _("Differences")}

    def people(self, params: dict[str, Any]) -> ProfessionalQuerySet:
        return people_of_area(params.get("area") or "")

    def plan(self, run: SliceRun) -> Iterable[PlannedSlice]:
        for first, last, people in ranges_of(self.people(run.params), PEOPLE_PER_SLICE):
            label = f"{number_text(first)}–{number_text(last)}"
            yield PlannedSlice(size=people, label=label, params={"first": first, "last": last})

    def work(self, run: SliceRun) -> dict[str, Any]:
        within = (run.params["first"], run.params["last"])
        numbers = list(self.people(run.params).filter(pk__range=within).order_by("pk").values_list("pk", flat=True))
        found: list[str] = []
        count = 0
        for batch in run.batches(PEOPLE_PER_STEP):
            with run.step(batch):
                differing = self.go_through(numbers[batch.start : batch.stop], run.params)
            count += len(differing)
            found += map(str, differing[: NAMED - len(found)])
        return {"people": run.slice.stop, "differences": count, "named": found}

    def go_through(self, numbers: Sequence[int], params: dict[str, Any]) -> list[Difference]:
        raise NotImplementedError

    def finish(self, run: SliceRun, results: list[dict[str, Any]]) -> Outcome:
        named = [name for result in results for name in result.get("named", ())]
        return Outcome(
            figures={
                "people": sum(result.get("people", 0) for result in results),
                "differences": sum(result.get("differences", 0) for result in results),
                "named": named[:NAMED],
            }
        )


@register
class LedgerRebuild(LedgerJob):
    name: ClassVar = "ledger_rebuild"
    label: ClassVar = _("Ledgers computed anew")
    description: ClassVar = _("Asks the rule books anew about every person and study year, and corrects what differs.")
    form_class: ClassVar = RebuildForm

    def go_through(self, numbers: Sequence[int], params: dict[str, Any]) -> list[Difference]:
        return mend_ledger(numbers, years=[params["year"]] if params.get("year") else [])

    def finding(self, result: dict[str, Any]) -> Finding:
        if not result["differences"]:
            return Finding(sentence=_nothing_differed(result["people"]), is_good=True)
        words = ngettext(
            "%(count)s figure was not there or another one, and is right now.",
            "%(count)s figures were not there or others, and are right now.",
            result["differences"],
        )
        return Finding(sentence=words % {"count": number_text(result["differences"])}, is_good=True)


@register
class LedgerCheck(LedgerJob):
    name: ClassVar = "ledger_check"
    label: ClassVar = _("Check of the ledgers")
    description: ClassVar = _("Asks the rule books anew about every person and study year, and names what differs.")
    form_class: ClassVar = AreaForm

    def go_through(self, numbers: Sequence[int], params: dict[str, Any]) -> list[Difference]:
        return differences(numbers)

    def finding(self, result: dict[str, Any]) -> Finding:
        if not result["differences"]:
            return Finding(sentence=_nothing_differed(result["people"]), is_good=True)
        words = ngettext(
            "%(count)s figure differs from what the rule books say. Compute the ledgers anew.",
            "%(count)s figures differ from what the rule books say. Compute the ledgers anew.",
            result["differences"],
        )
        told = [words % {"count": number_text(result["differences"])}, *result["named"][:SHOWN]]
        return Finding(sentence=" · ".join(told), is_good=False)


@register
class LedgerOpening(LedgerJob):
    """On New Year's Day everybody at work has a row of the new year, and whoever came without one gets it overnight."""

    name: ClassVar = "ledger_opening"
    label: ClassVar = _("Ledgers of the year opened")

    def people(self, params: dict[str, Any]) -> ProfessionalQuerySet:
        today = timezone.localdate()
        at_work = Employment.objects.current(today).filter(professional=OuterRef("pk"))
        has_row = LedgerYear.objects.filter(professional=OuterRef("pk"), study_year=today.year)
        return Professional.objects.filter(ExistsByRow(at_work), ~ExistsByRow(has_row))

    def work(self, run: SliceRun) -> dict[str, Any]:
        """Who has a row by now has left the list: the rest is taken from its head."""
        within = (run.params["first"], run.params["last"])
        opened = 0
        for batch in run.batches(PEOPLE_OPENED_AT_ONCE):
            with run.step(batch):
                rest = self.people(run.params).filter(pk__range=within).order_by("pk")
                numbers = list(rest.values_list("pk", flat=True)[: len(batch)])
                refresh_ledger(numbers, years=[timezone.localdate().year])
            opened += len(numbers)
        return {"people": opened}


def people_of_area(area: str) -> ProfessionalQuerySet:
    """Whoever works or worked there; everybody, where nothing is said."""
    if not area:
        return Professional.objects.all()
    lies = Subquery(Organization.objects.filter(pk=OuterRef("employer")).values("area"))
    there = Employment.objects.annotate(lies=lies).filter(professional=OuterRef("pk"), lies__startswith=area)
    return Professional.objects.filter(ExistsByRow(there))


def _nothing_differed(people: int) -> str:
    words = ngettext(
        "Nothing differed: %(count)s person was gone through.",
        "Nothing differed: %(count)s people were gone through.",
        people,
    )
    return words % {"count": number_text(people)}


def register_schedule() -> None:
    """Times of day in Shanghai: the new year just after midnight, the proof before anybody is at work."""
    for kind, at in (("ledger_opening", datetime.time(0, 15)), ("ledger_check", datetime.time(4, 0))):
        schedules.register(ScheduleEntry(name=kind, rhythm=Daily(at), kind=kind))
