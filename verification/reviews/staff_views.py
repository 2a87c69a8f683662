"""HR's side of a review: how the house files, for which years it has appointed its people, and what it sends."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from people.models import Employer, Professional
from people.requests import SignedInRequest
from people.supervision import place_of
from ui.errors import Conflict
from ui.tables import Column, Table
from verification.models import Appointment
from verification.reviews import declarations, queries
from verification.reviews.access import keeps_employer, may_keep
from verification.reviews.enums import Filing
from verification.reviews.forms import AppointmentForm, FilingWayForm
from verification.reviews.texts import sentence
from verification.reviews.timing import timing_of

PEOPLE = Table(
    columns=(
        Column("name", gettext_lazy("Name"), order_by=("name_search",)),
        Column("counted", gettext_lazy("Hours counted"), is_number=True),
        Column("missing", pgettext_lazy("hours", "Missing in all"), is_number=True),
        Column("appointment", gettext_lazy("Appointment")),
    ),
    default_sort="name",
)


@login_required
@require_safe
def people(request: SignedInRequest) -> HttpResponse:
    """Everybody at work here with the year that is judged now, and with the appointment."""
    employers = _employers(request)
    today = timezone.localdate()
    timing = timing_of(place_of(employers[0], today), today)
    assert timing is not None  # `employers_of` asked
    page = PEOPLE.page(queries.people_of(employers, today), request.GET)
    houses = queries.houses_of(employers)
    context: dict[str, Any] = {
        "page": page,
        "rows": queries.staff_rows(page, timing.study_year),
        "timing": timing,
        "houses": houses,
        "on_paper": any(house.way == Filing.PAPER for house in houses),
        "electronic": sentence("electronic"),
        "cycle": sentence("cycle"),
    }
    return render(request, "verification/reviews/people.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def filing_way(request: SignedInRequest, pk: int) -> HttpResponse:
    employer = _employer(request, pk)
    form = FilingWayForm(request.POST or None, initial={"way": declarations.filing_of(employer)})
    if form.is_valid() and _declared_way(request, employer, form):
        return redirect("reviews:people")
    context = {"form": form, "employer": employer, "electronic": sentence("electronic")}
    return render(request, "verification/reviews/filing_way.html", context, status=422 if form.errors else 200)


def _declared_way(request: SignedInRequest, employer: Employer, form: FilingWayForm) -> bool:
    """What the notice does not allow stands beside the choice, with its sentence."""
    try:
        declarations.declare_filing(employer, Filing(form.cleaned_data["way"]), actor=request.actor)
    except Conflict as refusal:
        form.add_error("way", str(refusal))
        return False
    messages.success(request, _("It is noted how the forms of %(employer)s come in.") % {"employer": employer})
    return True


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def appointment(request: SignedInRequest, pk: int) -> HttpResponse:
    """Of one person: what is declared, and a further one."""
    professional = _professional(request, pk)
    form = AppointmentForm(request.POST or None)
    if form.is_valid() and _declared_appointment(request, professional, form):
        return redirect("reviews:appointment", pk)
    seen = Appointment.objects.visible_to(request.actor).standing().select_related("employer")
    declared = seen.filter(professional=professional)
    context = {
        "form": form,
        "professional": professional,
        "appointments": [
            (each, keeps_employer(request.actor, each.employer)) for each in declared.select_related("employer")
        ],
        "cycle": sentence("cycle"),
    }
    return render(request, "verification/reviews/appointment.html", context, status=422 if form.errors else 200)


def _declared_appointment(request: SignedInRequest, professional: Professional, form: AppointmentForm) -> bool:
    try:
        declarations.declare_appointment(professional, **form.cleaned_data, actor=request.actor)
    except Conflict as refusal:
        form.add_error("first_year", str(refusal))
        return False
    messages.success(request, _("The appointment of %(name)s is declared.") % {"name": professional})
    return True


@login_required
@require_POST
def appointment_withdrawal(request: SignedInRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(
        Appointment.objects.visible_to(request.actor).select_related("professional", "employer"), pk=pk
    )
    declarations.withdraw_appointment(found, actor=request.actor)
    messages.success(request, _("The appointment is withdrawn."))
    return redirect("reviews:appointment", found.professional_id)


def _employers(request: SignedInRequest) -> list[Employer]:
    if not may_keep(request.actor):
        raise PermissionDenied
    found = queries.employers_of(request.actor, timezone.localdate())
    if not found:
        raise Http404
    return found


def _employer(request: SignedInRequest, pk: int) -> Employer:
    found = next((each for each in _employers(request) if each.pk == pk), None)
    if found is None:
        raise Http404
    return found


def _professional(request: SignedInRequest, pk: int) -> Professional:
    if not may_keep(request.actor):
        raise PermissionDenied
    return get_object_or_404(Professional.objects.visible_to(request.actor).select_related("user"), pk=pk)
