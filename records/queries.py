"""Reads over records, named after what they return."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from approvals.matters import database_day
from audit.actors import Actor
from courses.models import RosterEntry, TrainingClass
from people.models import Professional
from records.enums import STANDING
from records.models import ClassResult, LearningRecord, LearningRecordQuerySet
from ui.formatting import date_text

SHORTEST_SEARCH = 1
MOST_FOUND = 20


def oneself(actor: Actor) -> Professional | None:
    """The person who is signed in, if registered as a professional."""
    if actor.user_id is None:
        return None
    return Professional.objects.filter(user_id=actor.user_id).select_related("user").first()


def records_of(person: Professional, actor: Actor) -> LearningRecordQuerySet:
    """What stands on a person's record, whoever registered it, and what the person has begun."""
    return LearningRecord.objects.visible_to(actor).filter(professional=person)


def registered_by_organization(actor: Actor) -> LearningRecordQuerySet:
    """What HR registered for its people, drafts included."""
    if actor.organization_id is None:
        return LearningRecord.objects.none()
    own = LearningRecord.objects.visible_to(actor).filter(registered_for_id=actor.organization_id)
    return own.select_related("professional")


@dataclass(frozen=True)
class FoundClass:
    """A class that somebody may have attended, and what is to be done about it: mostly nothing."""

    training_class: TrainingClass
    words: str
    record: Any = None
    may_log: bool = False


def classes_of(person: Professional, typed: str) -> list[FoundClass]:
    """Those in which the person is or was, and those called like that; the newest first."""
    enrolled = RosterEntry.objects.standing().filter(professional=person).values("training_class")
    results = ClassResult.objects.filter(professional=person).values("training_class")
    wanted = Q(pk__in=enrolled) | Q(pk__in=results)
    if len(typed.strip()) >= SHORTEST_SEARCH:
        wanted |= Q(title__icontains=typed.strip()) | Q(institution__name__icontains=typed.strip())
    found = TrainingClass.objects.published().filter(wanted).select_related("institution")
    classes = list(found.order_by("-ends_on", "-pk")[:MOST_FOUND])
    own = LearningRecord.objects.filter(professional=person, training_class__in=classes, state__in=STANDING)
    records = {each.training_class_id: each for each in own}
    has_result = set(
        ClassResult.objects.filter(professional=person, training_class__in=classes).values_list(
            "training_class", flat=True
        )
    )
    today = database_day()
    return [_found(each, records.get(each.pk), each.pk in has_result, today) for each in classes]


def _found(
    training_class: TrainingClass, learning_record: LearningRecord | None, has_result: bool, today: datetime.date
) -> FoundClass:
    if learning_record is not None:
        words = _("It stands on your record. Nothing is to be sent.")
        return FoundClass(training_class, words, learning_record)
    if has_result:
        return FoundClass(training_class, _("The institution entered a result for you that gives no hours."))
    if not training_class.has_ended(today):
        words = _("It ends on %(day)s; then the institution enters who passed.") % {
            "day": date_text(training_class.ends_on)
        }
        return FoundClass(training_class, words)
    if training_class.results_at is None and not _is_late(training_class, today):
        return FoundClass(training_class, _("It is over; the institution enters the results. Nothing is to be sent."))
    if training_class.results_at is None:
        words = _("The institution should have entered the results by now. Ask it first.")
        return FoundClass(training_class, words, may_log=True)
    words = _("You are not among those that the institution entered. Ask it first; if it was elsewhere, log it.")
    return FoundClass(training_class, words, may_log=True)


def _is_late(training_class: TrainingClass, today: datetime.date) -> bool:
    due_on = training_class.results_due_on or training_class.ends_on + datetime.timedelta(days=10)
    return due_on < today


def years_of(records: LearningRecordQuerySet) -> list[int]:
    return sorted(set(records.values_list("study_year", flat=True)), reverse=True)
