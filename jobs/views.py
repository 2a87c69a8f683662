from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from audit.requests import ActorRequest
from jobs import access, queries
from jobs.enums import FILLS
from jobs.filters import JobFilter
from jobs.forms import CancellationForm
from jobs.kinds import JobKind, all_kinds, kind_of
from jobs.models import Job
from jobs.pictures import picture_of
from jobs.services import cancel_job, retry_job, start_job
from ui.tables import Column, Table

JOBS = Table(
    columns=(
        Column("job", gettext_lazy("Job"), order_by=("kind",)),
        Column("state", gettext_lazy("State"), order_by=("state",)),
        Column("done", gettext_lazy("Done"), is_number=True),
        Column("owner", gettext_lazy("Started by"), order_by=("owner__display_name",)),
        Column("started", gettext_lazy("Ordered"), order_by=("created_at",), newest_first=True),
        Column("finished", pgettext_lazy("of a job", "Ended"), order_by=("finished_at",), newest_first=True),
    ),
    default_sort="-started",
)
SLICES = Table(
    columns=(
        Column("slice", gettext_lazy("Slice"), order_by=("pk",)),
        Column("done", gettext_lazy("Done"), is_number=True),
        Column("state", gettext_lazy("State"), order_by=("state",)),
        Column("rescues", gettext_lazy("Rescues"), order_by=("rescues",), newest_first=True, is_number=True),
        Column("trouble", gettext_lazy("Last trouble")),
    ),
    default_sort="slice",
    per_page=20,
)


@login_required
@require_GET
def job_list(request: ActorRequest) -> HttpResponse:
    found = JobFilter(request.GET, Job.objects.visible_to(request.actor).select_related("owner"))
    context = {
        "jobs": JOBS.page(found.qs, request.GET),
        "form": found.form,
        "kinds": access.startable_kinds(request.actor),
    }
    return render(request, "jobs/list.html", context)


@login_required
@require_GET
def job_detail(request: ActorRequest, pk: int) -> HttpResponse:
    """Asks for itself every two seconds until the job has ended, and takes its changing part from the answer."""
    job = _visible_job(request, pk)
    slices = SLICES.page(job.slices.all(), request.GET)
    return render(request, "jobs/detail.html", _current_state(request, job) | {"slices": slices})


@login_required
@require_http_methods(["GET", "POST"])
def job_start(request: ActorRequest, kind: str) -> HttpResponse:
    job_kind = _startable_kind(request, kind)
    form = job_kind.form_class(request.POST if request.method == "POST" else None)
    if form.is_valid():
        key = request.POST.get("key", "")[:100] or None
        job = start_job(kind, form.params(), actor=request.actor, key=key)
        return redirect("jobs:detail", job.pk)
    context = {"kind": job_kind, "form": form, "key": request.POST.get("key") or uuid.uuid4()}
    return render(request, "jobs/start.html", context, status=422 if form.is_bound else 200)


@login_required
@require_http_methods(["GET", "POST"])
def job_cancellation(request: ActorRequest, pk: int) -> HttpResponse:
    job = _visible_job(request, pk)
    _require(access.may_act_on(request.actor, job, "cancel"))
    form = CancellationForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        cancel_job(job, actor=request.actor, reason=form.cleaned_data["reason"])
        return redirect("jobs:detail", job.pk)
    return render(request, "jobs/cancellation.html", {"job": job, "form": form, "kind": kind_of(job.kind)})


@login_required
@require_POST
def job_retry(request: ActorRequest, pk: int) -> HttpResponse:
    job = _visible_job(request, pk)
    _require(access.may_act_on(request.actor, job, "retry"))
    retry_job(job, actor=request.actor)
    messages.success(request, _("What had failed was taken up again."))
    return redirect("jobs:detail", job.pk)


@login_required
@require_GET
def job_result(request: ActorRequest, pk: int) -> FileResponse:
    job = _visible_job(request, pk)
    if not access.may_fetch_result(request.actor, job):
        raise Http404
    try:
        content = job.result_file.open("rb")
    except FileNotFoundError as error:
        raise Http404 from error
    return FileResponse(content, as_attachment=True, filename=job.result_name)


def _visible_job(request: ActorRequest, pk: int) -> Job:
    return get_object_or_404(Job.objects.visible_to(request.actor).select_related("owner"), pk=pk)


def _startable_kind(request: ActorRequest, name: str) -> JobKind:
    kind = next((kind for kind in all_kinds() if kind.name == name), None)
    if kind is None:
        raise Http404
    _require(kind.may_start(request.actor))
    return kind


def _require(allowed: bool) -> None:
    if not allowed:
        raise PermissionDenied


def _current_state(request: ActorRequest, job: Job) -> dict[str, Any]:
    progress = queries.progress_of(job)
    return {
        "job": job,
        "kind": kind_of(job.kind),
        "progress": progress,
        "fill": FILLS[job.state],
        "headline": queries.headline(job, progress),
        "error": queries.error_of(job),
        "picture": picture_of(job),
        "finding": kind_of(job.kind).finding(job.result) if job.result else None,
        "figures": queries.figures_of(job),
        "parked": queries.parked_items(job),
        "may_fetch_result": access.may_fetch_result(request.actor, job),
        "other_files": kind_of(job.kind).other_files(job),
        "may_cancel": access.may_cancel(request.actor, job),
        "may_retry": access.may_retry(request.actor, job),
    }
