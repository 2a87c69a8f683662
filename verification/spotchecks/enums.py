from __future__ import annotations

from dataclasses import dataclass

from django.db import models
from django.utils.translation import pgettext_lazy


class CheckState(models.TextChoices):
    LISTED = "listed", pgettext_lazy("state of a spot check", "List closed")
    DRAWN = "drawn", pgettext_lazy("state of a spot check", "Under review")
    REPORTED = "reported", pgettext_lazy("state of a spot check", "Reported")


@dataclass(frozen=True)
class CheckMove:
    allowed_from: tuple[CheckState, ...]
    to: CheckState
    recorded_as: str


# There is no way to discard a check: whoever dislikes a draw may not draw again.
CHECK_MOVES = {
    "draw": CheckMove((CheckState.LISTED,), CheckState.DRAWN, "spot_check.drawn"),
    "report": CheckMove((CheckState.DRAWN,), CheckState.REPORTED, "spot_check.reported"),
}


class FindingVerdict(models.TextChoices):
    IN_ORDER = "in_order", pgettext_lazy("finding", "In order")
    REMARK = "remark", pgettext_lazy("finding", "In order, with a remark")
    FAULT = "fault", pgettext_lazy("finding", "Fault in the review")
    FRAUD = "fraud", pgettext_lazy("finding", "Fraud")


class FraudState(models.TextChoices):
    HEARING = "hearing", pgettext_lazy("state of a fraud finding", "The person may answer")
    CONFIRMED = "confirmed", pgettext_lazy("state of a fraud finding", "Confirmed by a second officer")
    DROPPED = "dropped", pgettext_lazy("state of a fraud finding", "Not confirmed")


class AnomalyKind(models.TextChoices):
    IMPOSSIBLE_DAY = "impossible_day", pgettext_lazy("anomaly", "More hours than a day has")
    SHARED_PROOF = "shared_proof", pgettext_lazy("anomaly", "One proof for several")
    BUNCHED = "bunched", pgettext_lazy("anomaly", "Hours bunched on one day")
    PASSES_ALL = "passes_all", pgettext_lazy("anomaly", "An institution that passes everybody")


# The shape and color of a state: suffixes of `status-badge`.
CHECK_BADGES = {CheckState.LISTED: "waiting", CheckState.DRAWN: "warned", CheckState.REPORTED: "counted"}
VERDICT_BADGES = {
    FindingVerdict.IN_ORDER: "counted",
    FindingVerdict.REMARK: "warned",
    FindingVerdict.FAULT: "returned",
    FindingVerdict.FRAUD: "refused",
}
FRAUD_BADGES = {FraudState.HEARING: "waiting", FraudState.CONFIRMED: "refused", FraudState.DROPPED: "excluded"}
