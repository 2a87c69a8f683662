from __future__ import annotations

from dataclasses import dataclass

from django.db import models
from django.utils.translation import pgettext_lazy


class Occasion(models.TextChoices):
    """集中审验、补充审验、实时审验 (XZ16 二.4)"""

    CONCENTRATED = "concentrated", pgettext_lazy("occasion of a review", "Concentrated review")
    SUPPLEMENTARY = "supplementary", pgettext_lazy("occasion of a review", "Supplementary review")
    REAL_TIME = "real_time", pgettext_lazy("occasion of a review", "Real-time review")


class Purpose(models.TextChoices):
    """What for the year is reviewed: the three things that are not to be had without (XZ16 二.5)."""

    TITLE = "title", pgettext_lazy("purpose of a review", "Applying for a professional title")
    APPOINTMENT = "appointment", pgettext_lazy("purpose of a review", "Appointment to a technical post")
    REREGISTRATION = "reregistration", pgettext_lazy("purpose of a review", "Re-registration of a qualification")


class Filing(models.TextChoices):
    """How the forms of an employer's people come in: 纸质登记与电子登记并行 (XZ16 一)."""

    ELECTRONIC = "electronic", pgettext_lazy("way of filing", "Electronic: everybody files the own form here")
    PAPER = "paper", pgettext_lazy("way of filing", "Paper: HR enters the forms that people hand in")


class Sex(models.TextChoices):
    FEMALE = "female", pgettext_lazy("sex", "Female")
    MALE = "male", pgettext_lazy("sex", "Male")


class Mode(models.TextChoices):
    """Over what is judged (A-48)."""

    SINGLE = "single", pgettext_lazy("mode of a review", "The single year")
    CYCLE = "cycle", pgettext_lazy("mode of a review", "The average of the appointment cycle")


class CaseState(models.TextChoices):
    UNDER_REVIEW = "under_review", pgettext_lazy("state of an annual review", "Under review")
    RETURNED = "returned", pgettext_lazy("state of an annual review", "Returned")
    QUALIFIED = "qualified", pgettext_lazy("state of an annual review", "Qualified")
    REFUSED = "refused", pgettext_lazy("state of an annual review", "Not verified")
    WITHDRAWN = "withdrawn", pgettext_lazy("state of an annual review", "Withdrawn")


OPEN_CASES = (CaseState.UNDER_REVIEW, CaseState.RETURNED)
DECIDED_CASES = (CaseState.QUALIFIED, CaseState.REFUSED)

CASE_BADGES = {
    CaseState.UNDER_REVIEW: "waiting",
    CaseState.RETURNED: "returned",
    CaseState.QUALIFIED: "counted",
    CaseState.REFUSED: "refused",
    CaseState.WITHDRAWN: "excluded",
}


@dataclass(frozen=True)
class CaseMove:
    allowed_from: tuple[CaseState, ...]
    to: CaseState
    recorded_as: str


# Every move of a case there is. Who may make it is `approvals`' question.
CASE_MOVES = {
    "resubmit": CaseMove((CaseState.RETURNED,), CaseState.UNDER_REVIEW, "review_case.resubmitted"),
    "return": CaseMove((CaseState.UNDER_REVIEW,), CaseState.RETURNED, "review_case.returned"),
    "qualify": CaseMove((CaseState.UNDER_REVIEW,), CaseState.QUALIFIED, "review_case.qualified"),
    "refuse": CaseMove((CaseState.UNDER_REVIEW,), CaseState.REFUSED, "review_case.refused"),
    "withdraw": CaseMove(OPEN_CASES, CaseState.WITHDRAWN, "review_case.withdrawn"),
    # Who decided takes the own decision back.
    "undo": CaseMove(
        (CaseState.RETURNED, CaseState.QUALIFIED, CaseState.REFUSED), CaseState.UNDER_REVIEW, "review_case.undone"
    ),
}
