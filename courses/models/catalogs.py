"""What may be studied in a year: the catalog of public subjects, the guides of the industries, make-up courses, and the
sites on which one may study."""

from __future__ import annotations

import datetime

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from audit.actors import Actor
from courses.access import READS_ALL
from courses.enums import CATALOG_BADGES, CatalogKind, CatalogState, StudyForm, SubjectCategory
from courses.fields import hours_field
from people.enums import Industry
from people.models import Organization
from people.models.divisions import CODE_LENGTH, SIGNIFICANT_DIGITS


def _own_or_published(actor: Actor, *, published: Q, own: str) -> Q:
    if actor.can(READS_ALL):
        return Q()
    if actor.organization_id is None:
        return published
    return published | Q(**{own: actor.organization_id})


class CatalogQuerySet(models.QuerySet["Catalog"]):
    def visible_to(self, actor: Actor) -> CatalogQuerySet:
        """What is published, for everybody; drafts and withdrawn ones, for who publishes them."""
        return self.filter(_own_or_published(actor, published=Q(state=CatalogState.PUBLISHED), own="publisher_id"))

    def published(self) -> CatalogQuerySet:
        return self.filter(state=CatalogState.PUBLISHED)

    def holding_in(self, place: str) -> CatalogQuerySet:
        """Of the place, its city and its province."""
        return self.filter(area__in=[place[:2], place[:4], place])

    def published_by(self, organization_id: int | None) -> CatalogQuerySet:
        """All editions of one publisher, in whatever state."""
        return self.filter(publisher_id=organization_id)

    def same_as(self, catalog: Catalog) -> CatalogQuerySet:
        """Every edition of the same catalog, it included."""
        return self.filter(
            kind=catalog.kind, year=catalog.year, publisher=catalog.publisher_id, industry=catalog.industry
        )

    def locked(self) -> CatalogQuerySet:
        return self.select_for_update(no_key=True, of=("self",))


class Catalog(models.Model):
    """公需科目目录, 专业科目学习指南 or the make-up catalog of one year and one publisher."""

    kind = models.CharField(_("kind"), max_length=10, choices=CatalogKind)
    year = models.PositiveSmallIntegerField(_("year"))
    publisher = models.ForeignKey(
        Organization, verbose_name=_("published by"), on_delete=models.PROTECT, related_name="catalogs"
    )
    area = models.CharField(max_length=6, editable=False)
    """The digits of every division for which it holds."""
    industry = models.CharField(_("industry"), max_length=20, choices=Industry, blank=True)
    """Of a guide."""
    title = models.CharField(pgettext_lazy("name of a course", "title"), max_length=200)
    document_number = models.CharField(_("document number"), max_length=100, blank=True)
    mandatory_hours = hours_field(_("mandatory hours"), null=True, blank=True)
    """Of a guide: the content that everybody of the industry must study, at least a third (GD10 六)."""
    note = models.TextField(_("note"), blank=True)
    state = models.CharField(_("state"), max_length=10, choices=CatalogState, default=CatalogState.DRAFT)
    edition = models.PositiveSmallIntegerField(_("edition"), default=1)
    """A corrected edition has the next number; the one before is withdrawn when it is published."""
    published_at = models.DateTimeField(_("published"), null=True)
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True)
    withdrawal = models.CharField(_("why it was withdrawn"), max_length=300, blank=True)
    created_at = models.DateTimeField(db_default=Now())

    objects = CatalogQuerySet.as_manager()

    class Meta:
        constraints = [
            # One that holds, and beside it one being written: no day is without a catalog while it is corrected.
            models.UniqueConstraint(
                name="catalog_published_once",
                fields=["kind", "year", "publisher", "industry"],
                condition=Q(state=CatalogState.PUBLISHED),
            ),
            models.UniqueConstraint(
                name="catalog_drafted_once",
                fields=["kind", "year", "publisher", "industry"],
                condition=Q(state=CatalogState.DRAFT),
            ),
            models.CheckConstraint(
                name="catalog_withdrawn_at_a_time",
                condition=~Q(state=CatalogState.WITHDRAWN) | Q(withdrawn_at__isnull=False),
            ),
            models.CheckConstraint(
                name="catalog_published_at_a_time",
                condition=Q(state=CatalogState.DRAFT) | Q(published_at__isnull=False),
            ),
        ]
        indexes = [models.Index(name="catalog_by_year", fields=["year", "state", "area"])]
        ordering = ["-year", "kind", "pk"]

    def __str__(self) -> str:
        return self.title

    @property
    def badge_state(self) -> str:
        return CATALOG_BADGES[CatalogState(self.state)]

    @property
    def is_draft(self) -> bool:
        return self.state == CatalogState.DRAFT

    @property
    def is_published(self) -> bool:
        return self.state == CatalogState.PUBLISHED

    @property
    def is_guide(self) -> bool:
        return self.kind == CatalogKind.GUIDE

    @property
    def is_makeup(self) -> bool:
        return self.kind == CatalogKind.MAKEUP

    @property
    def place(self) -> str:
        """The six digits under which the rule books know where it holds."""
        return self.area.ljust(CODE_LENGTH, "0")


