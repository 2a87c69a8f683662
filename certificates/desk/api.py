"""Certificates for programs of employers and bureaus: the verbs of the desks. Whether one is genuine is asked of the
public check."""

from __future__ import annotations

from typing import Any, TypeVar

import django_filters
from django.db import transaction
from django.db.models import Case, Q, When
from django.utils.translation import gettext as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiExample, OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.exceptions import NotFound, PermissionDenied, ValidationError
from rest_framework.mixins import ListModelMixin, RetrieveModelMixin
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet

from approvals.api import NewestFirst
from approvals.matters import database_day
from audit.actors import Actor
from certificates.access import ISSUES, may_confirm, may_see_register
from certificates.desk.queries import READY, STATES, UNCONFIRMED, in_group, years_of_bureau, years_of_employer
from certificates.enums import WITH_SUCCESSOR, EndKind
from certificates.issuing.services import (
    confirm_years,
    end_certificate,
    issue_certificates,
    replace_certificate,
    why_not,
)
from certificates.models import Certificate, CertificateQuerySet
from certificates.receipts import note_receipts
from people.second_factor.fresh import is_fresh
from verification.models import Verification
from verification.models.verifications import VerificationQuerySet

MANY = 1_000
LARGEST_NUMBER = 2**63 - 1
Asked = TypeVar("Asked", bound=serializers.Serializer[Any])


class EndSerializer(serializers.Serializer[Any]):
    kind = serializers.CharField()
    reason = serializers.CharField()
    ended_on = serializers.DateField()


class ReceiptSerializer(serializers.Serializer[Any]):
    received_by = serializers.CharField()
    received_on = serializers.DateField()


class CertificateSerializer(serializers.ModelSerializer[Certificate]):
    """`printed` is all that stands on the paper, as it was on the day of issue; `end` says why it is good no longer."""

    employer = serializers.CharField(source="employer.name", default=None, allow_null=True)
    issuer = serializers.CharField(source="issuer.name")
    replaces = serializers.CharField(source="replaces.number", default=None, allow_null=True)
    replaced_by = serializers.CharField(source="replaced_by.number", default=None, allow_null=True)
    end = EndSerializer(default=None, allow_null=True)
    receipt = ReceiptSerializer(default=None, allow_null=True)

    class Meta:
        model = Certificate
        fields = [
            *("id", "number", "study_year", "professional_id", "employer_id", "employer", "issuer_id", "issuer"),
            *("verification_id", "layout", "printed", "issued_on", "replaces", "replaced_by", "end", "receipt"),
        ]


class WaitingSerializer(serializers.Serializer[Any]):
    verification_id = serializers.IntegerField(source="pk")
    professional_id = serializers.IntegerField()
    person = serializers.CharField(source="professional.name")
    employer_id = serializers.IntegerField(allow_null=True)
    employer = serializers.CharField(source="employer.name", default=None, allow_null=True)
    study_year = serializers.IntegerField(source="last_year")
    counted_total = serializers.CharField()
    is_confirmed_or_needs_none = serializers.BooleanField()


class YearsSerializer(serializers.Serializer[Any]):
    """The numbers of verified years, as `waiting` lists them."""

    verifications = serializers.ListField(
        child=serializers.IntegerField(min_value=1, max_value=LARGEST_NUMBER), min_length=1, max_length=MANY
    )


class LotSerializer(serializers.Serializer[Any]):
    first = serializers.CharField()
    last = serializers.CharField()
    count = serializers.IntegerField()


class LeftOutSerializer(serializers.Serializer[Any]):
    verification_id = serializers.IntegerField()
    reason = serializers.CharField()


class IssuedSerializer(serializers.Serializer[Any]):
    """Numbers by issuer and year, without a gap; and to whom none was issued, with the reason."""

    issued = LotSerializer(many=True)
    left_out = LeftOutSerializer(many=True)


class EndingSerializer(serializers.Serializer[Any]):
    """`number` is repeated, so that nobody ends another one than was meant: it cannot be taken back."""

    kind = serializers.ChoiceField(choices=[EndKind.FRAUD, EndKind.WITHDRAWN])
    reason = serializers.CharField(max_length=300)
    number = serializers.CharField(max_length=14)


class ReplacingSerializer(EndingSerializer):
    kind = serializers.ChoiceField(choices=list(WITH_SUCCESSOR))


class TakingSerializer(serializers.Serializer[Any]):
    received_by = serializers.CharField(max_length=50)
    received_on = serializers.DateField()


