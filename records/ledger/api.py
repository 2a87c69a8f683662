"""Ledgers for programs of employers and bureaus. Read-only; reasons are asked for at `/api/v1/rules/ask/`."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django_filters import rest_framework as filters
from rest_framework import serializers, viewsets
from rest_framework.pagination import CursorPagination

from records.enums import Outcome
from records.models import LedgerYear
from records.models.ledger import LINES


class LedgerSerializer(serializers.ModelSerializer[LedgerYear]):
    required = serializers.SerializerMethodField()  # type: ignore[assignment]
    counted = serializers.SerializerMethodField()
    shortfall = serializers.SerializerMethodField()

    class Meta:
        model = LedgerYear
        fields = [
            *("id", "professional_id", "study_year", "employer_id", "area", "place", "industry", "title_level"),
            *("ruleset", "required", "counted", "shortfall", "outcome", "credits", "unjudged", "computed_at"),
        ]

    def get_required(self, row: LedgerYear) -> dict[str, str]:
        """By line; a line without a floor is absent."""
        return _told(row, "required", keep=lambda hours: hours is not None)

    def get_counted(self, row: LedgerYear) -> dict[str, str]:
        return _told(row, "counted", keep=lambda hours: True)

    def get_shortfall(self, row: LedgerYear) -> dict[str, str]:
        """Only lines that are short."""
        return _told(row, "short", keep=bool)


def _told(row: LedgerYear, kind: str, *, keep: Any) -> dict[str, str]:
    hours = {line: getattr(row, f"{kind}_{line}") for line in LINES}
    return {line: f"{amount.normalize():f}" for line, amount in hours.items() if keep(amount)}


class LedgerFilter(filters.FilterSet):  # type: ignore[misc]
    study_year = filters.NumberFilter(min_value=1900, max_value=2999)
    professional = filters.NumberFilter(field_name="professional_id", min_value=1, max_value=2**31)
    outcome = filters.ChoiceFilter(choices=Outcome.choices)

    class Meta:
        model = LedgerYear
        fields = ["study_year", "professional", "outcome"]


class ByNumber(CursorPagination):
    ordering = "pk"


class LedgerViewSet(viewsets.ReadOnlyModelViewSet[LedgerYear]):
    """One row a person and study year, of the people the reader sees."""

    queryset = LedgerYear.objects.none()
    serializer_class = LedgerSerializer
    pagination_class = ByNumber
    filterset_class = LedgerFilter
    lookup_value_converter = "int"

    def get_queryset(self) -> QuerySet[LedgerYear]:
        if getattr(self, "swagger_fake_view", False):
            return LedgerYear.objects.none()
        request: Any = self.request
        return LedgerYear.objects.visible_to(request.actor)
