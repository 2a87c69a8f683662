"""Reads about the results of classes."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from approvals.access import may_read_area
from approvals.models import Decision
from audit.actors import Actor
from courses.access import READS_ALL
from courses.models import RosterEntry, TrainingClass
from courses.models.classes import TrainingClassQuerySet
from courses.models.rosters import RosterEntryQuerySet
from people.models import Employer, IdentityDocument, Title
from people.titles import best_of
from records.enums import RecordSource
from records.models import RECORD, ClassResult, ClassResultQuerySet, RecordCorrection
from records.results.access import classes_with_results_by, may_enter_results
from records.results.deadlines import late_ones
from ui.tables import SortedPage

TOLD_FOR = datetime.timedelta(days=14)
LATE_AT_MOST = datetime.timedelta(days=400)
"""What is older than that will not be reported any more; the list of classes has it."""


@dataclass(frozen=True)
class TakenPart:
    """Somebody on the roster, with what came of it."""

    entry: RosterEntry
    result: ClassResult | None
    number: str = ""
    """Masked."""
    title: str = ""

    @property
    def employer(self) -> Employer | None:
        """On the day of enrolment, else on the day of the result."""
        return self.entry.employer or (self.result.record.employer if self.result and self.result.record else None)


def roster_of(training_class: TrainingClass, actor: Actor) -> RosterEntryQuerySet:
    """Those one may see. Its own institution sees all: that is not asked again for each of a hundred thousand."""
    entries = RosterEntry.objects.all() if _is_own(training_class, actor) else RosterEntry.objects.visible_to(actor)
    return entries.standing().filter(training_class=training_class).select_related("professional", "employer")


def results_of(training_class: TrainingClass, actor: Actor) -> ClassResultQuerySet:
    results = ClassResult.objects.all() if _is_own(training_class, actor) else ClassResult.objects.visible_to(actor)
    return results.filter(training_class=training_class)


def _is_own(training_class: TrainingClass, actor: Actor) -> bool:
    return may_enter_results(actor) and training_class.institution_id == actor.organization_id


def with_results(entries: Iterable[RosterEntry], training_class: TrainingClass) -> list[TakenPart]:
    entries = list(entries)
    results = ClassResult.objects.filter(
        training_class=training_class, professional__in=[entry.professional_id for entry in entries]
    )
    by_person = {result.professional_id: result for result in results.select_related("record__employer")}
    return [TakenPart(entry, by_person.get(entry.professional_id)) for entry in entries]


def as_on_the_form(training_class: TrainingClass, actor: Actor) -> Iterator[TakenPart]:
    """Everybody with what the 名册表 asks for besides (rulebook §10a): title, and of the number the last signs."""
    entries = list(roster_of(training_class, actor).order_by("pk"))
    people = [entry.professional_id for entry in entries]
    documents = IdentityDocument.objects.in_use().filter(professional__in=people)
    numbers = {document.professional_id: document.masked_number for document in documents}
    titles: dict[int, list[Title]] = {}
    for title in Title.objects.filter(professional__in=people):
        titles.setdefault(title.professional_id, []).append(title)
    for each in with_results(entries, training_class):
        person = each.entry.professional_id
        held = best_of(titles.get(person, []), training_class.ends_on)
        yield TakenPart(each.entry, each.result, numbers.get(person, ""), held.name if held else "")


@dataclass(frozen=True)
class Counts:
    enrolled: int
    reported: int
    passed: int

    @property
    def missing(self) -> int:
        return self.enrolled - self.reported


def counts_of(training_class: TrainingClass, actor: Actor, page: SortedPage) -> Counts:
    """Whoever has a result stands on the roster: nobody leaves it once the class has begun. The page has counted it,
    as far as can be paged to."""
    told = results_of(training_class, actor).aggregate(reported=Count("pk"), passed=Count("pk", filter=Q(passed=True)))
    return Counts(enrolled=roster_of(training_class, actor).count() if page.is_cut else page.total, **told)


# Corrections


def corrections_for(actor: Actor, on: datetime.date) -> QuerySet[RecordCorrection]:
    """What institutions corrected of late in hours that the body of the hat had recognized."""
    decided = Decision.objects.filter(body_id=actor.organization_id, run__procedure=RECORD)
    carried_out = RecordCorrection.objects.filter(
        carried_out_at__date__gte=on - TOLD_FOR,
        record__source=RecordSource.INSTITUTION,
        record__in=decided.values("run__subject_id"),
    )
    return carried_out.select_related("record__professional", "record__training_class__institution")


# Classes


def own_classes(actor: Actor, on: datetime.date) -> QuerySet[TrainingClass]:
    """Of the institution, that have ended; with how many took part and how many are reported."""
    ended = classes_with_results_by(actor).filter(ends_on__lt=on)
    # One by one: joined to both, a class of a thousand would be gone through a million times.
    return ended.annotate(
        enrolled=_count_for_class(RosterEntry.objects.standing()), reported=_count_for_class(ClassResult.objects.all())
    )


def _count_for_class(rows: QuerySet[Any]) -> Coalesce:
    of_class = rows.filter(training_class=OuterRef("pk")).order_by().values("training_class")
    return Coalesce(Subquery(of_class.annotate(count=Count("pk")).values("count")), 0)


def watched_classes(actor: Actor) -> TrainingClassQuerySet:
    """Of the area of one's bureau; auditors see all."""
    classes = TrainingClass.objects.visible_to(actor).published()
    if actor.can(READS_ALL):
        return classes
    return classes.filter(area__startswith=actor.area) if may_read_area(actor) else classes.none()


def without_results(classes: TrainingClassQuerySet, on: datetime.date) -> TrainingClassQuerySet:
    return classes.filter(
        ends_on__lt=on, ends_on__gte=on - LATE_AT_MOST, results_at=None, lost_status_at=None
    ).select_related("institution")


def late_classes(actor: Actor, on: datetime.date) -> TrainingClassQuerySet:
    waiting = without_results(watched_classes(actor), on)
    return TrainingClass.objects.filter(pk__in=late_ones(waiting, on)).select_related("institution")
