"""What becomes of a review when its person changes from one employer to another."""

from __future__ import annotations

from django.utils.translation import gettext as _

from audit.actors import Actor
from changes.moves import Consequence, Move
from verification.models import ReviewCase


def foresee(move: Move) -> list[str]:
    years = ReviewCase.objects.open().filter(professional=move.professional).values_list("study_year", flat=True)
    return [_("The annual review of %(year)d goes on with the new employer.") % {"year": year} for year in years]


def carry_out(move: Move, *, actor: Actor) -> None:
    """The run has gone to the new employer's bodies already (`approvals.rerouting`)."""
    cases = ReviewCase.objects.open().filter(professional=move.professional, employer=move.old)
    cases.update(employer=move.new, area=move.new.area)


REVIEWS_TRAVEL = Consequence(name="reviews", foresee=foresee, carry_out=carry_out)
