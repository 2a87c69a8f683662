"""What is typed into the calculator is answered as `ask` answers the same question."""

from __future__ import annotations

from datetime import date

import pytest

from policies import ask
from rules.calculator.sheets import AnnualSheet, CycleSheet, DeadlineSheet, NumberSheet, RouteSheet, SampleSheet, Sheet
from tests.policies.contract import CONTRACTS, NOTES, cases
from tests.rules.hands_on_calculator import is_typable, typed

pytestmark = pytest.mark.django_db

TODAY = date(2026, 11, 21)
JUDGED = ("annual", "cycle")
SHEETS = {"annual": AnnualSheet, "cycle": CycleSheet}


def judged_questions(kind: str, all_cases: list[dict]) -> list[dict]:
    questions = [{key: value for key, value in case.items() if key not in NOTES} for case in all_cases]
    asked = [question for question in questions if question.get("ask") == kind and is_well_formed(question)]
    return [question for question in asked if is_typable(question) and "error" not in ask(question)]


def is_well_formed(question: dict) -> bool:
    return isinstance(question.get("records"), list) and all(isinstance(one, dict) for one in question["records"])


ANNUAL, CYCLES = (judged_questions(kind, cases()) for kind in JUDGED)


def test_most_of_the_cases_can_be_typed():
    assert len(ANNUAL) > 100
    assert len(CYCLES) > 20


@pytest.mark.parametrize("question", [*ANNUAL, *CYCLES], ids=lambda question: question["id"])
def test_typed_case_is_answered_as_the_rule_books_answer_it(question):
    expected = ask(question)

    sheet = SHEETS[question["ask"]](typed(question), TODAY)

    assert comparable(sheet.reply.answer, question) == comparable(expected, question)
    assert sheet.faulty_fields == []


@pytest.mark.skipif(not CONTRACTS.is_dir(), reason="the contract is kept outside the project")
@pytest.mark.parametrize("kind", JUDGED)
def test_typed_cases_of_the_contract_are_answered_as_the_rule_books_answer_them(kind):
    questions = judged_questions(kind, cases(CONTRACTS / "cases"))

    wrong = [question["id"] for question in questions if is_answered_otherwise(question)]

    assert questions
    assert wrong == []


def is_answered_otherwise(question: dict) -> bool:
    sheet: Sheet = SHEETS[question["ask"]](typed(question), TODAY)
    return comparable(sheet.reply.answer, question) != comparable(ask(question), question)


def comparable(answer: dict, question: dict) -> dict:
    """Without the names of the records, and without the required content where it is no line of the year: there the
    form does not ask for it."""
    if "counted" not in answer:
        return {key: answer.get(key) for key in ("outcome", "reason", "possible_from")}
    lines = {
        line: hours for line, hours in answer["counted"].items() if line != "mandatory" or line in answer["required"]
    }
    records = [
        (record["hours"], record["by_year"], [(why["rule"], why["hours"]) for why in record["because"]])
        for record in answer["records"]
    ]
    kept = {key: answer.get(key) for key in ("ruleset", "required", "shortfall", "outcome", "years")}
    return kept | {"counted": lines, "records": records}


# The other questions


def fields_of(question: dict) -> dict[str, str]:
    """Typed field by field; a certificate number and the name of a rule set are never typed."""
    flat = {**question, **question.get("person", {}), **question.get("employer", {})}
    place = {"district": flat.pop("place")} if "place" in flat else {}
    unsaid = {"id", "ask", "person", "employer"}
    ticked = {True: "1", False: ""}
    return place | {
        key: ticked[value] if isinstance(value, bool) else str(value)
        for key, value in flat.items()
        if key not in unsaid and value is not False
    }


def plain_questions(kind: str) -> list[dict]:
    questions = [{key: value for key, value in case.items() if key not in NOTES} for case in cases()]
    asked = [question for question in questions if question.get("ask") == kind and "error" not in ask(question)]
    return [question for question in asked if not {"ruleset", "number", "on" if kind == "route" else ""} & {*question}]


@pytest.mark.parametrize(
    ("kind", "sheet_class", "least"),
    [
        ("route", RouteSheet, 20),
        ("deadline", DeadlineSheet, 30),
        ("number", NumberSheet, 10),
        ("sample", SampleSheet, 5),
    ],
)
def test_other_questions_are_answered_as_the_rule_books_answer_them(kind, sheet_class, least):
    questions = plain_questions(kind)

    answers = [sheet_class(typed_head(kind, question), TODAY).reply.answer for question in questions]

    assert len(questions) >= least
    for question, answer in zip(questions, answers, strict=True):
        assert answer == {key: value for key, value in ask(question).items() if key != "id"}, question


def typed_head(kind: str, question: dict) -> dict[str, str]:
    """What `ask` assumes is chosen, and what a form fills in by itself emptied, where the question does not say it."""
    assumed = {"filed_on": ""} if kind == "deadline" else {}
    assumed |= {"category": "public"} if question.get("what") == "makeup" else {}
    return assumed | fields_of(question)
