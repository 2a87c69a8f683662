from __future__ import annotations

import datetime
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from approvals import matters
from audit.actors import Actor
from audit.services import record
from people.models import Employer, Organization
from people.requests import SignedInRequest
from rules.calculator.telling import cited
from ui.errors import Conflict
from ui.tables import Column, Table
from verification.access import READS_ALL, may_accept_days
from verification.days import services
from verification.days.calendar import DayRule, accepting_body, is_city_direct, places_with_days, rule_at
from verification.days.forms import AcceptanceForm, BookingFilter, BookingForm, ReturnForm
from verification.days.kinds import order_summary
from verification.days.queries import bookings_seen, candidates_of, employer_of, rows_of
from verification.days.services import digest_of
from verification.days.summary import sheets_of, summary_book
from verification.enums import BookingState, LineState
from verification.models import DayBooking

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
BOOKINGS = Table(
    columns=(
        Column("day", gettext_lazy("Verification day"), order_by=("day",), newest_first=True),
        Column("employer", gettext_lazy("Employer"), order_by=("employer__name",)),
        Column("bureau", gettext_lazy("Bureau"), order_by=("bureau__name",)),
        Column("people", pgettext_lazy("number of people", "People"), is_number=True),
        Column("verified", pgettext_lazy("number of people", "Verified"), is_number=True),
        Column("state", gettext_lazy("State"), order_by=("state",)),
    ),
    default_sort="-day",
)
TO_BRING = (
    gettext_lazy("The summary form (annex 2), filled in and sealed by the unit: one for each year"),
    gettext_lazy("The proofs that each person has taken part in continuing education"),
    gettext_lazy("The printed certificates, A4 landscape"),
)


@login_required
@require_GET
def day_list(request: SignedInRequest) -> HttpResponse:
    """The days of the place, and what is booked for them."""
    _require_reader(request.actor)
    today = matters.database_day()
    employer = employer_of(request.actor)
    rule = _rule_of(request.actor, employer, today)
    form = BookingFilter(request.GET)
    page = BOOKINGS.page(
        bookings_seen(request.actor, state=form["state"].value() if form.is_valid() else ""), request.GET
    )
    context: dict[str, Any] = {
        "rule": rule,
        "today": today,
        "employer": employer,
        "body": accepting_body(employer, today) if employer else None,
        "is_own_default": employer is not None and not is_city_direct(employer),
        "may_book": employer is not None and rule is not None and not rule.has_ended,
        "page": page,
        "rows": list(page),
        "form": form,
        "to_bring": TO_BRING,
        "to_bring_cite": cited("ST14 五(二)2"),
    }
    return render(request, "verification/days/list.html", context)


def _rule_of(actor: Actor, employer: Employer | None, today: datetime.date) -> DayRule | None:
    if employer is not None:
        return rule_at(employer, today)
    if may_accept_days(actor) and actor.organization_id is not None:
        return rule_at(Organization.objects.get(pk=actor.organization_id), today)
    place = next(iter(places_with_days()), "") if actor.can(READS_ALL) else ""
    return DayRule(place, today) if place else None


@login_required
@require_http_methods(["GET", "POST"])
def booking_new(request: SignedInRequest) -> HttpResponse:
    employer, today = employer_of(request.actor), matters.database_day()
    if employer is None:
        raise PermissionDenied
    rule = rule_at(employer, today)
    if rule is None or rule.has_ended:
        services.require_day(employer, today, today)  # says why, and refuses
    assert rule is not None
    form = BookingForm(
        request.POST if request.method == "POST" else None,
        days=rule.days_to_come,
        initial={"day": request.GET.get("day", "")},
    )
    if form.is_valid() and (booking := _booked(request, form, employer)):
        return redirect("days:booking", booking.pk)
    context = {
        "form": form,
        "candidates": candidates_of(employer, today, form.ticked if form.is_bound else set()),
        "employer": employer,
        "to_bring": TO_BRING,
    }
    return render(request, "verification/days/new.html", context, status=422 if form.is_bound else 200)


def _booked(request: SignedInRequest, form: BookingForm, employer: Employer) -> DayBooking | None:
    """What the service refuses is said in the form, so that nothing ticked is lost."""
    said = form.cleaned_data
    try:
        booking = services.book_day(employer, said["day"], form.people, note=said["note"], actor=request.actor)
    except Conflict as conflict:
        form.add_error(None, str(conflict.message))
        return None
    messages.success(request, _("The day is booked. This page lists what to bring."))
    return booking


@login_required
@require_GET
def booking_page(request: SignedInRequest, pk: int) -> HttpResponse:
    booking = _booking(request, pk)
    return _booking_page(request, booking, AcceptanceForm())


