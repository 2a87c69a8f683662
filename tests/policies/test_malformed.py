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


CLASS = {"id": "c", "activity": "class", "end": "2013-05-01", "hours": 8}
ANNUAL = {"ask": "annual", "place": "440600", "year": 2013}
DEADLINE = {"ask": "deadline", "place": "440500"}
ROUTE = {"ask": "route", "place": "440105", "year": 2016}
CYCLE = {"ask": "cycle", "place": "440106", "records": []}
NUMBER = {"issuer": "440105", "study_year": 2014, "sequence": 1}


def with_record(**facts: Any) -> dict[str, Any]:
    return ANNUAL | {"records": [CLASS | facts]}


FAULTS = [
    ({}, "ask: is missing"),
    ({"ask": 5}, "ask: must be one of annual, cycle, route, deadline, number, sample"),
    ({"ask": "annual", "year": 2013, "records": []}, "place: is missing"),
    (ANNUAL, "records: is missing"),
    (ANNUAL | {"records": {}}, "records: must be a list"),
    (ANNUAL | {"records": [5]}, "records[0]: must be an object"),
    (ANNUAL | {"records": [], "year": 1899}, "year: must be a year, 1900 to 2999"),
    (ANNUAL | {"records": [], "year": 2013.5}, "year: must be a whole number"),
    (ANNUAL | {"records": [], "place": 440600}, "place: must be a division code of six digits"),
    (ANNUAL | {"records": [], "person": 5}, "person: must be an object"),
    (ANNUAL | {"records": [], "person": {"industry": None}}, "person.industry: must be one of accounting, education"),
    (ANNUAL | {"records": [], "ruleset": "GD-1"}, "ruleset: must be one of GD-2010"),
    (with_record(activity=None), "records[0].activity: is missing"),
    (with_record(activity="picnic"), "records[0].activity: must be one of class"),
    (with_record(id=7), "records[0].id: must be text"),
    (with_record(passed="yes"), "records[0].passed: must be true or false"),
    (with_record(hours=-0.5), "records[0].hours: must not be negative"),
    (with_record(hours=1e12), "records[0].hours: is too large a number"),
    (with_record(hours=0.005), "records[0].hours: must have at most two decimals"),
    (with_record(hours=float("inf")), "records[0].hours: must be a number"),
    (with_record(days=-2), "records[0].days: must not be negative"),
    (with_record(end="1800-01-01"), "records[0].end: must lie in 1900 to 2999"),
    (with_record(end="2013-1-1"), "records[0].end: must be a date, YYYY-MM-DD"),
    (with_record(start="2013-05-02"), "records[0].end: is before start"),
    (with_record(rank=1), "records[0].rank: is not known here"),
    (
        ANNUAL | {"records": [{"id": "m", "activity": "meeting", "category": "public", "end": "2013-05-01"}]},
        "records[0].category: can be public of a class or an online course only",
    ),
    (
        ANNUAL | {"records": [{"id": "a", "activity": "award", "end": "2013-05-01", "grade": 0}]},
        "records[0].grade: must be 1 or more",
    ),
    (
        ANNUAL | {"records": [{"id": "p", "activity": "paper", "end": "2013-05-01", "form": "read"}]},
        "records[0].form: read and listed are of meeting papers",
    ),
    (CYCLE, "title_on: is missing"),
    (CYCLE | {"appointed_from": 2015}, "appointed_to: is missing"),
    (CYCLE | {"ruleset": "XZ-2016", "appointed_from": 2016, "appointed_to": 2015}, "appointed_to: is before"),
    (ROUTE, "procedure: is missing"),
    (ROUTE | {"procedure": "record"}, "category: is needed for record"),
    (ROUTE | {"procedure": "cycle"}, "person.applying_for: is needed for cycle"),
    (ROUTE | {"procedure": "cycle", "on": "2017-01-01"}, "on: is not in year"),
    ({"ask": "route", "place": "440105", "procedure": "cycle"}, "year: is missing"),
    (ROUTE | {"procedure": "cycle", "employer": {"agency": 1}}, "employer.agency: must be true or false"),
    (DEADLINE, "what: is missing"),
    (DEADLINE | {"what": "tea"}, "what: must be one of class_results"),
    ({"ask": "deadline", "what": "summary", "year": 2014}, "place: is missing"),
    (DEADLINE | {"what": "class_results", "ended_on": "2014-05-01", "year": 2014}, "year: is not known here"),
    (DEADLINE | {"what": "verification_days", "year": 2014, "month": 13}, "month: must be a month, 1 to 12"),
    (
        {"ask": "deadline", "ruleset": "ST-2014", "what": "class_results", "ended_on": "2050-05-01"},
        "ended_on: the table of holidays has no 2050",
    ),
    ({"ask": "number"}, "issuer: is missing"),
    ({"ask": "number", "number": 44051114000007}, "number: must be text"),
    ({"ask": "number"} | NUMBER | {"issuer": "4401"}, "issuer: must be a division code of six digits"),
    ({"ask": "sample", "reviewed": -1}, "reviewed: must not be negative"),
    ({"ask": "sample", "reviewed": True}, "reviewed: must be a number"),
]


@pytest.mark.parametrize(("question", "error"), FAULTS, ids=lambda value: value if isinstance(value, str) else "")
def test_fault_is_told_by_its_field(question: dict[str, Any], error: str) -> None:
    assert ask(question)["error"].startswith(error)
