from __future__ import annotations

from dataclasses import dataclass

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class SubjectCategory(models.TextChoices):
    """科目类别; the rule books know the same three (policies.terms.CATEGORIES)."""

    PUBLIC = "public", _("Public subjects")
    SPECIALTY = "specialty", _("Specialty subjects")
    ELECTIVE = "elective", _("Elective subjects")


class CatalogKind(models.TextChoices):
    PUBLIC = "public", pgettext_lazy("catalog", "Catalog of public subjects")
    GUIDE = "guide", pgettext_lazy("catalog", "Guide to specialty subjects")
    MAKEUP = "makeup", pgettext_lazy("catalog", "Catalog of make-up courses")


class CatalogState(models.TextChoices):
    DRAFT = "draft", pgettext_lazy("state of a catalog", "Draft")
    PUBLISHED = "published", pgettext_lazy("state of a catalog", "Published")
    WITHDRAWN = "withdrawn", pgettext_lazy("state of a catalog", "Withdrawn")


CATALOG_BADGES = {
    CatalogState.DRAFT: "draft",
    CatalogState.PUBLISHED: "counted",
    CatalogState.WITHDRAWN: "void",
}


@dataclass(frozen=True)
class CatalogMove:
    allowed_from: tuple[CatalogState, ...]
    to: CatalogState
    recorded_as: str


# What is published is never edited: a corrected edition takes its place, and what counted by it goes on counting.
CATALOG_MOVES = {
    "publish": CatalogMove((CatalogState.DRAFT,), CatalogState.PUBLISHED, "catalog.published"),
    "withdraw": CatalogMove((CatalogState.PUBLISHED,), CatalogState.WITHDRAWN, "catalog.withdrawn"),
}


class StudyForm(models.TextChoices):
    FACE_TO_FACE = "face_to_face", pgettext_lazy("form of study", "Face to face")
    ONLINE = "online", pgettext_lazy("form of study", "Online")


class ClassState(models.TextChoices):
    """Of a class; whether a filed plan waits or was returned is the state of its run (approvals)."""

    DRAFT = "draft", pgettext_lazy("state of a class", "Draft")
    FILED = "filed", pgettext_lazy("state of a class", "Filed")
    PUBLISHED = "published", pgettext_lazy("state of a class", "Published")
    REFUSED = "refused", pgettext_lazy("state of a class", "Refused")
    CANCELLED = "cancelled", pgettext_lazy("state of a class", "Cancelled")


# The shape and color of a state: suffixes of `status-badge`.
CLASS_BADGES = {
    ClassState.DRAFT: "draft",
    ClassState.FILED: "waiting",
    ClassState.PUBLISHED: "counted",
    ClassState.REFUSED: "refused",
    ClassState.CANCELLED: "void",
}


@dataclass(frozen=True)
class ClassMove:
    allowed_from: tuple[ClassState, ...]
    to: ClassState
    recorded_as: str


CLASS_MOVES = {
    "file": ClassMove((ClassState.DRAFT,), ClassState.FILED, "class.filed"),
    "publish": ClassMove((ClassState.FILED,), ClassState.PUBLISHED, "class.published"),
    "refuse": ClassMove((ClassState.FILED,), ClassState.REFUSED, "class.refused"),
    "take_back": ClassMove((ClassState.FILED,), ClassState.DRAFT, "class.taken_back"),
    "cancel": ClassMove((ClassState.PUBLISHED,), ClassState.CANCELLED, "class.cancelled"),
}


class EnrolledBy(models.TextChoices):
    """On which way somebody came onto the roster."""

    PERSON = "person", pgettext_lazy("enrolled by", "the person")
    EMPLOYER = "employer", pgettext_lazy("enrolled by", "the employer")
    INSTITUTION = "institution", pgettext_lazy("enrolled by", "the institution")


class InspectionFinding(models.TextChoices):
    """What an irregular inspection may find (ST14 六(七)), and that all was well."""

    IN_ORDER = "in_order", pgettext_lazy("finding of an inspection", "In order")
    OFF_PLAN = "off_plan", pgettext_lazy("finding of an inspection", "The plan is not followed")
    NO_TRAINING = "no_training", pgettext_lazy("finding of an inspection", "Certificates without training")
    NO_EXAM = "no_exam", pgettext_lazy("finding of an inspection", "No examination after the training")
    TEXTBOOK = "textbook", pgettext_lazy("finding of an inspection", "Irregular textbooks")
    FEES = "fees", pgettext_lazy("finding of an inspection", "Fees above the rates")
    OTHER = "other", pgettext_lazy("finding of an inspection", "Something else")


class InspectionOutcome(models.TextChoices):
    """What follows: correction, or in a serious case the loss of the filing status (ST14 六(七))."""

    NOTHING = "nothing", pgettext_lazy("outcome of an inspection", "Nothing follows")
    CORRECTION = "correction", pgettext_lazy("outcome of an inspection", "To be put right")
    STATUS_LOST = "status_lost", pgettext_lazy("outcome of an inspection", "The class loses its filing status")
