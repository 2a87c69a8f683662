"""What the loss of a class's filing status does to hours: what was registered of it is void (ST14 六(七), S-4)."""

from __future__ import annotations

from django.utils.translation import ngettext

from audit.actors import Actor
from courses.consequences import Consequence
from courses.models import TrainingClass
from records.models import LearningRecord, LearningRecordQuerySet
from records.services import void_records


def _of(training_class: TrainingClass) -> LearningRecordQuerySet:
    """Under review or recognized."""
    return LearningRecord.objects.standing().filter(training_class=training_class)


def foresee(training_class: TrainingClass) -> list[str]:
    """What a certificate rests on stands until the certificate is revoked."""
    void = _of(training_class).filter(frozen_at=None).count()
    kept = _of(training_class).exclude(frozen_at=None).count()
    told = []
    if void:
        words = ngettext(
            "%(count)s record of this class becomes void; its hours do not count.",
            "%(count)s records of this class become void; their hours do not count.",
            void,
        )
        told.append(words % {"count": void})
    if kept:
        words = ngettext(
            "A certificate rests on %(count)s record; it stands until that certificate is revoked.",
            "Certificates rest on %(count)s records; they stand until those certificates are revoked.",
            kept,
        )
        told.append(words % {"count": kept})
    return told


def carry_out(training_class: TrainingClass, *, actor: Actor, reason: str) -> None:
    void = list(_of(training_class).filter(frozen_at=None))
    if void:
        void_records(void, actor=actor, reason=reason)


CLASS_RECORDS = Consequence(name="class_records", foresee=foresee, carry_out=carry_out)
