"""The product's addresses, those of tests/ui that fail on purpose, and one to order a job that no page offers."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path

from jobs.services import start_job
from tests.ui.urls import handler400, handler403, handler404, handler429, handler500, urlpatterns

__all__ = ["handler400", "handler403", "handler404", "handler429", "handler500", "urlpatterns"]

PARAMS = {"slices": 4, "items": 10, "milliseconds": 0, "poison": [], "broken_finish": False}
ORDERS = {
    "with-parked-items": ("troubled_rehearsal", PARAMS | {"poison": [12, 31]}),
    "failing": ("troubled_rehearsal", PARAMS | {"broken_finish": True}),
    "checkpoint": ("audit_checkpoint", {}),
}


def order_job(request: HttpRequest, order: str) -> HttpResponse:
    kind, params = ORDERS[order]
    return redirect("jobs:detail", start_job(kind, params, actor=request.actor).pk)


urlpatterns = [path("order/<slug:order>/", order_job), *urlpatterns]
