"""Whatever a book may say by a key has its words; a new key of the books fails here, not on a page."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pytest

from policies import books
from policies.books import CHOICES
from policies.questions import DEADLINES
from policies.records import FORMS
from policies.terms import CATEGORIES, INDUSTRIES, LINES, PROCEDURES, PURPOSES, SOURCES, TITLE_LEVELS
from rules import labels
from rules.reading.telling.conversions import GROUP_OF, METHODS
from rules.reading.telling.limits import REFUSALS
from rules.reading.telling.procedures import PURPOSES as PURPOSE_WORDS


@pytest.mark.parametrize(
    ("words", "keys"),
    [
        (labels.LINES, LINES),
        (labels.CATEGORIES, CATEGORIES),
        (labels.TITLE_LEVELS, TITLE_LEVELS),
        (labels.INDUSTRIES, INDUSTRIES),
        (labels.ACTIVITIES, FORMS),
        (labels.BODIES, books.BODIES),
        (labels.ACTS, books.ACTS),
        (labels.PROCEDURES, PROCEDURES),
        (labels.DEADLINES, set(DEADLINES) - {"makeup"}),
        (labels.SOURCES, SOURCES),
        (labels.CHOICE_VALUES, CHOICES),
        (METHODS, books.METHODS),
        (GROUP_OF, FORMS),
        (REFUSALS, books.REFUSALS),
        (PURPOSE_WORDS, PURPOSES),
    ],
)
def test_every_key_has_its_words(words: dict[str, Any], keys: Iterable[str]) -> None:
    assert set(words) >= set(keys)


@pytest.mark.parametrize("name", CHOICES)
def test_every_value_of_a_choice_has_its_words(name: str) -> None:
    assert set(labels.CHOICE_VALUES[name]) == set(CHOICES[name])
