"""What the rule books demand of a catalog, each demand with its article."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from courses.enums import CatalogKind, SubjectCategory
from courses.models import Catalog, Course
from policies.books import Book, Floor, Makeup, Rule
from policies.shelf import shelf
from policies.terms import INDUSTRIES
from rules.calculator.telling import cited, is_confirmed, rule_url
from rules.calculator.vocabulary import books_around
from ui.formatting import hours_text
from ui.parts import Reason

# Guides are for all title levels; where a floor differs by level, that of the middle one speaks.
TITLE_LEVEL = "intermediate"
PART_OF_FLOOR = 3


@dataclass(frozen=True)
class Objection:
    """Why a catalog cannot be published as it is."""

    words: str
    field: str = ""
    reason: Reason | None = None

    @property
    def plain(self) -> str:
        return f"{self.words} ({self.reason.citation})" if self.reason else self.words


def reason_of(rule: Rule, book: Book) -> Reason:
    return Reason(
        words=rule.quote,
        citation=cited(str(rule.cite)),
        url=rule_url(rule.rule, book.id),
        confirmed=is_confirmed(str(rule.cite)),
    )


def book_of(catalog: Catalog) -> Book | None:
    """The rule set of the place, year and industry for which it holds."""
    industry = catalog.industry if catalog.industry in INDUSTRIES else None
    return shelf().choose(catalog.place, catalog.year, industry)


# The guide


@dataclass(frozen=True)
class MandatoryShare:
    """The least that a guide must make mandatory: a third of the specialty floor, where the rule set demands a part."""

    hours: Decimal
    specialty: Decimal
    reason: Reason


def mandatory_share(catalog: Catalog) -> MandatoryShare | None:
    book = book_of(catalog)
    if book is None:
        return None
    floors = {floor.line: floor for floor in book.floors_of(TITLE_LEVEL, catalog.year)}
    mandatory: Floor | None = floors.get("mandatory")
    if mandatory is None or "specialty" not in floors:
        return None
    specialty = floors["specialty"].hours
    return MandatoryShare(specialty / PART_OF_FLOOR, specialty, reason_of(mandatory, book))


def objections_to_mandatory_hours(catalog: Catalog) -> Iterator[Objection]:
    """Said already while it is written: publishing is too late to learn it."""
    if not catalog.is_guide:
        return
    share, hours = mandatory_share(catalog), catalog.mandatory_hours
    if share is not None and hours is None:
        words = _("Say how many hours are mandatory: at least %(hours)s.") % {"hours": hours_text(share.hours)}
        yield Objection(words, "mandatory_hours", share.reason)
    elif share is not None and hours is not None and hours < share.hours:
        words = _(
            "The mandatory content has to be at least a third of the specialty subjects: %(least)s of %(floor)s. Here"
            " it is %(hours)s."
        )
        figures = {
            "least": hours_text(share.hours),
            "floor": hours_text(share.specialty),
            "hours": hours_text(hours),
        }
        yield Objection(words % figures, "mandatory_hours", share.reason)
    if hours is not None and share is not None and hours > share.specialty:
        words = _("More than the specialty subjects of a year come to (%(floor)s) cannot be mandatory.")
        yield Objection(words % {"floor": hours_text(share.specialty)}, "mandatory_hours", share.reason)


def _objections_to_mandatory_courses(catalog: Catalog, courses: Sequence[Course]) -> Iterator[Objection]:
    hours = sum((course.hours for course in courses if course.is_mandatory), Decimal(0))
    if catalog.is_guide and catalog.mandatory_hours and hours < catalog.mandatory_hours:
        words = _(
            "The courses with mandatory content come to %(hours)s; the guide demands %(needed)s. Add courses, or mark"
            " those that belong to it."
        )
        figures = {"hours": hours_text(hours), "needed": hours_text(catalog.mandatory_hours)}
        yield Objection(words % figures)


# Make-up


def makeups_of(catalog: Catalog) -> list[tuple[Makeup, Book]]:
    """What the rules of the place let be made up in that year."""
    return [
        (makeup, book)
        for book in books_around(catalog.place)
        for makeup in book.makeups
        if makeup.opens_on.year <= catalog.year <= makeup.closes_on.year
    ]


def years_offered(category: str, offered: list[tuple[Makeup, Book]]) -> list[int]:
    """Those past years for which something of the category can be made up, the latest first."""
    years = {year for makeup, _book in offered if makeup.category == category for year in makeup.years}
    return sorted(years, reverse=True)


def _objections_to_makeup(catalog: Catalog, courses: Sequence[Course]) -> Iterator[Objection]:
    if not catalog.is_makeup:
        return
    offered = makeups_of(catalog)
    if not offered:
        words = _("No rule set of this place lets past years be made up in %(year)d.") % {"year": catalog.year}
        yield Objection(words, reason=_last_offer(catalog))
        return
    for course in courses:
        yield from _objections_to_made_up(course, offered)


def _last_offer(catalog: Catalog) -> Reason | None:
    """Which offer has ended by then."""
    ended = [
        (makeup, book)
        for book in books_around(catalog.place)
        for makeup in book.makeups
        if makeup.closes_on.year < catalog.year
    ]
    latest = max(ended, key=lambda pair: pair[0].closes_on, default=None)
    return reason_of(*latest) if latest else None


def _objections_to_made_up(course: Course, offered: list[tuple[Makeup, Book]]) -> Iterator[Objection]:
    """One without a year may be taken for any that is offered (ST14 四(六)3: any of five)."""
    named = {"course": course.title, "year": course.for_year or _("any year")}
    years = [course.for_year] if course.for_year else years_offered(course.category, offered)
    fitting = [pair for pair in offered if any(pair[0].offers(year, course.category) for year in years)]
    if not fitting:
        words = _("“%(course)s”: the rules let nothing of this kind be made up for %(year)s.") % named
        yield Objection(words, reason=reason_of(*offered[0]))
        return
    by_name = [pair for pair in fitting if not pair[0].courses or course.code in pair[0].courses]
    if not by_name:
        words = _("“%(course)s” is none of the courses that the rules name for %(year)s; its code has to be the name.")
        yield Objection(words % named, reason=reason_of(*fitting[0]))
        return
    makeup, book = by_name[0]
    if makeup.hours and course.hours != makeup.hours:
        words = _("“%(course)s” is worth %(right)s by the rules; here it is %(hours)s.")
        figures = named | {"right": hours_text(makeup.hours), "hours": hours_text(course.hours)}
        yield Objection(words % figures, reason=reason_of(makeup, book))


# All of them

CATEGORY_OF_KIND = {
    CatalogKind.PUBLIC: SubjectCategory.PUBLIC,
    CatalogKind.GUIDE: SubjectCategory.SPECIALTY,
}
"""Make-up is of every category."""


def objections_to(catalog: Catalog) -> list[Objection]:
    """Everything that stands against publishing it, so that nobody learns of one fault after the other."""
    courses = list(catalog.courses.all())
    found = list(objections_to_mandatory_hours(catalog))
    if not courses:
        found.append(Objection(_("There is no course in it yet.")))
    astray = sum(1 for course in courses if not _is_in_place(course, catalog))
    if astray:
        words = ngettext(
            "%(count)s course is of a category that does not belong here.",
            "%(count)s courses are of a category that does not belong here.",
            astray,
        )
        found.append(Objection(words % {"count": astray}))
    return [
        *found,
        *_objections_to_mandatory_courses(catalog, courses),
        *_objections_to_makeup(catalog, courses),
    ]


def _is_in_place(course: Course, catalog: Catalog) -> bool:
    return CATEGORY_OF_KIND.get(CatalogKind(catalog.kind), course.category) == course.category
