"""How the queue narrows down records."""

from __future__ import annotations

from typing import Any

import django_filters
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from approvals.filters import LONG_NAME
from approvals.models import StepQuerySet
from records.models import LearningRecord

YEARS_OFFERED = 12


def years() -> list[tuple[int, str]]:
    this_year = timezone.localdate().year
    return [(year, str(year)) for year in range(this_year, this_year - YEARS_OFFERED, -1)]


class RecordsWaitingFilter(django_filters.FilterSet):  # type: ignore[misc]
    year = django_filters.ChoiceFilter(
        label=_("Study year"), choices=years, empty_label=_("All years"), method="of_year"
    )
    employer = django_filters.CharFilter(label=_("Employer"), max_length=LONG_NAME, method="of_employer")

    def of_year(self, steps: StepQuerySet, name: str, value: Any) -> StepQuerySet:
        records = LearningRecord.objects.filter(study_year=value)
        return steps.filter(run__subject_id__in=records.values("pk"))

    def of_employer(self, steps: StepQuerySet, name: str, value: str) -> StepQuerySet:
        return steps.filter(run__employer__name__icontains=value)
