"""Recognition of records and their corrections, as `approvals` knows them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy, ngettext, pgettext, pgettext_lazy

from approvals.enums import Action
from approvals.procedures import Followed, Procedure
from audit.actors import Actor
from records.anomalies import claimed_hours, look_at_records
from records.corrections import services as corrections
from records.models import CORRECTION, RECORD, LearningRecord, RecordCorrection
from records.review.filters import RecordsWaitingFilter
from records.services import (
    close_withdrawn,
    frozen_words,
    recognize_records,
    reject_records,
    return_records,
    take_back_decisions,
)
from rules import labels
from ui.formatting import date_text, number_text

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


def kind_of(learning_record: LearningRecord) -> str:
    """Of one category and one activity, so that one button means one thing."""
    return f"{learning_record.category}.{learning_record.activity}"


def kind_label(kind: str) -> str:
    category, _dot, activity = kind.partition(".")
    return f"{labels.CATEGORIES[category]} · {labels.ACTIVITIES[activity]}"


def hint_of(learning_record: LearningRecord) -> str:
    hours = claimed_hours(learning_record)
    told = [date_text(learning_record.ended_on)]
    if hours:
        words = ngettext("%(count)s hour", "%(count)s hours", 1 if hours == 1 else 2)
        told.append(words % {"count": number_text(hours)})
    return pgettext("between two facts", ", ").join(told)


REASONS: dict[str, str | _StrPromise] = {
    "unreadable_proof": gettext_lazy("The proof cannot be read"),
    "missing_proof": gettext_lazy("A proof is missing"),
    "other_name": gettext_lazy("The proof bears another name, or none"),
    "other_dates": gettext_lazy("Days or hours differ from the proof"),
    "wrong_category": gettext_lazy("It belongs to another subject category"),
    "unrelated": gettext_lazy("It is not related to the profession"),
    "doubled": gettext_lazy("It stands on the record already"),
    "not_eligible": gettext_lazy("The rules give no hours for it"),
}


def _recognized(followed: Sequence[Followed], *, actor: Actor) -> None:
    recognize_records([each.subject for each in followed], actor=actor)


def _returned(followed: Sequence[Followed], *, actor: Actor) -> None:
    return_records([each.subject for each in followed], actor=actor, reason=followed[0].decision.comment)


def _rejected(followed: Sequence[Followed], *, actor: Actor) -> None:
    reject_records([each.subject for each in followed], actor=actor, reason=followed[0].decision.comment)


def _undone(followed: Sequence[Followed], *, actor: Actor) -> None:
    take_back_decisions([each.subject for each in followed], actor=actor)


def _withdrawn(followed: Sequence[Followed], *, actor: Actor) -> None:
    close_withdrawn([each.subject for each in followed], actor=actor)


RECORDS = Procedure(
    name=RECORD,
    label=pgettext_lazy("procedure", "Learning record"),
    model=LearningRecord,
    related=("professional__user", "course", "training_class"),
    title=lambda learning_record: learning_record.title,
    reasons=REASONS,
    is_routine=True,
    amend_url_name="records:form",
    approve_label=gettext_lazy("Recognize"),
    consequences=gettext_lazy("If you agree at the last step, the hours count at once."),
    on_many={
        Action.APPROVE: _recognized,
        Action.RETURN: _returned,
        Action.REJECT: _rejected,
        Action.WITHDRAW: _withdrawn,
        Action.UNDO: _undone,
    },
    why_final=frozen_words,
    hint=hint_of,
    kind_of=kind_of,
    kind_label=kind_label,
    anomalies=look_at_records,
    filter_class=RecordsWaitingFilter,
    page_url_name="review:record",
)


# Corrections after recognition


def _carried_out(followed: Sequence[Followed], *, actor: Actor) -> None:
    for each in followed:
        corrections.carry_out(each.subject, actor=actor, reason=each.subject.reason)


def _closed(followed: Sequence[Followed], *, actor: Actor) -> None:
    for each in followed:
        corrections.close(each.subject)


RECORD_CORRECTIONS = Procedure(
    name=CORRECTION,
    label=pgettext_lazy("procedure", "Correction of a record"),
    model=RecordCorrection,
    related=("record__professional__user", "record__course", "record__training_class"),
    title=lambda correction: correction.record.title,
    reasons=REASONS,
    template="records/corrections/_correction.html",
    amend_url_name="records:correction_amendment",
    approve_label=gettext_lazy("Agree to the correction"),
    consequences=gettext_lazy("If you agree at the last step, the record changes and its year is counted anew."),
    on_many={Action.APPROVE: _carried_out, Action.REJECT: _closed, Action.WITHDRAW: _closed},
)
