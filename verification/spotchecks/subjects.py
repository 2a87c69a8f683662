"""What a body decides about somebody's year: each procedure says which of its subjects belong to a study year. A part
of this room that opens runs of its own registers here."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db.models import Q, QuerySet

from approvals.enums import StepState
from approvals.models import Run, RunQuerySet, Step, StepQuerySet
from records.models import RECORD, LearningRecord

SubjectsOfYear = Callable[[int], QuerySet[Any]]
_subjects: dict[str, SubjectsOfYear] = {}

DECIDED = (StepState.PASSED, StepState.REJECTED)


def register(procedure: str, subjects_of_year: SubjectsOfYear) -> None:
    """`subjects_of_year` gives the subjects of the procedure that are about that year."""
    _subjects[procedure] = subjects_of_year


register(RECORD, lambda year: LearningRecord.objects.of_year(year))


def runs_of_year(year: int) -> RunQuerySet:
    wanted = Q(pk__in=[])
    for procedure, subjects_of_year in _subjects.items():
        wanted |= Q(procedure=procedure, subject_id__in=subjects_of_year(year).order_by().values("pk"))
    return Run.objects.filter(wanted)


def steps_decided(year: int) -> StepQuerySet:
    """At which a body has agreed or refused. What it took back waits again, and is none of them."""
    return Step.objects.filter(state__in=DECIDED, organization__isnull=False, run__in=runs_of_year(year))
