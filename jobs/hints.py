"""A hint says "look at the job table". Losing one costs a delay, never work; sending one too many costs nothing."""

from __future__ import annotations

import structlog
from django.conf import settings
from django.db import transaction

log = structlog.get_logger(__name__)

# More than this many workers at once we do not expect; each goes on by itself while there is work.
MOST_AT_ONCE = 8
EXPIRES_AFTER_SECONDS = 60


def after_commit(count: int) -> None:
    """The work must be visible to others before anybody is told of it."""
    if settings.REDIS_URL and count:
        transaction.on_commit(lambda: send(count))


def send(count: int) -> bool:
    """Whether somebody will look."""
    from jobs.tasks import look

    if not settings.REDIS_URL:
        return True  # the polling workers look by themselves
    try:
        for _number in range(min(count, MOST_AT_ONCE)):
            look.apply_async(expires=EXPIRES_AFTER_SECONDS)
    except look.OperationalError as error:
        # The broker is away. The scheduler sees to whatever waits (`scheduling.see_to_what_waits`).
        log.warning("hint_not_sent", error=str(error))
        return False
    return True
