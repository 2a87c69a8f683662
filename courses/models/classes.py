"""培训班: what an institution files before it opens a class, and what becomes of it."""

from __future__ import annotations

import datetime

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from approvals.access import may_read_area
from approvals.models import Run
from audit.actors import Actor
from courses.access import READS_ALL
from courses.enums import (
    CLASS_BADGES,
    ClassState,
    InspectionFinding,
    InspectionOutcome,
    StudyForm,
    SubjectCategory,
)
from courses.fields import hours_field
from courses.models.catalogs import Course
from people.enums import Industry
from people.models import Division, Institution, Organization, User

CLASS_PLAN = "class_plan"
SEEN_BY_ALL = (ClassState.PUBLISHED, ClassState.CANCELLED)


class TrainingClassQuerySet(models.QuerySet["TrainingClass"]):
    def visible_to(self, actor: Actor) -> TrainingClassQuerySet:
        """What was published, for everybody; the rest for the institution, those who decide, and the bureau."""
        if actor.can(READS_ALL):
            return self.all()
        seen = Q(state__in=SEEN_BY_ALL)
        if actor.user_id is not None and actor.organization_id is not None:
            runs = Run.objects.visible_to(actor).filter(procedure=CLASS_PLAN)
            seen |= Q(institution_id=actor.organization_id) | Q(pk__in=runs.values("subject_id"))
            if may_read_area(actor):
                seen |= Q(area__startswith=actor.area) & ~Q(state=ClassState.DRAFT)
        return self.filter(seen)

    def published(self) -> TrainingClassQuerySet:
        return self.filter(state=ClassState.PUBLISHED)

    def open_for_enrolment(self, on: datetime.date) -> TrainingClassQuerySet:
        return self.published().filter(Q(enrol_until=None) | Q(enrol_until__gte=on), starts_on__gte=on)

    def locked(self) -> TrainingClassQuerySet:
        return self.select_for_update(no_key=True, of=("self",))


class TrainingClass(models.Model):
    """All fields of the 开班备案表 (附件3, rulebook §10a). The plan is filed, agreed to, published; people enrol."""

    institution = models.ForeignKey(
        Institution, verbose_name=_("institution"), on_delete=models.PROTECT, related_name="classes"
    )
    area = models.CharField(max_length=6, editable=False)
    """Of the institution: its bureau, and those above, watch over the class."""
    course = models.ForeignKey(
        Course, verbose_name=_("course of a catalog"), on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    title = models.CharField(pgettext_lazy("of a class", "title"), max_length=200)
    category = models.CharField(_("subject category"), max_length=10, choices=SubjectCategory)
    industry = models.CharField(_("industry"), max_length=20, choices=Industry, default=Industry.GENERAL)
    """For which it trains: its authority looks at the plan first."""
    line = models.CharField(_("line of work"), max_length=50, blank=True)
    """Of the commission under which the class is held (ST14 四(二))."""
    content = models.TextField(_("content"))
    form = models.CharField(_("form"), max_length=20, choices=StudyForm, default=StudyForm.FACE_TO_FACE)
    starts_on = models.DateField(_("first day"))
    ends_on = models.DateField(_("last day"))
    days = models.PositiveSmallIntegerField(_("days"))
    hours = hours_field(_("hours"))
    mandatory_hours = hours_field(_("of these mandatory content"), default=0)
    makeup_for = models.PositiveSmallIntegerField(_("makes up for"), null=True, blank=True)
    division = models.ForeignKey(Division, verbose_name=_("district"), on_delete=models.PROTECT, related_name="+")
    venue = models.CharField(_("venue"), max_length=200)
    expected_number = models.PositiveIntegerField(_("expected number"))
    capacity = models.PositiveIntegerField(_("places"), null=True, blank=True)
    """None: nobody is turned away."""
    enrol_until = models.DateField(_("enrolment until"), null=True, blank=True)
    teachers = models.CharField(_("teachers"), max_length=300)
    textbook = models.CharField(_("textbook"), max_length=300, blank=True)
    fee = models.DecimalField(_("price"), max_digits=8, decimal_places=2, default=0)
    fee_basis = models.CharField(_("basis of the price"), max_length=200, blank=True)
    """The document of the price authority within whose rates it lies (ST14 六(三), S-1)."""
    exam_form = models.CharField(_("form of the examination"), max_length=100)
    contact = models.CharField(_("contact"), max_length=50)
    phone = models.CharField(_("telephone of the contact"), max_length=30)
    notes = models.TextField(_("notes"), blank=True)

    state = models.CharField(_("state"), max_length=10, choices=ClassState, default=ClassState.DRAFT)
    version = models.PositiveIntegerField(default=1)
    created_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField(db_default=Now())
    filed_on = models.DateField(_("filed"), null=True)
    """Decided by the working days and the rules in force on it."""
    filing_notice = models.CharField(max_length=20, blank=True)
    """What the rules said of the day of filing (`outcome` of the question `deadline`)."""
    published_at = models.DateTimeField(_("published"), null=True)
    cancelled_at = models.DateTimeField(_("cancelled"), null=True)
    cancellation = models.CharField(_("why it was cancelled"), max_length=300, blank=True)
    lost_status_at = models.DateTimeField(_("lost its filing status"), null=True)
    """After an inspection (ST14 六(七)): its results no longer count as those of a planned class."""
    results_due_on = models.DateField(_("results due"), null=True)
    results_at = models.DateTimeField(_("results entered"), null=True)

    objects = TrainingClassQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(name="class_ends_after_start", condition=Q(ends_on__gte=F("starts_on"))),
            models.CheckConstraint(name="class_is_worth_something", condition=Q(hours__gt=0) & Q(days__gt=0)),
            models.CheckConstraint(
                name="class_mandatory_part", condition=Q(mandatory_hours__gte=0, mandatory_hours__lte=F("hours"))
            ),
            models.CheckConstraint(
                name="class_published_at_a_time",
                condition=~Q(state__in=SEEN_BY_ALL) | Q(published_at__isnull=False),
            ),
        ]
        indexes = [
            models.Index(name="class_by_start", fields=["state", "starts_on"]),
            models.Index(name="class_of_institution", fields=["institution", "-starts_on"]),
            models.Index(
                name="class_without_results", fields=["ends_on"], condition=Q(state="published", results_at=None)
            ),
        ]
        ordering = ["starts_on", "pk"]

    def __str__(self) -> str:
        return self.title

    @property
    def badge_state(self) -> str:
        return CLASS_BADGES[ClassState(self.state)]

    @property
    def year(self) -> int:
        """The study year: that of the last day (A-18)."""
        return self.ends_on.year

    @property
    def course_key(self) -> str:
        """By which the rule books know that two are the same course, or the same class."""
        return self.course.code if self.course else f"class-{self.pk}"

    def has_begun(self, on: datetime.date) -> bool:
        return self.starts_on <= on

    def has_ended(self, on: datetime.date) -> bool:
        return self.ends_on < on


