"""What becomes of an application when its person changes from one employer to another."""

from __future__ import annotations

from django.utils.translation import gettext as _

from audit.actors import Actor
from changes.moves import Consequence, Move
from verification.models import CycleCase


def foresee(move: Move) -> list[str]:
    cases = CycleCase.objects.open().filter(professional=move.professional)
    return [
        _("The verification of the cycle %(years)s goes on with the new employer.") % {"years": case.years}
        for case in cases
    ]


def carry_out(move: Move, *, actor: Actor) -> None:
    """The run has gone to the new employer's bodies already (`approvals.rerouting`); place and years stay those of the
    day of the application."""
    cases = CycleCase.objects.open().filter(professional=move.professional, employer=move.old)
    cases.update(employer=move.new, area=move.new.area)


CYCLES_TRAVEL = Consequence(name="cycles", foresee=foresee, carry_out=carry_out)
