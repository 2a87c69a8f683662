"""What the pages of cycles read."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import OuterRef, Subquery

from approvals.models import Run, Step
from people.models import Professional
from policies.fields import tidy
from records.models import LedgerYear
from verification.cycles.asking import Outlook
from verification.models import CYCLE, CycleCase
from verification.models.cycles import CycleCaseQuerySet


@dataclass(frozen=True)
class CaseRow:
    case: CycleCase
    run: Run

    @property
    def step(self) -> Step | None:
        return self.run.step_at_hand


def case_rows(cases: Iterable[CycleCase]) -> list[CaseRow]:
    """Each with its newest run; a fixed number of queries."""
    listed = list(cases)
    runs = Run.objects.filter(procedure=CYCLE, subject_id__in=[case.pk for case in listed]).order_by("pk")
    newest = {run.subject_id: run for run in runs.prefetch_related("steps__organization")}
    return [CaseRow(case, newest[case.pk]) for case in listed]


def with_runs(cases: CycleCaseQuerySet) -> CycleCaseQuerySet:
    """Each with the number and the version of its newest run, by which `approvals` decides."""
    runs = Run.objects.filter(procedure=CYCLE, subject_id=OuterRef("pk")).order_by("-pk")
    return cases.annotate(run_id=Subquery(runs.values("pk")[:1]), run_version=Subquery(runs.values("version")[:1]))


def own_cases(professional: Professional) -> list[CaseRow]:
    cases = CycleCase.objects.filter(professional=professional)
    return case_rows(cases.select_related("verification__void", "professional"))


@dataclass(frozen=True)
class YearBeside:
    """A year of the cycle as its own ledger has it, and what of it the cycle counts."""

    year: int
    ledger: LedgerYear | None
    in_cycle: Decimal

    @property
    def is_judged(self) -> bool:
        """Where no rule set covers the year its ledger has no figures."""
        return self.ledger is not None and bool(self.ledger.outcome)

    def hours(self, line: str) -> Decimal:
        return tidy(getattr(self.ledger, f"counted_{line}"))

    @property
    def public(self) -> Decimal:
        return self.hours("public")

    @property
    def specialty(self) -> Decimal:
        return self.hours("specialty")

    @property
    def total(self) -> Decimal:
        return self.hours("total")


def years_beside(case: CycleCase, outlook: Outlook) -> list[YearBeside]:
    """Each year of the cycle, and that of the application."""
    years = sorted({*range(case.first_year, case.last_year + 1), case.asked_on.year})
    rows = LedgerYear.objects.filter(professional=case.professional_id, study_year__in=years)
    known = {row.study_year: row for row in rows}
    counted = dict.fromkeys(years, Decimal(0))
    for told in outlook.answer["records"]:
        own = {int(year): hours for year, hours in told["by_year"].items() if int(year) in counted}
        for year, hours in own.items():
            counted[year] += hours
        if own:  # finished after the application, it is among the hours of that year and counts for nothing
            counted[max(own)] -= sum(own.values()) - told["hours"]
    return [YearBeside(year, known.get(year), tidy(counted[year])) for year in years]
