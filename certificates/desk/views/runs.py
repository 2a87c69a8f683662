"""Issuing to everybody of a bureau: tried out, confirmed by a second person, watched, taken up again."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from approvals.matters import database_day
from certificates.access import ISSUES, may_issue_for, may_see_register
from certificates.desk.forms import RunForm
from certificates.desk.queries import bureaus_of
from certificates.desk.telling import RUN_BADGES, picture_of
from certificates.enums import RunState
from certificates.issuing import runs
from certificates.log.restoring import locked_since
from certificates.models import IssueRun
from people.requests import SignedInRequest
from ui.tables import Column, Table

RUNS = Table(
    columns=(
        Column("year", gettext_lazy("Study year"), order_by=("study_year", "pk"), newest_first=True),
        Column("issuer", pgettext_lazy("of a certificate", "Issuer"), order_by=("issuer__name", "pk")),
        Column("state", gettext_lazy("State"), order_by=("state", "pk")),
        Column("issued", pgettext_lazy("how many", "Issued"), is_number=True),
        Column("started", gettext_lazy("Started"), order_by=("started_at",), newest_first=True),
    ),
    default_sort="-started",
)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def run_list(request: SignedInRequest) -> HttpResponse:
    """POST tries a year out."""
    may_try = request.actor.can(ISSUES) and bool(request.actor.area)
    _require(may_try if request.method == "POST" else may_see_register(request.actor))
    form = RunForm(request.POST or None, today=database_day(), bureaus=bureaus_of(request.actor))
    if form.is_valid():
        run = runs.try_issue(form.cleaned_data["issuer"], form.cleaned_data["year"], actor=request.actor)
        return redirect("certificates:run", run.pk)
    found = IssueRun.objects.visible_to(request.actor).select_related("issuer", "started_by")
    page = RUNS.page(found, request.GET)
    context = {
        "page": page,
        "rows": [(run, RUN_BADGES[RunState(run.state)]) for run in page],
        "form": form,
        "may_try": may_try,
        "issuing_locked": locked_since(),
    }
    return render(request, "certificates/desk/runs.html", context, status=422 if form.is_bound else 200)


@login_required
@require_safe
def run_page(request: SignedInRequest, pk: int) -> HttpResponse:
    """Asks for itself every two seconds while it works, and takes its changing part from the answer."""
    run = _visible(request, pk)
    may_run = may_issue_for(request.actor, run.issuer.area)
    context: dict[str, Any] = {
        "run": run,
        "picture": picture_of(run, request.actor, may_run=may_run),
        "issuing_locked": locked_since(),
    }
    return render(request, "certificates/desk/run.html", context)


@login_required
@require_POST
def run_confirmation(request: SignedInRequest, pk: int) -> HttpResponse:
    runs.confirm_issue(_visible(request, pk), actor=request.actor)
    return redirect("certificates:run", pk)


@login_required
@require_POST
def run_again(request: SignedInRequest, pk: int) -> HttpResponse:
    runs.take_up_issue(_visible(request, pk), actor=request.actor)
    return redirect("certificates:run", pk)


@login_required
@require_POST
def run_closing(request: SignedInRequest, pk: int) -> HttpResponse:
    runs.close_issue(_visible(request, pk), actor=request.actor)
    return redirect("certificates:run", pk)


@login_required
@require_POST
def run_discard(request: SignedInRequest, pk: int) -> HttpResponse:
    runs.discard_issue(_visible(request, pk), actor=request.actor)
    messages.success(request, _("The dry run was discarded. Nothing was issued by it."))
    return redirect("certificates:runs")


def _visible(request: SignedInRequest, pk: int) -> IssueRun:
    found = IssueRun.objects.visible_to(request.actor).select_related("issuer", "started_by", "confirmed_by", "job")
    return get_object_or_404(found, pk=pk)


def _require(allowed: bool) -> None:
    if not allowed:
        raise PermissionDenied
