"""Whether whoever ordered a job still may what it does. Hats are known in a room above this one, which says so here."""

from __future__ import annotations

from collections.abc import Callable

from django.utils.translation import gettext_noop

from audit.actors import Actor
from jobs.kinds import Refused

HAT_ENDED = gettext_noop(
    "The hat in which this was ordered has ended, so it was stopped. Nobody gets a file of it."
    " Whoever still needs it orders it anew, in a hat that allows it."
)

_wears_still: Callable[[Actor], bool] = lambda actor: True  # noqa: E731 - until a room says otherwise


def ask_of_hats(wears_still: Callable[[Actor], bool]) -> None:
    """For the room that keeps the hats, in its AppConfig.ready."""
    global _wears_still
    _wears_still = wears_still


def require_hat(actor: Actor) -> None:
    """Work that a schedule ordered is nobody's, and goes on."""
    if actor.user_id is not None and not _wears_still(actor):
        raise Refused(HAT_ENDED)
