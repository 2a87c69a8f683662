"""Writing, publishing and replacing catalogs. The pages on which everybody reads them are in `courses.finder`."""

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
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from courses.catalogs import access, queries, services
from courses.catalogs.forms import CatalogForm, CourseForm, WithdrawalForm, YearForm, draft_of_kind, next_year
from courses.catalogs.rulings import objections_to
from courses.enums import CatalogKind
from courses.models import Catalog, Course
from people.requests import SignedInRequest
from ui.tables import Column, Table

OWN = Table(
    columns=(
        Column("title", pgettext_lazy("name of a course", "Title"), order_by=("title",)),
        Column("year", gettext_lazy("Year"), order_by=("year", "edition"), newest_first=True),
        Column("state", gettext_lazy("State"), order_by=("state",)),
        Column(
            "courses",
            pgettext_lazy("of a catalog", "Courses"),
            order_by=("course_count",),
            newest_first=True,
            is_number=True,
        ),
        Column("published", pgettext_lazy("catalog", "Published"), order_by=("published_at",), newest_first=True),
    ),
    default_sort="-year",
)


@login_required
@require_safe
def publishing(request: SignedInRequest) -> HttpResponse:
    """The publisher's own: drafts, what holds, and what was withdrawn."""
    _require(access.may_publish(request.actor))
    year = timezone.localdate().year
    context = {
        "catalogs": OWN.page(queries.own_catalogs(request.actor), request.GET),
        "kinds": access.kinds_of(request.actor),
        "earlier": [queries.last_year_of(kind, year, request.actor) for kind in access.kinds_of(request.actor)],
        "year": year,
    }
    return render(request, "courses/publishing.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def catalog_new(request: SignedInRequest, kind: str) -> HttpResponse:
    _require(access.may_publish(request.actor))
    known = next((each for each in access.kinds_of(request.actor) if each == kind), None)
    if known is None:
        raise Http404
    draft = draft_of_kind(known, request.actor)
    form = CatalogForm(_posted(request), catalog=draft, initial={"year": draft.year})
    if form.is_valid():
        facts = dict(form.cleaned_data)
        year = facts.pop("year")
        written = _done(form, lambda: services.draft_catalog(known, year, facts, actor=request.actor))
        if written:
            messages.success(request, _("The draft is kept. Now enter its courses, one by one or from Excel."))
            return redirect("courses:catalog", written.pk)
    return _form_page(request, "catalog_form", form, catalog=draft)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def catalog_amendment(request: SignedInRequest, pk: int) -> HttpResponse:
    catalog = _kept(request, pk)
    initial = {name: getattr(catalog, name) for name in services.CATALOG_FACTS}
    form = CatalogForm(_posted(request), catalog=catalog, initial=initial)
    if form.is_valid() and _done(form, lambda: services.amend_catalog(catalog, form.cleaned_data, actor=request.actor)):
        messages.success(request, _("The draft is amended."))
        return redirect("courses:catalog", catalog.pk)
    return _form_page(request, "catalog_form", form, catalog=catalog)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def catalog_publication(request: SignedInRequest, pk: int) -> HttpResponse:
    catalog = _kept(request, pk)
    if request.method == "POST":
        services.publish_catalog(catalog, actor=request.actor)
        messages.success(request, _("“%(title)s” is published. Everybody can see it.") % {"title": catalog})
        return redirect("courses:catalog", catalog.pk)
    context = {
        "catalog": catalog,
        "objections": objections_to(catalog),
        "courses": catalog.courses.count(),
        "replaced": queries.successor_of(catalog),
    }
    return render(request, "courses/catalog_publication.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def catalog_withdrawal(request: SignedInRequest, pk: int) -> HttpResponse:
    catalog = _kept(request, pk)
    form = WithdrawalForm(_posted(request))
    if form.is_valid():
        services.withdraw_catalog(catalog, reason=form.cleaned_data["reason"], actor=request.actor)
        told = _("“%(title)s” is withdrawn. What counted by it goes on counting.")
        messages.success(request, told % {"title": catalog})
        return redirect("courses:catalog", catalog.pk)
    return _form_page(request, "catalog_withdrawal", form, catalog=catalog)


@login_required
@require_POST
def catalog_correction(request: SignedInRequest, pk: int) -> HttpResponse:
    """The next edition of the same year, as a draft. The present one holds until it is published."""
    copied = services.copy_catalog(catalog := _kept(request, pk), catalog.year, actor=request.actor)
    messages.success(request, _("This is the draft of edition %(edition)d.") % {"edition": copied.edition})
    return redirect("courses:catalog", copied.pk)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def catalog_copy(request: SignedInRequest, pk: int) -> HttpResponse:
    """For another year."""
    catalog = _kept(request, pk)
    form = YearForm(_posted(request), initial={"year": next_year(catalog)})
    if form.is_valid():
        year = form.cleaned_data["year"]
        copied = _done(form, lambda: services.copy_catalog(catalog, year, actor=request.actor))
        if copied:
            told = _("Copied as a draft for %(year)d. Look it through, then publish it.")
            messages.success(request, told % {"year": year})
            return redirect("courses:catalog", copied.pk)
    return _form_page(request, "catalog_copy", form, catalog=catalog)


@login_required
@require_POST
def catalog_removal(request: SignedInRequest, pk: int) -> HttpResponse:
    catalog = _kept(request, pk)
    services.discard_draft(catalog, actor=request.actor)
    messages.success(request, _("The draft is discarded."))
    return redirect("courses:publishing")


# Courses of a draft


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def course_new(request: SignedInRequest, pk: int) -> HttpResponse:
    catalog = _kept(request, pk)
    form = CourseForm(_posted(request), catalog=catalog)
    if form.is_valid():
        course = _done(form, lambda: services.add_course(catalog, form.facts(), actor=request.actor))
        if course:
            messages.success(request, _("“%(title)s” is added.") % {"title": course})
            again = "another" in request.POST
            return redirect("courses:course_new" if again else "courses:catalog", catalog.pk)
    return _form_page(request, "course_form", form, catalog=catalog)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def course_amendment(request: SignedInRequest, pk: int) -> HttpResponse:
    course = _kept_course(request, pk)
    initial = {name: getattr(course, name) for name in services.COURSE_FACTS}
    form = CourseForm(_posted(request), catalog=course.catalog, initial=initial)
    if form.is_valid() and _done(form, lambda: services.amend_course(course, form.facts(), actor=request.actor)):
        messages.success(request, _("“%(title)s” is amended.") % {"title": form.cleaned_data["title"]})
        return redirect("courses:catalog", course.catalog_id)
    return _form_page(request, "course_form", form, catalog=course.catalog, course=course)


@login_required
@require_POST
def course_removal(request: SignedInRequest, pk: int) -> HttpResponse:
    course = _kept_course(request, pk)
    services.remove_course(course, actor=request.actor)
    messages.success(request, _("“%(title)s” is taken out.") % {"title": course})
    return redirect("courses:catalog", course.catalog_id)


# Shared


def _kept(request: SignedInRequest, pk: int) -> Catalog:
    visible = Catalog.objects.visible_to(request.actor).select_related("publisher")
    catalog = get_object_or_404(visible, pk=pk)
    _require(access.may_keep(request.actor, catalog))
    return catalog


def _kept_course(request: SignedInRequest, pk: int) -> Course:
    visible = Course.objects.visible_to(request.actor).select_related("catalog", "site")
    course = get_object_or_404(visible, pk=pk)
    _require(access.may_keep(request.actor, course.catalog))
    return course


def _require(allowed: bool) -> None:
    if not allowed:
        raise PermissionDenied


def _posted(request: SignedInRequest) -> Any:
    return request.POST if request.method == "POST" else None


def _form_page(request: SignedInRequest, page: str, form: forms.Form, **context: Any) -> HttpResponse:
    status = 422 if form.is_bound else 200
    context |= {"form": form, "is_guide": context["catalog"].kind == CatalogKind.GUIDE}
    return render(request, f"courses/{page}.html", context, status=status)


def _done(form: forms.Form, act: Callable[[], Any]) -> Any:
    """What the service does, or None with its objections in the form."""
    try:
        return act()
    except ValidationError as objections:
        known = objections.message_dict if hasattr(objections, "error_dict") else {"": objections.messages}
        for name, problems in known.items():
            form.add_error(name if name in form.fields else None, problems)
        return None
