"""Two rule sets side by side: what they say about the same thing, and where they differ."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from policies.books import Book
from rules.labels import ACTIVITIES
from rules.reading.parts import Figure, Section, Statement, listed
from rules.reading.telling import tell

SAME, DIFFERENT, ONLY_LEFT, ONLY_RIGHT = "same", "different", "only_left", "only_right"


@dataclass(frozen=True)
class Row:
    topic: str
    left: Sequence[Statement]
    right: Sequence[Statement]

    @property
    def state(self) -> str:
        if not self.right:
            return ONLY_LEFT
        if not self.left:
            return ONLY_RIGHT
        return SAME if _said(self.left) == _said(self.right) else DIFFERENT


@dataclass(frozen=True)
class ComparedSection:
    name: str
    title: str
    rows: Sequence[Row]


@dataclass(frozen=True)
class Comparison:
    sections: Sequence[ComparedSection]

    @property
    def all_rows(self) -> int:
        return sum(len(section.rows) for section in self.sections)

    @property
    def differing_rows(self) -> int:
        return sum(row.state != SAME for section in self.sections for row in section.rows)

    def without_what_is_the_same(self) -> Comparison:
        parted = [
            ComparedSection(section.name, section.title, [row for row in section.rows if row.state != SAME])
            for section in self.sections
        ]
        return Comparison([section for section in parted if section.rows])


def compare(left: Book, right: Book) -> Comparison:
    one, other = _by_name(left), _by_name(right)
    names = [*one, *(name for name in other if name not in one)]
    return Comparison([_compared(one.get(name), other.get(name)) for name in names])


def _by_name(book: Book) -> dict[str, Section]:
    return {section.name: section for section in tell(book)}


def _compared(left: Section | None, right: Section | None) -> ComparedSection:
    known = left or right
    assert known is not None
    rows = _rows(_by_key(left), _by_key(right))
    for row in rows:
        _mark_figures(row)
    return ComparedSection(known.name, known.title, rows)


def _by_key(section: Section | None) -> dict[str, list[Statement]]:
    found: dict[str, list[Statement]] = {}
    for statement in section.statements if section else ():
        if section is not None and section.name == "open" and not statement.is_switchable:
            continue  # readings of a document say nothing about the book itself
        for key in statement.keys:
            found.setdefault(key, []).append(statement)
    return found


def _rows(left: dict[str, list[Statement]], right: dict[str, list[Statement]]) -> list[Row]:
    """One row for each thing; things that both books treat alike, such as papers and projects, share theirs."""
    together: dict[tuple[tuple[int, ...], tuple[int, ...]], list[str]] = {}
    for key in [*left, *(key for key in right if key not in left)]:
        sides = tuple(map(id, left.get(key, ()))), tuple(map(id, right.get(key, ())))
        together.setdefault(sides, []).append(key)
    return [_row(keys, left.get(keys[0], []), right.get(keys[0], [])) for keys in together.values()]


def _row(keys: list[str], left: list[Statement], right: list[Statement]) -> Row:
    named = [str(ACTIVITIES[key]) for key in keys if key in ACTIVITIES]
    return Row(str(listed(named)) if named else (left or right)[0].topic, left, right)


def _said(statements: Iterable[Statement]) -> list[str]:
    return [str(statement) for statement in statements]


def _mark_figures(row: Row) -> None:
    if row.left and row.right:
        left, right = list(_figures(row.left)), list(_figures(row.right))
        for figures, others in ((left, right), (right, left)):
            for figure in figures:
                figure.differs = figure.words not in _counterparts(figure, others)


def _counterparts(figure: Figure, others: Sequence[Figure]) -> set[str]:
    """What the other book states in the same place, or if it has none there, anywhere in the row."""
    same_place = {other.words for other in others if other.place == figure.place}
    return same_place or {other.words for other in others}


def _figures(statements: Iterable[Statement]) -> Iterator[Figure]:
    for statement in statements:
        yield from statement.figures
