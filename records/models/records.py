"""学习记录: what somebody did, who says so, and how far it is recognized."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from approvals.models import Run
from courses.enums import SubjectCategory
from courses.fields import hours_field
from courses.models import Course, TrainingClass
from people.models import Employer, Organization, Professional
from records.access import READS_ALL, REGISTERS, UPLOADS_RESULTS
from records.enums import RECORD_BADGES, STANDING, EvidenceState, HandedState, RecordSource, RecordState
from rules import labels

if TYPE_CHECKING:
    from audit.actors import Actor

RECORD = "record"
CORRECTION = "record_correction"


class LearningRecordQuerySet(models.QuerySet["LearningRecord"]):
    def visible_to(self, actor: Actor) -> LearningRecordQuerySet:
        """The person's own; those that the organization of the hat registered or has to decide upon; and, of whoever
        answers for the person, all but drafts."""
        if actor.can(READS_ALL):
            return self.exclude(state=RecordState.DRAFT)
        if actor.user_id is None:
            return self.none()
        seen = Q(professional__user_id=actor.user_id, registered_for=None)
        sent = ~Q(state=RecordState.DRAFT)
        if actor.organization_id is not None:
            if actor.can(REGISTERS) or actor.can(UPLOADS_RESULTS):  # a professional wears the employer's hat, too
                seen |= Q(registered_for_id=actor.organization_id)
            if actor.can(REGISTERS):
                seen |= Q(handed_over__employer_id=actor.organization_id, handed_over__state=HandedState.WAITING)
            runs = Run.objects.visible_to(actor).filter(procedure=RECORD)
            seen |= sent & Q(pk__in=runs.values("subject_id"))
        seen |= sent & Q(professional__in=Professional.objects.visible_to(actor))
        return self.filter(seen)

    def locked(self) -> LearningRecordQuerySet:
        return self.select_for_update(no_key=True, of=("self",))

    def standing(self) -> LearningRecordQuerySet:
        return self.filter(state__in=STANDING)

    def recognized(self) -> LearningRecordQuerySet:
        return self.filter(state=RecordState.RECOGNIZED)

    def of_year(self, year: int) -> LearningRecordQuerySet:
        return self.filter(study_year=year)


class LearningRecord(models.Model):
    """One activity of one person, with just the facts that the rule books ask for (`policies.records`)."""

    # Each index is written with each record, and anew with each change of its state or its hours: nothing is indexed
    # twice, and no index lists who has nothing. They are all in `Meta`.
    professional = models.ForeignKey(
        Professional, verbose_name=_("person"), on_delete=models.PROTECT, related_name="records", db_index=False
    )
    employer = models.ForeignKey(
        Employer, verbose_name=_("employer"), on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    """On the day it was sent; whose chain it goes through."""
    activity = models.CharField(_("activity"), max_length=20)
    category = models.CharField(
        _("subject category"), max_length=10, choices=SubjectCategory, default=SubjectCategory.SPECIALTY
    )
    title = models.CharField(_("title"), max_length=200)
    held_by = models.CharField(_("held by"), max_length=200, blank=True)
    started_on = models.DateField(_("first day"), null=True, blank=True)
    ended_on = models.DateField(_("last day"))
    study_year = models.PositiveSmallIntegerField(_("study year"))
    """Of the last day (A-18), or for a make-up the past year it is meant for. The ledger may spread it further."""
    makeup_for = models.PositiveSmallIntegerField(_("makes up for"), null=True, blank=True)
    facts = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    """What the rule books call the facts of the activity, and `passed`, `related`, `catalogue`, `mandatory` where they
    are not as usual. Hours as text, so that they stay exact."""
    course_key = models.CharField(_("course"), max_length=200, blank=True)
    """By which the rule books know that two are the same course."""
    course = models.ForeignKey(
        Course,
        verbose_name=_("course of a catalog"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        db_index=False,
    )
    training_class = models.ForeignKey(
        TrainingClass,
        verbose_name=_("class"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="records",
        db_index=False,
    )
    evidence_state = models.CharField(_("proof"), max_length=10, choices=EvidenceState, default=EvidenceState.COMPLETE)

    source = models.CharField(_("registered by"), max_length=12, choices=RecordSource, default=RecordSource.PERSON)
    feed = models.ForeignKey(
        "records.FeedSource", on_delete=models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    external_id = models.CharField(max_length=100, blank=True)
    """What the feed calls it."""
    registered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    registered_for = models.ForeignKey(
        Organization, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    """In whose hat; none where the person logged it."""
    registered_at = models.DateTimeField(_("registered"), db_default=Now())

    form_token = models.UUIDField(null=True, editable=False)
    """Of the form into which it was typed: sent twice, it is one record all the same."""
    typed = models.JSONField(null=True, editable=False, encoder=DjangoJSONEncoder)
    """What that form holds and cannot stand in a record yet: a half-typed day, a name not said."""

    state = models.CharField(_("state"), max_length=12, choices=RecordState, default=RecordState.DRAFT)
    version = models.PositiveIntegerField(default=1)
    submitted_at = models.DateTimeField(_("sent"), null=True)
    recognized_on = models.DateField(_("recognized"), null=True)
    credited_hours = hours_field(_("credited hours"), null=True)
    """What the ledger gives for it, in all years together; null while it is not recognized."""
    frozen_at = models.DateTimeField(null=True)
    frozen_for = models.CharField(max_length=100, blank=True)
    """What rests on it (`freezing`): a certificate. Nothing changes it then."""

    objects = LearningRecordQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="record_ends_after_start", condition=Q(started_on=None) | Q(ended_on__gte=F("started_on"))
            ),
            models.CheckConstraint(
                name="record_recognized_on_a_day",
                condition=~Q(state=RecordState.RECOGNIZED) | Q(recognized_on__isnull=False),
            ),
            # G9: what the institution registered, the person cannot register a second time.
            models.UniqueConstraint(
                name="record_of_class_once",
                fields=["training_class", "professional"],
                condition=Q(state__in=STANDING),
            ),
            models.UniqueConstraint(
                name="record_of_feed_once", fields=["feed", "external_id"], condition=Q(feed__isnull=False)
            ),
            models.UniqueConstraint(
                name="record_of_form_token_once", fields=["form_token"], condition=Q(form_token__isnull=False)
            ),
        ]
        indexes = [
            models.Index(name="record_of_person", fields=["professional", "study_year"]),
            models.Index(name="record_of_employer", fields=["employer", "state", "study_year"]),
            *(
                models.Index(name=f"record_of_{name}", fields=[name], condition=Q(**{f"{name}__isnull": False}))
                for name in ("course", "training_class", "registered_by", "registered_for")
            ),
            # The year-end batch asks of each person who is short whether something is still under review.
            models.Index(
                name="record_under_review",
                fields=["professional", "study_year"],
                condition=Q(state__in=[RecordState.SUBMITTED, RecordState.RETURNED]),
            ),
        ]
        ordering = ["-ended_on", "-pk"]

    def __str__(self) -> str:
        return f"{self.professional} · {self.title}"

    @property
    def badge_state(self) -> str:
        return RECORD_BADGES[RecordState(self.state)]

    @property
    def activity_label(self) -> Any:
        return labels.ACTIVITIES[self.activity]

    @property
    def is_frozen(self) -> bool:
        return self.frozen_at is not None


class RecordCorrectionQuerySet(models.QuerySet["RecordCorrection"]):
    def visible_to(self, actor: Actor) -> RecordCorrectionQuerySet:
        return self.filter(record__in=LearningRecord.objects.visible_to(actor))

    def open(self) -> RecordCorrectionQuerySet:
        return self.filter(closed_at=None)


class RecordCorrection(models.Model):
    """After recognition a record changes only so: what is wrong, what is right, decided by those who recognized it."""

    record = models.ForeignKey(LearningRecord, on_delete=models.PROTECT, related_name="corrections")
    before = models.JSONField(encoder=DjangoJSONEncoder)
    after = models.JSONField(encoder=DjangoJSONEncoder)
    """Only what changes, by the names of the record's fields."""
    reason = models.TextField(_("reason"))
    version = models.PositiveIntegerField(default=1)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    asked_at = models.DateTimeField(db_default=Now())
    closed_at = models.DateTimeField(null=True)
    carried_out_at = models.DateTimeField(null=True)

    objects = RecordCorrectionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="record_correction_one_open", fields=["record"], condition=Q(closed_at=None)),
        ]
        ordering = ["-pk"]

    def __str__(self) -> str:
        return str(self.record)

    @property
    def told_changes(self) -> list[tuple[Any, str, str]]:
        from records.telling import told_changes

        return told_changes(self)
