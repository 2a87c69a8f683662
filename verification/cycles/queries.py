"""What the pages of cycles read."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from approvals.models import Run, Step
from people.models import Professional
from records.models import LedgerYear
from verification.models import CYCLE, CycleCase


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


def own_cases(professional: Professional) -> list[CaseRow]:
    cases = CycleCase.objects.filter(professional=professional)
    return case_rows(cases.select_related("verification__void", "professional"))


def years_beside(case: CycleCase) -> list[tuple[int, LedgerYear | None]]:
    """The ledger of each year of the cycle, and of the year of the application."""
    years = sorted({*range(case.first_year, case.last_year + 1), case.asked_on.year})
    rows = LedgerYear.objects.filter(professional=case.professional_id, study_year__in=years)
    known = {row.study_year: row for row in rows}
    return [(year, known.get(year)) for year in years]
