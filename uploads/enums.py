from __future__ import annotations

from typing import NamedTuple

from django.db import models
from django.utils.translation import pgettext_lazy


class UploadState(models.TextChoices):
    RECEIVED = "received", pgettext_lazy("state of an upload", "Received")
    CHECKING = "checking", pgettext_lazy("state of an upload", "Being checked")
    CHECKED = "checked", pgettext_lazy("state of an upload", "Waiting for your decision")
    COMMITTING = "committing", pgettext_lazy("state of an upload", "Being written")
    COMMITTED = "committed", pgettext_lazy("state of an upload", "Written")
    REFUSED = "refused", pgettext_lazy("state of an upload", "File refused")
    WITHDRAWN = "withdrawn", pgettext_lazy("state of an upload", "Discarded")


BADGES = {
    "received": "held",
    "checking": "waiting",
    "checked": "warned",
    "committing": "waiting",
    "committed": "counted",
    "refused": "refused",
    "withdrawn": "excluded",
}
FINAL = (UploadState.COMMITTED, UploadState.REFUSED, UploadState.WITHDRAWN)


class Move(NamedTuple):
    allowed_from: tuple[UploadState, ...]
    to: UploadState
    recorded_as: str
    """The action in the audit trail; empty where only the machinery moved on."""


UPLOAD_MOVES: dict[str, Move] = {
    "start_check": Move((UploadState.RECEIVED,), UploadState.CHECKING, ""),
    "finish_check": Move((UploadState.CHECKING,), UploadState.CHECKED, "upload.checked"),
    "refuse": Move((UploadState.CHECKING,), UploadState.REFUSED, "upload.refused"),
    "commit": Move((UploadState.CHECKED,), UploadState.COMMITTING, "upload.decided"),
    "finish_commit": Move((UploadState.COMMITTING,), UploadState.COMMITTED, "upload.committed"),
    # All or nothing, and a row has become faulty since the preview: nothing was written, look again.
    "fall_back": Move((UploadState.COMMITTING,), UploadState.CHECKED, "upload.fell_back"),
    "withdraw": Move(
        (UploadState.RECEIVED, UploadState.CHECKING, UploadState.CHECKED), UploadState.WITHDRAWN, "upload.withdrawn"
    ),
}


class Outcome(models.TextChoices):
    """What will become of a row, and after the commit what became of it."""

    ACCEPTED = "accepted", pgettext_lazy("outcome of a row", "Can be written")
    WARNED = "warned", pgettext_lazy("outcome of a row", "Can be written, with a notice")
    REFUSED = "refused", pgettext_lazy("outcome of a row", "Not written")
    UNCHANGED = "unchanged", pgettext_lazy("outcome of a row", "Nothing to change")


WRITABLE = (Outcome.ACCEPTED, Outcome.WARNED)
OUTCOME_BADGES = {"accepted": "counted", "warned": "warned", "refused": "refused", "unchanged": "excluded"}
OUTCOME_FILLS = {"accepted": "passed", "warned": "short", "refused": "refused", "unchanged": "rest"}


class Level(models.TextChoices):
    """How much a finding weighs. An error keeps its row out; a note only says what will happen."""

    NOTE = "note", pgettext_lazy("level of a finding", "note")
    WARNING = "warning", pgettext_lazy("level of a finding", "notice")
    ERROR = "error", pgettext_lazy("level of a finding", "error")
