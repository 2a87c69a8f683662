from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.db.models import Model
from django.http import FileResponse, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from approvals.enums import Action
from approvals.models import Run
from approvals.queries import matter_of, with_history
from approvals.services import require
from audit.requests import ActorRequest
from changes import access, queries, services
from changes.enums import CorrectedField
from changes.forms import (
    CorrectionForm,
    DocumentCorrectionForm,
    EmployerChangeForm,
    EmployerSearchForm,
    NameCorrectionForm,
    RevealForm,
)
from changes.models import CORRECTION, EMPLOYER_CHANGE, Correction, Departure, EmployerChange
from changes.moves import Move
from people.enums import FileType
from people.models import Employer, Professional
from people.professionals.queries import present_employment
from people.proofs import served
from ui.parts import steps
from ui.tables import Column, Table

STEPS = [gettext_lazy("Find the employer"), gettext_lazy("First day"), gettext_lazy("Check and send")]
DEPARTURES = Table(
    columns=(
        Column("who", gettext_lazy("Name"), order_by=("change__professional__name_search",)),
        Column("last_day", gettext_lazy("Last day"), order_by=("last_day",), newest_first=True),
        Column("told", gettext_lazy("You were told"), order_by=("told_at",), newest_first=True),
        Column("noted", gettext_lazy("Noted")),
    ),
    default_sort="-told",
)


@login_required
@require_GET
def overview(request: ActorRequest) -> HttpResponse:
    professional = _oneself(request)
    context = {
        "professional": professional,
        "employment": present_employment(professional),
        "document": professional.documents.in_use().first(),
        "requests": queries.requests_of(professional, request.actor),
    }
    return render(request, "changes/overview.html", context)


# Another employer: find it, say from when, check and send


@login_required
@require_GET
def employer_search(request: ActorRequest) -> HttpResponse:
    present = present_employment(_oneself(request))
    form = EmployerSearchForm(request.GET if "q" in request.GET else None)
    found = None
    if form.is_valid():
        found = queries.employers_found(form.cleaned_data["q"], present=present.employer if present else None)
    context = {"form": form, "found": found, "present": present, "steps": steps(STEPS, now=0)}
    return render(request, "changes/employer_search.html", context, status=422 if form.errors else 200)


@login_required
@require_http_methods(["GET", "POST"])
def employer_request(request: ActorRequest, pk: int) -> HttpResponse:
    """Three answers from one address: the questions, what will happen, and, when that was confirmed, the request."""
    professional = _oneself(request)
    employer = get_object_or_404(queries.standing_employers().select_related("division"), pk=pk)
    return _ask_employer(request, professional, employer, change=None)


@login_required
@require_http_methods(["GET", "POST"])
def employer_amendment(request: ActorRequest, pk: int) -> HttpResponse:
    professional = _oneself(request)
    change = get_object_or_404(
        EmployerChange.objects.visible_to(request.actor).select_related("to_employer__division"),
        pk=pk,
        professional=professional,
    )
    _require_returned(request, EMPLOYER_CHANGE, change)
    return _ask_employer(request, professional, change.to_employer, change=change)


def _ask_employer(
    request: ActorRequest, professional: Professional, employer: Employer, *, change: EmployerChange | None
) -> HttpResponse:
    present = present_employment(professional)
    initial = {name: getattr(change, name) for name in ("starts_on", "position", "words")} if change else {}
    form = EmployerChangeForm(request.POST if request.method == "POST" else None, present=present, initial=initial)
    context = {"form": form, "employer": employer, "change": change, "present": present}
    if not form.is_valid() or "back" in request.POST:
        context["steps"] = steps(STEPS, now=1)
        return render(request, "changes/employer_request.html", context, status=422 if form.errors else 200)
    if "send" in request.POST:
        run = _send_employer_request(request, professional, employer, change, form)
        messages.success(request, _("It was sent. Here you see where it lies."))
        return redirect("approvals:detail", run.pk)
    move = Move(
        professional=professional,
        old=present.employer if present else None,
        new=employer,
        on=form.cleaned_data["starts_on"],
    )
    context |= {"steps": steps(STEPS, now=2), "foreseen": queries.foreseen(move), "answers": form.cleaned_data}
    return render(request, "changes/employer_check.html", context)


def _send_employer_request(
    request: ActorRequest,
    professional: Professional,
    employer: Employer,
    change: EmployerChange | None,
    form: EmployerChangeForm,
) -> Run:
    if change:
        return services.amend_employer_change(change, **form.cleaned_data, actor=request.actor)
    return services.ask_employer(professional, employer, **form.cleaned_data, actor=request.actor)


# Corrections


@login_required
@require_http_methods(["GET", "POST"])
def name_correction(request: ActorRequest) -> HttpResponse:
    professional = _oneself(request)
    form = _correction_form(request, CorrectedField.NAME, professional)
    if form.is_valid():
        return _sent(request, services.ask_name_correction(professional, **form.answers, actor=request.actor))
    return _correction_page(request, form, CorrectedField.NAME, professional)


