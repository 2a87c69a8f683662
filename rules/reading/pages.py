"""A rule set as a document: entries with anchors, and the figure that the reader chose with its source beside it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain, groupby

from policies.books import Book
from rules.reading.marking import Cited, Segment, cited_in, marked
from rules.reading.parts import Entry, Figure, Section, Statement
from rules.reading.telling import tell
from rules.reading.texts import Document


@dataclass(frozen=True)
class Group:
    """Entries under a heading of their own; without one where the section is not parted."""

    title: str
    entries: Sequence[Entry]


@dataclass(frozen=True)
class Chapter:
    section: Section
    groups: Sequence[Group]


@dataclass(frozen=True)
class Source:
    """The sentence behind a figure, within the full text of its document."""

    figure: Figure
    statement: Statement
    anchor: str

    @property
    def document(self) -> Document:
        return self.figure.source[0]

    @property
    def article(self) -> str:
        return self.figure.source[1]

    @cached_property
    def cited(self) -> Cited:
        return cited_in(self.document, self.figure.cite, self.figure.quote)

    @property
    def paragraphs(self) -> list[list[Segment]]:
        return marked(self.document, (), self.cited)


class BookPage:
    def __init__(self, book: Book, chosen: str = "") -> None:
        """`chosen` is the path of a figure; KeyError where the book has none there. Without one, it is the first that
        says how much a year asks for."""
        self.book = book
        self.sections = tell(book)
        self.chapters = list(_chapters(self.sections))
        self.is_chosen = bool(chosen)
        self.source = self._source_of(chosen)
        self.source.figure.is_chosen = self.is_chosen

    @property
    def is_taken_over_in_part(self) -> bool:
        return "extends" in self.book.table

    def _source_of(self, path: str) -> Source:
        for source in self._sources():
            if source.figure.covers(path) if path else source.figure.path.startswith("required."):
                return source
        raise KeyError(path)

    def _sources(self) -> Iterator[Source]:
        for chapter in self.chapters:
            for entry in chain.from_iterable(group.entries for group in chapter.groups):
                for statement in entry.statements:
                    for figure in statement.figures:
                        yield Source(figure, statement, (*entry.anchors, chapter.section.name)[0])


def _chapters(sections: Sequence[Section]) -> Iterator[Chapter]:
    taken: set[str] = {section.name for section in sections}
    for section in sections:
        parted = groupby(section.statements, key=lambda statement: section.groups.get(statement.keys[0], ""))
        yield Chapter(section, [Group(title, list(_entries(statements, taken))) for title, statements in parted])


def _entries(statements: Iterator[Statement], taken: set[str]) -> Iterator[Entry]:
    """Statements of one rule that follow each other share a row. A rule is linked to where it stands first."""
    for _rule, together in groupby(statements, key=lambda statement: (statement.rule, statement.stated_by)):
        of_rule = tuple(together)
        rules = [name for statement in of_rule for name in (statement.rule, *statement.other_rules) if name]
        anchors = tuple(name for name in dict.fromkeys(rules) if name not in taken)
        taken.update(anchors)
        yield Entry(of_rule, anchors)
