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
