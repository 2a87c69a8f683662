from __future__ import annotations

from dataclasses import dataclass

from django.db import models
from django.utils.translation import pgettext_lazy


class Occasion(models.TextChoices):
    """How the higher title is reached: all three need the cycle (GZ16, first paragraph)."""

    ASSESSMENT = "assessment", pgettext_lazy("occasion of a cycle", "Assessment of titles in Guangzhou")
    EXAM = "exam", pgettext_lazy("occasion of a cycle", "Exam in place of an assessment")
    ENTRUSTED = "entrusted", pgettext_lazy("occasion of a cycle", "Assessment entrusted to the state or the province")


class CycleState(models.TextChoices):
    SUBMITTED = "submitted", pgettext_lazy("state of a cycle", "Under verification")
    RETURNED = "returned", pgettext_lazy("state of a cycle", "Returned")
    APPROVED = "approved", pgettext_lazy("state of a cycle", "Verified")
    REJECTED = "rejected", pgettext_lazy("state of a cycle", "Refused")
    WITHDRAWN = "withdrawn", pgettext_lazy("state of a cycle", "Withdrawn")


OPEN_CYCLES = (CycleState.SUBMITTED, CycleState.RETURNED)

CYCLE_BADGES = {
    CycleState.SUBMITTED: "waiting",
    CycleState.RETURNED: "returned",
    CycleState.APPROVED: "counted",
    CycleState.REJECTED: "refused",
    CycleState.WITHDRAWN: "excluded",
}


@dataclass(frozen=True)
class CycleMove:
    allowed_from: tuple[CycleState, ...]
    to: CycleState
    recorded_as: str


# Every move of a case there is; who may make it is `approvals`' question (`manage.py print_moves`).
CYCLE_MOVES = {
    "resubmit": CycleMove((CycleState.RETURNED,), CycleState.SUBMITTED, "cycle.resubmitted"),
    "return": CycleMove((CycleState.SUBMITTED,), CycleState.RETURNED, "cycle.returned"),
    "approve": CycleMove((CycleState.SUBMITTED,), CycleState.APPROVED, "cycle.approved"),
    "reject": CycleMove((CycleState.SUBMITTED,), CycleState.REJECTED, "cycle.rejected"),
    "withdraw": CycleMove(OPEN_CYCLES, CycleState.WITHDRAWN, "cycle.withdrawn"),
    # Who decided takes the own decision back; what was verified thereby is voided.
    "undo": CycleMove(
        (CycleState.RETURNED, CycleState.APPROVED, CycleState.REJECTED),
        CycleState.SUBMITTED,
        "cycle.undone",
    ),
}
