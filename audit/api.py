"""The trail for programs of auditors. Read-only."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers, viewsets
from rest_framework.pagination import CursorPagination

from audit.chain import CONTENT
from audit.filters import EventFilter
from audit.models import Event, EventQuerySet


class EventSerializer(serializers.ModelSerializer[Event]):
    previous_hash = serializers.CharField(source="previous_hash_hex", read_only=True)
    hash = serializers.CharField(source="hash_hex", read_only=True)

    class Meta:
        model = Event
        # What is hashed, and what it was hashed to: a reader can compute the chain anew.
        fields = [*CONTENT, "position", "previous_hash", "hash"]


class EventPagination(CursorPagination):
    ordering = ("-at", "-id")


class EventViewSet(viewsets.ReadOnlyModelViewSet[Event]):
    """Auditors get every event, everybody else what they did themselves. Newest first."""

    queryset = Event.objects.none()
    serializer_class = EventSerializer
    pagination_class = EventPagination
    filterset_class = EventFilter

    def get_queryset(self) -> EventQuerySet:
        if getattr(self, "swagger_fake_view", False):
            return Event.objects.none()
        request: Any = self.request
        return Event.objects.visible_to(request.actor)
