"""Whatever `ask` can have against a question is said in words."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import policies
from rules.calculator.problems import PATTERNS, fault_of, is_still_missing, told

FAULTS = {"QuestionFault", "unfit", "whole_in"}


def problems_in_the_code() -> list[str]:
    """Each message of a fault, with X for whatever is filled in."""
    files = sorted(Path(policies.__file__).parent.glob("*.py"))
    return sorted({problem for path in files for problem in _problems(ast.parse(path.read_text()))})


def _problems(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and _name_of(node.func) in FAULTS and node.args:
            yield from _texts(node.args[-1])


def _name_of(function: ast.expr) -> str:
    return getattr(function, "id", "") or getattr(function, "attr", "")


def _texts(node: ast.expr) -> Iterator[str]:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.JoinedStr):
        yield "".join(part.value if isinstance(part, ast.Constant) else "2026" for part in node.values)
    elif isinstance(node, ast.IfExp):
        yield from _texts(node.body)
        yield from _texts(node.orelse)


@pytest.mark.parametrize("problem", problems_in_the_code())
def test_every_problem_of_the_rule_books_has_its_words(problem):
    assert any(pattern.fullmatch(problem) for pattern, _words in PATTERNS), problem
    assert told(problem) != problem
    assert "%(" not in told(problem)


def test_problems_were_found():
    assert len(problems_in_the_code()) >= 30


def test_what_the_texts_say_is_kept_in_the_words():
    assert "GD10 八" in told("is needed by R-G1 (GD10 八)")
    assert "2031" in told("no rule set covers 440105 in year 2031")
    assert "2031" in told("the table of holidays has no 2031")


def test_what_nobody_foresaw_is_said_as_it_is():
    assert told("is made of cheese") == "is made of cheese"


@pytest.mark.parametrize(
    ("error", "fault"),
    [
        ("place: is missing", (None, "place", "is missing")),
        ("person.title_level: must be one of a, b", (None, "person.title_level", "must be one of a, b")),
        ("records[2].hours: must be a number", (2, "hours", "must be a number")),
        ("records[0]: must be an object", (0, "", "must be an object")),
        ("records[12].end: is: odd", (12, "end", "is: odd")),
    ],
)
def test_fault_is_found_at_its_field(error, fault):
    assert fault_of(error) == fault


@pytest.mark.parametrize("problem", ["is missing", "is needed by R-G1 (GD10 八)", "is needed for record"])
def test_what_is_only_missing_is_no_fault(problem):
    assert is_still_missing(problem)


@pytest.mark.parametrize("problem", ["must be a number", "is before start"])
def test_what_is_wrong_is_not_only_missing(problem):
    assert not is_still_missing(problem)
