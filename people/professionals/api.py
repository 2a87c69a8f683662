"""Professionals for programs of employers and bureaus. Read-only; numbers are masked as on the pages."""

from __future__ import annotations

import datetime
from typing import Any

from django.utils import timezone
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers, viewsets
from rest_framework.exceptions import PermissionDenied
from rest_framework.pagination import CursorPagination
from rest_framework.request import Request
from rest_framework.response import Response

from people.models import Employment, Professional, ProfessionalQuerySet, Title
from people.professionals import access
from people.professionals.filters import ProfessionalFilter, StatusForm
from people.professionals.queries import people_listed, people_opened
from people.professionals.services import note_view
from people.titles import best_of, group_of


class TitleSerializer(serializers.ModelSerializer[Title]):
    class Meta:
        model = Title
        fields = ["series", "level", "name", "obtained_on"]


class EmploymentSerializer(serializers.ModelSerializer[Employment]):
    employer = serializers.CharField(source="employer.name")

    class Meta:
        model = Employment
        fields = ["employer_id", "employer", "staff_number", "position", "started_on", "ended_on"]


class ProfessionalSerializer(serializers.ModelSerializer[Professional]):
    """Of somebody who left: the name, and the employment through which the reader knew them."""

    industry = serializers.SerializerMethodField()
    title = serializers.SerializerMethodField()
    title_level = serializers.SerializerMethodField(help_text="As the rule books tell them apart.")
    employment = serializers.SerializerMethodField()

    class Meta:
        model = Professional
        fields = ["id", "name", "industry", "title", "title_level", "employment"]

    def get_industry(self, professional: Any) -> str | None:
        return professional.industry if professional.is_open else None

    @extend_schema_field(TitleSerializer(allow_null=True))
    def get_title(self, professional: Any) -> Any:
        title = best_of(professional.shown_titles, _today())
        return TitleSerializer(title).data if title else None

    def get_title_level(self, professional: Any) -> str | None:
        return group_of(best_of(professional.shown_titles, _today())).value if professional.is_open else None

    @extend_schema_field(EmploymentSerializer(allow_null=True))
    def get_employment(self, professional: Any) -> Any:
        newest = next(iter(professional.shown_employments), None)
        return EmploymentSerializer(newest).data if newest else None


class ProfessionalDetailSerializer(ProfessionalSerializer):
    titles = TitleSerializer(source="shown_titles", many=True)
    employments = EmploymentSerializer(source="shown_employments", many=True)
    document = serializers.SerializerMethodField()

    class Meta(ProfessionalSerializer.Meta):
        fields = [*ProfessionalSerializer.Meta.fields, "titles", "employments", "document"]

    def get_document(self, professional: Professional) -> dict[str, str] | None:
        document = professional.documents.in_use().first()
        return {"kind": document.kind, "number": document.masked_number} if document else None


class ByNumber(CursorPagination):
    ordering = "pk"


class ProfessionalViewSet(viewsets.ReadOnlyModelViewSet[Professional]):
    """Those the actor keeps a list of; details only of those they may see."""

    queryset = Professional.objects.none()
    serializer_class = ProfessionalSerializer
    pagination_class = ByNumber
    filterset_class = ProfessionalFilter
    lookup_value_converter = "int"

    def get_queryset(self) -> ProfessionalQuerySet:
        request: Any = self.request
        if getattr(self, "swagger_fake_view", False):
            return Professional.objects.none()
        if not access.may_list(request.actor):
            raise PermissionDenied
        if self.action == "retrieve":
            return people_opened(request.actor)
        return people_listed(request.actor, status=StatusForm.status_in(request.query_params))

    def get_serializer_class(self) -> type[ProfessionalSerializer]:
        return ProfessionalDetailSerializer if self.action == "retrieve" else ProfessionalSerializer

    def retrieve(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        professional = self.get_object()
        note_view(professional, actor=request.actor)  # type: ignore[attr-defined]
        return Response(self.get_serializer(professional).data)


def _today() -> datetime.date:
    return timezone.localdate()
