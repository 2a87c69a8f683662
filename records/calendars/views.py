from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from people.models import Professional
from people.requests import SignedInRequest
from records.access import may_log
from records.calendars.events import events_of
from records.calendars.ics import calendar_of
from records.calendars.services import feed_with, make_feed, revoke_feed
from records.models import CalendarFeed


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def own_feed(request: SignedInRequest) -> HttpResponse:
    """The address stands on the page that answers the button, and on no other."""
    professional = _own(request)
    address = ""
    if request.method == "POST":
        _feed, token = make_feed(professional, actor=request.actor)
        address = request.build_absolute_uri(reverse("calendar_feed", args=[token]))
    feed = CalendarFeed.objects.filter(professional=professional, revoked_at=None).first()
    return render(request, "records/calendars/page.html", {"feed": feed, "address": address})


@login_required
@require_POST
def revocation(request: SignedInRequest) -> HttpResponse:
    if revoke_feed(_own(request), actor=request.actor):
        messages.success(request, _("The address is revoked. Calendars that know it get nothing any more."))
    return redirect("my_year:calendar")


@require_safe
def feed(request: HttpRequest, token: str) -> HttpResponse:
    """No sign-in: a calendar program knows the address and nothing else."""
    found = feed_with(token)
    if found is None:
        raise Http404
    with translation.override(found.language):
        events = events_of(found.professional, timezone.localdate())
        told = calendar_of(_("Continuing education"), events, stamp=timezone.now())
    response = HttpResponse(told, content_type="text/calendar; charset=utf-8")
    response["Cache-Control"] = "private, no-store"
    response["X-Robots-Tag"] = "noindex"
    return response


def _own(request: SignedInRequest) -> Professional:
    if not may_log(request.actor):
        raise PermissionDenied
    return get_object_or_404(Professional, user=request.user)
