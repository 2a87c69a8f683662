"""What may be studied, for programs: open to everybody, read-only, limited by requests a minute."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.utils import timezone
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_field, extend_schema_view
from rest_framework import serializers
from rest_framework.pagination import CursorPagination
from rest_framework.permissions import AllowAny
from rest_framework.viewsets import ReadOnlyModelViewSet

from courses.catalogs.queries import catalogs_listed
from courses.finder import queries
from courses.finder.filters import CatalogFilterForm, SiteFilterForm
from courses.finder.forms import ClassFilterForm, CourseFilterForm
from courses.finder.worth import Valuer, Worth
from courses.models import (
    Catalog,
    CatalogQuerySet,
    Course,
    CourseQuerySet,
    StudySite,
    StudySiteQuerySet,
    TrainingClass,
    TrainingClassQuerySet,
)
from people.enums import Industry
from ui.api import MinuteThrottle


class OpenReadingThrottle(MinuteThrottle):
    """For each address, whoever asks."""

    kind = "open reading"

    def most(self) -> int:
        return int(settings.OPEN_READS_PER_MINUTE)


class InOrder(CursorPagination):
    ordering = "id"


class BySoonest(CursorPagination):
    ordering = ("starts_on", "id")


# Answers


class WorthSerializer(serializers.Serializer[Worth]):
    hours = serializers.DecimalField(
        8, 2, help_text="What it gives to somebody with an intermediate title at that place, if it is passed."
    )
    rule = serializers.CharField(source="reason.citation", help_text="Document and article by which it counts.")
    words = serializers.CharField(source="reason.words")
    ruleset = serializers.CharField()
    confirmed = serializers.BooleanField(
        source="is_confirmed", help_text="Whether the rule set was checked against the official text."
    )


class StudySiteSerializer(serializers.ModelSerializer[StudySite]):
    approved_by = serializers.CharField(source="approved_by.name", read_only=True)
    industry = serializers.ChoiceField(Industry.choices, allow_blank=True, read_only=True)

    class Meta:
        model = StudySite
        fields = ["id", "name", "url", "categories", "industry", "area", "approved_by", "approved_from", "approved_to"]
        read_only_fields = fields
        extra_kwargs = {"area": {"help_text": "The digits of every division for whose people it is approved."}}


class CourseSerializer(serializers.ModelSerializer[Course]):
    catalog = serializers.IntegerField(source="catalog_id", read_only=True)
    year = serializers.IntegerField(source="catalog.year", read_only=True)
    site = serializers.CharField(source="site.name", default=None, allow_null=True, read_only=True)
    url = serializers.CharField(read_only=True, help_text="Of the course itself; may be empty.")
    counts = serializers.SerializerMethodField(help_text="`null` where no rule set covers its place and year.")

    class Meta:
        model = Course
        fields = ["id", "catalog", "year", "code", "title", "category", "hours", "is_mandatory", "for_year"]
        fields += ["form", "site", "url", "fee", "content", "counts"]
        read_only_fields = fields
        extra_kwargs = {
            "for_year": {"help_text": "Of a make-up course: the past year."},
            "fee": {"help_text": "`null`: not said; 0: free."},
        }

    @extend_schema_field(WorthSerializer(allow_null=True))
    def get_counts(self, course: Course) -> dict[str, Any] | None:
        return told(valuer_of(self).of_course(course))


class CatalogSerializer(serializers.ModelSerializer[Catalog]):
    industry = serializers.ChoiceField(Industry.choices, allow_blank=True, read_only=True)
    publisher = serializers.CharField(source="publisher.name", read_only=True)
    courses = serializers.IntegerField(source="course_count", read_only=True)
    hours = serializers.DecimalField(
        10, 2, source="course_hours", allow_null=True, read_only=True, help_text="Of all its courses together."
    )

    class Meta:
        model = Catalog
        fields = ["id", "kind", "year", "edition", "title", "document_number", "publisher", "area", "industry"]
        fields += ["mandatory_hours", "note", "published_at", "courses", "hours"]
        read_only_fields = fields
        extra_kwargs = {
            "area": {"help_text": "The digits of every division for which it holds."},
            "mandatory_hours": {"help_text": "Of a guide: the content that everybody of the industry must study."},
        }


class OpenClassSerializer(serializers.ModelSerializer[TrainingClass]):
    institution = serializers.CharField(source="institution.name", read_only=True)
    place = serializers.CharField(source="division.code", read_only=True)
    place_name = serializers.CharField(source="division.name", read_only=True)
    course = serializers.CharField(
        source="course.code", default=None, allow_null=True, read_only=True, help_text="Its code."
    )
    places_left = serializers.SerializerMethodField(help_text="`null`: nobody is turned away.")
    counts = serializers.SerializerMethodField(help_text="`null` where no rule set covers its place and year.")

    class Meta:
        model = TrainingClass
        fields = ["id", "title", "institution", "category", "industry", "form", "place", "place_name", "venue"]
        fields += ["starts_on", "ends_on", "days", "hours", "mandatory_hours", "makeup_for", "fee", "enrol_until"]
        fields += ["places_left", "exam_form", "course", "content", "counts"]
        read_only_fields = fields

    @extend_schema_field(serializers.IntegerField(allow_null=True))
    def get_places_left(self, training_class: Any) -> int | None:
        if training_class.capacity is None:
            return None
        left: int = max(0, training_class.capacity - training_class.taken)
        return left

    @extend_schema_field(WorthSerializer(allow_null=True))
    def get_counts(self, training_class: TrainingClass) -> dict[str, Any] | None:
        return told(valuer_of(self).of_class(training_class))


def valuer_of(serializer: serializers.BaseSerializer[Any]) -> Valuer:
    """One for all rows of an answer."""
    context: Any = serializer.context
    valuer: Valuer = context.setdefault("valuer", Valuer())
    return valuer


def told(worth: Worth | None) -> dict[str, Any] | None:
    return dict(WorthSerializer(worth).data) if worth else None


# Doors


def filtered_by(form: type[forms.Form]) -> Any:
    """The parameters of the list in the schema, as the page has them."""
    described = [
        OpenApiParameter(name, str, description=str(field.help_text), enum=_choices(field))
        for name, field in form.base_fields.items()
    ]
    return extend_schema_view(list=extend_schema(parameters=described))


def _choices(field: forms.Field) -> list[str] | None:
    choices = [str(value) for value, _label in getattr(field, "choices", ()) if value != ""]
    return choices or None


class OpenReading(ReadOnlyModelViewSet[Any]):
    permission_classes = (AllowAny,)
    throttle_classes = (OpenReadingThrottle,)
    pagination_class: type[CursorPagination] = InOrder
    lookup_value_converter = "int"
    form_class: type[forms.Form]

    def wanted(self) -> dict[str, Any]:
        """What is looked for; of one row, nothing."""
        if self.action != "list":
            return {}
        request: Any = self.request
        form = self.form_class(request.query_params)
        if not form.is_valid():
            raise serializers.ValidationError(
                {name: [str(each) for each in said] for name, said in form.errors.items()}
            )
        return form.cleaned_data

    @property
    def actor(self) -> Any:
        return self.request.actor  # type: ignore[attr-defined]


@filtered_by(ClassFilterForm)
class OpenClassViewSet(OpenReading):
    """Classes that are published and open for enrolment, the soonest first."""

    queryset = TrainingClass.objects.none()  # for the schema; get_queryset decides
    serializer_class = OpenClassSerializer
    pagination_class = BySoonest
    form_class = ClassFilterForm

    def get_queryset(self) -> TrainingClassQuerySet:
        found = queries.classes_matching(queries.open_classes(self.actor, timezone.localdate()), **self.wanted())
        return found if "taken" in found.query.annotations else queries.with_places_taken(found)


@filtered_by(CourseFilterForm)
class CourseViewSet(OpenReading):
    """Courses of the catalogs published for this year; one may be read by its number, of whichever year."""

    queryset = Course.objects.none()
    serializer_class = CourseSerializer
    form_class = CourseFilterForm

    def get_queryset(self) -> CourseQuerySet:
        if self.action != "list":
            published = Course.objects.visible_to(self.actor).published()
            return published.select_related("catalog__publisher", "site")
        return queries.courses_matching(queries.courses_of_year(self.actor, timezone.localdate().year), **self.wanted())


@filtered_by(CatalogFilterForm)
class CatalogViewSet(OpenReading):
    """Catalogs of public subjects, guides to specialty subjects and make-up catalogs that are published."""

    queryset = Catalog.objects.none()
    serializer_class = CatalogSerializer
    form_class = CatalogFilterForm

    def get_queryset(self) -> CatalogQuerySet:
        found: Any = queries.catalogs_matching(catalogs_listed(self.actor), **self.wanted())
        return found  # type: ignore[no-any-return]


@filtered_by(SiteFilterForm)
class StudySiteViewSet(OpenReading):
    """Sites approved today on which hours may be earned; `state=all` adds those whose approval has ended."""

    queryset = StudySite.objects.none()
    serializer_class = StudySiteSerializer
    form_class = SiteFilterForm

    def get_queryset(self) -> StudySiteQuerySet:
        wanted = self.wanted() if self.action == "list" else {"state": "all"}
        return queries.sites_matching(self.actor, timezone.localdate(), **wanted)