def _booking_page(
    request: SignedInRequest, booking: DayBooking, form: AcceptanceForm, status: int = 200
) -> HttpResponse:
    rows, today = rows_of(booking, request.actor), matters.database_day()
    is_open = booking.state == BookingState.BOOKED
    decides = is_open and may_accept_days(request.actor) and request.actor.organization_id == booking.bureau_id
    has_own = any(row.person.user_id == request.actor.user_id for row in rows)
    context = {
        "booking": booking,
        "rows": rows,
        "form": form,
        "seen": digest_of(row.ledger for row in rows if row.ledger),
        "decides": decides and not has_own,
        "is_own_case": decides and has_own,
        "has_come": booking.day <= today,
        "may_cancel": is_open and request.actor.organization_id == booking.employer_id,
        "meeting": sum(row.meets for row in rows),
        "verified": sum(row.line.state == LineState.VERIFIED for row in rows),
        "to_bring": TO_BRING,
        "to_bring_cite": cited("ST14 五(二)2"),
        "ticked": form.ticked() if form.is_bound else {row.line.pk for row in rows if row.meets},
    }
    return render(request, "verification/days/booking.html", context, status=status)


@login_required
@require_POST
def acceptance(request: SignedInRequest, pk: int) -> HttpResponse:
    booking = _booking(request, pk)
    _require_officer(request.actor, booking)
    form = AcceptanceForm(request.POST)
    if not form.is_valid():
        return _booking_page(request, booking, form, status=422)
    said = form.cleaned_data
    try:
        done = services.accept_booking(
            booking, form.ticked(), seen=said["seen"], words=said["words"], actor=request.actor
        )
    except services.ReasonMissing as missing:
        form.add_error("words", str(missing.message))
        return _booking_page(request, booking, form, status=422)
    told = ngettext("%(count)d person is verified.", "%(count)d people are verified.", done.verified)
    messages.success(request, told % {"count": done.verified})
    if done.refused:
        told = ngettext("%(count)d is not; the list says why.", "%(count)d are not; the list says why.", done.refused)
        messages.warning(request, told % {"count": done.refused})
    return redirect("days:booking", pk)


@login_required
@require_http_methods(["GET", "POST"])
def booking_return(request: SignedInRequest, pk: int) -> HttpResponse:
    booking = _booking(request, pk)
    _require_officer(request.actor, booking)
    form = ReturnForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        services.return_booking(booking, reason=form.cleaned_data["reason"], actor=request.actor)
        messages.success(request, _("The booking is returned. The employer may book another day."))
        return redirect("days:booking", pk)
    context = {"booking": booking, "form": form}
    return render(request, "verification/days/return.html", context, status=422 if form.is_bound else 200)


@login_required
@require_http_methods(["GET", "POST"])
def cancellation(request: SignedInRequest, pk: int) -> HttpResponse:
    booking = _booking(request, pk)
    if request.actor.organization_id != booking.employer_id:
        raise PermissionDenied
    if request.method == "POST":
        services.cancel_booking(booking, actor=request.actor)
        messages.success(request, _("The booking is cancelled. Its people may be booked for another day."))
        return redirect("days:booking", pk)
    return render(request, "verification/days/cancellation.html", {"booking": booking})


@login_required
@require_GET
def summary_file(request: SignedInRequest, pk: int) -> HttpResponse:
    booking = _booking(request, pk)
    content = summary_book(sheets_of(booking, request.actor))
    with transaction.atomic():
        record("booking.summary_taken", booking, actor=request.actor)
    name = f"继续教育证书汇总表 {booking.employer.name} {booking.day.isoformat()}.xlsx"
    disposition = content_disposition_header(as_attachment=True, filename=name)
    return HttpResponse(content, content_type=XLSX, headers={"Content-Disposition": disposition or "attachment"})


@login_required
@require_POST
def summary_order(request: SignedInRequest, pk: int) -> HttpResponse:
    job = order_summary(_booking(request, pk), actor=request.actor)
    return redirect("jobs:detail", job.pk)


def _booking(request: SignedInRequest, pk: int) -> DayBooking:
    seen = DayBooking.objects.visible_to(request.actor).select_related(
        "employer__division", "bureau", "decided_by", "booked_by"
    )
    return get_object_or_404(seen, pk=pk)


def _require_officer(actor: Actor, booking: DayBooking) -> None:
    if not may_accept_days(actor) or actor.organization_id != booking.bureau_id:
        raise PermissionDenied(_("The officers of the bureau that was booked decide."))


def _require_reader(actor: Actor) -> None:
    if not (actor.can(READS_ALL) or may_accept_days(actor) or employer_of(actor) is not None):
        raise PermissionDenied
