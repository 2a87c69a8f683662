"""What a body decides about somebody's year: each procedure says which of its subjects belong to a study year. A part
of this room that opens runs of its own registers here, and so does one that decides without runs."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from approvals.enums import StepState
from approvals.models import Step, StepQuerySet
from people.models import Organization
from records.models import RECORD, LearningRecord

SubjectsOfYear = Callable[[int], QuerySet[Any]]
_subjects: dict[str, SubjectsOfYear] = {}

DECIDED = (StepState.PASSED, StepState.REJECTED)


def register(procedure: str, subjects_of_year: SubjectsOfYear) -> None:
    """`subjects_of_year` gives the subjects of the procedure that are about that year."""
    _subjects[procedure] = subjects_of_year


register(RECORD, lambda year: LearningRecord.objects.of_year(year))


def about_year(year: int, of: str = "") -> Q:
    """Of runs, or with `of="run__"` of what belongs to one. Each subject is looked up by its number: a set of all the
    records of a year would be millions."""
    wanted = Q(pk__in=[])
    for procedure, subjects_of_year in _subjects.items():
        subject = subjects_of_year(year).order_by().filter(pk=OuterRef(f"{of}subject_id"))
        wanted |= Q(Exists(subject), **{f"{of}procedure": procedure})
    return wanted


def steps_decided(year: int) -> StepQuerySet:
    """At which a body has agreed or refused. What it took back waits again, and is none of them."""
    return Step.objects.filter(about_year(year, "run__"), state__in=DECIDED, organization__isnull=False)


# Who decided about whom, with runs and without


@dataclass(frozen=True)
class Decisions:
    """Rows of which each is what one body decided about one person; the others are the names of their fields."""

    rows: Callable[[int], QuerySet[Any]]
    """Of a study year."""
    body: str
    person: str
    employer: str
    order: str
    """The later, the larger."""
    by: str = ""
    """The account of the officer. Of runs, each decision has its own."""

    def of_year(self, year: int) -> QuerySet[Any]:
        return self.rows(year).filter(**{f"{self.person}__isnull": False}).order_by()


OF_STEPS = Decisions(steps_decided, "organization", "run__professional", "run__employer", "run")
_decisions: list[Decisions] = [OF_STEPS]


def register_decisions(decisions: Decisions) -> None:
    """Of a part that decides without runs."""
    _decisions.append(decisions)


def people_decided(body: Organization, year: int, *, person: int | None = None) -> dict[int, int | None]:
    """Each once, with the employer of the last time; or of one person alone, if decided about at all."""
    found: dict[int, int | None] = {}
    for each in _decisions:
        own = each.of_year(year).filter(**{each.body: body})
        if person is not None:
            own = own.filter(**{each.person: person})
        last = own.order_by(each.person, f"-{each.order}").distinct(each.person)
        found = dict(last.values_list(each.person, each.employer)) | found
    return found


def bodies_that_decided(year: int, people: Collection[int]) -> set[int]:
    """About any of these."""
    return {
        body
        for each in _decisions
        for body in each.of_year(year).filter(**{f"{each.person}__in": people}).values_list(each.body, flat=True)
    }


def with_people_decided(bodies: QuerySet[Organization], year: int) -> QuerySet[Organization]:
    """Those of them that decided about somebody, with `people`: about how many."""
    has_decided, people = Q(pk__in=[]), F("pk") * 0
    for place, each in enumerate(_decisions):
        own = each.of_year(year).filter(**{each.body: OuterRef("pk")})
        has_decided |= Q(Exists(own))
        for other in _decisions[:place]:  # whoever is among those already
            same = {other.body: OuterRef(each.body), other.person: OuterRef(each.person)}
            own = own.filter(~Exists(other.of_year(year).filter(**same)))
        count = own.values(each.body).annotate(people=Count(each.person, distinct=True)).values("people")
        people = people + Coalesce(Subquery(count), 0)
    return bodies.filter(has_decided).annotate(people=people)


def was_decided_by(account: int | None, year: int, person: int) -> bool:
    """Without a run; runs have their decisions."""
    return any(
        each.of_year(year).filter(**{each.by: account, each.person: person}).exists() for each in _decisions if each.by
    )
