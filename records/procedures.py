"""Recognition of records and their corrections, as `approvals` knows them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy, pgettext_lazy

from approvals.enums import Action
from approvals.procedures import Followed, Procedure
from audit.actors import Actor
from records.models import RECORD, LearningRecord
from records.services import close_withdrawn, recognize_records, reject_records, return_records

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

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
    approve_label=gettext_lazy("Recognize"),
    consequences=gettext_lazy("If you agree at the last step, the hours count at once."),
    on_many={
        Action.APPROVE: _recognized,
        Action.RETURN: _returned,
        Action.REJECT: _rejected,
        Action.WITHDRAW: _withdrawn,
    },
)
