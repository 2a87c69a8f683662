"""What the records and ledgers of somebody do when the employer, a title or the industry changes."""

from __future__ import annotations

from collections.abc import Collection

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from audit.actors import Actor
from changes.moves import Consequence, Move
from records.enums import UNDER_REVIEW, RecordState
from records.ledger.services import refresh_ledger
from records.ledger.standing import career_of
from records.models import LearningRecord
from rules.calculator.vocabulary import book_named
from rules.places import told


def refresh_after_change(professionals: Collection[int]) -> None:
    """Whoever is known has a row of this year, with or without records."""
    refresh_ledger(professionals, years=[timezone.localdate().year])


def foresee(move: Move) -> list[str]:
    year = move.on.year
    count = LearningRecord.objects.filter(
        professional=move.professional, state=RecordState.RECOGNIZED, study_year=year
    ).count()
    words = ngettext(
        "%(count)s recognized record of %(year)d goes with the person.",
        "%(count)s recognized records of %(year)d go with the person.",
        count,
    )
    sentences = [words % {"count": count, "year": year}] if count else []
    before = career_of(move.professional).standing_in(year).ruleset
    if before:
        sentences.append(
            _("Until now %(year)d is judged by “%(rules)s”; it will be by the rules of the employer on December 31.")
            % {"year": year, "rules": told(book_named(before).title)}
        )
    return sentences


def carry_out(move: Move, *, actor: Actor) -> None:
    """What is under review goes on through the chain of the new employer, and says so. The ledger has followed the
    employment already (`refresh_after_change`)."""
    LearningRecord.objects.filter(professional=move.professional, state__in=UNDER_REVIEW, employer=move.old).update(
        employer=move.new
    )


RECORDS_TRAVEL = Consequence(name="records", foresee=foresee, carry_out=carry_out)
