from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.forms import Form
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from audit.actors import Actor
from audit.services import in_language_of_trail
from people.models import Professional
from people.professionals import access, queries, services
from people.professionals.filters import ProfessionalFilter, StatusForm
from people.professionals.forms import EndForm, LookupForm, PhoneForm, RegistrationForm, RevealForm, TitleForm
from people.professionals.person_links import links_for
from people.requests import SignedInRequest
from people.second_factor.fresh import fresh_sign_in_required
from people.staff_import.kind import StaffImport
from people.titles import best_of, group_of
from ui.errors import Conflict
from ui.tables import Column, SortedPage, Table
from uploads.kinds import UploadKind, kind_of

PEOPLE = Table(
    columns=(
        Column("name", gettext_lazy("Name"), order_by=("name_search",)),
        Column("title", gettext_lazy("Title")),
        Column("industry", gettext_lazy("Industry"), order_by=("industry",)),
        Column("employer", gettext_lazy("Employer")),
        Column("staff_number", gettext_lazy("Staff number"), order_by=("staff_number",)),
        Column("since", pgettext_lazy("employed", "From"), order_by=("since",), newest_first=True),
        Column("until", pgettext_lazy("employed", "Until"), order_by=("until",), newest_first=True),
    ),
    default_sort="name",
)


# The list


@login_required
@require_safe
def people(request: SignedInRequest) -> HttpResponse:
    _require(access.may_list(request.actor))
    listed = queries.people_listed(request.actor, status=StatusForm.status_in(request.GET))
    found = ProfessionalFilter(request.GET, listed)
    page = PEOPLE.page(found.qs if found.is_valid() else listed.none(), request.GET)
    context = {
        "page": page,
        "rows": _rows(page),
        "form": found.form,
        "lookup": LookupForm(),
        "may_register": access.keeps_staff(request.actor),
        "staff_list": _uploadable_staff_list(request.actor),
    }
    return render(request, "people/professionals/list.html", context)


def _uploadable_staff_list(actor: Actor) -> UploadKind | None:
    kind = kind_of(StaffImport.name)
    return kind if kind.may_upload(actor, None) else None


def _rows(page: SortedPage) -> list[dict[str, Any]]:
    today = timezone.localdate()
    return [
        {
            "professional": professional,
            "title": best_of(professional.shown_titles, today),
            "employment": next(iter(professional.shown_employments), None),
        }
        for professional in page
    ]


@login_required
@require_POST
def lookup(request: SignedInRequest) -> HttpResponse:
    """By a whole number. Sent as a form, because an address is kept in too many places."""
    _require(access.may_list(request.actor))
    form = LookupForm(request.POST)
    if form.is_valid():
        found = queries.professional_with(form.cleaned_data["number"], actor=request.actor)
        if found:
            return redirect("professionals:detail", found.pk)
        form.add_error("number", _("Nobody among the people you may see has this number."))
    return render(request, "people/professionals/lookup.html", {"form": form}, status=422)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def registration(request: SignedInRequest) -> HttpResponse:
    _require(access.keeps_staff(request.actor))
    employers = queries.employers_entered_by(request.actor)
    if not employers:
        raise Conflict(_("Your organization has no employer into which people could be entered."))
    form = RegistrationForm(request.POST if request.method == "POST" else None, employers=employers)
    if form.is_valid() and (entered := _register(form, request)):
        return redirect("professionals:detail", entered.pk)
    return _form_page(request, "people/professionals/registration.html", form)


def _register(form: RegistrationForm, request: SignedInRequest) -> Professional | None:
    """Without one where the person cannot be registered; the form says why."""
    try:
        entered = services.register_professionals([form.registration()], actor=request.actor)[0]
    except services.RegistrationConflict as refusal:
        form.add_error(refusal.field, str(refusal.message))
        return None
    messages.success(request, _("%(name)s is entered.") % {"name": entered.name})
    for notice in form.document.notices if form.document else ():
        messages.warning(request, notice)
    return entered


# One person


@login_required
@require_safe
def detail(request: SignedInRequest, pk: int) -> HttpResponse:
    professional = _visible(request, pk)
    services.note_view(professional, actor=request.actor)
    return render(request, "people/professionals/detail.html", _details(request, professional))


@login_required
@require_safe
def own_details(request: SignedInRequest) -> HttpResponse:
    professional = _own(request)
    return render(request, "people/professionals/own_details.html", _details(request, professional))


