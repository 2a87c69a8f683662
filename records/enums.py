from __future__ import annotations

from dataclasses import dataclass

from django.db import models
from django.utils.translation import pgettext_lazy

from people.enums import FileType as FileType


class RecordState(models.TextChoices):
    DRAFT = "draft", pgettext_lazy("state of a record", "Draft")
    SUBMITTED = "submitted", pgettext_lazy("state of a record", "Under review")
    RETURNED = "returned", pgettext_lazy("state of a record", "Returned")
    RECOGNIZED = "recognized", pgettext_lazy("state of a record", "Recognized")
    REJECTED = "rejected", pgettext_lazy("state of a record", "Refused")
    WITHDRAWN = "withdrawn", pgettext_lazy("state of a record", "Withdrawn")
    VOID = "void", pgettext_lazy("state of a record", "Void")


UNDER_REVIEW = (RecordState.SUBMITTED, RecordState.RETURNED)
STANDING = (*UNDER_REVIEW, RecordState.RECOGNIZED)
"""What stands in the way of a second record of the same thing."""

# The shape and color of a state: suffixes of `status-badge`.
RECORD_BADGES = {
    RecordState.DRAFT: "draft",
    RecordState.SUBMITTED: "waiting",
    RecordState.RETURNED: "returned",
    RecordState.RECOGNIZED: "counted",
    RecordState.REJECTED: "refused",
    RecordState.WITHDRAWN: "excluded",
    RecordState.VOID: "void",
}


class RecordSource(models.TextChoices):
    """Who registers (登记) a record; the rule books know the same five (policies.terms.SOURCES)."""

    PERSON = "person", pgettext_lazy("source of a record", "the person")
    EMPLOYER = "employer", pgettext_lazy("source of a record", "the employer")
    INSTITUTION = "institution", pgettext_lazy("source of a record", "the institution")
    PLATFORM = "platform", pgettext_lazy("source of a record", "an approved platform")
    FEED = "feed", pgettext_lazy("source of a record", "the system of an industry")


class HandedState(models.TextChoices):
    """Of what somebody handed to HR to be sorted."""

    WAITING = "waiting", pgettext_lazy("state of what was handed to HR", "HR sorts it")
    SORTED = "sorted", pgettext_lazy("state of what was handed to HR", "Sorted; check and send it")
    TAKEN = "taken", pgettext_lazy("state of what was handed to HR", "HR registers it")
    DECLINED = "declined", pgettext_lazy("state of what was handed to HR", "Does not count")


class EvidenceState(models.TextChoices):
    """As the rule books tell them apart (`evidence` of a record)."""

    COMPLETE = "complete", pgettext_lazy("state of the proof", "Complete")
    MISSING = "missing", pgettext_lazy("state of the proof", "Missing")
    UNNAMED = "unnamed", pgettext_lazy("state of the proof", "Without the name of the person")


class FeedKind(models.TextChoices):
    SITE = "site", pgettext_lazy("kind of a feed", "Approved site")
    PROVINCE_PUBLIC = "province_public", pgettext_lazy("kind of a feed", "Provincial platform of public subjects")
    EDUCATION = "education", pgettext_lazy("kind of a feed", "System of the education authorities")
    HEALTH = "health", pgettext_lazy("kind of a feed", "System of the health authorities")
    DISTANCE = "distance", pgettext_lazy("kind of a feed", "Distance learning of Xuzhou")


SOURCE_OF_FEED = {
    FeedKind.SITE: RecordSource.PLATFORM,
    FeedKind.PROVINCE_PUBLIC: RecordSource.PLATFORM,
    FeedKind.EDUCATION: RecordSource.FEED,
    FeedKind.HEALTH: RecordSource.FEED,
    FeedKind.DISTANCE: RecordSource.PLATFORM,
}


@dataclass(frozen=True)
class RecordMove:
    allowed_from: tuple[RecordState, ...]
    to: RecordState
    recorded_as: str


# Every move of a record there is. Who may make it: `records.access`, and for decisions `approvals`.
RECORD_MOVES = {
    "submit": RecordMove((RecordState.DRAFT,), RecordState.SUBMITTED, "record.submitted"),
    "resubmit": RecordMove((RecordState.RETURNED,), RecordState.SUBMITTED, "record.resubmitted"),
    "recognize": RecordMove((RecordState.SUBMITTED,), RecordState.RECOGNIZED, "record.recognized"),
    "return": RecordMove((RecordState.SUBMITTED,), RecordState.RETURNED, "record.returned"),
    "reject": RecordMove((RecordState.SUBMITTED,), RecordState.REJECTED, "record.rejected"),
    "withdraw": RecordMove(UNDER_REVIEW, RecordState.WITHDRAWN, "record.withdrawn"),
    # The reviewer takes back the own decision, until the next step has acted.
    "undo": RecordMove(
        (RecordState.RECOGNIZED, RecordState.RETURNED, RecordState.REJECTED), RecordState.SUBMITTED, "record.undone"
    ),
    # What turned out never to have been: a class that lost its status, a row that was somebody else's.
    "void": RecordMove(
        (RecordState.SUBMITTED, RecordState.RETURNED, RecordState.RECOGNIZED), RecordState.VOID, "record.voided"
    ),
}


class Outcome(models.TextChoices):
    """Of a year in the ledger; the words of the rule books."""

    PASS = "pass", pgettext_lazy("outcome of a year", "Done")
    FAIL = "fail", pgettext_lazy("outcome of a year", "Short")
