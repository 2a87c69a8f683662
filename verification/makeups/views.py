from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_safe

from approvals.matters import database_day
from people.models import Professional
from people.professionals.services import note_view
from people.requests import SignedInRequest
from records.access import may_log, may_look_at_years, may_register_for_staff
from ui.tables import Column, Table
from verification.days.calendar import rule_at
from verification.days.queries import employer_of
from verification.makeups.building import Person
from verification.makeups.forms import CourseQuestionForm
from verification.makeups.queries import short_years, years_ever_offered
from verification.makeups.telling import headline_of, told_of

PEOPLE = Table(
    columns=(
        Column("name", gettext_lazy("Name"), order_by=("professional__name_search",)),
        Column("counted", gettext_lazy("Hours counted"), order_by=("counted_total",), is_number=True),
        Column(
            "missing",
            pgettext_lazy("hours", "Missing in all"),
            order_by=("missing",),
            newest_first=True,
            is_number=True,
        ),
    ),
    default_sort="-missing",
)


@login_required
@require_safe
def start(request: SignedInRequest) -> HttpResponse:
    """One's own past years; in a hat of HR or a bureau those of the people."""
    actor = request.actor
    if may_log(actor):
        person = get_object_or_404(Professional, user_id=actor.user_id)
        return _page(request, person, is_own=True)
    if may_look_at_years(actor):
        return redirect("makeups:people")
    raise PermissionDenied


@login_required
@require_safe
def people(request: SignedInRequest) -> HttpResponse:
    if not may_look_at_years(request.actor):
        raise PermissionDenied
    years = years_ever_offered()
    asked = request.GET.get("year", "")
    year = int(asked) if asked in map(str, years) else years[0]
    page = PEOPLE.page(short_years(request.actor, year), request.GET)
    employer = employer_of(request.actor)
    has_days = employer is not None and rule_at(employer, database_day()) is not None
    context = {"page": page, "rows": list(page), "year": year, "years": years}
    context["days_url"] = reverse("days:list") if has_days else ""
    return render(request, "verification/makeups/people.html", context)


@login_required
@require_safe
def of_person(request: SignedInRequest, pk: int) -> HttpResponse:
    if not may_look_at_years(request.actor):
        raise PermissionDenied
    person = get_object_or_404(Professional.objects.visible_to(request.actor), pk=pk)
    note_view(person, actor=request.actor)
    return _page(request, person, is_own=False)


def _page(request: SignedInRequest, professional: Professional, *, is_own: bool) -> HttpResponse:
    person = Person(professional, database_day())
    form = CourseQuestionForm(request.GET if "course" in request.GET else None)
    context: dict[str, Any] = {
        "person": person,
        "headline": headline_of(person),
        "open": [told_of(year) for year in person.open_years],
        "ended": [told_of(year) for year in person.ended_years],
        "never": [told_of(year) for year in person.other_years],
        "professional": professional,
        "is_own": is_own,
        "may_register": not is_own and may_register_for_staff(request.actor),
        "form": form,
        "is_asked": form.is_valid(),
    }
    if form.is_valid():
        context["refusal"] = person.verdict_on(**form.cleaned_data)
    return render(request, "verification/makeups/page.html", context)
