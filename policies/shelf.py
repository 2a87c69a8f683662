"""All books together: read, checked, and chosen by place, year and industry."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from itertools import pairwise, product
from pathlib import Path
from typing import Any, TypeVar

from policies.books import REFUSALS, Book, BookFile, Dated, Procedure, Table
from policies.faults import QuestionFault
from policies.reader import read
from policies.source import Source
from policies.terms import TITLE_LEVELS

HERE = Path(__file__).resolve().parent

# What a book takes over from the one it extends: item by item, where an item replaces those of the same key, or whole.
KEYED = {
    "required": "line",
    "takes": "category",
    "convert": "activities",
    "pools": "name",
    "refuse": "reason",
    "doubles": "kind",
    "routes": "procedure",
    "deadlines": "what",
    "choices": "id",
}
WHOLE = ("expires", "makeups", "other_makeups", "cycle", "numbering", "sampling")
NEEDED = ("required", "convert", "refuse", "doubles", "other_makeups")


@dataclass(frozen=True)
class Document:
    """A regulation; `text` is the file in `sources/` that holds its full text."""

    title: str
    issuer: str
    effective_from: date
    number: str = ""
    text: str = ""


Found = TypeVar("Found", bound=Procedure)


class Shelf:
    def __init__(self, documents: dict[str, Table], books: Iterable[Book]) -> None:
        self.documents = documents
        self.books = {book.id: book for book in books}
        self._at: dict[str, list[Book]] = {}
        for book in sorted(self.books.values(), key=lambda book: -book.first_year):
            for place in book.places:
                self._at.setdefault(place, []).append(book)

    def choose(self, place: str, year: int, industry: str | None = None, *, makes_up: bool = False) -> Book | None:
        """The rule set in force: that of the industry before the general one, that of the place before its city's
        before its province's. A book that offers make-up of past years judges them where something is made up."""
        general = None
        for book in self._around(place):
            if book.judges(year, makes_up=makes_up):
                if industry in book.industries:
                    return book
                if general is None and not book.industries:
                    general = book
        return general

    def named(self, question: Table) -> Book | None:
        """The rule set that a question asks for by name."""
        name = question.get("ruleset")
        if name is not None and name not in self.books:
            raise QuestionFault("ruleset", f"must be one of {', '.join(self.books)}")
        return self.books[name] if name else None

    def around(self, question: Table) -> list[Book]:
        """The book that is named, or the general books of the place, its city and its province, the newest first."""
        named = self.named(question)
        return [named] if named else [book for book in self._around(question["place"]) if not book.industries]

    def holding(
        self, question: Table, year: int, items_of: Callable[[Book], Sequence[Found]]
    ) -> tuple[Book | None, Sequence[Found]]:
        """The routes, deadlines or cycles that hold in that year: those of the book in force, or else those of another
        book of the place that says their years itself."""
        industry = question.get("person", {}).get("industry")
        in_force = self.named(question) or self.choose(question["place"], year, industry)
        found = [one for one in items_of(in_force) if one.holds_in(year)] if in_force else []
        if found:
            return in_force, found
        for book in self.around(question):
            found = [one for one in items_of(book) if one.holds_beside(book.covers, year)]
            if found:
                return book, found
        return None, ()

    def ended(self, question: Table, year: int, items_of: Callable[[Book], Sequence[Found]]) -> Found | None:
        """What the place had before that year."""
        items = (one for book in self.around(question) for one in items_of(book))
        return next((one for one in items if one.last_year < year), None)

    def _around(self, place: str) -> Iterator[Book]:
        for code in dict.fromkeys((place, f"{place[:4]}00", f"{place[:2]}0000")):
            yield from self._at.get(code, ())


@cache
def shelf() -> Shelf:
    """The books of the product, compiled once when they are first asked for. BookFault where a file is not sound."""
    return load(HERE / "documents.toml", sorted((HERE / "books").glob("*.toml")))


def load(documents: Path, paths: Iterable[Path]) -> Shelf:
    source = Source(documents)
    read(dict[str, Document], source, (), source.data)
    return assemble(source.data, [Source(path, frozenset(source.data)) for path in paths])


def assemble(documents: dict[str, Table], sources: Sequence[Source]) -> Shelf:
    """Every book complete: checked, with what it takes over from the one that it extends."""
    own: dict[str, Source] = {}
    for source in sources:
        name = read(BookFile, source, (), source.data).id
        if name in own:
            raise source.fault(("id",), f"there is another book {name}")
        own[name] = source
    complete = [_complete(name, own) for name in own]
    _check_time_line(complete, own)
    return Shelf(documents, complete)


