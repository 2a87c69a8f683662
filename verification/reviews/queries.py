"""What the pages of reviews read, in a fixed number of statements however long their lists are."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from audit.actors import Actor
from people.models import Employer, Professional
from people.supervision import place_of
from records.models import LedgerYear
from verification.models import Appointment
from verification.reviews.access import may_keep
from verification.reviews.declarations import filing_of
from verification.reviews.enums import Filing
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
