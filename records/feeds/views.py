from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from people.requests import SignedInRequest
from people.second_factor.fresh import fresh_sign_in_required
from records.enums import FeedKind
from records.feeds import services
from records.feeds.access import may_list, may_manage, may_manage_in
from records.feeds.forms import FeedEndForm, FeedForm
from records.feeds.kinds import KINDS, address_of
from records.feeds.queries import counts_of, last_calls, place_named, reasons_in, with_counts
from records.models import FeedSource
from ui.errors import Conflict
from ui.tables import Column, Table

FEEDS = Table(
    columns=(
        Column("name", pgettext_lazy("feed", "Name"), order_by=("name",)),
        Column("kind", gettext_lazy("Kind"), order_by=("kind",)),
        Column("organization", gettext_lazy("Approved by"), order_by=("organization__name",)),
        Column("taken", pgettext_lazy("rows of a feed", "taken"), order_by=("rows_taken",), is_number=True),
        Column("refused", pgettext_lazy("rows of a feed", "refused"), order_by=("rows_refused",), is_number=True),
        Column("called", gettext_lazy("last call"), order_by=("last_call_at",), newest_first=True),
    ),
    default_sort="name",
)


@login_required
@require_safe
def feeds(request: SignedInRequest) -> HttpResponse:
    if not may_list(request.actor):
        raise PermissionDenied
    rows = FEEDS.page(with_counts(FeedSource.objects.visible_to(request.actor)), request.GET)
    context = {"feeds": rows, "may_open": may_manage(request.actor), "today": timezone.localdate()}
    return render(request, "records/feeds/list.html", context)


@login_required
@require_safe
def feed(request: SignedInRequest, pk: int) -> HttpResponse:
    shown = _feed(request, pk)
    calls = last_calls(shown)
    context = {
        "feed": shown,
        "rules": KINDS[shown.kind],
        "address": request.build_absolute_uri(_address(shown)),
        "calls": calls,
        "counts": counts_of(shown),
        "reasons": reasons_in(calls),
        "place": place_named(shown.area),
        "is_open": shown.is_open_on(timezone.localdate()),
        "may_manage": may_manage_in(request.actor, shown.area),
    }
    return render(request, "records/feeds/detail.html", context)


@login_required
@fresh_sign_in_required
@require_http_methods(["GET", "POST"])
def opening(request: SignedInRequest) -> HttpResponse:
    if not may_manage(request.actor):
        raise PermissionDenied
    form = FeedForm(request.POST or None, actor=request.actor)
    if form.is_valid():
        try:
            opened = services.open_feed(
                **form.cleaned_data | {"kind": FeedKind(form.cleaned_data["kind"])}, actor=request.actor
            )
        except Conflict as conflict:
            form.add_error(None, str(conflict))
        else:
            return _show_token(request, opened)
    return render(request, "records/feeds/opening.html", {"form": form})


@login_required
@fresh_sign_in_required
@require_http_methods(["GET", "POST"])
def renewal(request: SignedInRequest, pk: int) -> HttpResponse:
    renewed = _managed(request, pk)
    if request.method == "POST":
        return _show_token(request, services.renew_token(renewed, actor=request.actor))
    return render(request, "records/feeds/renewal.html", {"feed": renewed})


@login_required
@fresh_sign_in_required
@require_http_methods(["GET", "POST"])
def ending(request: SignedInRequest, pk: int) -> HttpResponse:
    ended = _managed(request, pk)
    form = FeedEndForm(request.POST or None)
    if form.is_valid():
        try:
            services.end_feed(ended, **form.cleaned_data, actor=request.actor)
        except Conflict as conflict:
            form.add_error(None, str(conflict))
        else:
            messages.success(request, _("“%(feed)s” ends.") % {"feed": ended})
            return redirect("feeds:feed", ended.pk)
    return render(request, "records/feeds/ending.html", {"form": form, "feed": ended})


def _show_token(request: SignedInRequest, opened: services.Opened) -> HttpResponse:
    """Not by a redirect: the token is in this answer and nowhere else."""
    context = {"feed": opened.feed, "token": opened.token, "address": request.build_absolute_uri(_address(opened.feed))}
    answer = render(request, "records/feeds/token.html", context)
    answer["Cache-Control"] = "no-store"
    return answer


def _address(shown: FeedSource) -> str:
    return reverse(f"feed-{address_of(shown.kind)}")


def _feed(request: SignedInRequest, pk: int) -> FeedSource:
    if not may_list(request.actor):
        raise PermissionDenied
    return get_object_or_404(
        FeedSource.objects.visible_to(request.actor).select_related("organization", "site", "made_by"), pk=pk
    )


def _managed(request: SignedInRequest, pk: int) -> FeedSource:
    found = _feed(request, pk)
    if not may_manage_in(request.actor, found.area):
        raise PermissionDenied
    return found
