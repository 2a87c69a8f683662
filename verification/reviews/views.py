"""A person's own side of the review: the form, where it lies, what came of it; the review in real time."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from approvals.access import decides_alone
from people.models import Professional
from people.professionals.queries import present_employment
from people.requests import SignedInRequest
from people.supervision import place_of
from ui.errors import Conflict
from verification.models import RealTimeWish, ReviewCase
from verification.reviews import services
from verification.reviews.access import may_ask, may_keep
from verification.reviews.declarations import filing_of
from verification.reviews.enums import Filing
from verification.reviews.forms import RealTimeForm, RegistrationFormForm, filled_from
from verification.reviews.judging import Case
from verification.reviews.queries import own_cases
from verification.reviews.real_time import ask_real_time, end_real_time
from verification.reviews.texts import sentence
from verification.reviews.timing import form_timing_of, timing_of


@login_required
@require_safe
def mine(request: SignedInRequest) -> HttpResponse:
    professional = _own(request)
    context = _standing(professional) | {
        "cases": own_cases(professional),
        "wishes": RealTimeWish.objects.filter(professional=professional, ended_at=None),
        "real_time": sentence("real_time"),
        "short_source": sentence("short"),
    }
    return render(request, "verification/reviews/mine.html", context)


def _standing(professional: Professional) -> dict[str, Any]:
    """What may be filed today, and how the year stands; without an employer in Xuzhou nothing."""
    today = timezone.localdate()
    employment = present_employment(professional)
    place = place_of(employment.employer, today) if employment and employment.employer.division else ""
    timing = timing_of(place, today) if place else None
    if employment is None or timing is None:
        return {"timing": None}
    judged = Case(professional, timing.study_year).single
    return {
        "employer": employment.employer,
        "timing": timing,
        "form_timing": form_timing_of(place, today),
        "on_paper": filing_of(employment.employer) == Filing.PAPER,
        "judged": judged,
        "why_not": _why_not(professional, timing.study_year),
    }


def _why_not(professional: Professional, year: int) -> str:
    try:
        services.require_unreviewed(professional, year)
    except Conflict as refusal:
        return str(refusal)
    return ""


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def form(request: SignedInRequest) -> HttpResponse:
    return _form(request, _own(request), RegistrationFormForm, "verification/reviews/form.html")


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def paper_form(request: SignedInRequest, pk: int) -> HttpResponse:
    """HR enters what somebody handed in, where the house files on paper."""
    if not may_keep(request.actor):
        raise PermissionDenied
    professional = get_object_or_404(Professional.objects.visible_to(request.actor).select_related("user"), pk=pk)
    return _form(request, professional, RegistrationFormForm, "verification/reviews/form.html")


def _form(
    request: SignedInRequest, professional: Professional, form_class: type[RegistrationFormForm], template: str
) -> HttpResponse:
    sent = form_class(request.POST or None, initial=_last_said(professional))
    if sent.is_valid():
        run = services.file_form(professional, sent.said(), actor=request.actor)
        messages.success(request, _("The form is with %(body)s.") % {"body": run.steps.all()[0].organization})
        return redirect("reviews:case", run.pk)
    is_own = professional.user_id == request.user.pk
    context = _standing(professional) | {"form": sent, "professional": professional, "is_own": is_own}
    context["is_alone"] = not is_own and decides_alone(request.actor)
    return render(request, template, context, status=422 if sent.errors else 200)


def _last_said(professional: Professional) -> dict[str, Any]:
    last = ReviewCase.objects.filter(professional=professional).first()
    employment = present_employment(professional)
    return filled_from(last) if last else {"profession": employment.position if employment else ""}


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def amendment(request: SignedInRequest, pk: int) -> HttpResponse:
    """Of a returned form; `pk` is that of the case."""
    case = get_object_or_404(ReviewCase.objects.visible_to(request.actor).select_related("professional__user"), pk=pk)
    if not services.is_filer(request.actor, case):
        raise PermissionDenied
    sent = RegistrationFormForm(request.POST or None, initial=filled_from(case))
    if sent.is_valid():
        run = services.amend_form(case, sent.said(), actor=request.actor)
        messages.success(request, _("The form was sent again."))
        return redirect("reviews:case", run.pk)
    is_own = case.professional.user_id == request.user.pk
    context = _standing(case.professional) | {
        "form": sent,
        "professional": case.professional,
        "is_own": is_own,
        "is_amended": True,
        "why_not": "",
    }
    return render(request, "verification/reviews/form.html", context, status=422 if sent.errors else 200)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def real_time(request: SignedInRequest) -> HttpResponse:
    professional = _own(request)
    today = timezone.localdate()
    sent = RealTimeForm(request.POST or None, today=today, initial=_last_said(professional))
    if sent.is_valid():
        year = sent.cleaned_data["year"]
        wish = ask_real_time(professional, year, sent.said(), today=today, actor=request.actor)
        is_open = RealTimeWish.objects.filter(pk=wish.pk, ended_at=None).exists()
        waits = _("It is noted: the review opens as soon as all hours of %(year)s are there.") % {"year": year}
        messages.success(request, waits if is_open else _("All hours are there: the review is open."))
        return redirect("reviews:mine")
    context = {"form": sent, "real_time": sentence("real_time")}
    return render(request, "verification/reviews/real_time.html", context, status=422 if sent.errors else 200)


@login_required
@require_POST
def real_time_end(request: SignedInRequest, pk: int) -> HttpResponse:
    wish = get_object_or_404(RealTimeWish.objects.filter(professional=_own(request)), pk=pk)
    end_real_time(wish, actor=request.actor)
    messages.success(request, _("You no longer ask for a review in real time."))
    return redirect("reviews:mine")


def _own(request: SignedInRequest) -> Professional:
    if not may_ask(request.actor):
        raise PermissionDenied
    return get_object_or_404(Professional.objects.select_related("user"), user=request.user)
