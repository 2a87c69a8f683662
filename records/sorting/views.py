"""None of the kinds fits: the person hands it to HR in the own words; HR sorts it."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import BadRequest, PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from audit.requests import ActorRequest
from people.proofs import ProofFault
from records.access import may_log, may_register_for_staff
from records.enums import HandedState
from records.evidence.services import attach_proof
from records.logging.entries import opened_token, seal_token
from records.logging.views import MOST_FILES
from records.models import HandedOver
from records.queries import oneself
from records.sorting import services
from records.sorting.forms import BACK, DECLINE, TAKE, HandOverForm, SortingForm
from ui.errors import Conflict
from ui.tables import Column, Table

HANDED = Table(
    columns=(
        Column("name", gettext_lazy("Name"), order_by=("record__professional__name_search",)),
        Column("words", gettext_lazy("In their own words")),
        Column("proofs", gettext_lazy("Proofs"), is_number=True),
        Column("handed", gettext_lazy("Handed over"), order_by=("handed_at",)),
    ),
    default_sort="handed",
)


@login_required
@require_http_methods(["GET", "POST"])
def hand_over(request: ActorRequest) -> HttpResponse:
    person = oneself(request.actor)
    if not may_log(request.actor) or person is None:
        raise PermissionDenied(_("Wear the hat of a professional to log hours of your own."))
    form = HandOverForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        opened = opened_token(request.POST.get("token", ""))
        if opened is None or opened[1] != request.actor.user_id:
            raise BadRequest
        said = form.cleaned_data
        handed = services.hand_over(person, opened[0], said["words"], ended_on=said["ended_on"], actor=request.actor)
        _attach(request, handed)
        messages.success(request, _("HR has it now. You are told on your home page what becomes of it."))
        return redirect("records:hand_over")
    own = HandedOver.objects.visible_to(request.actor).filter(record__professional=person)
    context = {
        "form": form,
        "token": request.POST.get("token") or seal_token(uuid.uuid4(), request.actor.user_id or 0),
        "handed": own.select_related("record", "employer").order_by("-handed_at")[:20],
    }
    return render(request, "records/sorting/hand_over.html", context, status=422 if form.is_bound else 200)


def _attach(request: ActorRequest, handed: HandedOver) -> None:
    """What is refused is named; the rest is with HR."""
    for file in request.FILES.getlist("proofs")[:MOST_FILES]:
        try:
            attach_proof(handed.record, file, actor=request.actor)
        except (ProofFault, Conflict) as fault:
            messages.warning(request, f"{file.name}: {fault.message}")


@login_required
@require_GET
def desk(request: ActorRequest) -> HttpResponse:
    _require_hr(request)
    waiting = HandedOver.objects.visible_to(request.actor).filter(employer=request.actor.organization_id).waiting()
    page = HANDED.page(waiting.select_related("record__professional").prefetch_related("record__evidence"), request.GET)
    return render(request, "records/sorting/desk.html", {"page": page, "rows": list(page)})


@login_required
@require_http_methods(["GET", "POST"])
def sorting(request: ActorRequest, pk: int) -> HttpResponse:
    _require_hr(request)
    seen = HandedOver.objects.visible_to(request.actor).filter(employer=request.actor.organization_id)
    handed = get_object_or_404(seen.select_related("record__professional", "sorted_by"), pk=pk)
    act = request.POST.get("act", "")
    form = SortingForm(
        request.POST if request.method == "POST" else None,
        act=act,
        initial={"title": handed.record.title, "category": handed.record.category},
    )
    if form.is_valid() and act in ACTS:
        return ACTS[act](request, handed, form)
    is_waiting = handed.state == HandedState.WAITING and handed.record.state == "draft"
    context = {
        "handed": handed,
        "form": form,
        "is_waiting": is_waiting,
        "proofs": list(handed.record.evidence.standing()) if is_waiting else [],
    }
    return render(request, "records/sorting/sorting.html", context, status=422 if form.is_bound else 200)


def _back(request: ActorRequest, handed: HandedOver, form: SortingForm) -> HttpResponse:
    services.sort_back(handed, form.said, answer=form.cleaned_data["answer"], actor=request.actor)
    messages.success(request, _("It is back with the person, who looks it over and sends it."))
    return redirect("records:sorting_desk")


def _take(request: ActorRequest, handed: HandedOver, form: SortingForm) -> HttpResponse:
    draft = services.take_over(handed, form.said, answer=form.cleaned_data["answer"], actor=request.actor)
    messages.success(request, _("It is yours to register now. Fill in what is missing, then send it."))
    return redirect("records:form", draft.pk)


def _decline(request: ActorRequest, handed: HandedOver, form: SortingForm) -> HttpResponse:
    services.decline(handed, answer=form.cleaned_data["answer"], actor=request.actor)
    messages.success(request, _("The person reads why it does not count."))
    return redirect("records:sorting_desk")


ACTS = {BACK: _back, TAKE: _take, DECLINE: _decline}


def _require_hr(request: ActorRequest) -> None:
    if not may_register_for_staff(request.actor):
        raise PermissionDenied(_("HR registers hours for its people."))