def _details(request: SignedInRequest, professional: Professional) -> dict[str, Any]:
    today = timezone.localdate()
    titles = list(queries.titles_of(professional, request.actor))
    employments = list(queries.employments_of(professional, request.actor))
    title = best_of(titles, today)
    return {
        "professional": professional,
        "title": title,
        "title_group": group_of(title).label,
        "titles": titles,
        "employments": employments,
        "employment": next((each for each in employments if each.is_current(today)), None),
        "documents": list(professional.documents.visible_to(request.actor).order_by("-entered_at", "-pk")),
        "keeps_staff": access.keeps_staff(request.actor),
        "may_list": access.may_list(request.actor),
        "may_reveal": access.may_reveal(request.actor, professional),
        "may_add_title": access.may_add_title(request.actor, professional),
        "may_end": access.may_end_employment(request.actor, professional),
        "person_links": links_for(request.actor, professional),
    }


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def new_title(request: SignedInRequest, pk: int) -> HttpResponse:
    professional = _visible(request, pk)
    _require(access.may_add_title(request.actor, professional))
    form = TitleForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        title = services.add_title(professional, form.obtained(), actor=request.actor)
        messages.success(request, _("The title %(title)s is entered.") % {"title": title})
        return _back_to(request, professional)
    return _form_page(request, "people/professionals/new_title.html", form, professional=professional)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def employment_ending(request: SignedInRequest, pk: int) -> HttpResponse:
    professional = _visible(request, pk)
    _require(access.may_end_employment(request.actor, professional))
    form = EndForm(request.POST if request.method == "POST" else None, initial={"ended_on": timezone.localdate()})
    if form.is_valid():
        given = form.cleaned_data
        services.end_employment(professional, on=given["ended_on"], reason=given["reason"], actor=request.actor)
        messages.success(request, _("The last day of %(name)s is noted.") % {"name": professional.name})
        return redirect("professionals:list")
    return _form_page(request, "people/professionals/employment_ending.html", form, professional=professional)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def own_phone(request: SignedInRequest) -> HttpResponse:
    professional = _own(request)
    form = PhoneForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            services.change_phone(request.user, form.cleaned_data["phone"], actor=request.actor)
        except services.PhoneTaken as refusal:
            form.add_error("phone", str(refusal.message))
        else:
            messages.success(request, _("Your telephone number is changed."))
            return redirect("professionals:own")
    return _form_page(request, "people/professionals/own_phone.html", form, professional=professional)


@login_required
@fresh_sign_in_required
@require_http_methods(["GET", "HEAD", "POST"])
def number(request: SignedInRequest, pk: int) -> HttpResponse:
    """The one page on which a number stands in full: in the answer to a form, so that no address leads to it."""
    professional = _visible(request, pk)
    _require(access.may_reveal(request.actor, professional))
    is_own = access.is_oneself(request.actor, professional)
    form = (
        RevealForm({"reason": _own_reason()} if is_own else request.POST) if request.method == "POST" else RevealForm()
    )
    context: dict[str, Any] = {"professional": professional, "is_own": is_own}
    if form.is_valid():
        document = get_object_or_404(professional.documents.visible_to(request.actor).in_use())
        shown = services.reveal_number(document, reason=form.cleaned_data["reason"], actor=request.actor)
        context |= {"document": document, "number": shown}
    return _form_page(request, "people/professionals/number.html", form, **context)


def _own_reason() -> str:
    with in_language_of_trail():
        return _("looked at the own number")


# What the views share


def _require(allowed: bool) -> None:
    if not allowed:
        raise PermissionDenied


def _visible(request: SignedInRequest, pk: int) -> Professional:
    visible = Professional.objects.visible_to(request.actor).select_related("user")
    return get_object_or_404(visible, pk=pk)


def _own(request: SignedInRequest) -> Professional:
    own = Professional.objects.visible_to(request.actor).filter(user=request.user).select_related("user").first()
    if own is None:
        raise Http404
    return own


def _back_to(request: SignedInRequest, professional: Professional) -> HttpResponse:
    if access.is_oneself(request.actor, professional):
        return redirect("professionals:own")
    return redirect("professionals:detail", professional.pk)


def _form_page(request: SignedInRequest, template: str, form: Form, **context: Any) -> HttpResponse:
    status = 422 if form.errors else 200
    return render(request, template, {"form": form, **context}, status=status)
