"""Cycles for programs of employers and bureaus: the verbs of the pages. What an application would bring is asked at
`/api/v1/rules/ask/` (`"ask": "cycle"`); who decides does so at `/api/v1/approvals/`, by `run_id` and `run_version`."""

from __future__ import annotations

from typing import Any, TypeVar

from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiExample, extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.exceptions import NotFound, PermissionDenied
from rest_framework.mixins import CreateModelMixin, ListModelMixin, RetrieveModelMixin
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet

from approvals.api import CommentSerializer, NewestFirst, comment_field
from people.enums import TitleLevel
from people.models import Professional
from verification.cycles import services
from verification.cycles.access import is_requester, may_ask_for_staff
from verification.cycles.asking import told_people
from verification.cycles.enums import Occasion
from verification.cycles.filters import CyclesOfProgramsFilter
from verification.cycles.queries import with_runs
from verification.cycles.services import MANY, Said
from verification.models import CycleCase
from verification.models.cycles import CycleCaseQuerySet

LARGEST_NUMBER = 2**63 - 1
Asked = TypeVar("Asked", bound="SaidSerializer")


class LinesSerializer(serializers.Serializer[Any]):
    """Hours as text, by line; a line that nothing is asked of is absent."""

    required = serializers.DictField(child=serializers.CharField())  # type: ignore[assignment]
    counted = serializers.DictField(child=serializers.CharField())
    short = serializers.DictField(child=serializers.CharField())


class CycleSerializer(serializers.ModelSerializer[CycleCase]):
    person = serializers.CharField(source="professional.name")
    employer = serializers.CharField(source="employer.name")
    figures = serializers.SerializerMethodField(help_text="Of the last change of the hours, or of the decision.")
    sent_figures = serializers.SerializerMethodField(help_text="Of the moment at which it was sent.")
    run_id = serializers.IntegerField(help_text="The matter at `/api/v1/approvals/`.")
    run_version = serializers.IntegerField(help_text="What a decision names as the version that was seen.")

    class Meta:
        model = CycleCase
        fields = [
            *("id", "professional_id", "person", "employer_id", "employer", "place", "industry"),
            *("title_level", "title_name", "title_on", "applying_for", "applying_name", "occasion", "asked_on"),
            *("first_year", "last_year", "state", "version", "sent_figures", "figures", "figures_at"),
            *("verification_id", "run_id", "run_version"),
        ]

    @extend_schema_field(LinesSerializer)
    def get_figures(self, case: CycleCase) -> dict[str, dict[str, str]]:
        return _lines(case.figures)

    @extend_schema_field(LinesSerializer)
    def get_sent_figures(self, case: CycleCase) -> dict[str, dict[str, str]]:
        return _lines(case.sent_figures)


def _lines(figures: dict[str, Any]) -> dict[str, dict[str, str]]:
    return {name: figures[name] for name in ("required", "counted", "short")}


class SaidSerializer(serializers.Serializer[Any]):
    applying_for = serializers.ChoiceField(choices=TitleLevel.choices)
    applying_name = serializers.CharField(max_length=60, allow_blank=True, default="")
    occasion = serializers.ChoiceField(choices=Occasion.choices)

    def said(self) -> Said:
        given = self.validated_data
        return Said(given["applying_for"], given["occasion"], given["applying_name"])


class ApplicationSerializer(SaidSerializer):
    """`professional` may be left out for oneself; HR, or the agency that holds its files, names one of its people."""

    professional = serializers.IntegerField(min_value=1, max_value=LARGEST_NUMBER, required=False)
    although_short = serializers.BooleanField(
        default=False, help_text="Sent all the same: hours that wait for their recognition may still come to count."
    )


class ManySerializer(SaidSerializer):
    professionals = serializers.ListField(
        child=serializers.IntegerField(min_value=1, max_value=LARGEST_NUMBER), min_length=1, max_length=MANY
    )
    without_refused = serializers.BooleanField(
        default=False, help_text="Otherwise nothing is sent as soon as one of them is refused."
    )


class AmendmentSerializer(SaidSerializer):
    comment = comment_field()


class RefusedSerializer(serializers.Serializer[Any]):
    professional_id = serializers.IntegerField()
    person = serializers.CharField()
    reason = serializers.CharField()


class OutcomeSerializer(serializers.Serializer[Any]):
    """`sent` is empty where somebody was refused and nothing was to be sent without them."""

    sent = CycleSerializer(many=True)
    refused = RefusedSerializer(many=True)


FOR_A_TITLE = {"applying_for": "deputy_senior", "applying_name": "高级工程师", "occasion": "assessment"}
OF_ONE = OpenApiExample("For oneself", value=FOR_A_TITLE, request_only=True)
OF_MANY = OpenApiExample("For three people", value={**FOR_A_TITLE, "professionals": [17, 21, 40]}, request_only=True)


