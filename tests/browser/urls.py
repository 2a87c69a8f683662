"""The product's addresses, those of tests/ui that fail on purpose, and one to order a job in which things go wrong."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path

from jobs.services import start_job
from tests.ui.urls import handler400, handler403, handler404, handler429, handler500, urlpatterns

__all__ = ["handler400", "handler403", "handler404", "handler429", "handler500", "urlpatterns"]

PARAMS = {"slices": 4, "items": 10, "milliseconds": 0, "poison": [], "broken_finish": False}
TROUBLES = {"with-parked-items": {"poison": [12, 31]}, "failing": {"broken_finish": True}}


def order_job(request: HttpRequest, trouble: str) -> HttpResponse:
    job = start_job("troubled_rehearsal", PARAMS | TROUBLES[trouble], actor=request.actor)
    return redirect("jobs:detail", job.pk)


urlpatterns = [path("order/<slug:trouble>/", order_job), *urlpatterns]
