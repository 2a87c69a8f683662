"""What this room holds about a person, for the page "My data"."""

from __future__ import annotations

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from people.mydata.registry import Field, Holding, register
from records.models import (
    CalendarFeed,
    ClassResult,
    Evidence,
    FeedSource,
    HandedOver,
    LearningRecord,
    LedgerYear,
    RecordCorrection,
    Reminder,
    ResultRevision,
    TrainingSpend,
)


def register_holdings() -> None:
    register(*_of_the_person(), *_of_the_own_work())


def _of_the_person() -> tuple[Holding, ...]:
    return (
        Holding(
            key="records",
            label=_("Learning records"),
            order=500,
            rows=lambda user: LearningRecord.objects.filter(Q(professional__user=user) | Q(registered_by=user)),
            fields=(
                Field("title", _("Title"), lambda row: row.title),
                Field("activity", _("Activity"), lambda row: str(row.activity_label)),
                Field("last_day", _("Last day"), lambda row: row.ended_on),
                Field("year", _("Study year"), lambda row: row.study_year),
                Field("state", _("State"), lambda row: row.get_state_display()),
                Field("hours", _("Credited hours"), lambda row: row.credited_hours),
            ),
        ),
        Holding(
            key="handed_over",
            label=_("Handed to HR to be sorted"),
            order=505,
            rows=lambda user: HandedOver.objects.filter(Q(record__professional__user=user) | Q(sorted_by=user)),
            fields=(
                Field("words", _("In your own words"), lambda row: row.words),
                Field("state", _("State"), lambda row: row.get_state_display()),
                Field("answer", _("Answer"), lambda row: row.answer),
                Field("handed", _("Handed to HR"), lambda row: row.handed_at),
            ),
        ),
        Holding(
            key="evidence",
            label=_("Proofs"),
            order=510,
            looks=("evidence.taken",),
            rows=lambda user: Evidence.objects.filter(
                Q(record__professional__user=user) | Q(uploaded_by=user)
            ).select_related("record"),
            fields=(
                Field("record", _("Record"), lambda row: row.record.title),
                Field("kind", _("Kind of file"), lambda row: row.get_file_type_display()),
                Field("uploaded", _("Uploaded"), lambda row: row.uploaded_at),
                Field("removed", _("Removed"), lambda row: row.removed_at),
            ),
        ),
        Holding(
            key="record_corrections",
            label=_("Corrections of records"),
            order=520,
            rows=lambda user: RecordCorrection.objects.filter(
                Q(record__professional__user=user) | Q(asked_by=user)
            ).select_related("record"),
            fields=(
                Field("record", _("Record"), lambda row: row.record.title),
                Field("reason", _("Reason"), lambda row: row.reason),
                Field("asked", _("Asked"), lambda row: row.asked_at),
                Field("closed", _("Closed"), lambda row: row.closed_at),
            ),
        ),
        Holding(
            key="class_results",
            label=_("Results of classes"),
            order=530,
            rows=lambda user: ClassResult.objects.filter(
                Q(professional__user=user) | Q(entered_by=user)
            ).select_related("training_class"),
            fields=(
                Field("class", _("Class"), lambda row: row.training_class.title),
                Field("hours", _("Hours"), lambda row: row.hours),
                Field("mark", _("Exam mark"), lambda row: row.exam_mark),
                Field("entered", _("Entered"), lambda row: row.entered_at),
            ),
        ),
        Holding(
            key="ledger",
            label=_("Years"),
            order=540,
            rows=lambda user: LedgerYear.objects.filter(professional__user=user),
            fields=(
                Field("year", _("Study year"), lambda row: row.study_year),
                Field("ruleset", _("Rule set"), lambda row: row.ruleset),
                Field("total", _("Hours in all"), lambda row: row.counted_total),
                Field("outcome", _("Outcome"), lambda row: row.get_outcome_display()),
            ),
        ),
        Holding(
            key="reminders",
            label=_("Reminders"),
            order=550,
            rows=lambda user: Reminder.objects.filter(Q(professional__user=user) | Q(sent_by=user)),
            fields=(
                Field("year", _("Study year"), lambda row: row.study_year),
                Field("words", _("Words"), lambda row: row.words),
                Field("sent", _("Sent"), lambda row: row.sent_at),
                Field("noted", _("Noted"), lambda row: row.noted_at),
            ),
        ),
        Holding(
            key="calendar_feeds",
            label=_("Calendar addresses"),
            order=560,
            rows=lambda user: CalendarFeed.objects.filter(professional__user=user),
            fields=(
                Field("made", _("Made"), lambda row: row.made_at),
                Field("revoked", _("Revoked"), lambda row: row.revoked_at),
            ),
        ),
    )


def _of_the_own_work() -> tuple[Holding, ...]:
    return (
        Holding(
            key="amended_results",
            label=_("Results you amended"),
            order=570,
            concerns=False,
            rows=lambda user: ResultRevision.objects.filter(amended_by=user).select_related("result__training_class"),
            fields=(
                Field("class", _("Class"), lambda row: row.result.training_class.title),
                Field("at", _("When"), lambda row: row.amended_at),
            ),
        ),
        Holding(
            key="feeds",
            label=_("Feeds you opened"),
            order=580,
            concerns=False,
            rows=lambda user: FeedSource.objects.filter(made_by=user),
            fields=(
                Field("name", _("Name"), lambda row: row.name),
                Field("made", _("Made"), lambda row: row.made_at),
            ),
        ),
        Holding(
            key="training_spends",
            label=_("Training spend you entered"),
            order=590,
            concerns=False,
            rows=lambda user: TrainingSpend.objects.filter(entered_by=user).select_related("employer"),
            fields=(
                Field("employer", _("Employer"), lambda row: row.employer.name),
                Field("year", _("Year"), lambda row: row.year),
                Field("entered", _("Entered"), lambda row: row.entered_at),
            ),
        ),
    )
