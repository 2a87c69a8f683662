from __future__ import annotations

from dataclasses import dataclass

from django.utils import timezone

from audit.actors import Actor
from certificates.enums import RecoveryState
from certificates.models import Recovery

MOST_SHOWN = 10
UNDER_WAY = (RecoveryState.WAITING, RecoveryState.OPEN)


@dataclass(frozen=True)
class Staged:
    recovery: Recovery
    state: RecoveryState

    @property
    def is_under_way(self) -> bool:
        return self.state in UNDER_WAY

    @property
    def may_be_stopped(self) -> bool:
        """Also what signing in has called off: so that this way is closed to whoever tried it."""
        is_over = self.state in (RecoveryState.BACK, RecoveryState.STOPPED)
        return self.is_under_way or (not is_over and self.recovery.noted_at is None)


def own_recoveries(actor: Actor) -> list[Staged]:
    now = timezone.now()
    rows = Recovery.objects.visible_to(actor).select_related("account", "certificate")[:MOST_SHOWN]
    return [Staged(row, row.state(now)) for row in rows]
