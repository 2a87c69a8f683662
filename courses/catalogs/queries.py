"""Reads over catalogs, for their pages and their programs' door."""

from __future__ import annotations

from django.db.models import Count, Q, Sum

from audit.actors import Actor
from courses.models import Catalog, CatalogQuerySet, CourseQuerySet


def catalogs_listed(actor: Actor) -> CatalogQuerySet:
    """What is published, for everybody."""
    return _with_sums(Catalog.objects.visible_to(actor).published())


def own_catalogs(actor: Actor) -> CatalogQuerySet:
    return _with_sums(Catalog.objects.visible_to(actor).published_by(actor.organization_id))


def _with_sums(catalogs: CatalogQuerySet) -> CatalogQuerySet:
    return catalogs.select_related("publisher__division").annotate(
        course_count=Count("courses"), course_hours=Sum("courses__hours")
    )


def courses_in(catalog: Catalog) -> CourseQuerySet:
    return catalog.courses.select_related("site").order_by("for_year", "-is_mandatory", "code")


def successor_of(catalog: Catalog) -> Catalog | None:
    """The edition that took its place."""
    return Catalog.objects.same_as(catalog).published().exclude(pk=catalog.pk).first()


def last_year_of(catalog_kind: str, year: int, actor: Actor) -> Catalog | None:
    """The publisher's own of a year before, to begin from."""
    earlier = Catalog.objects.visible_to(actor).published_by(actor.organization_id)
    return (
        earlier.filter(Q(year__lt=year), kind=catalog_kind)
        .exclude(published_at=None)
        .order_by("-year", "-edition")
        .first()
    )
