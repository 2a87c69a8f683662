"""HR: the years of its people are confirmed (GD18 三(五)), and with that their certificates issued; who took them."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST, require_safe

from approvals.matters import database_day
from certificates.access import may_confirm
from certificates.desk import queries
from certificates.desk.forms import ChosenForm, GroupForm, ReceiptsForm
from certificates.desk.telling import Groups
from certificates.desk.views.bureau import tell_issued
from certificates.issuing.services import confirm_years
from certificates.log.restoring import locked_since
from certificates.models import Certificate
from certificates.receipts import note_receipts
from people.requests import SignedInRequest
from ui.parts import Action
from ui.tables import Column, Table

YEARS = Table(
    columns=(
        Column("name", gettext_lazy("Name"), order_by=("professional__name_search", "pk")),
        Column("public", gettext_lazy("Public subjects"), order_by=("counted_public", "pk"), is_number=True),
        Column("specialty", gettext_lazy("Specialty subjects"), order_by=("counted_specialty", "pk"), is_number=True),
        Column("elective", gettext_lazy("Elective subjects"), order_by=("counted_elective", "pk"), is_number=True),
        Column("counted", gettext_lazy("Counted in all"), order_by=("counted_total", "pk"), is_number=True),
        Column("state", gettext_lazy("Certificate")),
        Column("receipt", gettext_lazy("Taken by")),
    ),
    default_sort="name",
)
CONFIRM = Action(gettext_lazy("Confirm the years ticked"), "act", "confirm", is_primary=True)
HAND_OVER = Action(gettext_lazy("Note that they took it"), "act", "receipt", is_primary=True)


@login_required
@require_safe
def staff(request: SignedInRequest) -> HttpResponse:
    _require(may_confirm(request.actor))
    today = database_day()
    form = GroupForm(request.GET, today=today)
    criteria = form.criteria()
    years = queries.matching(queries.years_of_employer(request.actor, criteria["year"]), criteria)
    counts = queries.counts_of(years, today)
    order = (queries.UNCONFIRMED, queries.READY, queries.ISSUED, queries.VOID)
    groups = Groups({name: counts[name] for name in order}, criteria["group"], request.GET)
    shown = queries.in_group(years, groups.shown, today)
    page = YEARS.page(shown.select_related("professional", "employer"), request.GET)
    confirms, hands_over = groups.shown == queries.UNCONFIRMED, groups.shown == queries.ISSUED
    context: dict[str, Any] = {
        "form": form,
        "year": criteria["year"],
        "groups": groups,
        "page": page,
        "rows": queries.rows_of(page, request.actor),
        "confirms": confirms,
        "hands_over": hands_over,
        "selectable": confirms or hands_over,
        "today": today,
        "issuing_locked": locked_since(),
        "actions": [CONFIRM if confirms else HAND_OVER],
    }
    return render(request, "certificates/desk/staff.html", context)


@login_required
@require_POST
def confirmation(request: SignedInRequest) -> HttpResponse:
    _require(may_confirm(request.actor))
    form = ChosenForm(request.POST, rows=queries.years_of_employer(request.actor).select_related("professional"))
    if form.is_valid():
        chosen = list(form.cleaned_data["chosen"])
        issued = confirm_years(chosen, actor=request.actor)
        words = ngettext("%(count)s year was confirmed.", "%(count)s years were confirmed.", len(chosen))
        messages.success(request, words % {"count": len(chosen)})
        tell_issued(request, issued, len(chosen))
    else:
        messages.error(request, str(form.errors["chosen"][0]))
    return _back(request, queries.UNCONFIRMED)


@login_required
@require_POST
def receipts(request: SignedInRequest) -> HttpResponse:
    """Ticked on the list, everybody took their own."""
    _require(may_confirm(request.actor))
    seen = Certificate.objects.visible_to(request.actor).filter(employer=request.actor.organization_id)
    form = ReceiptsForm(request.POST, rows=seen.select_related("professional", "issuer"))
    if form.is_valid():
        noted = note_receipts(
            list(form.cleaned_data["chosen"]), received_on=form.cleaned_data["received_on"], actor=request.actor
        )
        words = ngettext("%(count)s receipt was noted.", "%(count)s receipts were noted.", len(noted))
        messages.success(request, words % {"count": len(noted)})
    else:
        messages.error(request, str(next(iter(form.errors.values()))[0]))
    return _back(request, queries.ISSUED)


def _back(request: SignedInRequest, group: str) -> HttpResponse:
    year = request.POST.get("year", "")
    asked = f"&year={year}" if year.isascii() and year.isdecimal() else ""
    return redirect(f"{reverse('certificates:staff')}?group={group}{asked}")


def _require(allowed: bool) -> None:
    if not allowed:
        raise PermissionDenied(_("The employer's HR confirms the years of its people."))
