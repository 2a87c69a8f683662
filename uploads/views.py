from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from audit.requests import ActorRequest
from audit.services import record
from jobs.queries import progress_of
from ui.parts import steps
from ui.tables import Column, Table
from uploads import access, files, queries, services
from uploads.blank import blank_workbook, how_to
from uploads.enums import FINAL, UPLOAD_MOVES, Outcome, UploadState
from uploads.forms import DecisionForm, UploadForm
from uploads.kinds import UploadKind, all_kinds
from uploads.models import Upload
from uploads.words import refusal_sentence

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
STEPS = (
    gettext_lazy("Choose the file"),
    gettext_lazy("Check"),
    gettext_lazy("Preview"),
    gettext_lazy("Write"),
)
STEP_OF = {
    UploadState.RECEIVED: 1,
    UploadState.CHECKING: 1,
    UploadState.REFUSED: 1,
    UploadState.CHECKED: 2,
    UploadState.WITHDRAWN: 2,
    UploadState.COMMITTING: 3,
    UploadState.COMMITTED: 4,
}
FAULTS = (queries.LOOK_AT, Outcome.WARNED, Outcome.REFUSED)
UPLOADS = Table(
    columns=(
        Column("upload", gettext_lazy("Upload"), order_by=("kind",)),
        Column("state", gettext_lazy("State"), order_by=("state",)),
        Column("file", gettext_lazy("File"), order_by=("file_name",)),
        Column("rows", gettext_lazy("Rows"), order_by=("total",), newest_first=True, is_number=True),
        Column("written", gettext_lazy("Written"), order_by=("written",), newest_first=True, is_number=True),
        Column("owner", gettext_lazy("Uploaded by"), order_by=("owner__display_name",)),
        Column("when", gettext_lazy("Uploaded"), order_by=("created_at",), newest_first=True),
    ),
    default_sort="-when",
)
ROWS = Table(
    columns=(Column("number", gettext_lazy("Row"), order_by=("number",)),),
    default_sort="number",
    per_page=50,
    at_most=100_000,
)


