"""A rule set that is not in force: read by the same loader, and laid among the books as if it were."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from pathlib import Path

from policies.books import Book, Table
from policies.shelf import HERE, Shelf, assemble, shelf
from policies.source import Source

DRAFT = "DRAFT"
"""The document that a draft may cite for what is not issued yet: `cite = "DRAFT 三"`."""
DOCUMENT: Table = {"title": "（送审稿）", "issuer": "–", "effective_from": datetime.date(1949, 10, 1)}
OPEN_END = 9999


@dataclass(frozen=True)
class DraftShelf:
    """All books as they would stand with the draft in force."""

    shelf: Shelf
    book: Book
    touched: frozenset[str]
    """The draft, and the rule sets that build on it."""
    ended: tuple[tuple[str, int], ...]
    """Rule sets that would end with that year, since the draft follows them."""

    @property
    def base(self) -> Book | None:
        """In force, to compare with: the same rule set, the one it extends, or the one it follows."""
        names = (self.book.id, self.book.table.get("extends"), *(name for name, _year in self.ended))
        return next((shelf().books[name] for name in names if name in shelf().books), None)


def draft_shelf(text: str, name: str = "draft.toml") -> DraftShelf:
    """BookFault, with the line, where the draft is not sound."""
    documents = Source(HERE / "documents.toml").data | {DRAFT: DOCUMENT}
    known = frozenset(documents)
    draft = Source(Path(name), known, text.encode())
    sources = [Source(path, known) for path in sorted((HERE / "books").glob("*.toml"))]
    others = [source for source in sources if source.data["id"] != draft.data.get("id")]
    is_new = len(others) == len(sources)
    ended = tuple(_make_way(others, draft.data.get("covers"))) if is_new else ()
    books = assemble(documents, [*others, draft])
    book = books.books[draft.data["id"]]
    return DraftShelf(books, book, _touched(books, book.id), ended)


def _make_way(others: list[Source], covers: object) -> list[tuple[str, int]]:
    """A draft under a name of its own follows what is in force for the same places and industries: that ends the year
    before, as it would if the draft were switched on. Whatever else overlaps, the loader refuses."""
    if not isinstance(covers, dict) or type(covers.get("first_year")) is not int:
        return []  # the loader says what is wrong with it
    first, last = covers["first_year"], covers.get("last_year", OPEN_END)
    ended = []
    for source in others:
        own = source.data["covers"]
        shares = set(own["places"]) & set(_names(covers, "places"))
        is_same_lane = bool(shares) and set(_names(own, "industries")) == set(_names(covers, "industries"))
        if is_same_lane and own["first_year"] < first <= own.get("last_year", OPEN_END) <= last:
            own["last_year"] = first - 1
            ended.append((source.data["id"], first - 1))
    return ended


def _names(covers: Table, key: str) -> list[str]:
    names = covers.get(key, [])
    return [name for name in names if isinstance(name, str)] if isinstance(names, list) else []


def _touched(books: Shelf, name: str) -> frozenset[str]:
    touched = {name}
    while more := {one for one, book in books.books.items() if book.table.get("extends") in touched} - touched:
        touched |= more
    return frozenset(touched)
