from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from people.models import Commission, Institution, Merge, Organization
from people.models.merges import UNDO_DAYS
from people.organizations import access, merging, queries, services
from people.organizations.forms import (
    ClosingForm,
    CommissionForm,
    OrganizationFilterForm,
    OrganizationForm,
    ReasonForm,
)
from people.organizations.presentation import facts_shown
from people.requests import SignedInRequest
from people.second_factor.fresh import fresh_sign_in_required
from people.supervision import supervisor_of
from ui.tables import Column, Table

ORGANIZATIONS = Table(
    columns=(
        Column("name", gettext_lazy("Name"), order_by=("name",)),
        Column("kind", gettext_lazy("Kind"), order_by=("kind", "name")),
        Column("place", gettext_lazy("Place"), order_by=("division__code", "name")),
        Column("uscc", gettext_lazy("Credit code"), order_by=("uscc",)),
    ),
    default_sort="name",
)
DOUBLES = Table(
    columns=(
        Column("name", gettext_lazy("Name"), order_by=("name_key", "kind")),
        Column("kind", gettext_lazy("Kind"), order_by=("kind", "name_key")),
        Column("place", gettext_lazy("Place"), order_by=("division__code", "name_key")),
        Column("uscc", gettext_lazy("Credit code"), order_by=("uscc",)),
    ),
    default_sort="name",
)
REGISTER: dict[str, Callable[..., Organization]] = {
    "employer": services.register_employer,
    "institution": services.register_institution,
    "industry_authority": services.register_industry_authority,
    "agency": services.register_agency,
    "direct_point": services.register_direct_point,
    "bureau": services.register_bureau,
}


# Looking


@login_required
@require_GET
def organization_list(request: SignedInRequest) -> HttpResponse:
    _require(access.may_browse(request.actor))
    form = OrganizationFilterForm(request.GET)
    found = queries.organizations_matching(request.actor, **(form.cleaned_data if form.is_valid() else {}))
    context = {
        "form": form,
        "organizations": ORGANIZATIONS.page(found, request.GET),
        "kinds": [queries.KINDS[name].KIND for name in REGISTER] if access.may_register(request.actor) else [],
        "may_merge": access.may_merge(request.actor) and access.may_register(request.actor),
    }
    return render(request, "people/organizations/list.html", context)


@login_required
@require_GET
def organization_detail(request: SignedInRequest, pk: int) -> HttpResponse:
    organization = _visible(request, pk)
    actor, today = request.actor, timezone.localdate()
    may_keep = access.may_keep(actor, organization)
    may_merge = access.may_merge(actor, organization) and _stands(organization)
    context = {
        "organization": organization,
        "facts": facts_shown(organization),
        "supervisor": supervisor_of(organization, on=today) if organization.area else None,
        "officers": queries.officers_of(organization, today) if access.may_browse(actor) else None,
        "commissions": queries.commissions_by_year(organization) if isinstance(organization, Institution) else None,
        "doubles": queries.likely_doubles(organization, actor) if may_merge else None,
        "merges": _merges_of(request, organization),
        "may_keep": may_keep and _stands(organization),
        "may_reopen": may_keep and organization.closed_on and not organization.merged_into_id,
        "may_merge": may_merge,
    }
    return render(request, "people/organizations/detail.html", context)


def _merges_of(request: SignedInRequest, organization: Organization) -> list[dict[str, Any]]:
    """Of whichever side it was, each with whether it can still be taken back from here."""
    merges = Merge.objects.visible_to(request.actor).about(organization).select_related("kept", "dropped", "merged_by")
    return [
        {
            "merge": merge,
            "may_undo": access.may_undo(request.actor, merge) and not merging.why_not_undoable(merge),
        }
        for merge in merges
    ]


# Registering and changing


@login_required
@require_http_methods(["GET", "POST"])
def registration(request: SignedInRequest, kind: str) -> HttpResponse:
    _require(access.may_register(request.actor))
    if kind not in REGISTER:
        raise Http404
    form = OrganizationForm(_posted(request), kind=queries.KINDS[kind], actor=request.actor)
    if form.is_valid():
        organization = _done(form, lambda: REGISTER[kind](**form.facts(), actor=request.actor))
        if organization:
            messages.success(request, _("“%(name)s” is registered.") % {"name": organization})
            return redirect("organizations:detail", organization.pk)
    return _form_page(request, "registration", form, kind=queries.KINDS[kind].KIND)


@login_required
@require_http_methods(["GET", "POST"])
def amendment(request: SignedInRequest, pk: int) -> HttpResponse:
    organization = _kept(request, pk)
    initial = {name: getattr(organization, name) for name in services.facts_of(organization)}
    form = OrganizationForm(_posted(request), kind=type(organization), actor=request.actor, initial=initial)
    if form.is_valid():
        amended = _done(form, lambda: services.amend_organization(organization, form.facts(), actor=request.actor))
        if amended:
            messages.success(request, _("“%(name)s” is amended.") % {"name": amended})
            return redirect("organizations:detail", organization.pk)
    return _form_page(request, "amendment", form, organization=organization)


@login_required
@require_http_methods(["GET", "POST"])
def closing(request: SignedInRequest, pk: int) -> HttpResponse:
    organization = _kept(request, pk)
    form = ClosingForm(_posted(request), initial={"closed_on": timezone.localdate()})
    if form.is_valid():
        services.close_organization(organization, **form.cleaned_data, actor=request.actor)
        messages.success(request, _("“%(name)s” is closed.") % {"name": organization})
        return redirect("organizations:detail", organization.pk)
    officers = queries.officers_of(organization, timezone.localdate()).count()
    return _form_page(request, "closing", form, organization=organization, officers=officers)