def _complete(name: str, own: dict[str, Source]) -> Book:
    source = own[name]
    table = _table(name, own, ())
    for section in NEEDED:
        if section not in table:
            raise source.fault((), f"{section} is missing")
    content: BookFile = read(BookFile, source, (), _unsigned(table))
    _check_floors(content, source)
    _check_names(content, source)
    return Book(content, table)


def _table(name: str, own: dict[str, Source], asked_by: tuple[str, ...]) -> Table:
    """The table of a book with what it takes over; each item says in `book` which book states it."""
    source = own[name]
    signed = {key: _signed(value, name) for key, value in source.data.items()}
    parent = source.data.get("extends")
    if parent is None:
        return signed
    if parent not in own or parent in (*asked_by, name):
        raise source.fault(("extends",), f"{parent} cannot be extended here")
    return _merged(_table(parent, own, (*asked_by, name)), signed)


def _signed(value: Any, book: str) -> Any:
    if isinstance(value, list):
        return [_signed(item, book) for item in value]
    is_item = isinstance(value, dict) and ("cite" in value or "value" in value)
    return value | {"book": book} if is_item else value


def _unsigned(value: Any) -> Any:
    if isinstance(value, list):
        return [_unsigned(item) for item in value]
    return {key: _unsigned(item) for key, item in value.items() if key != "book"} if isinstance(value, dict) else value


def _merged(parent: Table, child: Table) -> Table:
    merged = {key: parent[key] for key in WHOLE if key in parent} | child
    for section, key in KEYED.items():
        replaced = {name for item in child.get(section, ()) for name in _names(item, key)}
        kept = [_without(item, key, replaced) for item in parent.get(section, ())]
        if items := [*(item for item in kept if item), *child.get(section, ())]:
            merged[section] = items
    return merged


def _names(item: Table, key: str) -> list[str]:
    names = item[key]
    return list(names) if isinstance(names, list) else [names]


def _without(item: Table, key: str, replaced: set[str]) -> Table:
    left = [name for name in _names(item, key) if name not in replaced]
    if not left:
        return {}
    return item | {key: left} if isinstance(item[key], list) else item


def _check_floors(book: BookFile, source: Source) -> None:
    """Each line of each title level has one floor in every year of the book, or none in all of them."""
    own = [floor.get("line") for floor in source.data.get("required", ())]
    for line in dict.fromkeys(("total", *(floor.line for floor in book.required))):
        for level in TITLE_LEVELS:
            floors = [floor for floor in book.required if floor.line == line and level in floor.title_levels]
            if problem := _flaw(floors, book.covers):
                where = ("required", own.index(line)) if line in own else ()
                raise source.fault(where, f"{line} for {level}: {problem}")


def _flaw(spans: Sequence[Dated], whole: Dated) -> str:
    """What is wrong with spans that should cover the years of the whole without gap or overlap."""
    ordered = sorted(spans, key=_years)
    if not ordered:
        return "a gap: no floor"
    if ordered[0].first_year > whole.first_year or ordered[-1].last_year < whole.last_year:
        return f"a gap in {whole.first_year} to {whole.last_year}"
    return next(filter(None, (_seam(one, other) for one, other in pairwise(ordered))), "")


def _years(span: Dated) -> tuple[int, int]:
    return span.first_year, span.last_year


def _seam(one: Dated, other: Dated) -> str:
    if other.first_year <= one.last_year:
        return f"an overlap in {other.first_year}"
    return f"a gap after {one.last_year}" if other.first_year > one.last_year + 1 else ""


def _check_names(book: BookFile, source: Source) -> None:
    """What the items of a book call by name is in the book."""
    wanted = {
        "refuse": set(REFUSALS) - {one.reason for one in book.refuse},
        "pools": {one.pool for one in book.convert if one.pool} - {one.name for one in book.pools},
        "choices": {step.choice for route in book.routes for step in route.steps if step.choice}
        - {one.id for one in book.choices},
    }
    for section, names in wanted.items():
        if names:
            raise source.fault((section,), f"has no {', '.join(sorted(names))}")


def _check_time_line(books: Iterable[Book], own: dict[str, Source]) -> None:
    """The books of one place and industry follow each other without gap or overlap."""
    lanes: dict[tuple[str, str], list[Book]] = {}
    for book in books:
        for place, industry in product(book.places, book.industries or ("",)):
            lanes.setdefault((place, industry), []).append(book)
    for (place, _), lane in lanes.items():
        for one, other in pairwise(sorted(lane, key=lambda book: _years(book.covers))):
            if problem := _seam(one.covers, other.covers):
                raise own[other.id].fault(("covers", "first_year"), f"{place}: {problem}, seen from {one.id}")
