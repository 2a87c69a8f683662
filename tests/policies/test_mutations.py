"""A changed figure is noticed: every number and date in every book, changed by one, makes some case fail."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from policies.faults import BookFault
from policies.shelf import HERE, Shelf, assemble, shelf
from policies.source import Source
from tests.policies.contract import Case, cases, differences

Where = tuple[str | int, ...]

BOOKS = sorted((HERE / "books").glob("*.toml"))
SOURCES = [Source(path, frozenset(shelf().documents)) for path in BOOKS]
CASES = cases()


def numbers(value: Any, where: Where = ()) -> Iterator[Where]:
    if isinstance(value, dict):
        for key, item in value.items():
            yield from numbers(item, (*where, key))
    elif isinstance(value, list):
        for position, item in enumerate(value):
            yield from numbers(item, (*where, position))
    elif isinstance(value, int | Decimal | date) and not isinstance(value, bool):
        yield where


def changed(value: Any, by: int) -> Any:
    if isinstance(value, date):
        return value + timedelta(days=by)
    return value + by * (Decimal("0.1") if isinstance(value, Decimal) else 1)


def mutated(source: Source, where: Where, by: int) -> Shelf | None:
    """The shelf with one number changed; None if such a book is refused."""
    original = source.data
    source.data = copy.deepcopy(original)
    inner = source.data
    for key in where[:-1]:
        inner = inner[key]
    inner[where[-1]] = changed(inner[where[-1]], by)
    try:
        return assemble(shelf().documents, SOURCES)
    except BookFault:
        return None
    finally:
        source.data = original


def is_noticed(books: Shelf | None) -> bool:
    return books is None or any(_fails(case, books) for case in CASES)


def _fails(case: Case, books: Shelf) -> bool:
    try:
        return bool(differences(case, books))
    except Exception:  # a book that makes no sense may break anything: that is noticed
        return True


@pytest.mark.parametrize("source", SOURCES, ids=lambda source: source.path.stem)
@pytest.mark.parametrize("by", [1, -1])
def test_every_changed_number_makes_a_case_fail(source: Source, by: int) -> None:
    survivors = [
        ".".join(map(str, where)) for where in numbers(source.data) if not is_noticed(mutated(source, where, by))
    ]

    assert survivors == []