class CourseQuerySet(models.QuerySet["Course"]):
    def visible_to(self, actor: Actor) -> CourseQuerySet:
        return self.filter(catalog__in=Catalog.objects.visible_to(actor))

    def published(self) -> CourseQuerySet:
        return self.filter(catalog__state=CatalogState.PUBLISHED)


class StudySiteQuerySet(models.QuerySet["StudySite"]):
    def visible_to(self, actor: Actor) -> StudySiteQuerySet:
        """Everybody: one must be able to see where one may study."""
        return self.all()

    def approved_on(self, day: datetime.date) -> StudySiteQuerySet:
        return self.filter(Q(approved_to=None) | Q(approved_to__gte=day), approved_from__lte=day)

    def approved_around(self, area: str) -> StudySiteQuerySet:
        """By whoever answers for the area, or for one that it lies in."""
        return self.filter(area__in=[area[:digits] for digits in SIGNIFICANT_DIGITS.values() if digits <= len(area)])


class StudySite(models.Model):
    """经认定的学习网站: a site on which hours may be earned (GD10 十二, GD18 三(二))."""

    name = models.CharField(_("name"), max_length=100)
    url = models.URLField(_("address"), max_length=300)
    approved_by = models.ForeignKey(
        Organization, verbose_name=_("approved by"), on_delete=models.PROTECT, related_name="+"
    )
    area = models.CharField(max_length=6, editable=False)
    categories = ArrayField(
        models.CharField(max_length=10, choices=SubjectCategory), verbose_name=_("subject categories")
    )
    industry = models.CharField(_("industry"), max_length=20, choices=Industry, blank=True)
    approved_from = models.DateField(_("from"))
    approved_to = models.DateField(_("until"), null=True, blank=True)

    objects = StudySiteQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="study_site_once", fields=["url", "approved_by", "approved_from"]),
            models.CheckConstraint(
                name="study_site_ends_after_start",
                condition=Q(approved_to=None) | Q(approved_to__gte=models.F("approved_from")),
            ),
        ]
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    def is_approved_on(self, day: datetime.date) -> bool:
        return self.approved_from <= day and (self.approved_to is None or self.approved_to >= day)

    @property
    def category_names(self) -> list[str]:
        return [str(SubjectCategory(category).label) for category in self.categories]


class Course(models.Model):
    """One course of a catalog. The same public course counts once (GZ16 一(三)), by its code."""

    catalog = models.ForeignKey(Catalog, verbose_name=_("catalog"), on_delete=models.PROTECT, related_name="courses")
    code = models.CharField(_("code"), max_length=40)
    title = models.CharField(pgettext_lazy("name of a course", "title"), max_length=200)
    category = models.CharField(_("subject category"), max_length=10, choices=SubjectCategory)
    hours = hours_field(_("hours"))
    is_mandatory = models.BooleanField(_("mandatory content"), default=False)
    for_year = models.PositiveSmallIntegerField(_("makes up for"), null=True, blank=True)
    """Of a make-up course: the past year."""
    form = models.CharField(_("form"), max_length=20, choices=StudyForm, default=StudyForm.FACE_TO_FACE)
    site = models.ForeignKey(
        StudySite, verbose_name=_("site"), on_delete=models.PROTECT, null=True, blank=True, related_name="courses"
    )
    url = models.URLField(_("address of the course"), max_length=300, blank=True)
    fee = models.DecimalField(_("price"), max_digits=8, decimal_places=2, null=True, blank=True)
    """None: not said; 0: free."""
    content = models.TextField(_("content"), blank=True)

    objects = CourseQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="course_code_once", fields=["catalog", "code"]),
            models.CheckConstraint(name="course_is_worth_something", condition=Q(hours__gt=0)),
        ]
        ordering = ["catalog", "code"]

    def __str__(self) -> str:
        return self.title
