"""The first of what a change of employer takes along: the open approvals of the person."""

from __future__ import annotations

from django.utils.translation import ngettext

from approvals.rerouting import reroute_runs, runs_laid_for
from audit.actors import Actor
from changes.moves import Consequence, Move


def foresee(move: Move) -> list[str]:
    if move.old is None:
        return []
    count = runs_laid_for(move.professional, move.old).count()
    if not count:
        return []
    words = ngettext(
        "%(count)s open matter goes on with the bodies that stand for %(employer)s. What was agreed to stays so.",
        "%(count)s open matters go on with the bodies that stand for %(employer)s. What was agreed to stays so.",
        count,
    )
    return [words % {"count": count, "employer": move.new}]


def carry_out(move: Move, *, actor: Actor) -> None:
    if move.old is not None:
        reroute_runs(move.professional, old=move.old, new=move.new, on=move.on, actor=actor)


OPEN_APPROVALS = Consequence(name="open_approvals", foresee=foresee, carry_out=carry_out)
