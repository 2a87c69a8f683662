from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from people.models import Professional
from people.professionals.services import note_view
from people.requests import SignedInRequest
from records.access import keeps_years_of_staff, may_log, may_look_at_years
from records.models import CalendarFeed, Reminder
from records.reminders.queries import unread_reminders
from records.reminders.services import note_reminder
from records.year.building import Year, strip_of
from records.year.marks import marks_of
from records.year.notices import notices_of
from records.year.telling import after_sentence, line_state, sentence_of
from records.year.ways import ways_of

FIRST_YEAR = 2000


@login_required
@require_safe
def my_year(request: SignedInRequest, year: int | None = None) -> HttpResponse:
    """The first page of a professional."""
    professional = _own(request)
    return _year_page(request, professional, year, is_own=True)


@login_required
@require_safe
def year_of(request: SignedInRequest, pk: int, year: int | None = None) -> HttpResponse:
    """The same of somebody for whom one answers."""
    if not may_look_at_years(request.actor):
        raise PermissionDenied
    professional = get_object_or_404(Professional.objects.visible_to(request.actor).select_related("user"), pk=pk)
    note_view(professional, actor=request.actor)
    return _year_page(request, professional, year, is_own=False)


def _year_page(request: SignedInRequest, professional: Professional, year: int | None, *, is_own: bool) -> HttpResponse:
    today = timezone.localdate()
    if year is not None and not FIRST_YEAR <= year <= today.year:
        raise Http404
    shown = Year(professional, year or today.year, today)
    context: dict[str, Any] = {"year": shown, "professional": professional, "is_own": is_own, "strip": strip_of(shown)}
    context["may_order_pack"] = not is_own and keeps_years_of_staff(request.actor)
    context["notices"] = notices_of(professional, shown.year, request.actor)
    context["marks"] = marks_of(professional, shown.year, shown.standing.ruleset)
    if shown.is_judged:
        context |= {
            "sentence": sentence_of(shown),
            "after": after_sentence(shown),
            "lines": [(line, line_state(line)) for line in shown.lines],
            "ways": ways_of(shown, actor=request.actor),
        }
    if is_own:
        mine = unread_reminders(Professional.objects.filter(pk=professional.pk))
        context["reminders"] = list(mine.filter(study_year=shown.year))
        context["feed"] = CalendarFeed.objects.filter(professional=professional, revoked_at=None).first()
    return render(request, "records/year/page.html", context)


@login_required
@require_POST
def reminder_noted(request: SignedInRequest, pk: int) -> HttpResponse:
    reminder = get_object_or_404(Reminder.objects.filter(professional=_own(request)), pk=pk)
    note_reminder(reminder, actor=request.actor)
    return redirect("my_year:year", reminder.study_year)


def _own(request: SignedInRequest) -> Professional:
    if not may_log(request.actor):
        raise PermissionDenied
    return get_object_or_404(Professional.objects.select_related("user"), user=request.user)
