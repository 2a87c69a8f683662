from __future__ import annotations

from dataclasses import dataclass

from django.db import models
from django.utils.translation import pgettext_lazy


class Kind(models.TextChoices):
    """What is verified: one year, a cycle of years (Guangzhou until 2016), or a year by review (Xuzhou)."""

    ANNUAL = "annual", pgettext_lazy("kind of a verification", "Year")
    CYCLE = "cycle", pgettext_lazy("kind of a verification", "Cycle")
    REVIEW = "review", pgettext_lazy("kind of a verification", "Annual review")


class Way(models.TextChoices):
    """How a year comes to be verified under a rule set (`ways.toml`)."""

    AUTOMATIC = "automatic", pgettext_lazy("way of a verification", "automatically, when every line is met")
    REVIEW = "review", pgettext_lazy("way of a verification", "by review")
    DAYS = "days", pgettext_lazy("way of a verification", "on verification days, by the employer")


class BatchState(models.TextChoices):
    DRY = "dry", pgettext_lazy("state of a batch", "Dry run under way")
    TRIED = "tried", pgettext_lazy("state of a batch", "Waits for confirmation")
    RUNNING = "running", pgettext_lazy("state of a batch", "Under way")
    DONE = "done", pgettext_lazy("state of a batch", "Done")
    DISCARDED = "discarded", pgettext_lazy("state of a batch", "Discarded")


class ItemState(models.TextChoices):
    WAITING = "waiting", pgettext_lazy("state of a county", "Waiting")
    DONE = "done", pgettext_lazy("state of a county", "Done")
    HELD = "held", pgettext_lazy("state of a county", "Held")


class BookingState(models.TextChoices):
    """Of an employer's booking of a verification day."""

    BOOKED = "booked", pgettext_lazy("state of a booking", "Booked")
    ACCEPTED = "accepted", pgettext_lazy("state of a booking", "Accepted")
    RETURNED = "returned", pgettext_lazy("state of a booking", "Returned")
    CANCELLED = "cancelled", pgettext_lazy("state of a booking", "Cancelled")


class LineState(models.TextChoices):
    """Of one person and year in a booking."""

    WAITING = "waiting", pgettext_lazy("state of a person in a booking", "Waiting")
    VERIFIED = "verified", pgettext_lazy("state of a person in a booking", "Verified")
    REFUSED = "refused", pgettext_lazy("state of a person in a booking", "Not verified")
    RELEASED = "released", pgettext_lazy("state of a person in a booking", "Free to be booked again")


class WhyNot(models.TextChoices):
    """Why a year was not verified on the day."""

    SHORT = "short", pgettext_lazy("why a year was not verified", "Hours are missing")
    LEFT_OUT = "left_out", pgettext_lazy("why a year was not verified", "Left out by the bureau")
    VERIFIED_ALREADY = "verified_already", pgettext_lazy("why a year was not verified", "Verified already")
    OTHER_RULES = "other_rules", pgettext_lazy("why a year was not verified", "Verified in another way by now")


@dataclass(frozen=True)
class BookingMove:
    allowed_from: tuple[BookingState, ...]
    to: BookingState
    recorded_as: str


BOOKING_MOVES = {
    "accept": BookingMove((BookingState.BOOKED,), BookingState.ACCEPTED, "booking.accepted"),
    "return": BookingMove((BookingState.BOOKED,), BookingState.RETURNED, "booking.returned"),
    "cancel": BookingMove((BookingState.BOOKED,), BookingState.CANCELLED, "booking.cancelled"),
}
BOOKING_BADGES = {
    BookingState.BOOKED: "waiting",
    BookingState.ACCEPTED: "counted",
    BookingState.RETURNED: "returned",
    BookingState.CANCELLED: "excluded",
}
LINE_BADGES = {
    LineState.WAITING: "waiting",
    LineState.VERIFIED: "counted",
    LineState.REFUSED: "refused",
    LineState.RELEASED: "excluded",
}
