"""What happens to verifications outside of the batch: a late recognition passes somebody, an office voids."""

from __future__ import annotations

import datetime
from collections.abc import Collection

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from audit.actors import SYSTEM, Actor
from audit.services import Values, record, record_many
from people.models import Professional
from records.enums import RecordState
from records.models import LearningRecord
from records.models.ledger import LINES
from ui.errors import Conflict
from verification.access import VOIDS
from verification.batch.statements import Question, pass_all
from verification.enums import Kind
from verification.models import BatchRun, Verification, VerificationVoid
from verification.voiding import tell_void
from verification.ways import last_grace_day, years_made_up_on


def pass_late(professionals: Collection[int], today: datetime.date) -> None:
    """Called when ledgers have changed: who meets every line of a year that has ended passes at that moment, as long as
    the days of grace last (A-45) and the year-end batch of that year has been run; who made something up for a year, as
    long as its rules give time for that (GDQ18 四).

    Side effects, in order: verifications; audit.
    """
    in_grace = _years_in_grace(today)
    for year in in_grace:
        _pass_late(professionals, year, today)
    for year in years_made_up_on(today):
        if year not in in_grace:
            _pass_late(_made_up(professionals, year), year, today)


def _pass_late(professionals: Collection[int], year: int, today: datetime.date) -> None:
    if not professionals or not BatchRun.objects.filter(year=year, finished_at__isnull=False).exists():
        return
    before = _verified(professionals, year)
    if pass_all(Question(year, today, people=tuple(sorted(professionals))), batch=None):
        new = Verification.objects.filter(professional__in=professionals, kind=Kind.ANNUAL, last_year=year).exclude(
            pk__in=before
        )
        told = [(each, None, facts_of(each)) for each in new.select_related("professional")]
        record_many("verification.passed_late", told, actor=SYSTEM)


def _made_up(professionals: Collection[int], year: int) -> list[int]:
    """Of these, who has something recognized that was made up for the year."""
    made_up = LearningRecord.objects.filter(
        professional__in=professionals, makeup_for=year, state=RecordState.RECOGNIZED
    )
    return list(made_up.order_by("professional_id").values_list("professional_id", flat=True).distinct())


def _years_in_grace(today: datetime.date) -> list[int]:
    """The year of December 31 itself, and the one before while its grace lasts."""
    ended = [today.year] if (today.month, today.day) == (12, 31) else []
    return ended + [today.year - 1] * (today <= last_grace_day(today.year - 1))


def _verified(professionals: Collection[int], year: int) -> list[int]:
    known = Verification.objects.filter(professional__in=professionals, kind=Kind.ANNUAL, last_year=year)
    return list(known.values_list("pk", flat=True))


@transaction.atomic
def void_verification(
    verification: Verification, *, reason: str, is_fraud: bool = False, actor: Actor
) -> VerificationVoid:
    """It stands no longer; the row itself stays as it was. Nobody voids their own (S-7: fraud cancels the year).

    Side effects, in order: the void; audit; what rests on it falls.
    """
    if not actor.can(VOIDS) or not _answers_for(actor, verification):
        raise PermissionDenied(_("A verification is voided by the bureau that answers for the employer."))
    if verification.professional.user_id == actor.user_id:
        raise PermissionDenied(_("Nobody decides on their own case. A colleague or the body above does."))
    try:
        with transaction.atomic():
            void = VerificationVoid.objects.create(
                verification=verification, reason=reason, is_fraud=is_fraud, voided_by_id=actor.user_id
            )
    except IntegrityError as error:
        raise Conflict(_("It was voided already.")) from error
    record("verification.voided", verification, actor=actor, before=facts_of(verification), reason=reason)
    tell_void([verification.pk], is_fraud=is_fraud, reason=reason, actor=actor)
    return void


@transaction.atomic
def void_for_fraud(professional: Professional, year: int, *, reason: str, actor: Actor) -> None:
    """Called by the verb in which a second officer has confirmed it: that is the ground, not the right of one alone.

    Side effects, in order: voids; audit; what rests on them falls."""
    standing = Verification.objects.standing().of_year(year).filter(professional=professional)
    voided = list(standing.select_related("professional").order_by("pk"))
    for verification in voided:
        VerificationVoid.objects.create(
            verification=verification, reason=reason[:300], is_fraud=True, voided_by_id=actor.user_id
        )
        record("verification.voided", verification, actor=actor, before=facts_of(verification), reason=reason)
    if voided:
        tell_void([each.pk for each in voided], is_fraud=True, reason=reason, actor=actor)


def _answers_for(actor: Actor, verification: Verification) -> bool:
    return bool(actor.area) and verification.area.startswith(actor.area)


def facts_of(verification: Verification) -> Values:
    counted = {line: getattr(verification, f"counted_{line}") for line in LINES}
    return {"year": verification.last_year, "ruleset": verification.ruleset, "counted": counted}


def verified_years(professional: Professional) -> list[int]:
    standing = Verification.objects.standing().filter(professional=professional).order_by("last_year")
    return list(standing.values_list("last_year", flat=True))
