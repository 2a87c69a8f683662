"""The organizations that the actor sees, for programs. Read-only."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers, viewsets
from rest_framework.pagination import CursorPagination

from people.models import Organization, OrganizationQuerySet
from people.organizations.forms import OrganizationFilterForm
from people.organizations.queries import of_own_kind, organizations_matching
from people.organizations.services import facts_of


class OrganizationSerializer(serializers.ModelSerializer[Organization]):
    place = serializers.CharField(source="division.code", default="", read_only=True)
    place_name = serializers.CharField(source="division.name", default="", read_only=True)

    class Meta:
        model = Organization
        fields = ["id", "kind", "name", "uscc", "place", "place_name", "area", "closed_on", "merged_into"]
        read_only_fields = fields


class OrganizationDetailSerializer(OrganizationSerializer):
    facts = serializers.SerializerMethodField(help_text="What only its kind has: ownership, level, industry …")

    class Meta(OrganizationSerializer.Meta):
        fields = [*OrganizationSerializer.Meta.fields, "facts"]

    def get_facts(self, organization: Organization) -> dict[str, Any]:
        shared = {field.name for field in Organization._meta.concrete_fields}
        return {name: value for name, value in facts_of(of_own_kind(organization)).items() if name not in shared}


class ByNumber(CursorPagination):
    ordering = "id"


class OrganizationViewSet(viewsets.ReadOnlyModelViewSet[Organization]):
    """Those in which one holds a hat, and those of the area which one's bureau or authority answers for."""

    queryset = Organization.objects.none()  # for the schema; get_queryset decides
    pagination_class = ByNumber
    lookup_value_converter = "int"

    def get_serializer_class(self) -> type[OrganizationSerializer]:
        return OrganizationDetailSerializer if self.action == "retrieve" else OrganizationSerializer

    def get_queryset(self) -> OrganizationQuerySet:
        request: Any = self.request
        if self.action == "retrieve":
            return Organization.objects.visible_to(request.actor).select_related("division")
        form = OrganizationFilterForm(request.query_params)
        if not form.is_valid():
            raise serializers.ValidationError(
                {name: [str(each) for each in said] for name, said in form.errors.items()}
            )
        return organizations_matching(request.actor, **form.cleaned_data)

    @extend_schema(parameters=[OpenApiParameter(name, str) for name in OrganizationFilterForm.base_fields])
    def list(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        """Filtered like the page: `search`, `kind`, `place` (a code or a name), `level`, `state`."""
        return super().list(request, *args, **kwargs)
