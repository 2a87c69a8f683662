"""The questions for programs to read: an OpenAPI description made from the very tables that check them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from drf_spectacular.utils import OpenApiExample, OpenApiResponse

from policies import ask, fields
from policies.command import to_json
from policies.fields import CHOICES, Check, Form
from policies.questions import DEADLINES, KINDS
from policies.records import FORMS

Schema = dict[str, Any]

MOST_QUESTIONS = 1000
ABOUT = f"""One question (an object) gets one answer; a list of at most {MOST_QUESTIONS:,} questions gets a list of
answers in the same order. Open to everybody, limited by questions a minute for each address (429; `Retry-After` says
until when).

A question that cannot be answered gets `{{"id": …, "error": …}}`, naming the field at fault: in its place in a list,
which is answered with 200; asked alone with 400 and `code` `bad_question` beside it. Hours are numbers with at most two
decimals. `manage.py ask` takes and gives the same JSON, one question a line."""

_YEAR: Schema = {"type": "integer", "minimum": fields.YEARS[0], "maximum": fields.YEARS[-1]}
_WHOLE: Schema = {"type": "integer", "minimum": 0, "maximum": fields.LARGEST}
_SHAPES: dict[Check, Schema] = {
    fields.text: {"type": "string"},
    fields.flag: {"type": "boolean"},
    fields.day: {"type": "string", "format": "date"},
    fields.hours: {"type": "number", "minimum": 0, "maximum": fields.LARGEST},
    fields.whole: _WHOLE,
    fields.ordinal: _WHOLE | {"minimum": 1},
    fields.any_whole: {"type": "integer"},
    fields.year: _YEAR,
    fields.month: {"type": "integer", "minimum": 1, "maximum": 12},
    fields.division: {"type": "string", "pattern": "^[0-9]{6}$"},
}
_TOLD = {
    "id": "Any text; echoed in the answer.",
    "ruleset": "Overrides the choice by place, year and industry.",
    "place": "Division code of the employer's place. Not needed where `ruleset` is given.",
    "judged_on": "Hours recognized later do not count.",
    "applied_on": "The day of the application for a cycle.",
    "appointed_from": "First year of an appointment cycle (Xuzhou); in place of `title_on` and `applied_on`.",
    "count_title_year": "Reading A-09: count the year in which the title was obtained.",
    "year": "For a route the year of the act, for a record the study year.",
    "mandatory": "Hours of it that are the study guide's required content.",
    "makeup_for": "The past year it is meant for.",
}
_PLACE_OR_RULESET = [{"required": ["place"]}, {"required": ["ruleset"]}]


def _ref(name: str) -> Schema:
    return {"$ref": f"#/components/schemas/{name}"}


def _name(key: str, suffix: str) -> str:
    return key.title().replace("_", "") + suffix


def _object(properties: Mapping[str, Schema], required: tuple[str, ...] = (), **more: Any) -> Schema:
    needed = {"required": list(required)} if required else {}
    return {"type": "object", "properties": dict(properties), **needed, **more}


def _choice(key: str, names: Mapping[str, str], told: str = "") -> Schema:
    """One of several shapes, told apart by the value of one key."""
    mapping = {value: _ref(name)["$ref"] for value, name in names.items()}
    return {
        **({"description": told} if told else {}),
        "oneOf": [_ref(name) for name in names.values()],
        "discriminator": {"propertyName": key, "mapping": mapping},
    }


# What is asked


def _properties(form: Form, fixed: Mapping[str, str]) -> dict[str, Schema]:
    found = {}
    for key, check in form.checks.items():
        shape = {"type": "string", "enum": [fixed[key]]} if key in fixed else _shape(key, check)
        told = {"description": _TOLD[key]} if key in _TOLD else {}
        has_default = key in form.assumed and not isinstance(check, Form)
        found[key] = shape | told | ({"default": form.assumed[key]} if has_default else {})
    return found


def _shape(key: str, check: Check) -> Schema:
    if check in CHOICES:
        return {"type": "string", "enum": list(CHOICES[check])}
    if check in _SHAPES:
        return _SHAPES[check]
    if isinstance(check, Form):
        return _object(_properties(check, {}), additionalProperties=False)
    assert key == "records"
    return {"type": "array", "items": _ref("Record")}


def _question(kind: str, form: Form, **fixed: str) -> Schema:
    properties = _properties(form, {"ask": kind, **fixed})
    question = _object(properties, ("ask", *fixed, *form.needed), additionalProperties=False)
    return question | ({"anyOf": _PLACE_OR_RULESET} if "place" in form.checks else {})


def _questions() -> dict[str, Schema]:
    plain = {_name(kind, "Question"): _question(kind, form) for kind, form in KINDS.items() if kind != "deadline"}
    plain["NumberQuestion"]["oneOf"] = [{"required": ["number"]}, {"required": ["issuer", "study_year", "sequence"]}]
    deadlines = {
        _name(what, "DeadlineQuestion"): _question("deadline", form, what=what) for what, form in DEADLINES.items()
    }
    return {
        "Question": _choice(
            "ask",
            {kind: _name(kind, "Question") for kind in KINDS},
            "A question to the rule books; `ask` says of which kind.",
        ),
        **plain,
        "DeadlineQuestion": _choice("what", {what: _name(what, "DeadlineQuestion") for what in DEADLINES}),
        **deadlines,
    }


def _records() -> dict[str, Schema]:
    records = {
        _name(activity, "Record"): _object(
            _properties(form, {"activity": activity}), ("activity", *form.needed), additionalProperties=False
        )
        for activity, form in FORMS.items()
    }
    names = {activity: _name(activity, "Record") for activity in FORMS}
    return {"Record": _choice("activity", names, "What somebody did, with the facts of that activity."), **records}


# What is answered

_TEXT: Schema = {"type": "string"}
_DAY: Schema = {"type": "string", "format": "date"}
_HOURS: Schema = {"type": "number"}
_BY_LINE = _object(dict.fromkeys(("total", "public", "specialty", "mandatory", "elective"), _HOURS))
_REASONED: dict[str, Schema] = {"id": _TEXT, "ruleset": _TEXT, "because": {"type": "array", "items": _ref("Because")}}
_REFUSED: dict[str, Schema] = {"outcome": {"type": "string", "enum": ["refused"]}, "reason": _TEXT, "reason_en": _TEXT}

_ANSWERS: dict[str, Schema] = {
    "Because": _object(
        {
            "rule": _TEXT,
            "cite": _TEXT | {"description": "The document and the article in it."},
            "text": _TEXT,
            "text_en": _TEXT,
            "hours": _HOURS | {"description": "Granted, or with a minus taken back."},
            "line": _TEXT | {"description": "The floor that this is about."},
        },
        ("rule", "cite", "text"),
    ),
    "RuleWarning": _object({"rule": _TEXT, "text": _TEXT, "text_en": _TEXT, "record": _TEXT, "year": _YEAR}),
    "JudgedRecord": _object(
        {
            "id": _TEXT,
            "hours": _HOURS,
            "by_year": {"type": "object", "additionalProperties": _HOURS},
            "because": _REASONED["because"],
        },
        ("id", "hours", "by_year", "because"),
    ),
    "Judgement": _object(
        {
            **_REASONED,
            **_REFUSED,
            "outcome": {"type": "string", "enum": ["pass", "fail", "refused"]},
            "required": _BY_LINE,
            "counted": _BY_LINE,
            "shortfall": _BY_LINE,
            "records": {"type": "array", "items": _ref("JudgedRecord")},
            "warnings": {"type": "array", "items": _ref("RuleWarning")},
            "years": {"type": "array", "items": _YEAR},
            "possible_from": _DAY,
        },
        ("outcome",),
        description="Of a study year, or of a cycle of years.",
    ),
    "Route": _object(
        {
            **_REASONED,
            **_REFUSED,
            "steps": {"type": "array", "items": _object({"by": _TEXT, "act": _TEXT, "due": _DAY}, ("by", "act"))},
        }
    ),
    "Deadline": _object(
        {
            **_REASONED,
            **_REFUSED,
            "outcome": {"type": "string", "enum": ["accepted", "accepted_with_notice", "late", "refused"]},
            "due": _DAY,
            "days": {"type": "array", "items": _DAY},
            "study_year": _YEAR,
            "warnings": {"type": "array", "items": _ref("RuleWarning")},
        }
    ),
    "CertificateNumber": _object(
        {
            **_REASONED,
            **_REFUSED,
            "number": {"type": "string", "pattern": "^[0-9]{14}$"},
            "issuer": _TEXT,
            "study_year": _YEAR,
            "sequence": {"type": "integer"},
            **dict.fromkeys(("province", "city", "county"), _TEXT),
        }
    ),
    "Sample": _object({**_REASONED, "sample": _WHOLE}, ("sample",)),
    "Answer": {"anyOf": [_ref(name) for name in ("Judgement", "Route", "Deadline", "CertificateNumber", "Sample")]},
    "BadQuestion": _object(
        {
            "id": _TEXT | {"nullable": True},
            "error": _TEXT | {"description": "Begins with the field at fault, for example `records[2].hours`."},
            "code": {"type": "string", "enum": ["bad_question"], "description": "Only of a question asked alone."},
        },
        ("id", "error"),
    ),
    "ErrorBody": _object(dict.fromkeys(("code", "detail", "request_id"), _TEXT), ("code", "detail", "request_id")),
}


def _one_or_many(schema: Schema, of_many: Schema) -> Schema:
    return {"anyOf": [schema, {"type": "array", "items": of_many, "maxItems": MOST_QUESTIONS}]}


ASKED = _one_or_many(_ref("Question"), _ref("Question"))
ANSWERED = {
    200: OpenApiResponse(
        _one_or_many(_ref("Answer"), {"anyOf": [_ref("Answer"), _ref("BadQuestion")]}), description="Answered."
    ),
    400: OpenApiResponse(
        {"oneOf": [_ref("BadQuestion"), _ref("ErrorBody")]},
        description="`bad_question`: one question, asked alone, that cannot be answered. `bad_request`: no JSON.",
    ),
    413: OpenApiResponse(_ref("ErrorBody"), description="`content_too_large`: too many questions at once."),
    415: OpenApiResponse(_ref("ErrorBody"), description="`unsupported_media_type`: send `application/json`."),
    429: OpenApiResponse(_ref("ErrorBody"), description="`too_many_requests`: wait as `Retry-After` says."),
}


def _example(name: str, **question: Any) -> OpenApiExample:
    return OpenApiExample(name, value=question, request_only=True)


EXAMPLES = [
    _example(
        "A study year",
        id="2017",
        ask="annual",
        place="440105",
        year=2017,
        person={"title_level": "intermediate"},
        records=[
            {"id": "p", "activity": "class", "category": "public", "end": "2017-05-12", "hours": 20},
            {"id": "m", "activity": "meeting", "end": "2017-09-08", "days": 3},
        ],
    ),
    _example("A cycle", ask="cycle", place="440105", title_on="2010-05-01", applied_on="2015-06-30", records=[]),
    _example("Who decides", ask="route", place="440105", year=2013, procedure="record", category="specialty"),
    _example(
        "By when",
        ask="deadline",
        place="440500",
        what="class_results",
        ended_on="2014-09-26",
        filed_on="2014-10-10",
    ),
    _example("A certificate number", ask="number", number="44051120000123"),
    _example("How many to check", ask="sample", reviewed=137),
    OpenApiExample(
        "Several at once",
        value=[{"id": "a", "ask": "sample", "reviewed": 137}, {"id": "b", "ask": "number", "number": "44051120000123"}],
        request_only=True,
    ),
]
AN_ANSWER = OpenApiExample(
    "The answer to the first",
    value=json.loads(to_json(ask(EXAMPLES[0].value))),
    response_only=True,
    status_codes=["200"],
)


def describe_questions(result: Schema, **_context: Any) -> Schema:
    """A hook of drf-spectacular, named in the settings: adds what the description of `ask` refers to."""
    own, others = {**_questions(), **_records(), **_ANSWERS}, result["components"]["schemas"]
    if doubled := own.keys() & others.keys():
        raise ValueError(f"{', '.join(sorted(doubled))}: another serializer has this name; give it a component_name")
    result["components"]["schemas"] = others | own
    return result
