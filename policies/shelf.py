"""All books together: read, checked, and chosen by place, year and industry."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

from policies import shapes
from policies.books import FOREVER, Book, Dated, Table, compile_book
from policies.faults import QuestionFault
from policies.layout import BOOK, INHERITED, KEYED, TITLE_LEVELS
from policies.source import Source, Where

HERE = Path(__file__).resolve().parent

DOCUMENTS = shapes.map_of(
    shapes.table(
        {"title": shapes.text, "number": shapes.any_text, "issuer": shapes.text, "effective_from": shapes.day},
        {"text": shapes.text},
    )
)


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
            if book.covers(year) or (makes_up and year in book.makeup_years):
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

    def around(self, place: str) -> list[Book]:
        """The general books of the place, its city and its province, the newest first."""
        return [book for book in self._around(place) if not book.industries]

    def _around(self, place: str) -> Iterator[Book]:
        for code in dict.fromkeys((place, f"{place[:4]}00", f"{place[:2]}0000")):
            yield from self._at.get(code, ())


@cache
def shelf() -> Shelf:
    """The books of the product, read when they are first asked for."""
    return load(HERE / "documents.toml", sorted((HERE / "books").glob("*.toml")))


def load(documents: Path, paths: Iterable[Path]) -> Shelf:
    source = Source(documents)
    known = DOCUMENTS(source, (), source.data)
    sources = [Source(path, frozenset(known)) for path in paths]
    tables = assemble(sources)
    return Shelf(known, map(compile_book, tables.values()))


def assemble(sources: list[Source]) -> dict[str, Table]:
    """Every book complete: checked, with what it takes over from the one that it extends."""
    own = {}
    for source in sources:
        table = BOOK(source, (), source.data)
        if table["id"] in own:
            raise source.fault(("id",), f"there is another book {table['id']}")
        own[table["id"]] = (source, _signed(table))
    complete: dict[str, Table] = {}
    for name in own:
        _complete(name, own, complete, ())
    for name, (source, _) in own.items():
        _check_floors(source, complete[name])
    _check_time_line(own)
    return complete


def _signed(table: Table) -> Table:
    """The table whose items say in `book` which book states them, whoever takes them over."""
    return {key: _with_book(value, table["id"]) for key, value in table.items()}


def _with_book(value: Any, book: str) -> Any:
    if isinstance(value, list):
        return [_with_book(item, book) for item in value]
    is_item = isinstance(value, dict) and ("cite" in value or "value" in value)
    return value | {"book": book} if is_item else value


def _complete(
    name: str, own: dict[str, tuple[Source, Table]], complete: dict[str, Table], asked_by: tuple[str, ...]
) -> Table:
    if name not in complete:
        source, table = own[name]
        parent = table.get("extends")
        if parent is not None and (parent not in own or parent in (*asked_by, name)):
            raise source.fault(("extends",), f"{parent} cannot be extended here")
        taken_over = _complete(parent, own, complete, (*asked_by, name)) if parent else {}
        complete[name] = _merged(taken_over, table)
        for section in ("required", "convert", "refuse", "doubles", "other_makeups"):
            if section not in complete[name]:
                raise source.fault((), f"{section} is missing")
    return complete[name]


def _merged(parent: Table, child: Table) -> Table:
    merged = {key: parent[key] for key in INHERITED if key in parent} | child
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


def _check_floors(source: Source, table: Table) -> None:
    """Each line of each title level has one floor in every year of the book, or none in all of them."""
    covers = table["covers"]
    years = covers["first_year"], covers.get("last_year", FOREVER)
    if years[0] > years[1]:
        raise source.fault(("covers", "last_year"), "is before first_year")
    for line in dict.fromkeys(item["line"] for item in table["required"]):
        for level in TITLE_LEVELS:
            spans = [
                (item.get("first_year", years[0]), item.get("last_year", years[1]))
                for item in table["required"]
                if item["line"] == line and level in item.get("title_levels", TITLE_LEVELS)
            ]
            if problem := _flaw(spans, years):
                raise source.fault(_place_of(source, line), f"{line} for {level}: {problem}")
    for position, item in enumerate(table["required"]):
        if ("hours" in item) == item.get("absent", False):
            raise source.fault(("required", position), "states either hours or absent = true")


def _place_of(source: Source, line: str) -> Where:
    own = source.data.get("required", [])
    return next((("required", n) for n, item in enumerate(own) if item.get("line") == line), ())


def _flaw(spans: list[tuple[int, int]], years: tuple[int, int]) -> str:
    """What is wrong with spans that should cover the years of the book without gap or overlap."""
    ordered = sorted(spans)
    if not ordered:
        return "a gap: no floor"
    if ordered[0][0] > years[0] or ordered[-1][1] < years[1]:
        return f"a gap in {years[0]} to {years[1]}"
    return next(filter(None, (_seam(one, other) for one, other in pairwise(ordered))), "")


def _seam(one: tuple[int, int], other: tuple[int, int]) -> str:
    if other[0] <= one[1]:
        return f"an overlap in {other[0]}"
    return f"a gap after {one[1]}" if other[0] > one[1] + 1 else ""


def _check_time_line(own: dict[str, tuple[Source, Table]]) -> None:
    """The books of one place and industry follow each other without gap or overlap."""
    lanes: dict[tuple[str, tuple[str, ...]], list[tuple[int, int, str]]] = {}
    for name, (_, table) in own.items():
        covers = table["covers"]
        for place in covers["places"]:
            lane = lanes.setdefault((place, tuple(sorted(covers.get("industries", ())))), [])
            lane.append((covers["first_year"], covers.get("last_year", FOREVER), name))
    for (place, _), lane in lanes.items():
        for one, other in pairwise(sorted(lane)):
            if problem := _seam(one[:2], other[:2]):
                raise own[other[2]][0].fault(("covers", "first_year"), f"{place}: {problem}, seen from {one[2]}")


def choose_dated(
    books: Shelf, named: Book | None, place: str, year: int, industry: str | None, part: str, key: str
) -> tuple[Book | None, tuple[Dated, ...], Dated | None]:
    """What holds in that year of the routes or deadlines of one kind: in the book in force, or else in one of the
    place that says its years itself. The third is what the place had, where it has ended by then."""
    in_force = named or books.choose(place, year, industry)
    if in_force is not None:
        found = tuple(one for one in getattr(in_force, part).get(key, ()) if one.holds_in(year, is_named=bool(named)))
        if found:
            return in_force, found, None
    ended = None
    for book in [named] if named else books.around(place):
        dated = [one for one in getattr(book, part).get(key, ()) if one.is_dated]
        found = tuple(one for one in dated if one.holds_in(year))
        if found:
            return book, found, None
        ended = ended or next((one for one in dated if one.last_year < year), None)
    return None, (), ended
