from __future__ import annotations

from allauth.core.ratelimit import consume_or_429
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from people.models import Membership, MembershipQuerySet, Organization
from people.officers import services
from people.officers.access import may_give_hats, organizations_served_by, roles_to_give
from people.officers.forms import DeputyForm, HatForm, TakingForm
from people.requests import SignedInRequest
from people.roles import Role
from people.second_factor.fresh import fresh_sign_in_required
from ui.errors import Conflict
from ui.tables import Column, Table

OFFICERS = Table(
    columns=(
        Column("name", gettext_lazy("Name"), order_by=("user__display_name", "pk")),
        Column("hat", gettext_lazy("Hat"), order_by=("role", "pk")),
        Column("span", gettext_lazy("From – until"), order_by=("started_on", "pk"), newest_first=True),
        Column("acts", ""),
    ),
    default_sort="name",
)


@login_required
@require_safe
def officers(request: SignedInRequest, pk: int | None = None) -> HttpResponse:
    """Who acts for a body, today and from a later day on."""
    organization = _organization(request, pk)
    hats = _hats(organization).exclude(ended_on__lt=timezone.localdate()).select_related("user", "deputy_for")
    context = {
        "organization": organization,
        "hats": OFFICERS.page(hats, request.GET),
        "may_give": bool(roles_to_give(request.actor, organization)),
        "today": timezone.localdate(),
    }
    return render(request, "people/officers/list.html", context)


@login_required
@fresh_sign_in_required
@require_http_methods(["GET", "POST"])
def give(request: SignedInRequest, pk: int) -> HttpResponse:
    organization = _organization(request, pk)
    if names_too_many := _names_too_many(request):
        return names_too_many
    form = HatForm(request.POST or None, actor=request.actor, organization=organization)
    if form.is_valid():
        try:
            hat = _give(request, organization, form)
        except Conflict as conflict:
            form.add_error(None, str(conflict))
        else:
            messages.success(request, _("%(name)s now has the hat “%(hat)s”.") % {"name": hat.user, "hat": hat})
            return redirect(_list_of(organization))
    return render(request, "people/officers/give.html", {"form": form, "organization": organization})


@transaction.atomic
def _give(request: SignedInRequest, organization: Organization, form: HatForm) -> Membership:
    data = form.cleaned_data
    user = data["user"] or services.open_officer_account(data["name"], actor=request.actor)
    return services.give_hat(
        user,
        organization,
        data["role"],
        started_on=data["started_on"],
        ended_on=data["ended_on"],
        actor=request.actor,
    )


@login_required
@fresh_sign_in_required
@require_http_methods(["GET", "POST"])
def take(request: SignedInRequest, pk: int) -> HttpResponse:
    hat = _hat(request, pk)
    form = TakingForm(request.POST or None)
    if form.is_valid():
        services.take_hat(hat, **form.cleaned_data, actor=request.actor)
        messages.success(request, _("The hat “%(hat)s” of %(name)s ends.") % {"name": hat.user, "hat": hat})
        return redirect(_list_of(hat.organization))
    return render(request, "people/officers/take.html", {"form": form, "hat": hat})


@login_required
@fresh_sign_in_required
@require_http_methods(["GET", "POST"])
def deputize(request: SignedInRequest, pk: int) -> HttpResponse:
    hat = _hat(request, pk)
    if names_too_many := _names_too_many(request):
        return names_too_many
    form = DeputyForm(request.POST or None)
    if form.is_valid():
        try:
            deputy = services.name_deputy(hat, **form.cleaned_data, actor=request.actor)
        except Conflict as conflict:
            form.add_error(None, str(conflict))
        else:
            messages.success(request, _("%(name)s is deputy.") % {"name": deputy.user})
            return redirect(_list_of(hat.organization))
    return render(request, "people/officers/deputize.html", {"form": form, "hat": hat})


def _names_too_many(request: SignedInRequest) -> HttpResponse | None:
    """The answer tells whether somebody signs in with this number: that is not to be tried for one after the other."""
    if not request.POST.get("user", "").strip():
        return None
    refusal: HttpResponse | None = consume_or_429(request, action="name_account", user=request.user)
    return refusal


def _organization(request: SignedInRequest, pk: int | None) -> Organization:
    if not may_give_hats(request.actor):
        raise PermissionDenied
    return get_object_or_404(organizations_served_by(request.actor), pk=pk or request.actor.organization_id)


def _hats(organization: Organization) -> MembershipQuerySet:
    """Those of office: whom a body employs as professionals stands in another list."""
    return Membership.objects.filter(organization=organization).exclude(role=Role.PROFESSIONAL)


def _hat(request: SignedInRequest, pk: int) -> Membership:
    if not may_give_hats(request.actor):
        raise PermissionDenied
    of_bodies = Membership.objects.exclude(role=Role.PROFESSIONAL).exclude(organization=None)
    hat = get_object_or_404(of_bodies.select_related("user"), pk=pk)
    organization = _organization(request, hat.organization_id)
    if Role(hat.role) not in roles_to_give(request.actor, organization):
        raise PermissionDenied
    return hat


def _list_of(organization: Organization | None) -> str:
    assert organization is not None
    return reverse("officers_of", args=[organization.pk])
