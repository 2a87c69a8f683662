from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.decorators import action
from rest_framework.mixins import ListModelMixin, RetrieveModelMixin
from rest_framework.pagination import CursorPagination
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet

from jobs.access import may_act_on
from jobs.filters import JobFilter
from jobs.models import Job, JobQuerySet
from jobs.queries import error_of, progress_of
from jobs.services import cancel_job, retry_job


class JobSerializer(serializers.ModelSerializer[Job]):
    done = serializers.SerializerMethodField()
    error = serializers.SerializerMethodField()

    class Meta:
        model = Job
        fields = ["id", "kind", "state", "done", "total", "parked", "result", "result_name", "error"]
        fields += ["created_at", "started_at", "finished_at"]

    def get_done(self, job: Job) -> int:
        """Every committed step counts, also those of slices still under way."""
        return job.done if job.is_final else progress_of(job).done

    def get_error(self, job: Job) -> str:
        return error_of(job)


class CancellationSerializer(serializers.Serializer[Any]):
    reason = serializers.CharField(max_length=300, allow_blank=True, default="")


class NewestFirst(CursorPagination):
    ordering = "-id"


class JobViewSet(ListModelMixin, RetrieveModelMixin, GenericViewSet[Job]):
    serializer_class = JobSerializer
    filterset_class = JobFilter
    pagination_class = NewestFirst
    queryset = Job.objects.none()  # for the schema; get_queryset decides
    lookup_value_converter = "int"

    def get_queryset(self) -> JobQuerySet:
        return Job.objects.visible_to(self.request.actor)  # type: ignore[attr-defined]

    @extend_schema(request=CancellationSerializer, responses={200: JobSerializer})
    @action(detail=True, methods=["post"])
    def cancellation(self, request: Request, pk: int) -> Response:
        job = self._job_to(request, "cancel")
        body = CancellationSerializer(data=request.data)
        body.is_valid(raise_exception=True)
        job = cancel_job(job, actor=request.actor, reason=body.validated_data["reason"])  # type: ignore[attr-defined]
        return Response(self.get_serializer(job).data)

    @extend_schema(request=None, responses={202: JobSerializer})
    @action(detail=True, methods=["post"])
    def retry(self, request: Request, pk: int) -> Response:
        job = self._job_to(request, "retry")
        job = retry_job(job, actor=request.actor)  # type: ignore[attr-defined]
        return Response(self.get_serializer(job).data, status=status.HTTP_202_ACCEPTED)

    def _job_to(self, request: Request, act: str) -> Job:
        job: Job = self.get_object()
        if not may_act_on(request.actor, job, act):  # type: ignore[attr-defined]
            raise PermissionDenied
        return job
