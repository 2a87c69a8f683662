"""A person's own side of a cycle: what it computes before it is sent, the application, what became of it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from approvals.chains import ChainStep
from people.models import Professional
from people.requests import SignedInRequest
from ui.errors import Conflict
from verification.cycles import asking, queries, services
from verification.cycles.access import is_requester, may_ask
from verification.cycles.forms import ApplicationForm, CycleForm, filled_from
from verification.models import CycleCase


@login_required
@require_safe
def mine(request: SignedInRequest) -> HttpResponse:
    professional = _own(request)
    context = standing(professional) | {"cases": queries.own_cases(professional)}
    return render(request, "verification/cycles/mine.html", context)


def standing(professional: Professional) -> dict[str, Any]:
    """What an application of today would be, and beside it one of July 1; or why there can be none."""
    today = services.today()
    try:
        facts, title, employer = services.require_facts(professional, today)
    except Conflict as refusal:
        return {"today": today, "why_not": str(refusal)}
    records = asking.records_of([professional.pk])[professional.pk]
    now = asking.outlook(facts, records)
    other = asking.other_day(facts.place, today)
    told: dict[str, Any] = {
        "today": today,
        "held": title,
        "employer": employer,
        "outlook": now,
        "other": asking.outlook(facts.on(other), records) if other else None,
        "term": asking.term_of(facts.place, today),
    }
    try:
        services.require_years(now)
        services.require_new(professional, now)
    except Conflict as refusal:
        told["why_not"] = str(refusal)
    return told


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def application(request: SignedInRequest) -> HttpResponse:
    professional = _own(request)
    told = standing(professional)
    if told.get("why_not"):
        raise Conflict(told["why_not"])
    levels = asking.levels_above(told["held"])
    form = ApplicationForm(request.POST or None, levels=levels, is_short=bool(told["outlook"].short))
    if form.is_valid() and (run := _sent(request, professional, form)) is not None:
        messages.success(request, _("The application is with %(body)s.") % {"body": run.steps.all()[0].organization})
        return redirect("cycles:case", run.pk)
    context = told | {"form": form, "steps": _steps(told, form)}
    return render(request, "verification/cycles/application.html", context, status=422 if form.errors else 200)


def _sent(request: SignedInRequest, professional: Professional, form: ApplicationForm) -> Any:
    """Short, and not said to be known: the words stand at the box."""
    given = form.cleaned_data
    if "although_short" in form.fields and not given["although_short"]:
        form.add_error("although_short", _("Hours are short. Tick this if you want to send it all the same."))
        return None
    return services.apply_for_cycle(
        professional, form.said(), although_short=given.get("although_short", False), actor=request.actor
    )


def _steps(told: dict[str, Any], form: ApplicationForm) -> list[ChainStep]:
    """Who decides, for the level chosen or the first one offered."""
    choices = form.fields["applying_for"].choices  # type: ignore[attr-defined]
    offered = [value for value, _label in choices]
    chosen = form.data.get("applying_for") if form.is_bound else None
    level = chosen if chosen in offered else next(iter(offered), None)
    if level is None:
        return []
    return services.foreseen_steps(told["outlook"], told["employer"], level)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def amendment(request: SignedInRequest, pk: int) -> HttpResponse:
    """Of a returned application; `pk` is that of the case."""
    cases = CycleCase.objects.visible_to(request.actor).select_related("professional__user")
    case = get_object_or_404(cases, pk=pk)
    if not is_requester(request.actor, case):
        raise PermissionDenied
    form = CycleForm(request.POST or None, initial=filled_from(case))
    if form.is_valid():
        run = services.amend_case(case, form.said(), actor=request.actor)
        messages.success(request, _("The application was sent again."))
        return redirect("cycles:case", run.pk)
    context = {"form": form, "case": case, "run": services.approvals_run(case)}
    return render(request, "verification/cycles/amendment.html", context, status=422 if form.errors else 200)


def _own(request: SignedInRequest) -> Professional:
    if not may_ask(request.actor):
        raise PermissionDenied
    return get_object_or_404(Professional.objects.select_related("user"), user=request.user)