@login_required
@require_POST
def reopening(request: SignedInRequest, pk: int) -> HttpResponse:
    organization = _kept(request, pk)
    services.reopen_organization(organization, actor=request.actor)
    messages.success(request, _("“%(name)s” is open again.") % {"name": organization})
    return redirect("organizations:detail", organization.pk)


@login_required
@require_http_methods(["GET", "POST"])
def commissions(request: SignedInRequest, pk: int) -> HttpResponse:
    institution = _kept(request, pk)
    if not isinstance(institution, Institution):
        raise Http404
    form = CommissionForm(_posted(request), initial=_commissions_asked_for(request, institution))
    if form.is_valid():
        year = form.cleaned_data["year"]
        services.commission_institution(institution, year, form.cleaned_data["lines"], actor=request.actor)
        messages.success(request, _("The commissions of %(year)d are kept.") % {"year": year})
        return redirect("organizations:detail", institution.pk)
    return _form_page(request, "commissions", form, organization=institution)


def _commissions_asked_for(request: SignedInRequest, institution: Institution) -> dict[str, Any]:
    year = _number(request.GET.get("year", "")) or timezone.localdate().year
    lines = Commission.objects.filter(institution=institution, year=year).values_list("line", flat=True)
    return {"year": year, "lines": "\n".join(lines)}


# Merging


@login_required
@require_GET
def doubles(request: SignedInRequest) -> HttpResponse:
    _require(access.may_register(request.actor) and access.may_merge(request.actor))
    found = DOUBLES.page(queries.doubled_organizations(request.actor), request.GET)
    return render(request, "people/organizations/doubles.html", {"organizations": found})


@login_required
@fresh_sign_in_required
@require_http_methods(["GET", "POST"])
def merger(request: SignedInRequest, pk: int) -> HttpResponse:
    """Of this organization into another; without another, the page on which one is chosen."""
    dropped = _mergeable(request, pk)
    into = request.GET.get("into", "")
    if not into:
        return _choose_kept(request, dropped)
    kept = _mergeable(request, _number(into))
    form = ReasonForm(_posted(request))
    if form.is_valid():
        seen = request.POST.get("fingerprint", "")
        reason = form.cleaned_data["reason"]
        merging.merge_organizations(kept, dropped, reason=reason, fingerprint=seen, actor=request.actor)
        messages.success(request, _("“%(dropped)s” was merged into “%(kept)s”.") % {"dropped": dropped, "kept": kept})
        return redirect("organizations:detail", kept.pk)
    preview = merging.preview(kept, dropped)
    sides = [(kept, facts_shown(kept)), (dropped, facts_shown(dropped))]
    return _form_page(request, "merger", form, preview=preview, sides=sides, days=UNDO_DAYS)


def _choose_kept(request: SignedInRequest, dropped: Organization) -> HttpResponse:
    search = request.GET.get("search", "")
    found = queries.likely_doubles(dropped, request.actor)
    if search:
        found = queries.organizations_matching(request.actor, search=search, kind=dropped.kind).exclude(pk=dropped.pk)
    context = {"organization": dropped, "search": search, "organizations": found.order_by("name", "pk")[:50]}
    return render(request, "people/organizations/choose_kept.html", context)


@login_required
@fresh_sign_in_required
@require_http_methods(["GET", "POST"])
def undoing(request: SignedInRequest, pk: int) -> HttpResponse:
    visible = Merge.objects.visible_to(request.actor).select_related("kept", "dropped")
    merge = get_object_or_404(visible, pk=pk)
    _require(access.may_undo(request.actor, merge))
    form = ReasonForm(_posted(request))
    if form.is_valid():
        merging.undo_merge(merge, reason=form.cleaned_data["reason"], actor=request.actor)
        messages.success(request, _("The merge was taken back. Both stand again."))
        return redirect("organizations:detail", merge.dropped_id)
    context = {"merge": merge, "obstacle": merging.why_not_undoable(merge), "rows": merge.moved_rows.count()}
    return _form_page(request, "undoing", form, **context)


# Shared


def _posted(request: SignedInRequest) -> Any:
    return request.POST if request.method == "POST" else None


def _form_page(request: SignedInRequest, page: str, form: forms.Form, **context: Any) -> HttpResponse:
    status = 422 if form.is_bound else 200
    return render(request, f"people/organizations/{page}.html", context | {"form": form}, status=status)


def _done(form: forms.Form, act: Callable[[], Organization]) -> Organization | None:
    """What the service does, or None with its objections in the form."""
    try:
        return act()
    except ValidationError as objections:
        form.add_error(None, objections)
        return None


def _visible(request: SignedInRequest, pk: int) -> Organization:
    visible = Organization.objects.visible_to(request.actor).select_related("division", "merged_into")
    return queries.of_own_kind(get_object_or_404(visible, pk=pk))


def _kept(request: SignedInRequest, pk: int) -> Organization:
    organization = _visible(request, pk)
    _require(access.may_keep(request.actor, organization))
    return organization


def _mergeable(request: SignedInRequest, pk: int) -> Organization:
    organization = _visible(request, pk)
    _require(access.may_merge(request.actor, organization))
    return organization


def _stands(organization: Organization) -> bool:
    return not organization.closed_on and not organization.merged_into_id


def _require(allowed: bool) -> None:
    if not allowed:
        raise PermissionDenied


def _number(text: str) -> int:
    """A number out of an address; what is none is the id of nothing."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 18 else 0
