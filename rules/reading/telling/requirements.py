"""Whom a book is for, and how much it asks of them."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from policies.books import Book
from rules.labels import INDUSTRIES, LINES, TITLE_LEVELS
from rules.places import place_name
from rules.reading.parts import Item, Reading, Section, Sentence, Statement, items_of, listed, say


def scope(book: Book) -> Section:
    return Section("covers", _("Whom it is for"), tuple(_scope(book)))


def _scope(book: Book) -> Iterator[Statement]:
    covers = Item(book, "covers", book.table["covers"])
    yield covers.tell(
        "covers",
        topic=_("Places and years"),
        sentences=[say(_("{who}, study years {years}."), who=who(book), years=covers.years())],
    )
    if "expires" in book.table:
        expires = Item(book, "expires", book.table["expires"])
        words = _("The document was valid until {day}. Later years are still judged by it, with a warning ({reading}).")
        yield expires.tell(
            "expires",
            topic=_("Term of the document"),
            sentences=[say(words, day=expires.day("on"), reading=Reading("A-44"))],
        )


def who(book: Book) -> str:
    """Guangdong, accounting"""
    places = str(listed([place_name(code) for code in book.places]))
    if not book.industries:
        return places
    industries = str(listed([str(INDUSTRIES[name]) for name in sorted(book.industries)]))
    return pgettext("an industry in a place", "{place}, {industry}").format(place=places, industry=industries)


def requirements(book: Book) -> Section:
    in_order = sorted(items_of(book, "required"), key=lambda item: list(LINES).index(item["line"]))
    told = [_floor(item) for item in in_order]
    told += [_taken(item) for item in items_of(book, "takes")]
    return Section("required", _("How much a year asks for"), tuple(told))


def _floor(item: Item) -> Statement:
    return item.tell(item["line"], topic=LINES[item["line"]], sentences=[_at_least(item)], condition=_for_whom(item))


def _at_least(item: Item) -> Sentence:
    if item.get("absent"):
        return say(_("No floor."))
    years = item.years()
    if years is None:
        return say(_("At least {hours} a year."), hours=item.hours())
    return say(_("At least {hours} a year ({years})."), hours=item.hours(), years=years)


def _for_whom(item: Item) -> str:
    levels = item.get("title_levels")
    if not levels:
        return ""
    return _("titles: {levels}").format(levels=listed([str(TITLE_LEVELS[level]) for level in levels]))


def _taken(item: Item) -> Statement:
    words = _("Counted as specialty subjects.") if item["as"] == "specialty" else _("Not counted at all.")
    return item.tell(
        f"takes-{item['category']}",
        topic=LINES[item["category"]],
        sentences=[say(words)],
    )