@login_required
@require_http_methods(["GET", "POST"])
def document_correction(request: ActorRequest) -> HttpResponse:
    professional = _oneself(request)
    form = _correction_form(request, CorrectedField.DOCUMENT, professional)
    if form.is_valid():
        return _sent(request, services.ask_document_correction(professional, **form.answers, actor=request.actor))
    return _correction_page(request, form, CorrectedField.DOCUMENT, professional)


@login_required
@require_http_methods(["GET", "POST"])
def correction_amendment(request: ActorRequest, pk: int) -> HttpResponse:
    professional = _oneself(request)
    own = Correction.objects.visible_to(request.actor).filter(professional=professional)
    correction = get_object_or_404(own.select_related("professional"), pk=pk)
    _require_returned(request, CORRECTION, correction)
    form = _correction_form(request, CorrectedField(correction.field), professional, correction)
    if form.is_valid():
        return _sent(request, services.amend_correction(correction, **form.answers, actor=request.actor))
    return _correction_page(request, form, CorrectedField(correction.field), professional)


def _correction_form(
    request: ActorRequest,
    corrected: CorrectedField,
    professional: Professional,
    correction: Correction | None = None,
) -> CorrectionForm:
    """A number that was sent is typed anew: no page gives it back."""
    sent = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    options: dict[str, Any] = {"is_amendment": correction is not None}
    if correction:
        options["initial"] = {"name": correction.new_name, "kind": correction.new_kind, "words": correction.words}
    if corrected == CorrectedField.NAME:
        return NameCorrectionForm(*sent, present_name=professional.name, **options)
    return DocumentCorrectionForm(*sent, **options)


def _correction_page(
    request: ActorRequest, form: CorrectionForm, corrected: CorrectedField, professional: Professional
) -> HttpResponse:
    is_name = corrected == CorrectedField.NAME
    context = {
        "form": form,
        "is_name": is_name,
        "present": professional.name if is_name else professional.documents.in_use().first(),
        "has_employer": present_employment(professional) is not None,
    }
    return render(request, "changes/correction.html", context, status=422 if form.is_bound else 200)


def _sent(request: ActorRequest, run: Run) -> HttpResponse:
    messages.success(request, _("It was sent. Here you see where it lies."))
    return redirect("approvals:detail", run.pk)


@login_required
@require_GET
def proof(request: ActorRequest, pk: int) -> FileResponse:
    """Never shown in the page: it is somebody else's file, and only the reader's own programs should open it."""
    correction = get_object_or_404(Correction.objects.visible_to(request.actor), pk=pk)
    answer = served(correction.proof, FileType(correction.proof_type), f"proof-{correction.pk}")
    services.note_look_at_proof(correction, actor=request.actor)
    return answer


@login_required
@require_http_methods(["GET", "POST"])
def new_number(request: ActorRequest, pk: int) -> HttpResponse:
    """In full, for whoever compares it with the proof, after saying why."""
    correction = get_object_or_404(Correction.objects.visible_to(request.actor), pk=pk)
    runs = with_history(Run.objects.visible_to(request.actor).of_subject(CORRECTION, correction))
    run = runs.order_by("-pk").first()
    step = run.step_at_hand if run else None
    if run is None or step is None or not access.may_see_new_number(request.actor, run, step):
        raise PermissionDenied
    form = RevealForm(request.POST if request.method == "POST" else None)
    number = ""
    if form.is_valid():
        reason = form.cleaned_data["reason"]
        number = services.reveal_new_number(correction, run, reason=reason, actor=request.actor)
    context = {"correction": correction, "run": run, "form": form, "number": number}
    return render(request, "changes/new_number.html", context, status=422 if form.errors else 200)


# Departures


@login_required
@require_GET
def departures(request: ActorRequest) -> HttpResponse:
    if not access.is_told_of_departures(request.actor):
        raise PermissionDenied
    rows = Departure.objects.visible_to(request.actor).select_related("change__professional", "noted_by")
    return render(request, "changes/departures.html", {"departures": DEPARTURES.page(rows, request.GET)})


@login_required
@require_POST
def departure_note(request: ActorRequest, pk: int) -> HttpResponse:
    departure = get_object_or_404(Departure.objects.visible_to(request.actor), pk=pk)
    if not access.is_told_of_departures(request.actor):
        raise PermissionDenied
    services.note_departure(departure, actor=request.actor)
    return redirect("changes:departures")


# What they share


def _require_returned(request: ActorRequest, procedure: str, subject: Model) -> None:
    """Only what was returned can be amended; asked before the form is filled in, and again when it is sent."""
    run = with_history(Run.objects.of_subject(procedure, subject)).order_by("-pk").first()
    assert run is not None  # a request is made together with its run
    require(matter_of(run), Action.RESUBMIT, request.actor)


def _oneself(request: ActorRequest) -> Professional:
    if not access.may_ask(request.actor):
        raise PermissionDenied(_("Wear the hat of a professional to ask for changes of your own data."))
    professional = queries.professional_of(request.actor)
    if professional is None:
        raise PermissionDenied(_("You are not registered as a professional yet. Your employer or a bureau does that."))
    return professional