class CertificateFilter(django_filters.FilterSet):  # type: ignore[misc]
    year = django_filters.NumberFilter(field_name="study_year", min_value=1990, max_value=2099, decimal_places=0)
    number = django_filters.CharFilter(field_name="number", max_length=14)
    professional = django_filters.NumberFilter(field_name="professional_id", min_value=1, max_value=2**31)
    employer = django_filters.NumberFilter(field_name="employer_id", min_value=1, max_value=2**31)
    state = django_filters.ChoiceFilter(choices=[(state, state) for state in STATES], method="of_state")

    class Meta:
        model = Certificate
        fields: list[str] = []

    def of_state(self, certificates: CertificateQuerySet, name: str, value: str) -> CertificateQuerySet:
        return certificates.filter(STATES[value])


FORBIDDEN = OpenApiResponse(OpenApiTypes.OBJECT, "Your hat does not allow it, or it is your own (`forbidden`).")
NOT_FOUND = OpenApiResponse(OpenApiTypes.OBJECT, "One of them is not there or not yours (`not_found`); none is done.")
TOO_LATE = OpenApiResponse(
    OpenApiTypes.OBJECT,
    "Not now (`conflict`): the numbers of the series are used up, it is good no longer, or issuing is locked after a"
    " restore. `detail` says which.",
)
INVALID = OpenApiResponse(OpenApiTypes.OBJECT, "A field is wrong (`invalid`); `fields` says which and why.")
REFUSALS = {400: INVALID, 403: FORBIDDEN, 404: NOT_FOUND, 409: TOO_LATE}
YEARS = OpenApiExample("Three verified years", value={"verifications": [17, 21, 40]}, request_only=True)
ISSUED = OpenApiExample(
    "Two were issued, one waits",
    value={
        "issued": [{"first": "44010525000001", "last": "44010525000002", "count": 2}],
        "left_out": [{"verification_id": 40, "reason": "The employer has not confirmed the year yet."}],
    },
    response_only=True,
)
ENDING = OpenApiExample(
    "Void for fraud",
    value={"kind": "fraud", "reason": "佐证材料系伪造", "number": "44010525000001"},
    request_only=True,
)
REPLACING = OpenApiExample(
    "The name was corrected",
    value={"kind": "replaced", "reason": "姓名更正", "number": "44010525000001"},
    request_only=True,
)
TAKEN = OpenApiExample("Taken", value={"received_by": "林晓岚", "received_on": "2026-03-02"}, request_only=True)


