"""How lists of cycles are narrowed down: the list of cases, the queue of officers, and the list for programs."""

from __future__ import annotations

from typing import Any

import django_filters
from django.utils.translation import gettext_lazy as _

from approvals.filters import LONG_NAME
from approvals.models import StepQuerySet
from people.enums import TitleLevel
from people.models import Professional
from rules.calculator.vocabulary import ends_of_title_cycles
from verification.cycles.enums import CycleState
from verification.models import CycleCase
from verification.models.cycles import CycleCaseQuerySet


def last_years() -> list[tuple[int, str]]:
    """With which a cycle can end, the newest first."""
    return [(year, str(year)) for year in reversed(ends_of_title_cycles())]


class CycleFilter(django_filters.FilterSet):  # type: ignore[misc]
    name = django_filters.CharFilter(label=_("Name or its pinyin"), max_length=LONG_NAME, method="of_person")
    employer = django_filters.CharFilter(
        label=_("Employer"), max_length=LONG_NAME, field_name="employer__name", lookup_expr="icontains"
    )
    year = django_filters.ChoiceFilter(
        field_name="last_year", label=_("Last year of the cycle"), choices=last_years, empty_label=_("All years")
    )
    applying_for = django_filters.ChoiceFilter(
        label=_("Title level applied for"), choices=TitleLevel, empty_label=_("Every level")
    )
    state = django_filters.ChoiceFilter(label=_("State"), choices=CycleState, empty_label=_("Every state"))

    class Meta:
        model = CycleCase
        fields: list[str] = []

    def of_person(self, cases: CycleCaseQuerySet, name: str, value: str) -> CycleCaseQuerySet:
        return cases.filter(professional__in=Professional.objects.called(value))


class CyclesWaitingFilter(django_filters.FilterSet):  # type: ignore[misc]
    """What the queue offers besides, where it shows cycles alone."""

    year = django_filters.ChoiceFilter(
        label=_("Last year of the cycle"), choices=last_years, empty_label=_("All years"), method="of_year"
    )
    employer = django_filters.CharFilter(label=_("Employer"), max_length=LONG_NAME, method="of_employer")

    def of_year(self, steps: StepQuerySet, name: str, value: Any) -> StepQuerySet:
        return steps.filter(run__subject_id__in=CycleCase.objects.filter(last_year=value).values("pk"))

    def of_employer(self, steps: StepQuerySet, name: str, value: str) -> StepQuerySet:
        return steps.filter(run__employer__name__icontains=value)


class CyclesOfProgramsFilter(django_filters.FilterSet):  # type: ignore[misc]
    professional = django_filters.NumberFilter(field_name="professional_id", min_value=1, max_value=2**31)
    year = django_filters.NumberFilter(field_name="last_year", min_value=1990, max_value=2099, decimal_places=0)
    state = django_filters.ChoiceFilter(choices=CycleState)

    class Meta:
        model = CycleCase
        fields: list[str] = []
