"""What a body decides about somebody's year: each procedure says which of its subjects belong to a study year. A part
of this room that opens runs of its own registers here."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from approvals.enums import StepState
from approvals.models import Step, StepQuerySet
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