class CertificateViewSet(ListModelMixin, RetrieveModelMixin, GenericViewSet[Certificate]):
    """Certificates of the people one sees, those that one's bureau issued, and those of one's employer."""

    serializer_class = CertificateSerializer
    filterset_class = CertificateFilter
    pagination_class = NewestFirst
    queryset = Certificate.objects.none()  # for the schema; get_queryset decides
    lookup_value_converter = "int"

    def get_queryset(self) -> CertificateQuerySet:
        seen = Certificate.objects.visible_to(self._actor)
        return seen.select_related(
            "professional", "employer", "issuer", "replaces", "replaced_by", "end", "receipt", "verification"
        )

    @property
    def _actor(self) -> Actor:
        actor: Actor = self.request.actor  # type: ignore[attr-defined]
        return actor

    @extend_schema(
        parameters=[OpenApiParameter("year", int, required=True)],
        responses={200: WaitingSerializer(many=True), 400: INVALID, 403: FORBIDDEN},
    )
    @action(detail=False, methods=["get"], filterset_class=None)
    def waiting(self, request: Request) -> Response:
        """Verified years without a certificate: of one's bureau, or of one's own employer as HR."""
        year = request.query_params.get("year", "")
        years = self._years()
        if not (year.isascii() and year.isdecimal() and len(year) == 4):
            raise ValidationError({"year": [_("Say which study year, for example 2025.")]})
        rows: Any = _waiting(years.filter(last_year=int(year)))
        page = self.paginate_queryset(rows)
        return self.get_paginated_response(WaitingSerializer(page, many=True).data)

    @extend_schema(request=YearsSerializer, responses={200: IssuedSerializer, **REFUSALS}, examples=[YEARS, ISSUED])
    @action(detail=False, methods=["post"], pagination_class=None, filterset_class=None)
    def issue(self, request: Request) -> Response:
        """Issue to these, as the bureau. Who cannot have one now is left out, with the reason."""
        if not (self._actor.can(ISSUES) and self._actor.area):
            raise PermissionDenied
        return self._issued(request, years_of_bureau(self._actor), issue_certificates)

    @extend_schema(request=YearsSerializer, responses={200: IssuedSerializer, **REFUSALS}, examples=[YEARS, ISSUED])
    @action(detail=False, methods=["post"], pagination_class=None, filterset_class=None)
    def confirmations(self, request: Request) -> Response:
        """Confirm these years of the own people, as HR; with that their certificates are issued."""
        if not may_confirm(self._actor):
            raise PermissionDenied
        return self._issued(request, years_of_employer(self._actor), confirm_years)

    @extend_schema(request=EndingSerializer, responses={200: CertificateSerializer, **REFUSALS}, examples=[ENDING])
    @action(detail=True, methods=["post"])
    def end(self, request: Request, pk: int) -> Response:
        """Declare it void, as the head of the bureau. It cannot be taken back; whoever signed in a while ago does so
        again first."""
        certificate, asked = self._looked_at_again(request, EndingSerializer)
        end_certificate(certificate, EndKind(asked["kind"]), reason=asked["reason"], actor=self._actor)
        return self._told(certificate.pk)

    @extend_schema(
        request=ReplacingSerializer, responses={200: CertificateSerializer, **REFUSALS}, examples=[REPLACING]
    )
    @action(detail=True, methods=["post"])
    def replacement(self, request: Request, pk: int) -> Response:
        """Put another one in its place, as the head of the bureau; the answer is the new one."""
        certificate, asked = self._looked_at_again(request, ReplacingSerializer)
        new = replace_certificate(certificate, EndKind(asked["kind"]), reason=asked["reason"], actor=self._actor)
        return self._told(new.pk)

    @extend_schema(request=TakingSerializer, responses={200: CertificateSerializer, **REFUSALS}, examples=[TAKEN])
    @action(detail=True, methods=["post"])
    def receipt(self, request: Request, pk: int) -> Response:
        """Note who took the paper, as the employer or the bureau; once, and not of one's own."""
        certificate = self.get_object()
        asked = _checked(TakingSerializer(data=request.data)).validated_data
        note_receipts([certificate], **asked, actor=self._actor)
        return self._told(certificate.pk)

    def _years(self) -> VerificationQuerySet:
        if may_see_register(self._actor):
            return years_of_bureau(self._actor)
        if may_confirm(self._actor):
            return years_of_employer(self._actor)
        raise PermissionDenied

    @transaction.atomic
    def _issued(self, request: Request, own: VerificationQuerySet, verb: Any) -> Response:
        numbers = set(_checked(YearsSerializer(data=request.data)).validated_data["verifications"])
        years = list(own.filter(pk__in=numbers).select_related("professional", "employer").order_by("pk"))
        if len(years) < len(numbers):
            raise NotFound  # all of them are the reader's, or none is known
        issued = verb(years, actor=self._actor)
        return Response({"issued": LotSerializer(issued, many=True).data, "left_out": _left_out(years)})

    def _looked_at_again(self, request: Request, serializer: type[EndingSerializer]) -> tuple[Certificate, Any]:
        certificate = self.get_object()
        if not self._actor.can("certificates.end"):
            raise PermissionDenied(_("The head of the bureau that issued it decides that."))
        asked = _checked(serializer(data=request.data)).validated_data
        if asked["number"] != certificate.number:
            raise ValidationError({"number": [_("This is the number of another certificate.")]})
        if not is_fresh(request._request):
            raise PermissionDenied(_("You signed in a while ago. Sign in again before what cannot be taken back."))
        return certificate, asked

    def _told(self, number: int) -> Response:
        return Response(CertificateSerializer(self.get_queryset().get(pk=number)).data)


def _waiting(years: VerificationQuerySet) -> VerificationQuerySet:
    today = database_day()
    ready, unconfirmed = (in_group(years, group, today).values("pk") for group in (READY, UNCONFIRMED))
    waiting = years.filter(Q(pk__in=ready) | Q(pk__in=unconfirmed)).select_related("professional", "employer")
    return waiting.annotate(is_confirmed_or_needs_none=Case(When(pk__in=ready, then=True), default=False))


def _left_out(years: list[Verification]) -> list[dict[str, Any]]:
    standing = Certificate.objects.standing().filter(verification__in=years).values_list("verification_id", flat=True)
    without = [each for each in years if each.pk not in set(standing)]
    return [{"verification_id": each.pk, "reason": why_not(each.professional, each.last_year)} for each in without]


def _checked(serializer: Asked) -> Asked:
    serializer.is_valid(raise_exception=True)
    return serializer