@login_required
@require_GET
def upload_list(request: ActorRequest) -> HttpResponse:
    if not access.may_use_uploads(request.actor):
        raise PermissionDenied
    uploads = Upload.objects.visible_to(request.actor).select_related("owner")
    context = {
        "uploads": UPLOADS.page(uploads, request.GET),
        "kinds": access.startable_kinds(request.actor),
    }
    return render(request, "uploads/list.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def upload_start(request: ActorRequest, kind: str, subject_id: int | None = None) -> HttpResponse:
    upload_kind = _startable_kind(request, kind, subject_id)
    form = UploadForm(upload_kind, *((request.POST, request.FILES) if request.method == "POST" else ()))
    if form.is_valid():
        return _receive(request, upload_kind, form, subject_id)
    context = {
        "kind": upload_kind,
        "subject": upload_kind.subject_label(subject_id),
        "form": form,
        "steps": steps(STEPS, 0),
        "columns": [(column, how_to(column)) for column in upload_kind.columns],
    }
    return render(request, "uploads/start.html", context, status=422 if form.is_bound else 200)


def _receive(request: ActorRequest, kind: UploadKind, form: UploadForm, subject_id: int | None) -> HttpResponse:
    name = str(form.cleaned_data["file"].name)
    upload, is_new = services.receive_upload(kind, name, form.content, actor=request.actor, subject_id=subject_id)
    if not is_new:
        messages.info(request, _("This very file is here already and still open; it was not taken a second time."))
    return redirect("uploads:detail", upload.pk)


@login_required
@require_GET
def upload_template(request: ActorRequest, kind: str) -> HttpResponse:
    known = next((each for each in all_kinds() if each.name == kind and request.actor.can(each.capability)), None)
    if known is None:
        raise Http404
    return _attachment(blank_workbook(known), _("%(kind)s – template.xlsx") % {"kind": known.label})


@login_required
@require_GET
def upload_detail(request: ActorRequest, pk: int) -> HttpResponse:
    """While a job works on it the page asks for itself every two seconds."""
    upload = _visible_upload(request, pk)
    return render(request, "uploads/detail.html", _state_of(request, upload))


@login_required
@require_POST
def upload_commit(request: ActorRequest, pk: int) -> HttpResponse:
    upload = _decidable_upload(request, pk)
    form = DecisionForm(request.POST)
    services.decide_upload(upload, is_whole=form.is_valid() and form.cleaned_data["whole"], actor=request.actor)
    return redirect("uploads:detail", pk)


@login_required
@require_POST
def upload_resumption(request: ActorRequest, pk: int) -> HttpResponse:
    """After a job that was stopped or failed."""
    upload = _decidable_upload(request, pk)
    go_on = services.resume_commit if upload.state == UploadState.COMMITTING else services.check_again
    go_on(upload, actor=request.actor)
    return redirect("uploads:detail", pk)


@login_required
@require_POST
def upload_withdrawal(request: ActorRequest, pk: int) -> HttpResponse:
    services.withdraw_upload(_decidable_upload(request, pk), actor=request.actor)
    messages.success(request, _("The upload was discarded. Nothing was written."))
    return redirect("uploads:list")


@login_required
@require_GET
def upload_annotated(request: ActorRequest, pk: int) -> HttpResponse:
    """The file holds numbers in clear: only those who may upload it get it, and who took it is recorded."""
    upload = _decidable_upload(request, pk)
    if not upload.annotated_file:
        raise Http404
    with transaction.atomic():
        record("upload.downloaded", upload, actor=request.actor)
    stem = upload.file_name.rpartition(".")[0] or upload.file_name
    return _attachment(files.content_of(upload.annotated_file), _("%(name)s – checked.xlsx") % {"name": stem})


def _attachment(content: bytes, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=XLSX)
    response.headers["Content-Disposition"] = str(content_disposition_header(True, name))
    return response


def _startable_kind(request: ActorRequest, name: str, subject_id: int | None) -> UploadKind:
    kind = next((kind for kind in all_kinds() if kind.name == name), None)
    if kind is None:
        raise Http404
    if request.actor.organization_id is None or not kind.may_upload(request.actor, subject_id):
        raise PermissionDenied
    return kind


def _visible_upload(request: ActorRequest, pk: int) -> Upload:
    visible = Upload.objects.visible_to(request.actor)
    return get_object_or_404(visible.select_related("owner", "check_job", "commit_job"), pk=pk)


def _decidable_upload(request: ActorRequest, pk: int) -> Upload:
    upload = _visible_upload(request, pk)
    if not access.may_decide(request.actor, upload):
        raise PermissionDenied
    return upload


def _state_of(request: ActorRequest, upload: Upload) -> dict[str, Any]:
    kind = upload.upload_kind
    context: dict[str, Any] = {
        "upload": upload,
        "kind": kind,
        "subject": kind.subject_label(upload.subject_id),
        "steps": steps(STEPS, STEP_OF[UploadState(upload.state)]),
        "start_url": _start_url(upload),
        "may_decide": access.may_decide(request.actor, upload),
        "may_withdraw": upload.state in UPLOAD_MOVES["withdraw"].allowed_from,
        "done_url": kind.done_url(upload.subject_id),
    }
    if upload.state in (UploadState.CHECKING, UploadState.COMMITTING):
        return context | _work_under_way(upload)
    if upload.state == UploadState.REFUSED:
        return context | {"refusal": refusal_sentence(kind, upload.refusal, upload.refusal_params)}
    return context | (_preview(request, upload) if upload.state != UploadState.WITHDRAWN else {})


def _start_url(upload: Upload) -> str:
    subject = [] if upload.subject_id is None else [upload.subject_id]
    return reverse("uploads:start", args=[upload.kind, *subject])


def _work_under_way(upload: Upload) -> dict[str, Any]:
    job = upload.commit_job if upload.state == UploadState.COMMITTING else upload.check_job
    if job is None or job.is_final:
        return {"job": job, "is_stalled": True}
    return {"job": job, "progress": progress_of(job), "is_working": True}


def _preview(request: ActorRequest, upload: Upload) -> dict[str, Any]:
    to_look_at = queries.rows_shown(upload, queries.LOOK_AT).count()
    show = request.GET.get("show", "") or (queries.LOOK_AT if to_look_at else queries.EVERY)
    page = ROWS.page(queries.rows_shown(upload, show), request.GET)
    return {
        "sums": queries.sums_of(upload),
        "bar": queries.bar_of(upload),
        "bar_words": queries.bar_words(upload),
        "to_look_at": to_look_at,
        "show": show,
        "page": page,
        "table": queries.shown_table(upload, page, faults_only=show in FAULTS),
        "decision_form": DecisionForm(),
        "is_open": upload.state == UploadState.CHECKED,
        "is_final": upload.state in FINAL,
    }
