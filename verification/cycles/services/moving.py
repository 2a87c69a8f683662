"""One row of CYCLE_MOVES, and what the trail keeps of it."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from django.utils.translation import gettext as _

from audit.actors import Actor
from audit.services import Values, record_many
from people.bulk import update_all
from ui.errors import Conflict
from verification.cycles.enums import CYCLE_MOVES, CycleState
from verification.models import CycleCase


def move_many(
    cases: Collection[CycleCase], action: str, *, actor: Actor, reason: str = "", also: Sequence[str] = ()
) -> None:
    """Apply one row of CYCLE_MOVES to locked cases, all or none."""
    rule = CYCLE_MOVES[action]
    require_states(cases, action)
    changes: list[tuple[CycleCase, Values, Values]] = []
    for case in cases:
        before = {"state": str(case.state)}
        case.state = rule.to
        changes.append((case, before, facts_kept(case)))
    update_all(list(cases), ["state", *also])
    record_many(rule.recorded_as, changes, actor=actor, reason=reason)


def require_states(cases: Collection[CycleCase], action: str) -> None:
    for case in cases:
        require_state(case, *CYCLE_MOVES[action].allowed_from)


def require_state(case: CycleCase, *states: CycleState) -> None:
    if case.state not in states:
        raise Conflict(
            _("The cycle %(years)s of %(name)s is %(state)s by now.")
            % {"years": case.years, "name": case.professional, "state": case.get_state_display()}
        )


def facts_kept(case: CycleCase) -> Values:
    """What the trail keeps."""
    return {
        "state": str(case.state),
        "years": case.years,
        "applying_for": str(case.applying_for),
        "occasion": str(case.occasion),
        "asked_on": case.asked_on,
        "counted": case.figures["counted"],
        "short": case.figures["short"],
        "version": case.version,
    }
