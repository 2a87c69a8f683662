from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseForbidden, JsonResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_safe
from prometheus_client import CONTENT_TYPE_LATEST

from audit.requests import ActorRequest
from ops import health, metrics, status
from ops.access import may_read_instruments, may_see_status


@require_safe
@never_cache
def healthz(request: HttpRequest) -> HttpResponse:
    """This process is alive; nothing else is asked."""
    return HttpResponse("ok\n", content_type="text/plain")


@require_safe
@never_cache
def readyz(request: HttpRequest) -> JsonResponse:
    """Whether visitors may be sent here. How things are inside is for those who may read the instruments."""
    reasons = health.reasons_not_ready()
    answer: dict[str, Any] = {"ready": not reasons, "reasons": reasons}
    if not reasons and may_read_instruments(request):
        answer |= _inside()
    return JsonResponse(answer, status=503 if reasons else 200)


def _inside() -> dict[str, Any]:
    seen = health.figures()
    return {
        "concerns": health.concerns_about(seen),
        "workers": seen.queue.workers,
        "scheduler_seen_seconds_ago": seen.queue.last_scheduler_sign_seconds,
        "oldest_slice_seconds": seen.queue.oldest_waiting_seconds,
        "unsealed_events": seen.backlog.count,
        "sealing_lag_seconds": seen.sealing_lag.total_seconds(),
    }


@require_safe
@never_cache
def prometheus(request: HttpRequest) -> HttpResponse:
    if not may_read_instruments(request):
        return HttpResponseForbidden("For this machine itself, or with the token in METRICS_TOKEN.\n", "text/plain")
    return HttpResponse(metrics.exposition(), content_type=CONTENT_TYPE_LATEST)


@login_required
@require_GET
@never_cache
def system_status(request: ActorRequest) -> HttpResponse:
    if not may_see_status(request.actor):
        raise PermissionDenied
    return render(request, "ops/status.html", status.overview())
