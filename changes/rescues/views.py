from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from approvals.access import READS_ALL
from approvals.enums import OPEN_RUNS, Action
from approvals.queries import matter_of, timeline_of
from approvals.services import require
from audit.requests import ActorRequest
from changes.rescues import access, queries, services
from changes.rescues.enums import Stage
from changes.rescues.forms import PersonSearchForm, RescueForm
from changes.rescues.models import Rescue
from people.access_links.slips import slips_of
from people.models import User
from people.second_factor.fresh import fresh_sign_in_required
from ui.tables import Column, Table

RESCUES = Table(
    columns=(
        Column("who", gettext_lazy("Name"), order_by=("account__display_name", "pk")),
        Column("lost", gettext_lazy("What was lost")),
        Column("stage", gettext_lazy("State")),
        Column("asked", gettext_lazy("Asked"), order_by=("asked_at", "pk"), newest_first=True),
    ),
    default_sort="-asked",
)


@login_required
@require_GET
def rescues(request: ActorRequest) -> HttpResponse:
    _require(access.may_ask(request.actor) or request.actor.can(READS_ALL))
    visible = Rescue.objects.visible_to(request.actor).select_related("account", "link")
    page = RESCUES.page(visible, request.GET)
    rows = queries.staged(page, timezone.now())
    context = {"page": page, "rows": rows, "may_ask": access.may_ask(request.actor)}
    return render(request, "changes/rescues.html", context)


# Asking


@login_required
@require_GET
def rescue_search(request: ActorRequest) -> HttpResponse:
    _require(access.may_ask(request.actor))
    form = PersonSearchForm(request.GET if "name" in request.GET else None)
    found = queries.people_found(request.actor, form.cleaned_data["name"]) if form.is_valid() else None
    context = {"form": form, "found": found}
    return render(request, "changes/rescue_search.html", context, status=422 if form.errors else 200)


@login_required
@require_http_methods(["GET", "POST"])
def rescue_request(request: ActorRequest, pk: int) -> HttpResponse:
    """For an account; one that the actor does not care for is not there."""
    _require(access.may_ask(request.actor))
    account: User = get_object_or_404(queries.accounts_cared_for(request.actor), pk=pk)
    form = RescueForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        rescue = services.ask_rescue(account, **form.cleaned_data, actor=request.actor)
        messages.success(request, _("It was sent to the bureau. Here you see where it lies."))
        return redirect("changes:rescue", rescue.pk)
    return _request_page(request, form, account)


@login_required
@require_http_methods(["GET", "POST"])
def rescue_amendment(request: ActorRequest, pk: int) -> HttpResponse:
    rescue = _visible(request, pk)
    require(matter_of(queries.run_of(rescue)), Action.RESUBMIT, request.actor)
    sent = {name: getattr(rescue, name) for name in ("lost", "identity_shown", "words")}
    form = RescueForm(request.POST if request.method == "POST" else None, initial=sent)
    if form.is_valid():
        services.amend_rescue(rescue, **form.cleaned_data, actor=request.actor)
        messages.success(request, _("It was sent to the bureau. Here you see where it lies."))
        return redirect("changes:rescue", rescue.pk)
    return _request_page(request, form, rescue.account)


def _request_page(request: ActorRequest, form: RescueForm, account: User) -> HttpResponse:
    context = {"form": form, "account": account}
    return render(request, "changes/rescue_request.html", context, status=422 if form.errors else 200)


# One rescue


@login_required
@require_GET
def rescue(request: ActorRequest, pk: int) -> HttpResponse:
    rescue = _visible(request, pk)
    run, actor = queries.run_of(rescue), request.actor
    stage = rescue.stage(run.state, timezone.now())
    is_over = stage in (Stage.BACK, Stage.STOPPED, Stage.REFUSED, Stage.WITHDRAWN, Stage.LAPSED)
    context = {
        "rescue": rescue,
        "run": run,
        "stage": stage,
        "hands": queries.hands_in(run),
        "timeline": timeline_of(run, actor),
        "is_owner": access.is_owner(actor, rescue),
        "may_list": access.is_asking_side(actor, rescue),
        "may_make_slip": access.is_asking_side(actor, rescue) and stage == Stage.GRANTED,
        "may_stop": access.may_stop(actor, rescue) and not is_over,
        "may_note": access.is_owner(actor, rescue) and rescue.link_id and rescue.noted_at is None,
        "asked_here": run.opened_by_id == actor.user_id and run.state in OPEN_RUNS and stage != Stage.STOPPED,
    }
    return render(request, "changes/rescue.html", context)


@login_required
@fresh_sign_in_required
@never_cache
@require_http_methods(["GET", "POST"])
def rescue_slip(request: ActorRequest, pk: int) -> HttpResponse:
    """Asks whether the owner is there to take it; a POST makes the slip and shows it, this once."""
    rescue = _visible(request, pk)
    _require(access.is_asking_side(request.actor, rescue))
    if request.method == "GET":
        return render(request, "changes/rescue_slip_question.html", {"rescue": rescue})
    link = services.make_slip(rescue, actor=request.actor)
    return render(request, "changes/rescue_slip.html", {"rescue": rescue, "slips": slips_of([link], request)})


@login_required
@require_http_methods(["GET", "POST"])
def rescue_stopping(request: ActorRequest, pk: int) -> HttpResponse:
    rescue = _visible(request, pk)
    _require(access.may_stop(request.actor, rescue))
    if request.method == "GET":
        context = {"rescue": rescue, "is_owner": access.is_owner(request.actor, rescue)}
        return render(request, "changes/rescue_stopping.html", context)
    services.stop_rescue(rescue, actor=request.actor)
    messages.success(request, _("It is stopped. The account stays as it is."))
    return redirect("changes:rescue", pk)


@login_required
@require_POST
def rescue_note(request: ActorRequest, pk: int) -> HttpResponse:
    services.note_rescue(_visible(request, pk), actor=request.actor)
    return redirect("home")


def _visible(request: ActorRequest, pk: int) -> Rescue:
    rows = Rescue.objects.visible_to(request.actor).select_related("account", "organization", "link", "stopped_by")
    return get_object_or_404(rows, pk=pk)


def _require(allowed: bool) -> None:
    if not allowed:
        raise PermissionDenied
