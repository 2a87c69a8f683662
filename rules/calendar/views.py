from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from audit.requests import ActorRequest
from policies.fields import YEARS
from rules.access import may_publish_calendar
from rules.calendar.days import NOTHING_ANNOUNCED, WEEKDAY_HEADS, count_working_days, marked_days, months_of
from rules.calendar.effects import day_changes, effects_of
from rules.calendar.forms import EditionForm
from rules.calendar.queries import (
    current_calendar,
    history_of,
    is_supplied,
    with_edition,
    year_in_force,
    years_in_force,
)
from rules.services import publish_calendar, refuse_what_is_late


@require_GET
def year_list(request: ActorRequest) -> HttpResponse:
    years = years_in_force(actor=request.actor)
    context = {"years": years, "next_year": years[0].year + 1, "may_publish": may_publish_calendar(request.actor)}
    return render(request, "rules/calendar/list.html", context)


@require_GET
def year_page(request: ActorRequest, year: int) -> HttpResponse:
    """A year that nobody entered yet has its page, too: it says so, and an officer begins there."""
    _require_year(year)
    context: dict[str, Any] = {"year": year, "may_publish": may_publish_calendar(request.actor)}
    if found := year_in_force(year, actor=request.actor):
        known = {each.year for each in years_in_force(actor=request.actor)}
        context |= {
            "found": found,
            "months": months_of(year, found.edition),
            "weekday_heads": WEEKDAY_HEADS,
            "working": count_working_days(year, found.edition),
            "marked": marked_days(found.edition),
            "history": history_of(year, actor=request.actor),
            "is_supplied": is_supplied(year),
            "before": year - 1 if year - 1 in known else None,
            "after": year + 1 if year + 1 in known else None,
        }
    return render(request, "rules/calendar/year.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def edition_form(request: ActorRequest, year: int) -> HttpResponse:
    """POST comes from the preview, by whoever wants to go on editing: nothing is checked, nothing is lost."""
    _require_publisher(request, year)
    form = EditionForm(year, year_in_force(year, actor=request.actor))
    if request.method == "POST":
        form.initial = _as_typed(EditionForm(year, None, request.POST))
    return _form_page(request, form)


@login_required
@require_POST
def edition_preview(request: ActorRequest, year: int) -> HttpResponse:
    _require_publisher(request, year)
    form = _form_sent(request, year)
    if not form.is_valid():
        return _form_page(request, form)
    refuse_what_is_late(form.seen, form.edition, form.cleaned_data["notice"], form.cleaned_data["replaces"])
    before = current_calendar()
    context = {
        "year": year,
        "form": form,
        "number": form.cleaned_data["replaces"] + 1,
        "seen": form.seen,
        "edition": form.edition,
        "changes": day_changes(form.seen.edition if form.seen else NOTHING_ANNOUNCED, form.edition),
        "effects": effects_of(before, with_edition(before, year, form.edition), year),
    }
    return render(request, "rules/calendar/preview.html", context)


@login_required
@require_POST
def edition_publish(request: ActorRequest, year: int) -> HttpResponse:
    _require_publisher(request, year)
    form = _form_sent(request, year)
    if not form.is_valid():
        return _form_page(request, form)
    typed = form.cleaned_data
    published = publish_calendar(
        year,
        form.edition,
        notice=typed["notice"],
        note=typed["note"],
        replaces=typed["replaces"],
        actor=request.actor,
    )
    told = _("Edition %(number)d of %(year)d is in force.") % {"number": published.number, "year": year}
    messages.success(request, told)
    return redirect(published)


def _require_year(year: int) -> None:
    if year not in YEARS:
        raise Http404


def _require_publisher(request: ActorRequest, year: int) -> None:
    _require_year(year)
    if not may_publish_calendar(request.actor):
        raise PermissionDenied


def _form_sent(request: ActorRequest, year: int) -> EditionForm:
    return EditionForm(year, year_in_force(year, actor=request.actor), request.POST)


def _as_typed(form: EditionForm) -> dict[str, Any]:
    return {name: form[name].value() for name in form.fields}


def _form_page(request: ActorRequest, form: EditionForm) -> HttpResponse:
    edition = form.seen.edition if form.seen else NOTHING_ANNOUNCED
    context = {
        "year": form.year,
        "form": form,
        "seen": form.seen,
        "months": months_of(form.year, edition),
        "weekday_heads": WEEKDAY_HEADS,
    }
    return render(request, "rules/calendar/edit.html", context, status=422 if form.errors else 200)