class ClassChange(models.Model):
    """What was changed after publication, told to everybody who is enrolled (ST14 六(二): at once)."""

    training_class = models.ForeignKey(TrainingClass, on_delete=models.PROTECT, related_name="changes")
    before = models.JSONField(encoder=DjangoJSONEncoder)
    after = models.JSONField(encoder=DjangoJSONEncoder)
    reason = models.CharField(_("reason"), max_length=300)
    changed_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    changed_at = models.DateTimeField(db_default=Now())

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return str(self.training_class)


class Inspection(models.Model):
    """An irregular inspection of a class (ST14 六(七))."""

    training_class = models.ForeignKey(TrainingClass, on_delete=models.PROTECT, related_name="inspections")
    inspected_on = models.DateField(_("inspected on"))
    finding = models.CharField(_("finding"), max_length=20, choices=InspectionFinding)
    outcome = models.CharField(_("what follows"), max_length=20, choices=InspectionOutcome)
    words = models.TextField(_("notes"), blank=True)
    correct_by = models.DateField(_("to be put right by"), null=True, blank=True)
    corrected_at = models.DateTimeField(_("put right"), null=True)
    correction = models.CharField(_("how it was put right"), max_length=500, blank=True)
    inspector = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, null=True, related_name="+")
    noted_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="inspection_correction_has_a_day",
                condition=~Q(outcome=InspectionOutcome.CORRECTION) | Q(correct_by__isnull=False),
            ),
        ]
        ordering = ["-inspected_on", "-pk"]

    def __str__(self) -> str:
        return f"{self.training_class} · {self.get_finding_display()}"


class LostCommission(models.Model):
    """An institution that did not deliver its plan is not commissioned in the next year (ST14 四(三))."""

    institution = models.ForeignKey(Institution, on_delete=models.PROTECT, related_name="lost_commissions")
    year = models.PositiveSmallIntegerField(_("year without commission"))
    reason = models.CharField(_("reason"), max_length=300)
    decided_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [models.UniqueConstraint(name="lost_commission_once", fields=["institution", "year"])]
        ordering = ["-year"]

    def __str__(self) -> str:
        return f"{self.institution} {self.year}"
