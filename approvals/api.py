from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.mixins import ListModelMixin, RetrieveModelMixin
from rest_framework.pagination import CursorPagination
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet

from approvals import services
from approvals.enums import VERDICTS, Action
from approvals.filters import RunFilter
from approvals.forms import CHOSEN_AT_MOST, COMMENT_LENGTH
from approvals.models import Decision, Run, RunQuerySet, Step
from approvals.queries import with_history
from approvals.undoing import undo


class StepSerializer(serializers.ModelSerializer[Step]):
    organization = serializers.CharField(source="organization.name", default=None, allow_null=True)

    class Meta:
        model = Step
        fields = ["position", "by", "act", "organization", "rule", "cite", "state", "since", "due_on"]


class DecisionSerializer(serializers.ModelSerializer[Decision]):
    person = serializers.CharField(source="person.display_name", default=None, allow_null=True)
    body = serializers.CharField(source="body.name", default=None, allow_null=True)
    handed_to = serializers.CharField(source="handed_to.name", default=None, allow_null=True)

    class Meta:
        model = Decision
        fields = ["action", "person", "hat", "body", "handed_to", "reasons", "comment", "version", "at"]


class RunSerializer(serializers.ModelSerializer[Run]):
    person = serializers.CharField(source="professional.name", default=None, allow_null=True)
    steps = StepSerializer(many=True)

    class Meta:
        model = Run
        fields = ["id", "procedure", "person", "state", "version", "opened_at", "closed_at", "steps"]


class RunWithHistorySerializer(RunSerializer):
    decisions = DecisionSerializer(many=True)

    class Meta(RunSerializer.Meta):
        fields = [*RunSerializer.Meta.fields, "decisions"]


def comment_field() -> serializers.CharField:
    return serializers.CharField(max_length=COMMENT_LENGTH, allow_blank=True, default="")


class CommentSerializer(serializers.Serializer[Any]):
    comment = comment_field()


class ApprovalSerializer(CommentSerializer):
    version = serializers.IntegerField(min_value=0)
    """That of the run as it was read: what was changed since is not decided."""


class ReasonsSerializer(ApprovalSerializer):
    reasons = serializers.ListField(child=serializers.CharField(max_length=40), default=list, max_length=20)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        unknown = set(attrs["reasons"]) - set(self.context["known_reasons"])
        if unknown:
            raise serializers.ValidationError({"reasons": f"Unknown: {', '.join(sorted(unknown))}"})
        if not attrs["reasons"] and not attrs["comment"]:
            raise serializers.ValidationError("A reason or a comment is needed.")
        return attrs


class SeenSerializer(serializers.Serializer[Any]):
    id = serializers.IntegerField(min_value=1, max_value=2**63 - 1)
    version = serializers.IntegerField(min_value=0)


class DecisionsSerializer(CommentSerializer):
    """The same decision on all of them, or on none."""

    action = serializers.ChoiceField(choices=[str(verdict) for verdict in VERDICTS])
    matters = SeenSerializer(many=True, allow_empty=False)

    def validate_matters(self, matters: list[dict[str, int]]) -> list[dict[str, int]]:
        if len(matters) > CHOSEN_AT_MOST:
            raise serializers.ValidationError(f"At most {CHOSEN_AT_MOST} at once.")
        return matters

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if attrs["action"] != Action.APPROVE and not attrs["comment"]:
            raise serializers.ValidationError({"comment": "It is needed where nothing is agreed to."})
        return attrs


class NewestFirst(CursorPagination):
    ordering = "-id"


class RunViewSet(ListModelMixin, RetrieveModelMixin, GenericViewSet[Run]):
    serializer_class = RunSerializer
    filterset_class = RunFilter
    pagination_class = NewestFirst
    queryset = Run.objects.none()  # for the schema; get_queryset decides
    lookup_value_converter = "int"

    def get_queryset(self) -> RunQuerySet:
        return with_history(Run.objects.visible_to(self.request.actor))  # type: ignore[attr-defined]

    def get_serializer_class(self) -> type[RunSerializer]:
        return RunSerializer if self.action == "list" else RunWithHistorySerializer

    @extend_schema(request=ApprovalSerializer, responses={200: RunWithHistorySerializer})
    @action(detail=True, methods=["post"])
    def approval(self, request: Request, pk: int) -> Response:
        return self._decided(request, Action.APPROVE, ApprovalSerializer)

    @extend_schema(request=ReasonsSerializer, responses={200: RunWithHistorySerializer})
    @action(detail=True, methods=["post"], url_path="return")
    def return_(self, request: Request, pk: int) -> Response:
        return self._decided(request, Action.RETURN, ReasonsSerializer)

    @extend_schema(request=ReasonsSerializer, responses={200: RunWithHistorySerializer})
    @action(detail=True, methods=["post"])
    def rejection(self, request: Request, pk: int) -> Response:
        return self._decided(request, Action.REJECT, ReasonsSerializer)

    @extend_schema(request=CommentSerializer, responses={200: RunWithHistorySerializer})
    @action(detail=True, methods=["post"])
    def withdrawal(self, request: Request, pk: int) -> Response:
        run = self.get_object()
        body = _checked(CommentSerializer(data=request.data))
        services.withdraw(run, actor=request.actor, comment=body["comment"])  # type: ignore[attr-defined]
        return self._answer()

    @extend_schema(request=None, responses={200: RunWithHistorySerializer})
    @action(detail=True, methods=["post"])
    def undoing(self, request: Request, pk: int) -> Response:
        undo(self.get_object(), actor=request.actor)  # type: ignore[attr-defined]
        return self._answer()

    @extend_schema(request=None, responses={200: RunWithHistorySerializer})
    @action(detail=True, methods=["post"])
    def reminder(self, request: Request, pk: int) -> Response:
        services.remind(self.get_object(), actor=request.actor)  # type: ignore[attr-defined]
        return self._answer()

    @extend_schema(request=DecisionsSerializer, responses={200: RunSerializer(many=True)})
    @action(detail=False, methods=["post"], pagination_class=None, filterset_class=None)
    def decisions(self, request: Request) -> Response:
        body = _checked(DecisionsSerializer(data=request.data))
        seen = {each["id"]: each["version"] for each in body["matters"]}
        services.decide_many(seen, Action(body["action"]), actor=request.actor, comment=body["comment"])  # type: ignore[attr-defined]
        return Response(RunSerializer(self.get_queryset().filter(pk__in=seen).order_by("pk"), many=True).data)

    def _decided(self, request: Request, verdict: Action, serializer: type[ApprovalSerializer]) -> Response:
        run: Run = self.get_object()
        body = _checked(serializer(data=request.data, context={"known_reasons": run.rules.reasons}))
        services.decide_many(
            {run.pk: body["version"]},
            verdict,
            actor=request.actor,  # type: ignore[attr-defined]
            reasons=body.get("reasons", ()),
            comment=body["comment"],
        )
        return self._answer()

    def _answer(self) -> Response:
        return Response(RunWithHistorySerializer(self.get_object()).data)


def _checked(serializer: serializers.Serializer[Any]) -> dict[str, Any]:
    serializer.is_valid(raise_exception=True)
    validated: dict[str, Any] = serializer.validated_data
    return validated
