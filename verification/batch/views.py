from __future__ import annotations

import datetime
import re
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from jobs.services import start_job
from people.requests import SignedInRequest
from ui.tables import Column, Table
from verification.access import may_run_batch, may_see_batches
from verification.batch import services
from verification.batch.exports import EVERYBODY, LIST_JOB, group_name
from verification.batch.forms import HaltForm, TrialForm
from verification.batch.pictures import RUN_BADGES, area_names, picture_of
from verification.enums import BatchState
from verification.models import BatchRun, Hold
from verification.queries import GROUPS, people_in, with_year
from verification.ways import automatic_rulesets, ways

AREA = re.compile(r"|[0-9]{2}|[0-9]{4}|[0-9]{6}")
RUNS = Table(
    columns=(
        Column("year", gettext_lazy("Study year"), order_by=("year",), newest_first=True),
        Column("area", gettext_lazy("Area"), order_by=("area",)),
        Column("state", gettext_lazy("State"), order_by=("state",)),
        Column("started", gettext_lazy("Started"), order_by=("started_at",), newest_first=True),
    ),
    default_sort="-started",
)
PEOPLE = Table(
    columns=(
        Column("name", gettext_lazy("Name"), order_by=("name",)),
        Column("counted", gettext_lazy("Hours counted"), is_number=True),
        Column("missing", gettext_lazy("Missing")),
    ),
    default_sort="name",
)


@login_required
@require_http_methods(["GET", "POST"])
def batch_list(request: SignedInRequest) -> HttpResponse:
    """POST tries a year out."""
    may_try = may_run_batch(request.actor, request.actor.area)
    _require(may_try if request.method == "POST" else may_see_batches(request.actor))
    form = TrialForm(request.POST if request.method == "POST" else None, today=timezone.localdate())
    if form.is_valid():
        run = services.try_year(form.cleaned_data["year"], area=request.actor.area, actor=request.actor)
        return redirect("verification:batch", run.pk)
    runs = RUNS.page(BatchRun.objects.visible_to(request.actor).select_related("started_by"), request.GET)
    names = area_names(run.area for run in runs)
    context = {
        "runs": runs,
        "rows": [(run, names[run.area], RUN_BADGES[BatchState(run.state)]) for run in runs],
        "form": form,
        "may_try": may_try,
    }
    return render(request, "verification/batches.html", context, status=422 if form.is_bound else 200)


@login_required
@require_GET
def batch_page(request: SignedInRequest, pk: int) -> HttpResponse:
    """Asks for itself every two seconds while it works, and takes its changing part from the answer."""
    run = _visible_run(request, pk)
    return render(request, "verification/batch.html", _context(request, run))


@login_required
@require_POST
def batch_confirmation(request: SignedInRequest, pk: int) -> HttpResponse:
    run = services.confirm_run(_visible_run(request, pk), actor=request.actor)
    return redirect("verification:batch", run.pk)


@login_required
@require_POST
def batch_discard(request: SignedInRequest, pk: int) -> HttpResponse:
    run = _visible_run(request, pk)
    services.discard_run(run, actor=request.actor)
    messages.success(request, _("The dry run was discarded. Nothing was decided by it."))
    return redirect("verification:batches")


@login_required
@require_POST
def batch_again(request: SignedInRequest, pk: int) -> HttpResponse:
    """All of it, or the county named."""
    run, area = _visible_run(request, pk), request.POST.get("area", "")
    if area and not run.items.filter(area=area).exists():
        raise Http404
    services.run_again(run, areas=[area] if area else (), actor=request.actor)
    return redirect("verification:batch", run.pk)


@login_required
@require_http_methods(["GET", "POST"])
def batch_halt(request: SignedInRequest, pk: int, area: str) -> HttpResponse:
    run = _visible_run(request, pk)
    area = "" if area == "all" else area
    if not AREA.fullmatch(area):
        raise Http404
    _require(may_run_batch(request.actor, area))
    form = HaltForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        services.halt(area, reason=form.cleaned_data["reason"], actor=request.actor)
        return redirect("verification:batch", run.pk)
    context = {"run": run, "form": form, "area_name": area_names([area])[area]}
    return render(request, "verification/halt.html", context, status=422 if form.is_bound else 200)


@login_required
@require_POST
def halt_lift(request: SignedInRequest, pk: int, hold: int) -> HttpResponse:
    run = _visible_run(request, pk)
    _require(may_run_batch(request.actor, run.area))
    found = get_object_or_404(Hold.objects.in_force(), pk=hold)
    services.lift(found, actor=request.actor)
    messages.success(request, _("The halt is lifted. Carry the county out again to take it up."))
    return redirect("verification:batch", run.pk)


@login_required
@require_GET
def batch_people(request: SignedInRequest, pk: int, group: str) -> HttpResponse:
    run, area = _visible_run(request, pk), request.GET.get("area", "")
    if group not in GROUPS:
        raise Http404
    page = PEOPLE.page(people_in(run, group, area=area, today=timezone.localdate(), actor=request.actor), request.GET)
    names = area_names([area or run.area])
    context = {
        "run": run,
        "people": page,
        "rows": with_year(page, run.year),
        "group_name": group_name(group),
        "area_name": names[area or run.area],
        "group": group,
        "area": area,
    }
    return render(request, "verification/people.html", context)


@login_required
@require_POST
def batch_export(request: SignedInRequest, pk: int, group: str) -> HttpResponse:
    """The list of a figure as a file, or all of them, a sheet each."""
    run, area = _visible_run(request, pk), request.POST.get("area", "")
    if group not in (*GROUPS, EVERYBODY) or not area.startswith(run.area if area else ""):
        raise Http404
    params = {"run": run.pk, "year": run.year, "group": group, "area": area, "language": translation.get_language()}
    return redirect("jobs:detail", start_job(LIST_JOB, params, actor=request.actor).pk)


def _context(request: SignedInRequest, run: BatchRun) -> dict[str, Any]:
    picture = picture_of(run)
    may_run = may_run_batch(request.actor, run.area)
    may_confirm = may_run and services.is_second_person(request.actor, run)
    has_ended = timezone.localdate() >= datetime.date(run.year, 12, 31)
    return {
        "run": run,
        "picture": picture,
        "steps": picture.steps,
        "hands": picture.hands(may_confirm=may_confirm),
        "area_name": area_names([run.area])[run.area],
        "may_run": may_run,
        "may_confirm": may_confirm and has_ended and run.state == BatchState.TRIED,
        "has_ended": has_ended,
        "cites": sorted({(ways()[name].rule, ways()[name].cite) for name in automatic_rulesets()}),
    }


def _visible_run(request: SignedInRequest, pk: int) -> BatchRun:
    runs = BatchRun.objects.visible_to(request.actor).select_related("started_by", "confirmed_by", "job", "trial_job")
    return get_object_or_404(runs, pk=pk)


def _require(allowed: bool) -> None:
    if not allowed:
        raise PermissionDenied
