from __future__ import annotations

from typing import Any

import django_filters
from django import forms
from django.utils.translation import gettext_lazy as _

from courses.enums import SubjectCategory
from records.enums import RecordState
from records.models import LearningRecord


class RecordFilter(django_filters.FilterSet):  # type: ignore[misc]
    year = django_filters.ChoiceFilter(field_name="study_year", label=_("Study year"), empty_label=_("All years"))
    state = django_filters.ChoiceFilter(label=_("State"), choices=RecordState, empty_label=_("Every state"))
    category = django_filters.ChoiceFilter(
        label=_("Subject category"), choices=SubjectCategory, empty_label=_("Every category")
    )

    class Meta:
        model = LearningRecord
        fields: list[str] = []

    def __init__(self, *args: Any, years: list[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(str(year), str(year)) for year in years]
        self.filters["year"].extra["choices"] = choices


class RecordsOfProgramsFilter(django_filters.FilterSet):  # type: ignore[misc]
    year = django_filters.NumberFilter(field_name="study_year", min_value=1990, max_value=2099, decimal_places=0)
    state = django_filters.ChoiceFilter(choices=RecordState)
    category = django_filters.ChoiceFilter(choices=SubjectCategory)

    class Meta:
        model = LearningRecord
        fields: list[str] = []


class NamedRecordFilter(RecordFilter):
    """Of many people."""

    name = django_filters.CharFilter(
        field_name="professional__name", lookup_expr="icontains", label=_("Name"), widget=forms.TextInput
    )
    field_order = ("name",)
