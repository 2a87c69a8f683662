"""What can still be taken: open classes, online courses of approved sites, courses of catalogs."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterable
from decimal import Decimal
from functools import reduce
from operator import or_
from typing import Any, TypeVar

from django.db.models import Count, F, IntegerField, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from audit.actors import Actor
from courses.enums import CatalogKind, StudyForm
from courses.gaps import Gap
from courses.models import (
    Catalog,
    Course,
    CourseQuerySet,
    RosterEntry,
    StudySite,
    StudySiteQuerySet,
    TrainingClass,
    TrainingClassQuerySet,
)
from people.divisions.queries import area_of, divisions_named
from people.enums import Industry, Level
from people.models.divisions import SIGNIFICANT_DIGITS

Rows = TypeVar("Rows", bound=QuerySet[Any])
MOST_WORDS = 6


# Classes


def open_classes(actor: Actor, today: datetime.date) -> TrainingClassQuerySet:
    """Published, not begun, and their time of enrolment not over. One that an inspection has cost its status is left
    out: its hours are no longer those of a planned class (ST14 六(七))."""
    visible = TrainingClass.objects.visible_to(actor).open_for_enrolment(today).filter(lost_status_at=None)
    return visible.select_related("institution", "division", "course")


def classes_matching(
    classes: TrainingClassQuerySet,
    *,
    search: str = "",
    place: str = "",
    category: str = "",
    form: str = "",
    industry: str = "",
    price: Decimal | None = None,
    month: datetime.date | None = None,
    hours: Decimal | None = None,
    places: str = "",
    **_others: Any,
) -> TrainingClassQuerySet:
    """What the page and the programs' door filter by; empty matches all."""
    classes = _with_words(classes, search, ("title", "content", "venue", "teachers", "institution__name"))
    given = {"category": category, "form": form, "industry": industry, "fee__lte": price, "hours__gte": hours}
    classes = classes.filter(**{name: value for name, value in given.items() if value not in ("", None)})
    if place:
        classes = classes.filter(_in_place("division__code", areas_meant(place)))
    if month:
        classes = classes.filter(starts_on__gte=month, starts_on__lt=_first_of_next(month))
    if places:
        classes = with_places_taken(classes).filter(Q(capacity=None) | Q(taken__lt=F("capacity")))
    return classes


def _first_of_next(month: datetime.date) -> datetime.date:
    return (month.replace(day=28) + datetime.timedelta(days=4)).replace(day=1)


def with_places_taken(classes: TrainingClassQuerySet) -> TrainingClassQuerySet:
    standing = RosterEntry.objects.standing().filter(training_class=OuterRef("pk")).order_by()
    counted = standing.values("training_class").annotate(number=Count("pk")).values("number")
    return classes.annotate(taken=Coalesce(Subquery(counted, output_field=IntegerField()), 0))


def places_taken(classes: Iterable[TrainingClass]) -> dict[int, int]:
    """Of the rows of a page, in one query."""
    standing = RosterEntry.objects.standing().filter(training_class__in=[each.pk for each in classes])
    counted = standing.order_by().values("training_class").annotate(number=Count("pk"))
    return {row["training_class"]: row["number"] for row in counted}


def classes_closing(classes: TrainingClassQuerySet, gap: Gap) -> TrainingClassQuerySet:
    """Those that give hours of a line that is short, in that year and province, in an industry of which they count."""
    in_year = classes.filter(
        _in_place("division__code", [gap.place[: SIGNIFICANT_DIGITS[Level.PROVINCE]]]),
        Q(makeup_for=None) | Q(makeup_for=gap.year),
        ends_on__gte=datetime.date(gap.year, 1, 1),
        ends_on__lte=datetime.date(gap.year, 12, 31),
    )
    closing = in_year.filter(_closing(gap)).filter(_related("industry", gap))
    return closing.exclude(category="public", course__code__in=gap.taken) if gap.taken else closing


def _closing(gap: Gap) -> Q:
    """Where of the specialty subjects only the mandatory part is short, nothing else of them helps."""
    wanted = Q(category__in=gap.categories)
    if "mandatory" in gap.short and "specialty" not in gap.short and "total" not in gap.short:
        others = [name for name in gap.categories if name != "specialty"]
        return Q(category__in=others) | Q(category="specialty", mandatory_hours__gt=0)
    return wanted


