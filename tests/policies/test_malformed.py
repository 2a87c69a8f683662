"""Whatever a question holds: an error that names a field, never a traceback."""

from __future__ import annotations

import random
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest

from policies.asking import ask
from tests.policies.contract import NOTES, cases

SOUND = [
    {key: value for key, value in case.items() if key not in NOTES} for case in cases() if "error" not in case["expect"]
]
NONSENSE = [
    *(None, True, False, 0, -1, 1.5, 1e400, float("nan"), 10**30, Decimal("0.001"), "", "x", "２０１３", "2013-W01-1"),
    *("2013-02-30", [], {}, [1], {"a": 1}, [None], "4406", "44060a", "\ud800", "2013-1-1", -0.005, Decimal("1E+99")),
]


def places_of(value: Any, place: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Every key of the question, at any depth."""
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [found for key, item in items for found in ((*place, key), *places_of(item, (*place, key)))]


def copied(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: copied(item) for key, item in value.items()}
    return [copied(item) for item in value] if isinstance(value, list) else value


def inside(question: Any, place: tuple[Any, ...]) -> Any:
    for key in place:
        question = question[key]
    return question


def replace(question: Any, pick: random.Random) -> str:
    """Put nonsense in the place of a value; the field to be named."""
    place = pick.choice([place for place in places_of(question) if isinstance(place[-1], str)])
    inside(question, place[:-1])[place[-1]] = pick.choice(NONSENSE)
    return str(place[-1])


def add(question: Any, pick: random.Random) -> str:
    objects = [place for place in [(), *places_of(question)] if isinstance(inside(question, place), dict)]
    inside(question, pick.choice(objects))["colour"] = pick.choice(NONSENSE)
    return "colour"


def drop(question: Any, pick: random.Random) -> str:
    place = pick.choice([place for place in places_of(question) if isinstance(place[-1], str)])
    del inside(question, place[:-1])[place[-1]]
    return str(place[-1])


def malformed(number: int) -> tuple[Any, str]:
    pick = random.Random(number)
    question = copied(pick.choice(SOUND))
    spoil: Callable[[Any, random.Random], str] = pick.choice([replace, replace, add, drop])
    return question, spoil(question, pick)


def test_ten_thousand_malformed_questions_have_an_answer_or_a_clear_error() -> None:
    errors = 0
    number = 0
    while errors < 10_000:
        question, field = malformed(number)
        number += 1

        answer = ask(question)

        if "error" in answer:
            errors += 1
            named, _, problem = answer["error"].partition(": ")
            assert named, (question, answer)
            assert problem, (question, answer)
            if field == "colour":
                assert field in named, (question, answer)


@pytest.mark.parametrize("question", NONSENSE)
def test_what_is_no_question_is_told_so(question: Any) -> None:
    assert ask(question)["error"]


@pytest.mark.parametrize("nonsense", [0, -1, 1.5, float("nan"), 10**30, [], {}, True, None])
def test_an_id_that_is_no_text_is_an_error(nonsense: Any) -> None:
    assert ask({"id": nonsense, "ask": "sample", "reviewed": 5}) == {"id": None, "error": "id: must be text"}


def test_two_records_of_one_id_are_an_error() -> None:
    records = [{"id": "a", "activity": "class", "end": "2013-05-01", "hours": 1}] * 2

    answer = ask({"id": "q", "ask": "annual", "place": "440600", "year": 2013, "records": records})

    assert answer == {"id": "q", "error": "records[1].id: stands for two records"}