class CycleViewSet(ListModelMixin, RetrieveModelMixin, CreateModelMixin, GenericViewSet[CycleCase]):
    """Applications to have a cycle of years verified (until 2016): of the people one sees, and those that lie
    or lay with one's body."""

    serializer_class = CycleSerializer
    filterset_class = CyclesOfProgramsFilter
    pagination_class = NewestFirst
    queryset = CycleCase.objects.none()  # for the schema; get_queryset decides
    lookup_value_converter = "int"

    def get_queryset(self) -> CycleCaseQuerySet:
        seen = CycleCase.objects.visible_to(self.request.actor)  # type: ignore[attr-defined]
        return with_runs(seen).select_related("professional__user", "employer")

    @extend_schema(request=ApplicationSerializer, responses={201: CycleSerializer}, examples=[OF_ONE])
    def create(self, request: Request) -> Response:
        """Apply for one person. The day on which it is sent decides which years are judged."""
        asked = _checked(ApplicationSerializer(data=request.data))
        person = self._person(request, asked.validated_data.get("professional"))
        run = services.apply_for_cycle(
            person,
            asked.said(),
            although_short=asked.validated_data["although_short"],
            actor=request.actor,  # type: ignore[attr-defined]
        )
        return Response(self._told(run.subject_id), status=201)

    @extend_schema(request=ManySerializer, responses={200: OutcomeSerializer}, examples=[OF_MANY])
    @action(detail=False, methods=["post"], pagination_class=None, filterset_class=None)
    def applications(self, request: Request) -> Response:
        """Apply for several people at once, as HR; who is refused is named with the reason."""
        if not may_ask_for_staff(request.actor):  # type: ignore[attr-defined]
            raise PermissionDenied
        asked = _checked(ManySerializer(data=request.data))
        people = self._people(request, asked.validated_data["professionals"])
        outcome = services.apply_for_many(
            people,
            asked.said(),
            without_refused=asked.validated_data["without_refused"],
            actor=request.actor,  # type: ignore[attr-defined]
        )
        sent = self.get_queryset().filter(pk__in=[run.subject_id for run in outcome.runs]).order_by("pk")
        refused = [
            {"professional_id": each.professional.pk, "person": each.professional.name, "reason": each.refused}
            for each in outcome.refused
        ]
        return Response({"sent": CycleSerializer(sent, many=True).data, "refused": refused})

    @extend_schema(request=AmendmentSerializer, responses={200: CycleSerializer})
    @action(detail=True, methods=["post"])
    def amendment(self, request: Request, pk: int) -> Response:
        """Send a returned application again. Unchanged it goes on where it lay; the day of the application stays."""
        case = self._own(request)
        asked = _checked(AmendmentSerializer(data=request.data))
        services.amend_case(case, asked.said(), actor=request.actor, comment=asked.validated_data["comment"])  # type: ignore[attr-defined]
        return Response(self._told(case.pk))

    @extend_schema(request=CommentSerializer, responses={200: CycleSerializer})
    @action(detail=True, methods=["post"])
    def withdrawal(self, request: Request, pk: int) -> Response:
        """Possible until it is decided."""
        case = self._own(request)
        body = CommentSerializer(data=request.data)
        body.is_valid(raise_exception=True)
        services.withdraw_case(case, actor=request.actor, comment=body.validated_data["comment"])  # type: ignore[attr-defined]
        return Response(self._told(case.pk))

    def _own(self, request: Request) -> CycleCase:
        """One that the reader has sent."""
        case: CycleCase = self.get_object()
        if not is_requester(request.actor, case):  # type: ignore[attr-defined]
            raise PermissionDenied
        return case

    def _person(self, request: Request, number: int | None) -> Professional:
        seen = told_people(Professional.objects.visible_to(request.actor))  # type: ignore[attr-defined]
        own = seen.filter(user_id=request.actor.user_id)  # type: ignore[attr-defined]
        person = (own if number is None else seen.filter(pk=number)).first()
        if person is None and number is None:
            raise PermissionDenied(_("Say for whom: in this hat there is no cycle of your own."))
        if person is None:
            raise NotFound
        return person

    def _people(self, request: Request, numbers: list[int]) -> list[Professional]:
        """All of them are the reader's, or none is known."""
        own = Professional.objects.employed_under(request.actor).filter(pk__in=numbers)  # type: ignore[attr-defined]
        people = list(told_people(own).order_by("pk"))
        if len(people) < len(set(numbers)):
            raise NotFound
        return people

    def _told(self, number: int) -> Any:
        return CycleSerializer(self.get_queryset().get(pk=number)).data


def _checked(serializer: Asked) -> Asked:
    serializer.is_valid(raise_exception=True)
    return serializer
