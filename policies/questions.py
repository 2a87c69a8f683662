"""What may stand in a question of each kind."""

from __future__ import annotations

from typing import Any

from policies.faults import QuestionFault
from policies.fields import Check, any_whole, day, division, flag, month, one_of, read, text, whole, year
from policies.layout import INDUSTRIES, PROCEDURES, TITLE_LEVELS
from policies.records import CATEGORIES, SOURCES, read_records

Question = dict[str, Any]

_EVERY: dict[str, Check] = {"id": text, "ask": text, "ruleset": text}
PERSON: dict[str, Check] = {"title_level": one_of(*TITLE_LEVELS), "industry": one_of(*INDUSTRIES)}
APPLICANT: dict[str, Check] = {**PERSON, "applying_for": one_of(*TITLE_LEVELS)}
EMPLOYER: dict[str, Check] = {
    "belongs_to": one_of("district", "city", "province"),
    "ownership": one_of("public", "private"),
    "agency": flag,
}


def _person(given: Any) -> Question:
    return {"title_level": "intermediate", **read(given, PERSON)}


def _applicant(given: Any) -> Question:
    return {"title_level": "intermediate", **read(given, APPLICANT)}


def _employer(given: Any) -> Question:
    return {"belongs_to": "district", "ownership": "public", "agency": False, **read(given, EMPLOYER)}


_PLACE: dict[str, Check] = {**_EVERY, "place": division}
CHECKS: dict[str, dict[str, Check]] = {
    "annual": {**_PLACE, "year": year, "person": _person, "records": read_records, "judged_on": day},
    "cycle": {
        **_PLACE,
        "title_on": day,
        "applied_on": day,
        "appointed_from": year,
        "appointed_to": year,
        "person": _person,
        "records": read_records,
        "count_title_year": flag,
    },
    "route": {
        **_PLACE,
        "year": year,
        "on": day,
        "procedure": one_of(*PROCEDURES),
        "category": one_of(*CATEGORIES),
        "person": _applicant,
        "employer": _employer,
        "source": one_of(*SOURCES),
    },
    "number": {**_EVERY, "issuer": division, "study_year": any_whole, "sequence": any_whole, "number": text},
    "sample": {**_EVERY, "reviewed": whole},
}
NEEDED = {
    "annual": ("year", "records"),
    "cycle": ("records",),
    "route": ("procedure",),
    "number": (),
    "sample": ("reviewed",),
}
_ASSUMED: dict[str, Question] = {
    "annual": {"person": {}},
    "cycle": {"person": {}},
    "route": {"person": {}, "employer": {}, "source": "person"},
}

_category = one_of(*CATEGORIES)
DEADLINES: dict[str, tuple[dict[str, Check], tuple[str, ...]]] = {
    "class_results": ({"ended_on": day, "filed_on": day}, ("ended_on",)),
    "class_plan": ({"category": _category, "starts_on": day, "filed_on": day}, ("category", "starts_on")),
    "training_window": (
        {"purpose": one_of("promotion", "appointment"), "starts_on": day},
        ("purpose", "starts_on"),
    ),
    "makeup": ({"for_year": year, "on": day, "category": _category}, ("for_year", "on")),
    "summary": ({"year": year, "filed_on": day}, ("year",)),
    "cycle_application": ({"filed_on": day}, ()),
    "annual_form": ({"study_year": year, "filed_on": day}, ("study_year",)),
    "annual_review": ({"filed_on": day}, ("filed_on",)),
    "verification_days": ({"year": year, "month": month}, ("year", "month")),
}
KINDS = (*CHECKS, "deadline")


def read_question(given: Any) -> Question:
    """The question, checked, with what is assumed where it says nothing."""
    if type(given) is not dict:
        raise QuestionFault("question", "must be an object")
    kind = given.get("ask")
    if type(kind) is not str or kind not in KINDS:
        raise QuestionFault("ask", "is missing" if kind is None else f"must be one of {', '.join(KINDS)}")
    if kind == "deadline":
        return _read_deadline(given)
    question = read({**_ASSUMED.get(kind, {}), **given}, CHECKS[kind], NEEDED[kind])
    if "place" in CHECKS[kind]:
        _need_place(question)
    if kind == "route":
        _settle_year(question)
    if kind == "number":
        _check_parts(question)
    return question


def _read_deadline(given: Question) -> Question:
    what = given.get("what")
    if type(what) is not str or what not in DEADLINES:
        raise QuestionFault("what", "is missing" if what is None else f"must be one of {', '.join(DEADLINES)}")
    checks, needed = DEADLINES[what]
    assumed = {"category": "public"} if what == "makeup" else {}
    question = read({**assumed, **given}, {**_PLACE, "what": text, **checks}, needed)
    _need_place(question)
    return question


def _need_place(question: Question) -> None:
    """Who names the rule set need not say the place."""
    if question.setdefault("place", "") == "" and "ruleset" not in question:
        raise QuestionFault("place", "is missing")


def _settle_year(question: Question) -> None:
    """The year of the act, given as such or as a day in it."""
    if "on" in question and question.setdefault("year", question["on"].year) != question["on"].year:
        raise QuestionFault("on", "is not in year")
    if "year" not in question:
        raise QuestionFault("year", "is missing")


def _check_parts(question: Question) -> None:
    parts = ("issuer", "study_year", "sequence")
    for name in parts:
        if "number" in question and name in question:
            raise QuestionFault(name, "has no place beside number")
        if "number" not in question and name not in question:
            raise QuestionFault(name, "is missing")
