"""The pages on which everybody finds what there is to study: no sign-in."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_safe

from audit.requests import ActorRequest
from courses.catalogs import access as publishing
from courses.catalogs.queries import catalogs_listed, courses_in, successor_of
from courses.catalogs.rulings import objections_to
from courses.enums import ClassState
from courses.finder import queries
from courses.finder.filters import CatalogFilterForm, SiteFilterForm
from courses.finder.forms import CATALOG, CLASSES, ONLINE, SHOWN, FinderState, filter_form
from courses.finder.telling import gap_sentence
from courses.finder.worth import Valuer
from courses.gaps import Gap, gap_of
from courses.models import Catalog, Course, TrainingClass
from courses.sites import access as approving
from ui.tables import Column, SortedPage, Table

TABLES = {
    CLASSES: Table(
        columns=(
            Column("title", gettext_lazy("Class"), order_by=("title",)),
            Column("when", gettext_lazy("When"), order_by=("starts_on",)),
            Column("where", gettext_lazy("Where"), order_by=("division__code", "starts_on")),
            Column("hours", gettext_lazy("Hours"), order_by=("hours",), newest_first=True, is_number=True),
            Column("price", gettext_lazy("Price"), order_by=("fee",), is_number=True),
            Column("until", gettext_lazy("Enrol until"), order_by=("enrol_until",)),
            Column("counts", gettext_lazy("Counts by")),
        ),
        default_sort="when",
        per_page=20,
    ),
    ONLINE: Table(
        columns=(
            Column("title", gettext_lazy("Course"), order_by=("title",)),
            Column("site", pgettext_lazy("study", "Site"), order_by=("site__name", "title")),
            Column("catalog", gettext_lazy("Catalog"), order_by=("catalog__title", "code")),
            Column("hours", gettext_lazy("Hours"), order_by=("hours",), newest_first=True, is_number=True),
            Column("price", gettext_lazy("Price"), order_by=("fee",), is_number=True),
            Column("counts", gettext_lazy("Counts by")),
        ),
        default_sort="title",
        per_page=20,
    ),
    CATALOG: Table(
        columns=(
            Column("title", gettext_lazy("Course"), order_by=("title",)),
            Column("form", pgettext_lazy("form of study", "Form"), order_by=("form", "title")),
            Column("catalog", gettext_lazy("Catalog"), order_by=("catalog__title", "code")),
            Column("hours", gettext_lazy("Hours"), order_by=("hours",), newest_first=True, is_number=True),
            Column("price", gettext_lazy("Price"), order_by=("fee",), is_number=True),
            Column("counts", gettext_lazy("Counts by")),
        ),
        default_sort="title",
        per_page=20,
    ),
}
CATALOGS = Table(
    columns=(
        Column("title", pgettext_lazy("name of a course", "Title"), order_by=("title",)),
        Column("year", gettext_lazy("Year"), order_by=("year",), newest_first=True),
        Column("kind", gettext_lazy("Kind"), order_by=("kind", "-year")),
        Column("publisher", gettext_lazy("Published by"), order_by=("publisher__name", "-year")),
        Column(
            "courses",
            pgettext_lazy("of a catalog", "Courses"),
            order_by=("course_count",),
            newest_first=True,
            is_number=True,
        ),
    ),
    default_sort="-year",
)
SITES = Table(
    columns=(
        Column("name", gettext_lazy("Site"), order_by=("name",)),
        Column("categories", gettext_lazy("Subject categories")),
        Column("approved_by", gettext_lazy("Approved by"), order_by=("approved_by__name", "name")),
        Column("from", pgettext_lazy("approval of a site", "From"), order_by=("approved_from",), newest_first=True),
        Column("until", pgettext_lazy("approval of a site", "Until"), order_by=("approved_to",)),
    ),
    default_sort="name",
)


# The finder


@require_safe
def finder(request: ActorRequest) -> HttpResponse:
    state = FinderState(request.GET)
    today = timezone.localdate()
    gap = gap_of(request.actor, today.year)
    form = filter_form(state, request.GET)
    wanted = form.cleaned_data if form.is_valid() else {}
    offers = _offers(request, gap if state.is_lacking else None, wanted)
    page = TABLES[state.shown].page(offers[state.shown], request.GET)
    context = {
        "form": form,
        "page": page,
        "rows": _rows(page, state.shown, Valuer(gap)),
        "shown": state.shown,
        "tabs": _tabs(request.GET, state, _counts(offers, state.shown, page)),
        "gap": gap,
        "gap_sentence": gap_sentence(gap) if gap else "",
        "is_lacking": state.is_lacking and gap is not None,
        "is_publisher": publishing.may_publish(request.actor),
    }
    return render(request, "courses/finder.html", context)


def _offers(request: ActorRequest, gap: Gap | None, wanted: dict[str, Any]) -> dict[str, Any]:
    actor, today = request.actor, timezone.localdate()
    classes = queries.classes_matching(queries.open_classes(actor, today), **wanted)
    online = queries.courses_matching(queries.online_courses(actor, today), **wanted)
    catalog = queries.courses_matching(queries.courses_of_year(actor, today.year), **wanted)
    if gap is not None:
        classes = queries.classes_closing(classes, gap)
        online, catalog = (queries.courses_closing(courses, gap) for courses in (online, catalog))
    return {CLASSES: classes, ONLINE: online, CATALOG: catalog}


def _counts(offers: dict[str, Any], shown: str, page: SortedPage) -> dict[str, int]:
    """The list that is shown knows its own."""
    return {name: page.total if name == shown else rows.count() for name, rows in offers.items()}


def _rows(page: SortedPage, shown: str, valuer: Valuer) -> list[dict[str, Any]]:
    if shown != CLASSES:
        return [{"course": course, "worth": valuer.of_course(course)} for course in page]
    classes = list(page)
    taken = queries.places_taken(classes)
    return [
        {"class": each, "worth": valuer.of_class(each), "places": places_left(each, taken.get(each.pk, 0))}
        for each in classes
    ]


def places_left(training_class: TrainingClass, taken: int) -> int | None:
    """None: nobody is turned away."""
    return None if training_class.capacity is None else max(0, training_class.capacity - taken)


def _tabs(query: QueryDict, state: FinderState, counts: dict[str, int]) -> list[dict[str, Any]]:
    return [
        {"label": label, "count": counts[name], "url": _address(query, show=name), "is_current": name == state.shown}
        for name, label in SHOWN
    ]


def _address(query: QueryDict, show: str) -> str:
    """What was looked for stays; the page and the sort are those of another list."""
    kept = query.copy()
    for name in ("show", "page", "sort"):
        kept.pop(name, None)
    if show != CLASSES:
        kept["show"] = show
    return f"?{kept.urlencode()}"


# One class


@require_safe
def class_page(request: ActorRequest, pk: int) -> HttpResponse:
    visible = TrainingClass.objects.visible_to(request.actor)
    found = visible.select_related("institution", "division", "course__catalog")
    training_class = get_object_or_404(found, pk=pk)
    today = timezone.localdate()
    gap = gap_of(request.actor, training_class.year)
    context = {
        "class": training_class,
        "worth": Valuer(gap).of_class(training_class),
        "is_mine": gap is not None,
        "is_cancelled": training_class.state == ClassState.CANCELLED,
        "is_over": training_class.has_ended(today),
        "has_begun": training_class.has_begun(today),
    }
    return render(request, "courses/class.html", context)


# Catalogs and their courses


@require_safe
def catalog_list(request: ActorRequest) -> HttpResponse:
    form = CatalogFilterForm(request.GET)
    wanted = form.cleaned_data if form.is_valid() else {}
    catalogs = queries.catalogs_matching(catalogs_listed(request.actor), **wanted)
    context = {
        "form": form,
        "catalogs": CATALOGS.page(catalogs, request.GET),
        "is_publisher": publishing.may_publish(request.actor),
    }
    return render(request, "courses/catalogs.html", context)


@require_safe
def catalog_page(request: ActorRequest, pk: int) -> HttpResponse:
    catalog = Catalog.objects.visible_to(request.actor).select_related("publisher").filter(pk=pk).first()
    if catalog is None:
        return _lead_to_successor(request, pk)
    may_keep = publishing.may_keep(request.actor, catalog)
    valuer = Valuer()
    context = {
        "catalog": catalog,
        "rows": [{"course": course, "worth": valuer.of_course(_in(catalog, course))} for course in courses_in(catalog)],
        "may_keep": may_keep,
        "objections": objections_to(catalog) if may_keep and catalog.is_draft else [],
        "successor": successor_of(catalog) if not catalog.is_published else None,
    }
    return render(request, "courses/catalog.html", context)


def _in(catalog: Catalog, course: Course) -> Course:
    course.catalog = catalog
    return course


def _lead_to_successor(request: HttpRequest, pk: int) -> HttpResponse:
    """An old link to an edition that was replaced finds the one that holds."""
    withdrawn = get_object_or_404(Catalog.objects.exclude(withdrawn_at=None), pk=pk)
    holding = successor_of(withdrawn)
    if holding is None:
        return render(request, "courses/catalog_withdrawn.html", {"catalog": withdrawn}, status=410)
    return redirect("courses:catalog", holding.pk)


@require_safe
def course_page(request: ActorRequest, pk: int) -> HttpResponse:
    """With the open classes in which it is taught."""
    visible = Course.objects.visible_to(request.actor).select_related("catalog__publisher", "site")
    course = get_object_or_404(visible, pk=pk)
    today = timezone.localdate()
    gap = gap_of(request.actor, course.for_year or course.catalog.year)
    classes = queries.open_classes(request.actor, today).filter(course__code=course.code).order_by("starts_on", "pk")
    context = {
        "course": course,
        "catalog": course.catalog,
        "worth": Valuer(gap).of_course(course),
        "is_mine": gap is not None,
        "classes": classes[:20],
        "site_approved": course.site.is_approved_on(today) if course.site else None,
        "may_keep": publishing.may_keep(request.actor, course.catalog) and course.catalog.is_draft,
    }
    return render(request, "courses/course.html", context)


# Sites


@require_safe
def site_list(request: ActorRequest) -> HttpResponse:
    form = SiteFilterForm(request.GET)
    wanted = form.cleaned_data if form.is_valid() else {}
    today = timezone.localdate()
    sites = SITES.page(queries.sites_matching(request.actor, today, **wanted), request.GET)
    context = {
        "form": form,
        "sites": sites,
        "rows": [
            {
                "site": site,
                "is_approved": site.is_approved_on(today),
                "may_keep": approving.may_keep(request.actor, site),
            }
            for site in sites
        ],
        "may_approve": approving.may_approve(request.actor),
    }
    return render(request, "courses/sites.html", context)