def _related(field: str, gap: Gap) -> Q:
    """Specialty subjects of one's own industry, or of no particular one (GZ16 一(四): related to the profession)."""
    if not gap.industry:
        return Q()
    return ~Q(category="specialty") | Q(**{f"{field}__in": [gap.industry, Industry.GENERAL, ""]})


# Courses


def courses_of_year(actor: Actor, year: int) -> CourseQuerySet:
    visible = Course.objects.visible_to(actor).published().filter(catalog__year=year)
    return visible.select_related("catalog__publisher", "site")


def online_courses(actor: Actor, today: datetime.date) -> CourseQuerySet:
    """Of sites approved today; without a site, those that their catalog itself has an address for."""
    approved = StudySite.objects.visible_to(actor).approved_on(today)
    courses = courses_of_year(actor, today.year).filter(form=StudyForm.ONLINE)
    return courses.filter(Q(site__in=approved) | Q(site=None))


def courses_matching(
    courses: CourseQuerySet,
    *,
    search: str = "",
    place: str = "",
    category: str = "",
    industry: str = "",
    price: Decimal | None = None,
    hours: Decimal | None = None,
    **_others: Any,
) -> CourseQuerySet:
    courses = _with_words(courses, search, ("title", "code", "content", "site__name", "catalog__title"))
    given = {"category": category, "catalog__industry": industry, "fee__lte": price, "hours__gte": hours}
    courses = courses.filter(**{name: value for name, value in given.items() if value not in ("", None)})
    return courses.filter(holding_at("catalog__area", place)) if place else courses


def courses_closing(courses: CourseQuerySet, gap: Gap) -> CourseQuerySet:
    """Of catalogs that hold where the person is."""
    wanted = Q(category__in=gap.categories)
    if "mandatory" in gap.short and "specialty" not in gap.short and "total" not in gap.short:
        others = [name for name in gap.categories if name != "specialty"]
        wanted = Q(category__in=others) | Q(category="specialty", is_mandatory=True)
    of_year = Q(for_year=None, catalog__year=gap.year) & ~Q(catalog__kind=CatalogKind.MAKEUP) | Q(for_year=gap.year)
    closing = courses.filter(wanted, of_year, holding_at("catalog__area", gap.place))
    closing = closing.filter(_related("catalog__industry", gap))
    return closing.exclude(category="public", code__in=gap.taken) if gap.taken else closing


# Catalogs and sites


def catalogs_matching(
    catalogs: QuerySet[Catalog], *, kind: str = "", year: int | None = None, place: str = "", industry: str = ""
) -> QuerySet[Catalog]:
    given = {"kind": kind, "year": year, "industry": industry}
    catalogs = catalogs.filter(**{name: value for name, value in given.items() if value not in ("", None)})
    return catalogs.filter(holding_at("area", place)) if place else catalogs


def sites_matching(
    actor: Actor, today: datetime.date, *, category: str = "", place: str = "", industry: str = "", state: str = ""
) -> StudySiteQuerySet:
    sites = StudySite.objects.visible_to(actor).select_related("approved_by")
    if state != "all":
        sites = sites.approved_on(today)
    if category:
        sites = sites.filter(categories__contains=[category])
    if industry:
        sites = sites.filter(Q(industry=industry) | Q(industry=""))
    return sites.filter(holding_at("area", place)) if place else sites


# Words and places


def _with_words(rows: Rows, search: str, fields: Collection[str]) -> Rows:
    """Each word somewhere."""
    for word in search.split()[:MOST_WORDS]:
        rows = rows.filter(reduce(or_, (Q(**{f"{field}__icontains": word}) for field in fields)))
    return rows


def areas_meant(place: str) -> list[str]:
    """`440100` and `广州` and `guangzhou` all mean the city with its districts."""
    text = place.strip()
    if text.isascii() and text.isdecimal():
        return [area_of(text)]
    return [division.area for division in divisions_named(text)]


def _in_place(field: str, areas: Iterable[str]) -> Q:
    return reduce(or_, (Q(**{f"{field}__startswith": area}) for area in areas), Q(pk=None))


def holding_at(field: str, place: str) -> Q:
    """A catalog of the place, of what it lies in, or of what lies in it."""
    return reduce(or_, (_around(field, area) for area in areas_meant(place)), Q(pk=None))


def _around(field: str, area: str) -> Q:
    above = [area[:digits] for digits in SIGNIFICANT_DIGITS.values() if digits < len(area)]
    return Q(**{f"{field}__startswith": area}) | Q(**{f"{field}__in": above})
