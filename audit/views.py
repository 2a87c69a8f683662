from __future__ import annotations

import uuid
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from audit.access import may_read_trail
from audit.differences import differences
from audit.filters import EventFilter
from audit.models import Checkpoint, Event
from audit.objects import object_type_name
from audit.paging import page_of_events
from audit.queries import unsealed_backlog
from audit.requests import ActorRequest
from ui.tables import Column, Table

CHECKPOINTS = Table(
    columns=(
        Column("date", _("Date"), order_by=("date",), newest_first=True),
        Column("position", _("Position"), is_number=True),
        Column("hash", _("Hash")),
    ),
    default_sort="-date",
)


@login_required
@require_GET
def event_list(request: ActorRequest) -> HttpResponse:
    if not may_read_trail(request.actor):
        raise Http404
    found = EventFilter(request.GET, queryset=Event.objects.visible_to(request.actor))
    context = {
        "filter": found,
        "page": page_of_events(found.qs, request.GET) if found.is_valid() else None,
        "backlog": unsealed_backlog(),
        "export": _export(request, found),
    }
    return render(request, "audit/events.html", context)


def _export(request: ActorRequest, found: EventFilter) -> dict[str, Any] | None:
    """What the button for the export sends: the filter as it was typed, and a key against the second press."""
    if not (found.is_valid() and request.actor.can("jobs.start.audit_export")):
        return None
    asked = {name: request.GET[name] for name in found.form.fields if request.GET.get(name)}
    return {"criteria": asked, "key": uuid.uuid4()}


@login_required
@require_GET
def event_detail(request: ActorRequest, pk: int) -> HttpResponse:
    visible = Event.objects.visible_to(request.actor)
    event = get_object_or_404(visible, pk=pk)
    neighbors = {one.position: one for one in visible.filter(position__in=_around(event)).only("position")}
    context = {
        "event": event,
        "differences": differences(event),
        "previous": neighbors.get((event.position or 0) - 1),
        "next": neighbors.get((event.position or 0) + 1),
        "may_read_trail": may_read_trail(request.actor),
    }
    return render(request, "audit/event.html", context)


def _around(event: Event) -> list[int]:
    return [] if event.position is None else [event.position - 1, event.position + 1]


@login_required
@require_GET
def object_life(request: ActorRequest, object_type: str, object_id: str) -> HttpResponse:
    if not may_read_trail(request.actor) or "\0" in object_type + object_id:  # which no text in PostgreSQL contains
        raise Http404
    events = Event.objects.visible_to(request.actor).of_object(object_type, object_id)
    newest = events.newest_first().first()
    if newest is None:
        raise Http404
    context = {
        "object_label": newest.object_label,
        "object_type_name": object_type_name(object_type),
        "object_id": object_id,
        "page": page_of_events(events, request.GET, oldest_first=True),
    }
    return render(request, "audit/object.html", context)


@require_GET
def checkpoint_list(request: ActorRequest) -> HttpResponse:
    """For everybody, signed in or not: what is published is worth something only where others keep it."""
    return render(request, "audit/checkpoints.html", {"page": CHECKPOINTS.page(Checkpoint.objects.all(), request.GET)})


@require_GET
def checkpoint_file(_request: ActorRequest) -> HttpResponse:
    lines = "".join(f"{checkpoint}\n" for checkpoint in Checkpoint.objects.order_by("date"))
    return HttpResponse(lines, content_type="text/plain; charset=utf-8")
