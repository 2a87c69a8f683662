"""A document with the sentences that books cite: where they stand, and which one was asked for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import Any

from django.urls import reverse

from policies.books import Book, Table
from policies.shelf import shelf
from rules.reading.texts import Document, Span, documents, quote_key


@dataclass(frozen=True)
class Use:
    """A rule of a book that rests on a sentence."""

    book_id: str
    rule: str

    @property
    def url(self) -> str:
        return f"{reverse('rules:book', args=[self.book_id])}#{self.rule or 'covers'}"

    def __str__(self) -> str:
        return f"{self.book_id} {self.rule}".rstrip()


@dataclass(frozen=True)
class Cited:
    """A sentence of a document, with everything that rests on it."""

    cite: str
    quote: str
    spans: tuple[Span, ...]
    uses: tuple[Use, ...] = ()

    @property
    def key(self) -> str:
        return quote_key(self.cite, self.quote)


@dataclass(frozen=True)
class Segment:
    """A stretch of a paragraph in which the same sentences are marked."""

    text: str
    is_cited: bool
    is_chosen: bool
    is_start_of_chosen: bool
    begins: tuple[Cited, ...]
    ends: tuple[Cited, ...]


def cited_in(document: Document, cite: str, quote: str) -> Cited:
    """A single sentence, wherever it is cited from."""
    return Cited(cite, quote, tuple(document.find(quote, cite.partition(" ")[2])))


@cache
def citations_of(code: str) -> tuple[Cited, ...]:
    """The sentences of a document that books cite, in the order in which they stand."""
    document = documents()[code]
    uses: dict[tuple[str, str], dict[Use, None]] = {}
    for book in shelf().books.values():
        for cite, quote, rule in _own_citations(book):
            if cite.split()[0] == code:
                uses.setdefault((cite, quote), {})[Use(book.id, rule)] = None
    found = [
        Cited(cite, quote, cited_in(document, cite, quote).spans, tuple(resting))
        for (cite, quote), resting in uses.items()
    ]
    return tuple(sorted(found, key=lambda cited: [(span.paragraph, span.start) for span in cited.spans]))


def books_citing(code: str) -> list[Book]:
    names = {use.book_id for cited in citations_of(code) for use in cited.uses}
    return [book for book in shelf().books.values() if book.id in names]


def _own_citations(book: Book) -> Iterator[tuple[str, str, str]]:
    """What the book states itself: an inheritor does not cite again what it takes over."""
    for value in book.table.values():
        for item in value if isinstance(value, list) else [value]:
            if isinstance(item, dict) and item.get("book", book.id) == book.id:
                yield from _citations_in(item, "")


def _citations_in(table: Table, rule: str) -> Iterator[tuple[str, str, str]]:
    rule = table.get("rule", rule)
    if "cite" in table and "quote" in table:
        yield table["cite"], table["quote"], rule
    for value in table.values():
        for inner in _tables_in(value):
            yield from _citations_in(inner, rule)


def _tables_in(value: Any) -> Iterable[Table]:
    if isinstance(value, dict):
        return [value]
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []


def marked(document: Document, citations: Iterable[Cited], chosen: Cited | None = None) -> list[list[Segment]]:
    """Each paragraph in segments."""
    everything = list(citations)
    return [_segments(document, number, everything, chosen) for number in range(len(document.paragraphs))]


def _segments(document: Document, number: int, citations: list[Cited], chosen: Cited | None) -> list[Segment]:
    text = document.paragraphs[number]
    here = [(span, cited) for cited in citations for span in cited.spans if span.paragraph == number]
    chosen_here = [span for span in chosen.spans if span.paragraph == number] if chosen else []
    spans = [*(span for span, _ in here), *chosen_here]
    edges = sorted({0, len(text), *(span.start for span in spans), *(span.end for span in spans)})
    return [
        Segment(
            text=text[start:end],
            is_cited=any(span.start <= start < span.end for span, _ in here),
            is_chosen=any(span.start <= start < span.end for span in chosen_here),
            is_start_of_chosen=bool(chosen) and Span(number, start, end).start == _start_of(chosen, number),
            begins=tuple(cited for span, cited in here if span.start == start and span == cited.spans[0]),
            ends=tuple(cited for span, cited in here if span.end == end and span == cited.spans[-1]),
        )
        for start, end in pairwise(edges)
    ]


def _start_of(chosen: Cited | None, number: int) -> int | None:
    first = chosen.spans[0] if chosen and chosen.spans else None
    return first.start if first and first.paragraph == number else None
