"""The feeds for programs to read: made from the very tables that check the rows."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.utils import translation
from drf_spectacular.utils import OpenApiExample, OpenApiResponse, extend_schema

from people.staff_import.words import FINDINGS
from records.enums import FeedKind, RecordState
from records.feeds.kinds import KINDS, MOST_DAYS, MOST_HOURS, MOST_MINUTES, MOST_ROWS, address_of, facts_sent_by
from records.feeds.reading import ID_LENGTH, NAME_LENGTH, NUMBER_LENGTH, TEXT_LENGTH, fields_of
from records.feeds.refusals import SENTENCES

Schema = dict[str, Any]

ABOUT = f"""Up to {MOST_ROWS:,} rows a call; every row gets an outcome, in the order of the call.

A row is known by its `external_id`. Sent again as it was, it changes nothing (`unchanged`): after a broken connection
send the same call again. Sent with other content, it corrects what was taken (`corrected`), as long as it is about the
same person and no certificate rests on it. With `"withdrawn": true` it is taken back (`voided`).

What is wrong with one row keeps no other row back. A refused row says why: a `code` that never changes, the `field`,
and a sentence in Chinese and in English. Nothing is kept of it: mend it, and send it again.

`state` is that of the record: `recognized` where the hours count already, `submitted` where somebody still decides,
`returned` where they ask for a correction. A replay tells the state of today."""

_TEXT: Schema = {"type": "string", "minLength": 1, "maxLength": TEXT_LENGTH}
_HOURS: Schema = {"type": "number", "exclusiveMinimum": True, "minimum": 0, "maximum": MOST_HOURS, "multipleOf": 0.01}
_DAY: Schema = {"type": "string", "format": "date"}
_FIELDS: dict[str, Schema] = {
    "external_id": {
        "type": "string",
        "minLength": 1,
        "maxLength": ID_LENGTH,
        "description": "By which you know the row. Names nobody: it stands in answers and in logs.",
    },
    "withdrawn": {"type": "boolean", "default": False, "description": "Take it back. Nothing else is needed then."},
    "title": _TEXT | {"description": "Of the course or the activity."},
    "course_code": {
        "type": "string",
        "maxLength": 40,
        "description": "Of the catalog. The same course counts once; where there is no code, by its title.",
    },
    "held_by": {"type": "string", "maxLength": TEXT_LENGTH, "description": "Who held it."},
    "started_on": _DAY | {"description": "The first day."},
    "ended_on": _DAY | {"description": "The last day; it decides the study year."},
    "hours": _HOURS | {"description": "学时, with at most two decimals. Of an online course or a class."},
    "days": {"type": "integer", "minimum": 0, "maximum": MOST_DAYS, "description": "Of workshops, meetings, practice."},
    "minutes": {"type": "integer", "minimum": 0, "maximum": MOST_MINUTES, "description": "Of a further part day."},
    "mandatory_hours": _HOURS | {"description": "How many of them are the study guide's required content."},
    "passed": {"type": "boolean", "default": True, "description": "The assessment. Failed, it counts 0."},
    "payment_proof": {"type": "boolean", "default": True, "description": "Whether the fee is proven (XZ07 四(十四))."},
    "person": {
        "type": "object",
        "required": ["number", "name"],
        "additionalProperties": False,
        "properties": {
            "number": {
                "type": "string",
                "minLength": 1,
                "maxLength": NUMBER_LENGTH,
                "description": "Of the identity document. Never said back, never logged.",
            },
            "name": {"type": "string", "minLength": 1, "maxLength": NAME_LENGTH},
        },
    },
}


def _name(kind: str) -> str:
    return f"{kind.title().replace('_', '')}FeedRow"


def _row_of(kind: FeedKind) -> Schema:
    rules = KINDS[kind]
    choices = {"activity": (rules.activities, rules.only_activity), "category": (rules.categories, rules.only_category)}
    properties = {
        name: {"type": "string", "enum": [*choices[name][0]]}
        | ({"default": choices[name][1]} if choices[name][1] else {})
        if name in choices
        else _FIELDS[name]
        for name in fields_of(kind)
    }
    return {
        "type": "object",
        "description": "A row that is taken has `person`, `title`, `ended_on` and the facts of its activity.",
        "required": ["external_id"],
        "additionalProperties": False,
        "properties": properties,
    }


def _codes() -> list[str]:
    return [*SENTENCES, *(code for code in FINDINGS if code.startswith("document_"))]


def _ref(name: str) -> Schema:
    return {"$ref": f"#/components/schemas/{name}"}


_COUNT: Schema = {"type": "integer", "minimum": 0, "maximum": MOST_ROWS}
_COUNTS = ("received", "taken", "unchanged", "corrected", "voided", "refused")


def _outcome() -> Schema:
    return {
        "type": "object",
        "required": ["row", "external_id", "outcome"],
        "properties": {
            "row": {"type": "integer", "minimum": 1, "description": "From 1, in the order of the call."},
            "external_id": {"type": "string", "nullable": True, "description": "null where it could not be read."},
            "outcome": {"type": "string", "enum": ["taken", "unchanged", "corrected", "voided", "refused"]},
            "state": {"type": "string", "enum": [*RecordState.values], "description": "Of the record."},
            "code": {"type": "string", "enum": _codes(), "description": "Why it was refused; never changes."},
            "field": {"type": "string", "description": "At fault, for example `person.name`; may be empty."},
            "message": {"type": "string", "description": "Why, in Chinese."},
            "message_en": {"type": "string", "description": "Why, in English."},
        },
    }


def _answer() -> Schema:
    return {
        "type": "object",
        "required": [*_COUNTS, "rows"],
        "properties": {
            **dict.fromkeys(_COUNTS, _COUNT),
            "rows": {"type": "array", "items": _ref("FeedOutcome")},
        },
    }


def describe_feeds(result: Schema, **_context: Any) -> Schema:
    """A hook of drf-spectacular, named in the settings."""
    rows = {_name(kind): _row_of(kind) for kind in FeedKind}
    result["components"]["schemas"] |= {**rows, "FeedOutcome": _outcome(), "FeedAnswer": _answer()}
    return result


# Examples

_PERSON = {"number": "440105198501010019", "name": "林测试"}
_SENT: dict[str, Schema] = {
    FeedKind.SITE: {"category": "specialty", "title": "建筑节能新技术", "course_code": "JN-2026-07", "hours": 12},
    FeedKind.PROVINCE_PUBLIC: {"title": "人工智能基础与应用", "course_code": "GX2026-01", "hours": 18},
    FeedKind.EDUCATION: {
        "activity": "class",
        "title": "中小学教师信息素养提升",
        "held_by": "测试师范学院",
        "hours": 24,
    },
    FeedKind.HEALTH: {"activity": "meeting", "title": "基层高血压防治学术会议", "held_by": "测试医学会", "days": 2},
    FeedKind.DISTANCE: {"category": "public", "title": "知识产权公共科目", "hours": 24, "passed": True},
}


def example_row(kind: str) -> Schema:
    return {"external_id": f"{address_of(kind)}-0001", "person": _PERSON, **_SENT[kind], "ended_on": "2026-05-20"}


def example_call(kind: str) -> Schema:
    return {"rows": [example_row(kind), {"external_id": f"{address_of(kind)}-0002", "withdrawn": True}]}


def example_answer(kind: str) -> Schema:
    told = {"row": 2, "external_id": f"{address_of(kind)}-0002", "outcome": "refused"}
    why = {"code": "never_taken", "field": "external_id"}
    for name, language in (("message", "zh-hans"), ("message_en", "en")):
        with translation.override(language):
            why[name] = str(SENTENCES["never_taken"])
    state = "submitted" if kind == FeedKind.SITE else "recognized"
    taken = {"row": 1, "external_id": f"{address_of(kind)}-0001", "outcome": "taken", "state": state}
    count = {"received": 2, "taken": 1, "unchanged": 0, "corrected": 0, "voided": 0, "refused": 1}
    return {**count, "rows": [taken, {**told, **why}]}


ERRORS = {
    400: "`not_json`: no JSON in UTF-8. `bad_call`: no object with `rows`. `bad_request`: a broken request.",
    401: "`token_missing`, `token_unknown`, `feed_ended`.",
    403: "`other_kind`: the token belongs to a feed of another kind.",
    405: "`method_not_allowed`: only POST.",
    406: "`not_acceptable`: the answer is `application/json`.",
    413: f"`content_too_large`: the body. `too_many_rows`: more than {MOST_ROWS:,}.",
    415: "`unsupported_media_type`: send `application/json`.",
    429: "`too_many_requests`: wait as `Retry-After` says.",
}


def described(kind: FeedKind) -> Callable[[Any], Any]:
    rules = KINDS[kind]
    about = f"{ABOUT}\n\nBy {rules.cite}. Facts: {', '.join(facts_sent_by(kind))}."
    call = {
        "type": "object",
        "required": ["rows"],
        "additionalProperties": False,
        "properties": {"rows": {"type": "array", "maxItems": MOST_ROWS, "items": _ref(_name(kind))}},
    }
    return extend_schema(
        operation_id=f"feed_{kind.value}",
        description=about,
        request={"application/json": call},
        responses={
            200: OpenApiResponse(_ref("FeedAnswer"), description="Every row has its outcome."),
            **{status: OpenApiResponse(_ref("ErrorBody"), description=told) for status, told in ERRORS.items()},
        },
        examples=[
            OpenApiExample("A row, and one that is taken back", value=example_call(kind), request_only=True),
            OpenApiExample(
                "One taken, one refused", value=example_answer(kind), response_only=True, status_codes=["200"]
            ),
        ],
        tags=["feeds"],
    )
