from __future__ import annotations

import uuid

from django.contrib.auth.decorators import login_required
from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from jobs import access
from jobs.filters import JobFilter
from jobs.kinds import JobKind, StartForm, all_kinds
from jobs.models import Job
from jobs.queries import parked_items, progress_of, slices_of
from jobs.services import cancel_job, retry_job, start_job
from jobs.stages import WrongState
from ui.errors import Conflict
from ui.tables import Column, Table

STOP_POLLING = 286
"""htmx stops asking when it gets this status."""

COLUMNS = [
    Column("kind", _("Work")),
]


@login_required
@require_GET
def job_list(request: HttpRequest) -> HttpResponse:
    found = JobFilter(request.GET, queryset=Job.objects.visible_to(request.actor).select_related("owner"))
    return render(request, "jobs/list.html", {})


@login_required
@require_GET
def job_detail(request: HttpRequest, pk: int) -> HttpResponse:
    job = _visible_job(request, pk)
    return render(request, "jobs/detail.html", _job_context(request, job) | {"slices": slices_of(job)})


@login_required
@require_GET
def job_progress(request: HttpRequest, pk: int) -> HttpResponse:
    """The part of the page that changes. Asked for every two seconds until the job has ended."""
    job = _visible_job(request, pk)
    status = STOP_POLLING if job.is_final else 200
    return render(request, "jobs/_progress.html", _job_context(request, job), status=status)


@login_required
def job_start(request: HttpRequest, kind: str) -> HttpResponse:
    job_kind = _startable_kind(request, kind)
    form = job_kind.form_class(request.POST or None)
    if request.method == "POST" and form.is_valid():
        key = request.POST.get("key", "")[:100] or None
        return redirect("jobs:detail", start_job(kind, form.params(), actor=request.actor, key=key).pk)
    context = {"kind": job_kind, "form": form, "key": request.POST.get("key") or uuid.uuid4()}
    return render(request, "jobs/start.html", context, status=422 if form.is_bound else 200)
