"""HR applies for many; and the list of cases, of whoever answers for their people."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_safe

from approvals.access import decides_alone
from people.models import Professional
from people.requests import SignedInRequest
from ui.tables import Column, Table
from verification.cycles import asking, queries, services
from verification.cycles.access import may_ask_for_staff, may_list
from verification.cycles.filters import CycleFilter
from verification.cycles.forms import ManyForm
from verification.cycles.services import Outcome
from verification.models import CycleCase

PEOPLE = Table(
    columns=(
        Column("name", gettext_lazy("Name"), order_by=("name_search",)),
        Column("title", gettext_lazy("Present title")),
        Column("years", gettext_lazy("Years of the cycle")),
        Column("outcome", gettext_lazy("If you apply today")),
    ),
    default_sort="name",
)
CASES = Table(
    columns=(
        Column("name", gettext_lazy("Name"), order_by=("professional__name_search",)),
        Column("years", gettext_lazy("Years of the cycle"), order_by=("last_year", "first_year")),
        Column("for", gettext_lazy("Title applied for")),
        Column("sent", gettext_lazy("Sent"), order_by=("asked_on", "pk"), newest_first=True),
        Column("state", gettext_lazy("State"), order_by=("state", "pk")),
    ),
    default_sort="-sent",
)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def many(request: SignedInRequest) -> HttpResponse:
    """The own people with what an application of today would bring each; ticked ones are sent together."""
    if not may_ask_for_staff(request.actor):
        raise PermissionDenied
    own = Professional.objects.employed_under(request.actor)
    form = ManyForm(request.POST or None, people=asking.told_people(own))
    outcome = _sent(request, form) if form.is_valid() else None
    if outcome is not None and outcome.runs:
        return redirect("cycles:cases")
    page = PEOPLE.page(asking.told_people(own), request.GET)
    context: dict[str, Any] = {
        "page": page,
        "rows": services.outlooks(list(page)),
        "form": form,
        "outcome": outcome,
        "others": _others(form, outcome),
        "today": services.today(),
        "is_alone": decides_alone(request.actor),
    }
    return render(request, "verification/cycles/many.html", context, status=422 if form.errors or outcome else 200)


def _sent(request: SignedInRequest, form: ManyForm) -> Outcome:
    given = form.cleaned_data
    people = list(given["person"])
    outcome = services.apply_for_many(
        people, form.said(), without_refused=given["without_refused"], actor=request.actor
    )
    if outcome.runs:
        words = ngettext("%(count)d application was sent.", "%(count)d applications were sent.", len(outcome.runs))
        messages.success(request, words % {"count": len(outcome.runs)})
    return outcome


def _others(form: ManyForm, outcome: Outcome | None) -> list[Professional]:
    """Who would go on without those that are refused."""
    if outcome is None:
        return []
    refused = {each.professional.pk for each in outcome.refused}
    return [person for person in form.cleaned_data["person"] if person.pk not in refused]


@login_required
@require_safe
def cases(request: SignedInRequest) -> HttpResponse:
    if not may_list(request.actor):
        raise PermissionDenied
    found = CycleFilter(request.GET, CycleCase.objects.visible_to(request.actor))
    page = CASES.page(found.qs.select_related("professional", "verification__void"), request.GET)
    context = {
        "page": page,
        "form": found.form,
        "rows": queries.case_rows(page),
        "may_apply": may_ask_for_staff(request.actor),
        "today": services.today(),
    }
    return render(request, "verification/cycles/cases.html", context)
