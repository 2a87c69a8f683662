"""Which bodies decided about whom, and what stands beside a case."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from approvals.enums import VERDICTS
from approvals.models import Decision
from audit.actors import Actor
from people.models import Organization
from verification.models import SpotCheck, SpotCheckCase, SpotCheckFinding, Verification
from verification.spotchecks.enums import CheckState, FindingVerdict, FraudState
from verification.spotchecks.subjects import about_year, people_decided, was_decided_by, with_people_decided

YEARS_OF_HISTORY = 3
"""Our own figure: so far back a check speaks for or against an employer."""
LOTS, LOTS_OF_CLEAN = 2, 1
"""Our own figures: an employer in whose cases nothing was found has half the lots, never none."""


def bodies_checked_by(actor: Actor, year: int) -> QuerySet[Organization]:
    """Those in the area that decided about somebody's year, with how many people that were; never the own body."""
    seen = Organization.objects.visible_to(actor)
    if actor.organization_id is not None:
        seen = seen.exclude(pk=actor.organization_id)
    if actor.area:
        seen = seen.filter(area__startswith=actor.area)
    return with_people_decided(seen, year)


def people_decided_by(body: Organization, year: int) -> list[tuple[int, int | None]]:
    """Each with the employer of the last time, in a fixed order."""
    return sorted(people_decided(body, year).items(), key=lambda each: (each[1] or 0, each[0]))


def clean_employers(body: Organization, year: int) -> set[int]:
    """Of whose people at least one was looked at lately, and nothing was found."""
    looked_at = SpotCheckFinding.objects.filter(
        case__spot_check__state=CheckState.REPORTED,
        case__spot_check__year__range=(year - YEARS_OF_HISTORY, year),
        case__employer__isnull=False,
    )
    bad = Q(verdict__in=(FindingVerdict.FAULT, FindingVerdict.FRAUD))
    seen = looked_at.values_list("case__employer_id", flat=True)
    return {*seen.distinct()} - {*seen.filter(bad).distinct()}


def has_decided(actor: Actor, case: SpotCheckCase) -> bool:
    """Whether the person decided something of this case, in whatever hat."""
    year = case.spot_check.year
    own = Decision.objects.filter(
        about_year(year, "run__"),
        person_id=actor.user_id,
        action__in=VERDICTS,
        run__professional=case.professional_id,
    )
    verified = Verification.objects.of_year(year).filter(
        professional=case.professional_id, verified_by_id=actor.user_id
    )
    return own.exists() or verified.exists() or was_decided_by(actor.user_id, year, case.professional_id)


@dataclass(frozen=True)
class EmployerLine:
    """One employer in the report."""

    name: str
    listed: int
    drawn: int
    taken_in: int
    in_order: int
    remarks: int
    faults: int
    frauds: int


def lines_by_employer(check: SpotCheck) -> list[EmployerLine]:
    def found(verdict: FindingVerdict) -> Count:
        return Count("pk", filter=Q(finding__verdict=verdict))

    rows = (
        check.cases.order_by()
        .values("employer_id", "employer__name")
        .annotate(
            listed=Count("pk", filter=Q(serial__isnull=False)),
            drawn=Count("pk", filter=Q(draw_number__gt="")),
            taken_in=Count("pk", filter=Q(taken_in_at__isnull=False, draw_number="")),
            in_order=found(FindingVerdict.IN_ORDER),
            remarks=found(FindingVerdict.REMARK),
            faults=found(FindingVerdict.FAULT),
            frauds=found(FindingVerdict.FRAUD),
        )
        .order_by("employer__name", "employer_id")
    )
    return [
        EmployerLine(
            row["employer__name"] or "–",
            row["listed"],
            row["drawn"],
            row["taken_in"],
            row["in_order"],
            row["remarks"],
            row["faults"],
            row["frauds"],
        )
        for row in rows
    ]


@dataclass(frozen=True)
class Tally:
    chosen: int
    found: int
    by_verdict: dict[str, int]
    hearing: int

    @property
    def open(self) -> int:
        return self.chosen - self.found


def tally_of(check: SpotCheck) -> Tally:
    cases = SpotCheckCase.objects.chosen().filter(spot_check=check).order_by()
    findings = SpotCheckFinding.objects.filter(case__in=cases)
    counted = dict(findings.order_by().values_list("verdict").annotate(count=Count("pk")))
    hearing = findings.filter(fraud_state=FraudState.HEARING).count()
    return Tally(cases.count(), sum(counted.values()), counted, hearing)


def checks_of(bodies: Iterable[Organization], year: int) -> dict[int, SpotCheck]:
    """The last one of each body."""
    found = SpotCheck.objects.filter(body__in=[each.pk for each in bodies], year=year).order_by("round")
    return {check.body_id: check for check in found}
