"""What the calculator takes from the rule books, and the words in which it asks for it.

The only module here that knows how `policies` names and keeps its facts.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from policies.books import Book, Conversion, Cycle, Makeup
from policies.records import FACTS, MAY_BE_PUBLIC, OF_JOURNALS_ONLY, OF_MEETINGS_ONLY
from policies.shelf import shelf
from policies.terms import CATEGORIES
from rules import labels

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

    Words = str | _StrPromise

__all__ = ["CATEGORIES", "FACTS", "MAY_BE_PUBLIC", "Book", "Conversion", "Cycle", "Makeup"]

Choices = tuple[tuple[str, "Words"], ...]


# The books


def book_in_force(place: str, year: int, industry: str, *, makes_up: bool = False) -> Book | None:
    return shelf().choose(place, year, industry or None, makes_up=makes_up)


def books_around(place: str) -> list[Book]:
    """Every book of the place, its city and its province."""
    codes = {place, f"{place[:4]}00", f"{place[:2]}0000"}
    return [book for book in shelf().books.values() if codes & {*book.places}]


def makeups_around(place: str) -> list[Makeup]:
    return [makeup for book in books_around(place) for makeup in book.makeups]


def cycle_around(place: str) -> Cycle | None:
    """How the place counts a cycle, if it does or did."""
    cycles = (book.cycle for book in books_around(place) if book.cycle is not None)
    return max(cycles, key=lambda cycle: cycle.last_year, default=None)


def ends_of_title_cycles() -> list[int]:
    """The years with which a cycle by title can end, wherever there are such: one applied for in the first half of a
    year ends with the year before."""
    known = [(book.first_year, book.cycle) for book in shelf().books.values() if book.cycle is not None]
    ends = (range(first - 1, cycle.last_year + 1) for first, cycle in known if cycle.kind == "title")
    return sorted({year for years in ends for year in years})


def document_of(cite: str) -> dict[str, Any]:
    """The document that a citation begins with: `GZ16 一(二)`."""
    return shelf().documents.get(cite.partition(" ")[0], {})


def covered_places() -> set[str]:
    return {place for book in shelf().books.values() for place in book.places}


def book_named(name: str) -> Book:
    return shelf().books[name]


# What was done


# Grouped as a person looks for it, each with what it means in plain words.
ACTIVITY_GROUPS: tuple[tuple[Words, dict[str, Words]], ...] = (
    (
        _("Courses"),
        {
            "class": _("Face to face, with a plan and an assessment"),
            "online": _("With a certificate of hours from the platform"),
            "workshop": _("Some days on one subject, organized from above"),
            "skills": _("At a designated training institution"),
        },
    ),
    (
        _("Meetings and practice"),
        {
            "meeting": _("Also visits, reports and demonstrations; counted in days"),
            "placement": _("Months at another place, at home or abroad"),
            "practice": _("Days at a teaching, research or production unit"),
        },
    ),
    (
        _("Achievements"),
        {
            "paper": _("In a journal, or read at a meeting"),
            "monograph": _("A book you wrote, or your part of it"),
            "translation": _("A text that you translated"),
            "report": _("Written after a study tour or an inquiry"),
            "patent": _("Granted for an invention, a utility model or a design"),
            "project": _("Its result has been accepted"),
            "award": _("From the state, a province, a city or a county"),
            "new_technology": _("Brought in, tried out or spread by you"),
        },
    ),
    (
        _("Study, exams and teaching"),
        {
            "degree": _("Beside your work, at a school or university"),
            "self_study": _("By a plan that was approved beforehand"),
            "title_exam": _("Counted by the subjects passed"),
            "self_taught_exam": _("Counted by the subjects passed"),
            "teaching": _("You taught a class of continuing education"),
        },
    ),
)


# The values of facts


def _choices(words: Mapping[str, Words], *only: str) -> Choices:
    return tuple((name, capfirst(words[name])) for name in only or words)


TITLE_LEVEL_CHOICES = _choices(labels.TITLE_LEVELS)
TITLES_APPLIED_FOR = _choices(labels.TITLE_LEVELS, "senior", "intermediate", "junior")
INDUSTRY_CHOICES: Choices = (("", _("None of these")), *_choices(labels.INDUSTRIES))
CATEGORY_CHOICES = _choices(labels.CATEGORIES)
SOURCE_CHOICES = _choices(labels.SOURCES)
VALUES: dict[str, Choices] = {
    "host": _choices(labels.HOSTS),
    "platform": (("approved", _("An approved platform")), ("other", _("Another platform"))),
    "venue": _choices(labels.VENUES),
    "form": _choices(labels.FORMS),
    "role": _choices(labels.ROLES),
    "kind": _choices(labels.PATENT_KINDS),
    "standing": _choices(labels.STANDINGS),
    "evidence": (
        ("complete", _("Complete, with my name")),
        ("unnamed", _("My name is not on it")),
        ("missing", _("I have none")),
    ),
    "state": (("recognized", _("Recognized")), ("submitted", _("Sent in, not yet recognized"))),
    "source": SOURCE_CHOICES,
}
_REGIONS = _choices(labels.LEVELS, "national", "provincial", "city", "county")
_LEVELS_OF: dict[str, Choices] = {
    "meeting": _choices(labels.LEVELS, "international", "national", "provincial", "city"),
    "paper": _choices(labels.LEVELS),
    "project": _REGIONS,
    "award": _REGIONS,
}


def values_of(activity: str, fact: str, venue: str = "") -> Choices:
    """What may be chosen for a fact. How a paper appeared depends on where."""
    if fact == "level":
        return _LEVELS_OF.get(activity, ())
    if fact == "form" and venue:
        unfit = OF_JOURNALS_ONLY if venue == "meeting" else OF_MEETINGS_ONLY
        return tuple(choice for choice in VALUES["form"] if choice[0] not in unfit)
    return VALUES.get(fact, ())


# How facts are asked for


@dataclass(frozen=True)
class Asking:
    label: Words
    help: Words = ""


_ENDS: dict[str, Words] = {
    "paper": _("Published on"),
    "monograph": _("Published on"),
    "translation": _("Published on"),
    "report": _("Finished on"),
    "patent": _("Granted on"),
    "project": _("Accepted on"),
    "award": _("Awarded on"),
    "title_exam": _("Passed on"),
    "self_taught_exam": _("Passed on"),
    "degree": _("Last day of the year of study"),
}
_ASKINGS: dict[str, Asking] = {
    "category": Asking(_("Subject category"), _("It stands on the certificate or in the plan.")),
    "end": Asking(_("Last day"), _("It decides the study year.")),
    "start": Asking(_("First day")),
    "hours": Asking(_("Hours"), _("As the certificate says.")),
    "days": Asking(_("Days"), _("Days you attended, without those missed.")),
    "minutes": Asking(_("Minutes of a part day"), _("Beyond the whole days.")),
    "months": Asking(_("Months")),
    "abroad": Asking(_("It was abroad")),
    "level": Asking(pgettext_lazy("of an activity", "Level")),
    "host": Asking(_("Who held it?")),
    "platform": Asking(_("Platform"), _("Approved by the authority for human resources.")),
    "payment_proof": Asking(_("I have no proof of payment")),
    "permitted": Asking(_("The authority did not consent to my studying online")),
    "notes": Asking(_("Lesson notes are not attached")),
    "approved": Asking(_("It was not approved before it began")),
    "programme_years": Asking(_("Standard length of the programme, in years")),
    "programme_year": Asking(_("Your year of study in it")),
    "graduated_on": Asking(_("Certificate dated")),
    "claim_year": Asking(_("Year it is claimed for"), _("The year of the certificate, or one of the two after it.")),
    "venue": Asking(_("Where did it appear?")),
    "form": Asking(_("What of it?")),
    "role": Asking(_("Your part")),
    "rank": Asking(_("Your place among the names"), _("1 for the first.")),
    "proposed": Asking(_("Hours that the reviewer proposes")),
    "characters": Asking(_("Characters you wrote"), _("Your own part, in Chinese characters.")),
    "kind": Asking(_("Kind of patent")),
    "grade": Asking(_("Grade"), _("1 for a first prize.")),
    "standing": Asking(_("Standing")),
    "subjects": Asking(_("Subjects passed")),
    "project": Asking(_("Same project as"), _("Award and patent of one project: one side counts.")),
    "course": Asking(_("Same course as"), _("The same public course counts once.")),
    "makeup_for": Asking(_("Made up for the year")),
    "mandatory": Asking(_("Of these, required content"), _("Hours on what the specialty guide requires.")),
    "recognized_on": Asking(_("Recognized on")),
    "passed": Asking(_("I did not pass the assessment")),
    "related": Asking(_("It is not related to my profession")),
    "catalogue": Asking(_("The course is not in the catalogue")),
    "evidence": Asking(_("Proof")),
    "state": Asking(_("State")),
    "source": Asking(_("Who registered it?")),
}
_ASKINGS_OF: dict[tuple[str, str], Asking] = {
    ("class", "hours"): Asking(_("Hours"), _("As the plan of the class grants them.")),
    ("degree", "hours"): Asking(_("Hours proven"), _("By transcript or certificate of the school.")),
    ("teaching", "hours"): Asking(_("Hours taught")),
    ("award", "rank"): Asking(_("Your place on the certificate"), _("1 for the first.")),
    ("degree", "course"): Asking(_("Which degree?"), _("One degree counts once.")),
    ("title_exam", "subjects"): Asking(_("Subjects passed"), _("In this year.")),
}


def asking(activity: str, fact: str) -> Asking:
    if fact == "end" and activity in _ENDS:
        return Asking(_ENDS[activity], _ASKINGS["end"].help)
    return _ASKINGS_OF.get((activity, fact), _ASKINGS[fact])


# What holds where a form says nothing; what the rules assume true is asked for by its opposite.
DEFAULTS = {
    "category": "specialty",
    "host": "base",
    "platform": "approved",
    "role": "main",
    "rank": "1",
    "evidence": "complete",
    "state": "recognized",
    "source": "person",
}
_DEFAULTS_OF = {("skills", "host"): "designated"}


def usual(activity: str, fact: str) -> str:
    return _DEFAULTS_OF.get((activity, fact)) or DEFAULTS.get(fact, "")


DENIED = frozenset({"passed", "related", "catalogue", "payment_proof", "permitted", "approved", "notes"})
FLAGS = DENIED | {"abroad"}
DATES = frozenset({"start", "end", "graduated_on", "recognized_on"})


# The other questions


PROCEDURE_CHOICES = _choices(labels.PROCEDURES)
BELONGS_TO_CHOICES: Choices = (
    ("district", _("A district or county")),
    ("city", _("The city directly")),
    ("province", _("The province directly")),
)
OWNERSHIP_CHOICES: Choices = (("public", _("Public employer")), ("private", _("Private employer")))
BODIES: dict[str, Words] = {
    "employer": _("Your employer"),
    "agency": _("The agency that holds your files"),
    "direct_point": _("The direct application point"),
    "department": _("The continuing-education department of your employer"),
    "industry": _("The industry authority"),
    "district": _("The human resources bureau of the district"),
    "city": _("The human resources bureau of the city"),
    "province": _("The human resources department of the province"),
    "system": _("The management system, by itself"),
}
DEADLINE_CHOICES: Choices = (*_choices(labels.DEADLINES), ("makeup", _("Making up for a past year")))
# The facts that each deadline asks for; those in the second place it can do without.
DEADLINE_FACTS: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "class_results": (("ended_on",), ("filed_on",)),
    "class_plan": (("category", "starts_on"), ("filed_on",)),
    "training_window": (("purpose", "starts_on"), ()),
    "makeup": (("for_year", "on", "category"), ()),
    "summary": (("year",), ("filed_on",)),
    "cycle_application": ((), ("filed_on",)),
    "annual_form": (("study_year",), ("filed_on",)),
    "annual_review": (("filed_on",), ()),
    "verification_days": (("year", "month"), ()),
}
PURPOSE_CHOICES: Choices = (("promotion", _("Promotion to a title")), ("appointment", _("Appointment to a post")))
