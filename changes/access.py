"""Who may ask for what. Deciding is asked of `approvals.access`."""

from __future__ import annotations

from approvals.access import waits_for
from approvals.models import Run, Step
from audit.actors import Actor
from people.models import Professional


def may_ask(actor: Actor) -> bool:
    return actor.can("changes.ask") and actor.user_id is not None


def may_change(actor: Actor, professional: Professional) -> bool:
    """Of oneself, wearing the hat of a professional."""
    return may_ask(actor) and professional.user_id == actor.user_id


def may_see_new_number(actor: Actor, run: Run, step: Step) -> bool:
    """In full, to compare it with the proof: whoever has to decide, if the hat may look up numbers at all."""
    return actor.can("people.reveal_identity") and waits_for(actor, run, step)


def is_told_of_departures(actor: Actor) -> bool:
    return actor.can("people.register_professional") and actor.organization_id is not None
