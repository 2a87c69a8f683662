"""What the pages of reviews read, in a fixed number of statements however long their lists are."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from approvals.enums import Act, StepState
from approvals.models import Run, Step
from approvals.queries import QueueRow, queue_of, queue_rows
from audit.actors import Actor
from people.models import Employer, Professional
from people.supervision import place_of
from records.models import LedgerYear
from verification.models import ANNUAL_REVIEW, Appointment, ReviewCase, ReviewCaseQuerySet
from verification.reviews.access import may_keep
from verification.reviews.declarations import filing_of
from verification.reviews.enums import DECIDED_CASES, OPEN_CASES, CaseState, Filing
from verification.reviews.figures import hours
from verification.reviews.timing import has_reviews


def employers_of(actor: Actor, on: datetime.date) -> list[Employer]:
    """Those whose reviews the hat looks after: its own, or those whose files it holds; where there are reviews."""
    if not may_keep(actor):
        return []
    own = Q(pk=actor.organization_id) | Q(files_held_by_id=actor.organization_id)
    found = Employer.objects.filter(own, merged_into=None, closed_on=None).select_related("division").order_by("pk")
    standing = [each for each in found if isinstance(each, Employer) and each.division is not None]
    return [each for each in standing if has_reviews(place_of(each, on), on)]


@dataclass(frozen=True)
class House:
    employer: Employer
    way: Filing

    @property
    def is_public(self) -> bool:
        return self.employer.ownership == "public"


def houses_of(employers: Iterable[Employer]) -> list[House]:
    return [House(each, filing_of(each)) for each in employers]


def people_of(employers: Iterable[Employer], on: datetime.date) -> QuerySet[Professional]:
    at_work = Q(employments__employer__in=list(employers), employments__started_on__lte=on)
    still = Q(employments__ended_on=None) | Q(employments__ended_on__gte=on)
    return Professional.objects.filter(at_work & still).distinct()


@dataclass(frozen=True)
class StaffRow:
    professional: Professional
    ledger: LedgerYear | None
    appointment: Appointment | None


def staff_rows(people: Iterable[Professional], year: int) -> list[StaffRow]:
    listed = list(people)
    ledgers = {row.professional_id: row for row in LedgerYear.objects.filter(professional__in=listed, study_year=year)}
    declared = Appointment.objects.standing().over_year(year).filter(professional__in=listed)
    appointments = {row.professional_id: row for row in declared}
    return [StaffRow(each, ledgers.get(each.pk), appointments.get(each.pk)) for each in listed]


# Sheets


def sheets_of(actor: Actor, year: int) -> QuerySet[Any]:
    """Employers of whose people the actor sees cases of that year, with how they stand."""
    seen = ReviewCase.objects.visible_to(actor).exclude(state=CaseState.WITHDRAWN).filter(study_year=year)

    def number(**how: Any) -> Count:
        own = Q(review_cases__in=seen.values("pk"))
        return Count("review_cases", filter=own & Q(**{f"review_cases__{name}": value for name, value in how.items()}))

    return Employer.objects.filter(pk__in=seen.values("employer")).annotate(
        forms=number(),
        waiting=number(state__in=OPEN_CASES),
        qualified=number(state=CaseState.QUALIFIED),
        refused=number(state=CaseState.REFUSED),
    )


def cases_of(actor: Actor, employer: int, year: int) -> ReviewCaseQuerySet:
    seen = ReviewCase.objects.visible_to(actor).exclude(state=CaseState.WITHDRAWN)
    return seen.filter(employer=employer, study_year=year).select_related("professional", "verification__void")


def checked(cases: ReviewCaseQuerySet) -> ReviewCaseQuerySet:
    """Decided, or past the employer's step."""
    runs = Run.objects.filter(procedure=ANNUAL_REVIEW, subject_id=OuterRef("pk"))
    past = Step.objects.filter(run__in=runs.values("pk"), act=Act.FIRST_CHECK, state=StepState.PASSED)
    return cases.filter(Q(state__in=DECIDED_CASES) | Exists(past))


@dataclass(frozen=True)
class Tally:
    cases: int
    waiting: int
    qualified: int
    refused: int


def tally_of(cases: ReviewCaseQuerySet) -> Tally:
    counts = {row["state"]: row["count"] for row in cases.order_by().values("state").annotate(count=Count("pk"))}
    waiting = sum(counts.get(state, 0) for state in OPEN_CASES)
    return Tally(sum(counts.values()), waiting, counts.get(CaseState.QUALIFIED, 0), counts.get(CaseState.REFUSED, 0))


@dataclass(frozen=True)
class CaseRow:
    case: ReviewCase
    run: Run
    queue: QueueRow | None
    """Where it waits for whoever looks."""
    may_open: bool
    """Not by an employer whose person the system itself has filed: its year is seen, and not what others decided."""

    @property
    def public(self) -> Decimal:
        return hours(self.case.figures, "counted", "public")

    @property
    def total(self) -> Decimal:
        return hours(self.case.figures, "counted", "total")

    @property
    def flags(self) -> list[str]:
        return self.queue.flags if self.queue else []


def case_rows(cases: Iterable[ReviewCase], actor: Actor) -> list[CaseRow]:
    """What is to be looked at first stands first."""
    listed = list(cases)
    runs = Run.objects.filter(procedure=ANNUAL_REVIEW, subject_id__in=[case.pk for case in listed]).order_by("pk")
    newest = {run.subject_id: run for run in runs}
    waiting: dict[int, QueueRow] = {}
    if actor.organization_id is not None:
        steps = queue_of(actor).filter(run__in=list(newest.values()))
        waiting = {row.run.pk: row for row in queue_rows(steps, tick_routine=True)}
    shown = Run.objects.visible_to(actor).filter(pk__in=[run.pk for run in newest.values()])
    may_open = set(shown.values_list("pk", flat=True))
    numbers = [(case, newest[case.pk]) for case in listed]
    rows = [CaseRow(case, run, waiting.get(run.pk), run.pk in may_open) for case, run in numbers]
    return sorted(rows, key=lambda row: (row.queue is None, not row.flags))


@dataclass(frozen=True)
class OwnCase:
    case: ReviewCase
    run: Run

    @property
    def step(self) -> Step | None:
        return self.run.step_at_hand


def own_cases(professional: Professional) -> list[OwnCase]:
    cases = list(ReviewCase.objects.filter(professional=professional).select_related("verification__void", "employer"))
    runs = Run.objects.filter(procedure=ANNUAL_REVIEW, subject_id__in=[case.pk for case in cases]).order_by("pk")
    newest = {run.subject_id: run for run in runs.prefetch_related("steps__organization")}
    return [OwnCase(case, newest[case.pk]) for case in cases]
