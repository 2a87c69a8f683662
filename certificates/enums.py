from __future__ import annotations

from django.db import models
from django.utils.translation import pgettext_lazy


class EndKind(models.TextChoices):
    """Why a certificate is good no longer. The first two leave another one in its place."""

    REPLACED = "replaced", pgettext_lazy("end of a certificate", "Replaced, what it says was corrected")
    REISSUED = "reissued", pgettext_lazy("end of a certificate", "Issued anew, it was lost or damaged")
    FRAUD = "fraud", pgettext_lazy("end of a certificate", "Void for fraud")
    WITHDRAWN = "withdrawn", pgettext_lazy("end of a certificate", "Void, the year does not stand")


WITH_SUCCESSOR = (EndKind.REPLACED, EndKind.REISSUED)


class Act(models.TextChoices):
    """What a leaf of the public log says."""

    ISSUE = "issue", pgettext_lazy("act of the log", "Issued")
    END = "end", pgettext_lazy("act of the log", "Ended")


class RunState(models.TextChoices):
    """Of issuing to a whole county at once."""

    DRY = "dry", pgettext_lazy("state of an issue", "Waits for a second person")
    RUNNING = "running", pgettext_lazy("state of an issue", "Under way")
    DONE = "done", pgettext_lazy("state of an issue", "Done")
    DISCARDED = "discarded", pgettext_lazy("state of an issue", "Discarded")


class RecoveryState(models.TextChoices):
    """Of a way back into an account, as its owner reads it."""

    WAITING = "waiting", pgettext_lazy("state of a way back", "Waits")
    OPEN = "open", pgettext_lazy("state of a way back", "Open")
    BACK = "back", pgettext_lazy("state of a way back", "Used")
    STOPPED = "stopped", pgettext_lazy("state of a way back", "Stopped")
    OVERTAKEN = "overtaken", pgettext_lazy("state of a way back", "Called off by signing in")
    LAPSED = "lapsed", pgettext_lazy("state of a way back", "Not used in time")

    @property
    def badge(self) -> str:
        return RECOVERY_BADGES[self]


RECOVERY_BADGES = {
    RecoveryState.WAITING: "warned",
    RecoveryState.OPEN: "warned",
    RecoveryState.BACK: "counted",
    RecoveryState.STOPPED: "refused",
    RecoveryState.OVERTAKEN: "excluded",
    RecoveryState.LAPSED: "excluded",
}
