"""All rule sets at a glance: on the time line, in the list, and which of them is in force where."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import pgettext

from policies.books import FOREVER, Book
from policies.readings import readings
from policies.shelf import shelf
from rules.labels import INDUSTRIES
from rules.places import place_name, told
from rules.reading.marking import books_citing
from rules.reading.parts import contrasted, listed
from rules.reading.telling.openings import value_words
from rules.reading.telling.requirements import who
from rules.reading.texts import Document, cited_document, documents
from rules.reading.time_line import Span, TimeLine, time_line

Lane = tuple[str, str]
"""A place and an industry; no industry for everybody else."""


def drawn(today: datetime.date, here: str = "") -> TimeLine:
    books = sorted(shelf().books.values(), key=lambda book: book.first_year)
    spans = [
        Span(
            id=book.id,
            title=told(book.title),
            lane=lane_name(lane),
            first_year=book.first_year,
            last_year=last_year(book),
            is_confirmed=book.is_confirmed,
            url=reverse("rules:book", args=[book.id]),
        )
        for lane in lanes()
        for book in books
        if lane in lanes_of(book)
    ]
    return time_line(spans, today, here)


def lanes_of(book: Book) -> list[Lane]:
    return [(place, industry) for place in book.places for industry in sorted(book.industries) or [""]]


def lanes() -> list[Lane]:
    """A province before its cities, everybody before an industry; the province that was first with a book first."""
    known = {lane: book.first_year for book in shelf().books.values() for lane in lanes_of(book)}
    first_in_province: dict[str, int] = {}
    for (place, _industry), year in known.items():
        first_in_province[place[:2]] = min(year, first_in_province.get(place[:2], year))
    return sorted(known, key=lambda lane: (first_in_province[lane[0][:2]], lane))


def lane_name(lane: Lane) -> str:
    place, industry = lane
    if not industry:
        return place_name(place)
    words = pgettext("an industry in a place", "{place}, {industry}")
    return words.format(place=place_name(place), industry=INDUSTRIES[industry])


def last_year(book: Book) -> int | None:
    return None if book.last_year == FOREVER else book.last_year


def heading(book: Book) -> str:
    """The title as a heading, which a narrow screen must not part inside its span of years."""
    return told(book.title).replace("–", "\N{WORD JOINER}–\N{WORD JOINER}")


def years_words(book: Book) -> str:
    last = last_year(book)
    if last == book.first_year:
        return pgettext("study years", "{year}").format(year=last)
    words = pgettext("study years", "from {first} on") if last is None else pgettext("study years", "{first}–{last}")
    return words.format(first=book.first_year, last=last)


def calculator_address(book: Book, today: datetime.date) -> str:
    """The calculator with a place, year and industry that the book judges, the latest there is."""
    place, industry = lanes_of(book)[0]
    question = {"place": place, "year": min(book.last_year, today.year), "industry": industry}
    return f"{reverse('rules:calculator')}?{urlencode({name: said for name, said in question.items() if said})}"


@dataclass(frozen=True)
class InForce:
    """A rule set that is used today, and for whom."""

    book: Book
    lanes: Sequence[str]

    @property
    def where(self) -> str:
        return str(listed(self.lanes))

    @property
    def title(self) -> str:
        return told(self.book.title)


def in_force(year: int) -> list[InForce]:
    """The rule sets of a study year, with the places whose people they judge. An industry without a rule set of its
    own in that year is judged like everybody."""
    found: dict[str, list[str]] = {}
    for lane in lanes():
        book = shelf().choose(lane[0], year, lane[1] or None)
        if book is not None and (book.industries or not lane[1]):
            found.setdefault(book.id, []).append(lane_name(lane))
    return [InForce(shelf().books[name], names) for name, names in found.items()]


@dataclass(frozen=True)
class Listed:
    """A rule set in the list."""

    book: Book

    @property
    def title(self) -> str:
        return told(self.book.title)

    @property
    def who(self) -> str:
        return who(self.book)

    @property
    def years(self) -> str:
        return years_words(self.book)

    @property
    def extends(self) -> str:
        return str(self.book.table.get("extends", ""))


def listed_books() -> list[Listed]:
    order = {lane: place for place, lane in enumerate(lanes())}
    books = sorted(shelf().books.values(), key=lambda book: (order[lanes_of(book)[0]], book.first_year))
    return [Listed(book) for book in books]


@dataclass(frozen=True)
class ListedDocument:
    document: Document
    books: Sequence[Book]


def listed_documents() -> list[ListedDocument]:
    ordered = sorted(documents().values(), key=lambda document: document.effective_from)
    return [ListedDocument(document, books_citing(document.code)) for document in ordered]


@dataclass(frozen=True)
class ListedReading:
    """A reading of ours as the list shows it."""

    name: str
    question: str
    reading: str
    reason: str
    alternative: str
    """Where the default can be switched."""
    document: Document
    article: str


def listed_readings() -> list[ListedReading]:
    alternatives = {
        choice["id"]: str(contrasted([value_words(choice["id"], value) for value in choice["alternatives"]]))
        for book in shelf().books.values()
        for choice in book.table.get("choices", ())
    }
    return [
        ListedReading(
            name=name,
            question=told(known["question"]),
            reading=told(known["reading"]),
            reason=told(known["reason"]),
            alternative=alternatives.get(name, ""),
            document=cited_document(known["cite"])[0],
            article=cited_document(known["cite"])[1],
        )
        for name, known in readings().items()
    ]
