"""Records for programs: the same verbs as the pages. A draft is made with facts as the rule books name them
(`POST /api/v1/rules/ask/` describes them), proofs are put to it, and sending asks for what a page asks for."""

from __future__ import annotations

import math
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiExample, extend_schema, extend_schema_serializer
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.exceptions import NotFound, PermissionDenied
from rest_framework.mixins import CreateModelMixin, ListModelMixin, RetrieveModelMixin
from rest_framework.pagination import CursorPagination
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet

from courses.enums import SubjectCategory
from people.models import Professional
from people.proofs import ProofFault
from policies.faults import QuestionFault
from policies.records import FACTS, read_record
from records import services
from records.evidence.services import attach_proof
from records.filters import RecordsOfProgramsFilter
from records.logging.entries import Entry
from records.models import Evidence, LearningRecord, LearningRecordQuerySet
from records.questions import COMMON_FACTS
from rules.calculator.problems import told
from ui.errors import Conflict

LARGEST_NUMBER = 2**63 - 1


# “Record” is that of a question to the rule books.
@extend_schema_serializer(component_name="LearningRecord")
class RecordSerializer(serializers.ModelSerializer[LearningRecord]):
    person = serializers.CharField(source="professional.name")
    facts = serializers.DictField(help_text="By the names of the rule books; hours as text.")
    proofs = serializers.SerializerMethodField(help_text="How many stand with it.")

    class Meta:
        model = LearningRecord
        fields = [
            *("id", "professional_id", "person", "activity", "category", "title", "held_by", "started_on", "ended_on"),
            *("study_year", "makeup_for", "facts", "source", "state", "version", "evidence_state", "proofs"),
            *("submitted_at", "recognized_on", "credited_hours"),
        ]

    def get_proofs(self, learning_record: LearningRecord) -> int:
        return sum(1 for each in learning_record.evidence.all() if each.removed_at is None)


class DraftSerializer(serializers.Serializer[Any]):
    """`professional` may be left out for oneself; HR names one of its people."""

    professional = serializers.IntegerField(min_value=1, max_value=LARGEST_NUMBER, required=False)
    activity = serializers.ChoiceField(choices=list(FACTS))
    category = serializers.ChoiceField(choices=SubjectCategory.choices, default=SubjectCategory.SPECIALTY)
    title = serializers.CharField(max_length=200)
    held_by = serializers.CharField(max_length=200, allow_blank=True, default="")
    started_on = serializers.DateField(required=False, allow_null=True, default=None)
    ended_on = serializers.DateField()
    makeup_for = serializers.IntegerField(min_value=1990, max_value=2099, required=False, allow_null=True, default=None)
    facts = serializers.DictField(
        child=serializers.JSONField(), default=dict, help_text="Of the activity, as the rule books name them."
    )

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """By the very checks of the rule books."""
        attrs["facts"] = facts = {name: _exact(value) for name, value in attrs["facts"].items()}
        unknown = facts.keys() - {*FACTS[attrs["activity"]], *COMMON_FACTS}
        if unknown:
            raise serializers.ValidationError({"facts": f"Unknown of this activity: {', '.join(sorted(unknown))}"})
        asked = {"id": "new", "activity": attrs["activity"], "category": str(attrs["category"]), **facts}
        asked["end"] = attrs["ended_on"].isoformat()
        if attrs["started_on"]:
            asked["start"] = attrs["started_on"].isoformat()
        try:
            read_record(asked)
        except QuestionFault as fault:
            field, _colon, problem = str(fault).partition(": ")
            raise serializers.ValidationError({_FIELDS.get(field, f"facts.{field}"): told(problem)}) from None
        return attrs


def _exact(value: Any) -> Any:
    """A number with a point comes as one that is not exact; text comes as PostgreSQL can keep it."""
    if isinstance(value, str) and "\0" in value:
        raise serializers.ValidationError({"facts": "Text without zero bytes."})
    return Decimal(str(value)) if isinstance(value, float) and math.isfinite(value) else value


_FIELDS = {"end": "ended_on", "start": "started_on", "category": "category"}


class SendingSerializer(serializers.Serializer[Any]):
    comment = serializers.CharField(max_length=500, allow_blank=True, default="")


class ProofSerializer(serializers.Serializer[Any]):
    file = serializers.FileField(
        allow_empty_file=True,
        help_text="PDF, JPG, PNG, HEIC or OFD of at most 20 MB; told by its content, not its name.",
    )


class AttachedSerializer(serializers.ModelSerializer[Evidence]):
    class Meta:
        model = Evidence
        fields = ["id", "file_type", "size", "sha256"]


class NewestFirst(CursorPagination):
    ordering = "-id"


