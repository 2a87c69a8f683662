"""What somebody did, in plain words: eight kinds, each with the activities that the rule books know it as."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

    Words = str | _StrPromise


@dataclass(frozen=True)
class Kind:
    slug: str
    label: Words
    hint: Words
    activities: tuple[str, ...]


KINDS = (
    Kind(
        "meeting",
        _("I attended a conference, a lecture or an academic visit"),
        _("Counted by days; with a proof of attendance"),
        ("meeting",),
    ),
    Kind(
        "class",
        _("I attended a training class"),
        _("Classes of institutions are mostly registered already; look first"),
        ("class", "workshop"),
    ),
    Kind(
        "online",
        _("I took a course online"),
        _("With the certificate of hours of the site"),
        ("online",),
    ),
    Kind(
        "writing",
        _("I published a paper or a book"),
        _("Say when it appeared and your place among the authors"),
        ("paper", "monograph", "translation", "report"),
    ),
    Kind(
        "result",
        _("I was granted a patent, or finished a project"),
        _("Say when it was granted, accepted or awarded"),
        ("patent", "project", "award", "new_technology"),
    ),
    Kind(
        "degree",
        _("I am studying for a degree"),
        _("Once for each year of study, with the transcript"),
        ("degree",),
    ),
    Kind(
        "skills",
        _("I attended vocational skills training"),
        _("At an institution that the authority designated"),
        ("skills",),
    ),
    Kind(
        "other",
        _("None of these, or I am not sure"),
        _("Practice, placements, teaching, examinations, self-study; when in doubt ask HR"),
        ("practice", "placement", "teaching", "title_exam", "self_taught_exam", "self_study"),
    ),
)
KIND_OF_SLUG = {kind.slug: kind for kind in KINDS}


def kind_of_activity(activity: str) -> Kind:
    return next(kind for kind in KINDS if activity in kind.activities)


_TITLES: dict[str, Words] = {
    "meeting": _("Name of the conference or lecture"),
    "class": _("Name of the class"),
    "workshop": _("Name of the workshop"),
    "online": _("Name of the course"),
    "skills": _("Name of the training"),
    "paper": _("Title of the paper"),
    "monograph": _("Title of the book"),
    "translation": _("Title of the translation"),
    "report": _("Title of the report"),
    "patent": _("Name of the patent"),
    "project": _("Name of the project"),
    "award": _("Name of the award-winning project"),
    "new_technology": _("Name of the technology"),
    "degree": _("School and programme"),
    "placement": _("Where you studied, and what"),
    "practice": _("Where you practised, and what"),
    "teaching": _("What you taught"),
    "title_exam": _("Name of the examination"),
    "self_taught_exam": _("Programme and subjects"),
    "self_study": _("Subject of your study"),
}
_HOLDERS: dict[str, Words] = {
    "meeting": _("Held by"),
    "class": _("Institution"),
    "workshop": _("Held by"),
    "online": _("Site"),
    "skills": _("Institution"),
    "paper": _("Journal or meeting"),
    "monograph": _("Publisher"),
    "translation": _("Publisher"),
    "report": _("Asked for by"),
    "patent": _("Number of the patent"),
    "project": _("Accepted by"),
    "award": _("Awarded by"),
    "new_technology": _("Admitted by"),
    "degree": _("Kind of degree"),
    "teaching": _("Institution"),
    "title_exam": _("Held by"),
}


def title_label(activity: str) -> Words:
    return _TITLES[activity]


def holder_label(activity: str) -> Words:
    return _HOLDERS.get(activity, _("Held by"))


# Facts that have another name on a record than in the calculator.
LABELS = {
    "start": pgettext_lazy("of an activity", "First day"),
    "days": pgettext_lazy("of an activity", "Days you attended"),
}
