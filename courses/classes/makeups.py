"""Classes in which somebody makes up for a past year: which the rules offer, and who may hold them.

Shantou had 汕头市行政学院 alone hold them in 2014 (ST14 四(六), R-S9). Here that is a commission for `MAKEUP_LINE`,
which the bureau gives for a year like any other line of work.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator

from django.utils.translation import gettext as _

from courses.catalogs.rulings import Objection, reason_of
from courses.models import TrainingClass
from people.models import Commission, Institution
from people.supervision import place_of
from policies.books import Book, Makeup
from policies.shelf import shelf
from ui.formatting import date_text, hours_text

MAKEUP_LINE = "往年度科目补修"


def makeup_offers(place: str) -> list[tuple[Makeup, Book]]:
    """All that the rules of a place ever offered, each once: a book that takes another one over repeats it."""
    found: dict[Makeup, Book] = {}
    for book in shelf().around({"place": place}):
        for makeup in book.makeups:
            found.setdefault(makeup, book)
    return list(found.items())


def offers_at(institution: Institution, on: datetime.date) -> list[tuple[Makeup, Book]]:
    """What the rules of its place on that day name to be made up in classes."""
    return [pair for pair in makeup_offers(place_of(institution, on)) if pair[0].courses]


def years_to_offer(institution: Institution, on: datetime.date) -> list[int]:
    """For the form: the past years for which this institution may plan a class; none without the commission."""
    offers = [pair for pair in offers_at(institution, on) if on <= pair[0].closes_on]
    years = {makeup.closes_on.year for makeup, _book in offers}
    if not Commission.objects.filter(institution=institution, line=MAKEUP_LINE, year__in=years).exists():
        return []
    return sorted({year for makeup, _book in offers for year in makeup.years}, reverse=True)


def objections_to_makeup(plan: TrainingClass) -> Iterator[Objection]:
    """Why a class that makes up for a past year cannot be held as planned; nothing of any other."""
    if plan.makeup_for is None:
        if plan.line == MAKEUP_LINE:
            yield Objection(_("Say for which past year this class makes up."), "makeup_for")
        return
    year = plan.makeup_for
    around = offers_at(plan.institution, plan.ends_on)
    offers = [pair for pair in around if pair[0].offers(year, plan.category)]
    if not offers:
        words = _("The rules of your place let nothing of this category be made up for %(year)s.")
        yield Objection(words % {"year": year}, "makeup_for")
        return
    makeup, book = offers[0]
    yield from _objections_to_time(plan, makeup, book)
    yield from _objections_to_holder(plan, makeup, book)
    yield from _objections_to_course(plan, [each for each, _book in offers], reason_book=book)


def why_no_makeup(plan: TrainingClass) -> str:
    return next((objection.plain for objection in objections_to_makeup(plan)), "")


def _objections_to_time(plan: TrainingClass, makeup: Makeup, book: Book) -> Iterator[Objection]:
    if makeup.opens_on <= plan.starts_on and plan.ends_on <= makeup.closes_on:
        return
    words = _("Such classes are held from %(first)s to %(last)s; what ends later counts for no past year.")
    told = {"first": date_text(makeup.opens_on), "last": date_text(makeup.closes_on)}
    yield Objection(words % told, "ends_on", reason_of(makeup, book))


def _objections_to_holder(plan: TrainingClass, makeup: Makeup, book: Book) -> Iterator[Objection]:
    year = plan.starts_on.year
    if (
        plan.line != MAKEUP_LINE
        or not Commission.objects.filter(institution_id=plan.institution_id, year=year, line=MAKEUP_LINE).exists()
    ):
        words = _("Only who is commissioned for “%(line)s” in %(year)s holds them; choose this line of work.")
        yield Objection(words % {"line": MAKEUP_LINE, "year": year}, "line", reason_of(makeup, book))


def _objections_to_course(plan: TrainingClass, makeups: list[Makeup], *, reason_book: Book) -> Iterator[Objection]:
    named = sorted({title for makeup in makeups for title in makeup.courses})
    fitting = next((each for each in makeups if plan.course and plan.course.code in each.courses), None)
    if fitting is None:
        words = _("For %(year)s the rules name these courses: %(courses)s. Choose one of them from the catalog.")
        told = {"year": plan.makeup_for, "courses": "、".join(f"《{title}》" for title in named)}
        yield Objection(words % told, "course", reason_of(makeups[0], reason_book))
    elif fitting.hours and plan.hours != fitting.hours:
        words = _("“%(course)s” is worth %(right)s by the rules; here it is %(hours)s.")
        told = {
            "course": plan.course.title if plan.course else "",
            "right": hours_text(fitting.hours),
            "hours": hours_text(plan.hours),
        }
        yield Objection(words % told, "hours", reason_of(fitting, reason_book))
