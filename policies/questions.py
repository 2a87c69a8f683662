"""What may stand in a question of each kind."""

from __future__ import annotations

from typing import Any

from policies import fields
from policies.faults import QuestionFault
from policies.fields import Check, Field, Form, assumed, named, needed
from policies.records import read_records
from policies.terms import CATEGORIES, INDUSTRIES, OWNERSHIPS, PROCEDURES, PURPOSES, SOURCES, TITLE_LEVELS

Question = dict[str, Any]

_title_level = fields.one_of(*TITLE_LEVELS)
_person: dict[str, Check | Field] = {
    "title_level": assumed("intermediate", _title_level),
    "industry": fields.one_of(*INDUSTRIES),
}
PERSON = Form(**_person)
APPLICANT = Form(**_person, applying_for=_title_level)
EMPLOYER = Form(
    belongs_to=assumed("district", fields.one_of("district", "city", "province")),
    ownership=assumed("public", fields.one_of(*OWNERSHIPS)),
    agency=assumed(False, fields.flag),
)

_every: dict[str, Check | Field] = {"id": fields.text, "ask": fields.text, "ruleset": fields.text}
_somewhere: dict[str, Check | Field] = {**_every, "place": fields.division}
_category = fields.one_of(*CATEGORIES)


def _deadline(**facts: Check | Field) -> Form:
    return Form(**_somewhere, what=fields.text, **facts)


DEADLINES = {
    "class_results": _deadline(ended_on=needed(fields.day), filed_on=fields.day),
    "class_plan": _deadline(category=needed(_category), starts_on=needed(fields.day), filed_on=fields.day),
    "training_window": _deadline(purpose=needed(fields.one_of(*PURPOSES)), starts_on=needed(fields.day)),
    "makeup": _deadline(for_year=needed(fields.year), on=needed(fields.day), category=assumed("public", _category)),
    "summary": _deadline(year=needed(fields.year), filed_on=fields.day),
    "cycle_application": _deadline(filed_on=fields.day),
    "annual_form": _deadline(study_year=needed(fields.year), filed_on=fields.day),
    "annual_review": _deadline(filed_on=needed(fields.day)),
    "verification_days": _deadline(year=needed(fields.year), month=needed(fields.month)),
}


_deadline_of_any_kind = _deadline()
KINDS = {
    "annual": Form(
        **_somewhere,
        year=needed(fields.year),
        person=assumed(PERSON({}), PERSON),
        records=needed(read_records),
        judged_on=fields.day,
    ),
    "cycle": Form(
        **_somewhere,
        title_on=fields.day,
        applied_on=fields.day,
        appointed_from=fields.year,
        appointed_to=fields.year,
        person=assumed(PERSON({}), PERSON),
        records=needed(read_records),
        count_title_year=fields.flag,
    ),
    "route": Form(
        **_somewhere,
        year=fields.year,
        on=fields.day,
        procedure=needed(fields.one_of(*PROCEDURES)),
        category=_category,
        person=assumed(PERSON({}), APPLICANT),
        employer=assumed(EMPLOYER({}), EMPLOYER),
        source=assumed("person", fields.one_of(*SOURCES)),
    ),
    "deadline": _deadline_of_any_kind,
    "number": Form(
        **_every, issuer=fields.division, study_year=fields.any_whole, sequence=fields.any_whole, number=fields.text
    ),
    "sample": Form(**_every, reviewed=needed(fields.whole)),
}


def read_question(given: Any) -> Question:
    """The question, checked, with what is assumed where it says nothing."""
    if type(given) is not dict:
        raise QuestionFault("question", "must be an object")
    form = named(given, "ask", KINDS)
    if form is _deadline_of_any_kind:
        form = named(given, "what", DEADLINES)
    question = form(given)
    if "place" in form.checks and question.setdefault("place", "") == "" and "ruleset" not in question:
        raise QuestionFault("place", "is missing")
    if question["ask"] == "route":
        _settle_year(question)
    if question["ask"] == "number":
        _check_parts(question)
    return question


def _settle_year(question: Question) -> None:
    """The year of the act, given as such or as a day in it."""
    if "on" in question and question.setdefault("year", question["on"].year) != question["on"].year:
        raise QuestionFault("on", "is not in year")
    if "year" not in question:
        raise QuestionFault("year", "is missing")


def _check_parts(question: Question) -> None:
    """A number is taken apart, or made of its parts."""
    for name in ("issuer", "study_year", "sequence"):
        if "number" in question and name in question:
            raise QuestionFault(name, "has no place beside number")
        if "number" not in question and name not in question:
            raise QuestionFault(name, "is missing")
