"""What may be made up for a past year, and why something may not (R-S9, R-S10, R-18-8, A-24). Asks the rule books; the
ledger comes to the same by itself, and this says so before anything is sent."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from courses.catalogs.rulings import reason_of
from courses.classes.makeups import makeup_offers
from courses.enums import SubjectCategory
from people.models import Professional
from policies.books import Book, Makeup
from records.enums import UNDER_REVIEW, RecordState
from records.ledger.standing import career_of
from records.models import LearningRecord
from rules.calculator.telling import cited, rule_url
from ui.formatting import date_text
from ui.parts import Reason


@dataclass(frozen=True)
class Offer:
    makeup: Makeup
    book: Book

    @property
    def reason(self) -> Reason:
        return reason_of(self.makeup, self.book)


@dataclass(frozen=True)
class Refusal:
    words: str
    reason: Reason | None = None

    @property
    def plain(self) -> str:
        return f"{self.words} ({self.reason.citation})" if self.reason else self.words


@dataclass(frozen=True)
class MadeUp:
    """What somebody did, or means to do, for a past year."""

    year: int
    category: str
    ended_on: datetime.date
    course: str = ""


def offers_around(place: str) -> list[Offer]:
    return [Offer(makeup, book) for makeup, book in makeup_offers(place)] if place else []


def refusal_of(place: str, said: MadeUp, *, used: Iterable[LearningRecord] = ()) -> Refusal | None:
    """Why it cannot count for that year; None where it can. `used`: other make-up records of the person."""
    offers = offers_around(place)
    of_year = [offer for offer in offers if said.year in offer.makeup.years]
    if not of_year:
        return _never_offered(offers, said.year)
    of_category = [offer for offer in of_year if offer.makeup.category == said.category]
    if not of_category:
        return _other_categories(of_year, said)
    return _too_late(of_category, said) or _other_course(of_category, offers, said) or _used_before(said, used)


def refusal_of_record(record: LearningRecord) -> Refusal | None:
    """Of a record that is meant for a past year; asked before it is sent."""
    if record.makeup_for is None:
        return None
    said = MadeUp(record.makeup_for, record.category, record.ended_on, record.course_key)
    place = career_of(record.professional).standing_in(said.year, makes_up=True).place
    return refusal_of(place, said, used=made_up_by(record.professional, but=record.pk))


def made_up_by(professional: Professional, *, but: int | None = None) -> list[LearningRecord]:
    """Whatever was, or is to be, made up; what was refused or taken back blocks nothing."""
    standing = LearningRecord.objects.filter(
        professional=professional, makeup_for__isnull=False, state__in=[*UNDER_REVIEW, RecordState.RECOGNIZED]
    )
    others = standing if but is None else standing.exclude(pk=but)
    return list(others.order_by("ended_on", "pk"))


# Each refusal


def _never_offered(offers: list[Offer], year: int) -> Refusal:
    years = sorted({each for offer in offers for each in offer.makeup.years})
    if not years:
        return Refusal(_("The rules of your place let no past year be made up."))
    words = _("For %(year)s nothing was ever offered to be made up here; only for %(years)s.")
    nearest = min(offers, key=lambda offer: min(abs(each - year) for each in offer.makeup.years))
    return Refusal(words % {"year": year, "years": _spans(years)}, nearest.reason)


def _spans(years: list[int]) -> str:
    """2010–2013, 2018"""
    spans: list[list[int]] = []
    for year in years:
        if spans and spans[-1][-1] == year - 1:
            spans[-1].append(year)
        else:
            spans.append([year])
    return pgettext("between names", ", ").join(
        f"{each[0]}–{each[-1]}" if len(each) > 1 else str(each[0]) for each in spans
    )


def _other_categories(of_year: list[Offer], said: MadeUp) -> Refusal:
    words = _("For %(year)s only these may be made up: %(categories)s. It counts in the year in which it ends.")
    names = dict.fromkeys(str(SubjectCategory(offer.makeup.category).label) for offer in of_year)
    return Refusal(
        words % {"year": said.year, "categories": pgettext("between names", ", ").join(names)}, of_year[0].reason
    )


def _too_late(of_category: list[Offer], said: MadeUp) -> Refusal | None:
    if any(offer.makeup.opens_on <= said.ended_on <= offer.makeup.closes_on for offer in of_category):
        return None
    last = max(of_category, key=lambda offer: offer.makeup.closes_on)
    words = _("%(year)s could be made up until %(day)s; what ends later does not count for it.")
    if said.ended_on < last.makeup.opens_on:
        words = _("%(year)s can be made up until %(day)s, and not with what ended before this was opened.")
    return Refusal(words % {"year": said.year, "day": date_text(last.makeup.closes_on)}, last.reason)


def _other_course(of_category: list[Offer], offers: list[Offer], said: MadeUp) -> Refusal | None:
    if any(not offer.makeup.courses or said.course in offer.makeup.courses for offer in of_category):
        return None
    named = pgettext("between names", ", ").join(_quoted(of_category))
    elsewhere = sorted({year for offer in offers if said.course in offer.makeup.courses for year in offer.makeup.years})
    if elsewhere:
        words = _("“%(course)s” makes up for %(years)s, not for %(year)s. For %(year)s: %(courses)s.")
    else:
        words = _("“%(course)s” is none of the courses that make up for %(year)s: %(courses)s.")
    told = {"course": said.course, "years": _spans(elsewhere), "year": said.year, "courses": named}
    return Refusal(words % told, of_category[0].reason)


def _quoted(offers: list[Offer]) -> Iterator[str]:
    for offer in offers:
        yield from (f"《{title}》" for title in sorted(offer.makeup.courses))


def _used_before(said: MadeUp, used: Iterable[LearningRecord]) -> Refusal | None:
    """A-24: five elective courses cover four years, each once."""
    other = next((each for each in used if said.course and each.course_key == said.course), None)
    if other is None:
        return None
    words = _("“%(course)s” was taken for %(year)s already. A course makes up for one year only.")
    reason = Reason(
        words=_("One course counts once."), citation=f"A-24, {cited('ST14 四(六)')}", url=rule_url("A-24", "")
    )
    return Refusal(words % {"course": said.course, "year": other.makeup_for}, reason)