MEETING = OpenApiExample(
    "Three days of a conference",
    value={
        "activity": "meeting",
        "title": "全国混凝土结构耐久性学术会议",
        "started_on": "2026-05-18",
        "ended_on": "2026-05-20",
        "facts": {"days": 3},
    },
    request_only=True,
)


class RecordViewSet(ListModelMixin, RetrieveModelMixin, CreateModelMixin, GenericViewSet[LearningRecord]):
    """Those the hat sees: one's own, those of one's people, those that one decides upon."""

    serializer_class = RecordSerializer
    filterset_class = RecordsOfProgramsFilter
    pagination_class = NewestFirst
    queryset = LearningRecord.objects.none()  # for the schema; get_queryset decides
    lookup_value_converter = "int"

    def get_queryset(self) -> LearningRecordQuerySet:
        seen = LearningRecord.objects.visible_to(self.request.actor)  # type: ignore[attr-defined]
        return seen.select_related("professional__user", "training_class").prefetch_related("evidence")

    @extend_schema(request=DraftSerializer, responses={201: RecordSerializer}, examples=[MEETING])
    def create(self, request: Request) -> Response:
        """A draft: nobody but who registers it sees it, until it is sent."""
        body = _checked(DraftSerializer(data=request.data))
        person = self._person(request, body.pop("professional", None))
        draft = services.draft_record(person, body, actor=request.actor)  # type: ignore[attr-defined]
        return Response(RecordSerializer(draft).data, status=201)

    @extend_schema(request={"multipart/form-data": ProofSerializer}, responses={201: AttachedSerializer})
    @action(detail=True, methods=["post"], parser_classes=[MultiPartParser])
    def proofs(self, request: Request, pk: int) -> Response:
        """Put a proof to a draft, or to what was returned. The same file a second time is the one that stands there."""
        learning_record = self.get_object()
        services.require_registrant(request.actor, learning_record)  # type: ignore[attr-defined]
        file = _checked(ProofSerializer(data=request.data))["file"]
        try:
            evidence = attach_proof(learning_record, file, actor=request.actor)  # type: ignore[attr-defined]
        except ProofFault as fault:
            raise serializers.ValidationError({"file": [str(fault.message)]}) from None
        return Response(AttachedSerializer(evidence).data, status=201)

    @extend_schema(
        request=SendingSerializer,
        responses={200: RecordSerializer},
    )
    @action(detail=True, methods=["post"])
    def submission(self, request: Request, pk: int) -> Response:
        """Send a draft, or send again what was returned. What a page would ask for first is a conflict here."""
        learning_record = self.get_object()
        body = _checked(SendingSerializer(data=request.data))
        services.require_registrant(request.actor, learning_record)  # type: ignore[attr-defined]
        _require_complete(learning_record)
        verb = services.resubmit_record if learning_record.state == "returned" else services.submit_record
        verb(learning_record, actor=request.actor, comment=body["comment"])  # type: ignore[attr-defined]
        return self._answer()

    @extend_schema(
        request=SendingSerializer,
        responses={200: RecordSerializer},
    )
    @action(detail=True, methods=["post"])
    def withdrawal(self, request: Request, pk: int) -> Response:
        """Possible until it is decided."""
        learning_record = self.get_object()
        body = _checked(SendingSerializer(data=request.data))
        services.require_registrant(request.actor, learning_record)  # type: ignore[attr-defined]
        services.withdraw_record(learning_record, actor=request.actor, comment=body["comment"])  # type: ignore[attr-defined]
        return self._answer()

    def _person(self, request: Request, number: int | None) -> Professional:
        people = Professional.objects.visible_to(request.actor)  # type: ignore[attr-defined]
        own = people.filter(user_id=request.actor.user_id)  # type: ignore[attr-defined]
        person = (own if number is None else people.filter(pk=number)).select_related("user").first()
        if person is None and number is None:
            raise PermissionDenied(_("Say for whom: in this hat there are no hours of your own."))
        if person is None:
            raise NotFound
        return person

    def _answer(self) -> Response:
        return Response(RecordSerializer(self.get_object()).data)


def _require_complete(learning_record: LearningRecord) -> None:
    """A state that has passed is the verb's to refuse."""
    if learning_record.state not in ("draft", "returned"):
        return
    entry = Entry.of_record(learning_record)
    if entry.prepare_to_send():
        return
    problem = entry.summary[0]
    raise Conflict(f"{problem.field.label}: {problem.words}" if problem.field else problem.words)


def _checked(serializer: serializers.Serializer[Any]) -> dict[str, Any]:
    serializer.is_valid(raise_exception=True)
    validated: dict[str, Any] = serializer.validated_data
    return validated
