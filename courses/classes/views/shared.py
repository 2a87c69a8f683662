"""What the pages about one class share."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.http import content_disposition_header

from audit.requests import ActorRequest
from courses.classes.queries import classes_kept, with_counts
from courses.models import TrainingClass

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def kept_class(request: ActorRequest, pk: int) -> TrainingClass:
    """One that the actor files, decides upon or watches over."""
    kept = with_counts(classes_kept(request.actor)).select_related("institution__division", "division", "course")
    return get_object_or_404(kept, pk=pk)


def visible_class(request: ActorRequest, pk: int) -> TrainingClass:
    """One that the actor may know of: what is published, everybody."""
    return get_object_or_404(TrainingClass.objects.visible_to(request.actor).select_related("institution"), pk=pk)


def require(allowed: bool) -> None:
    if not allowed:
        raise PermissionDenied


def posted(request: ActorRequest) -> Any:
    return request.POST if request.method == "POST" else None


def workbook(content: bytes, name: str) -> HttpResponse:
    disposition = content_disposition_header(as_attachment=True, filename=f"{name}.xlsx")
    return HttpResponse(content, content_type=XLSX, headers={"Content-Disposition": disposition or "attachment"})
