"""`/api/`: the interface for programs, as people read it. Made from the description that tools read."""

from __future__ import annotations

import json
from collections import defaultdict
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation
from django.utils.html import format_html_join
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_safe
from drf_spectacular.generators import SchemaGenerator

from ops.programs.words import CODES, TAGS
from records.enums import FeedKind
from records.feeds.openapi import example_call

Schema = dict[str, Any]
CODE_BEGINS, CODE_ENDS = mark_safe("<code>"), mark_safe("</code>")


@dataclass(frozen=True)
class Answer:
    status: str
    told: str
    example: str
    """As JSON; empty where there is none worth showing."""


@dataclass(frozen=True)
class Operation:
    anchor: str
    method: str
    path: str
    summary: str
    paragraphs: list[str]
    parameters: list[Schema]
    fields: list[tuple[str, str, bool, str]]
    """Of the body: name, kind, whether it is needed, what it is."""
    example: str
    answers: list[Answer]
    needs: str
    """`token`, `session` or nothing."""

    @property
    def summary_language(self) -> str:
        """Of a few only the English words of the code are there."""
        return "en" if self.summary.isascii() else ""


@require_safe
def programs(request: HttpRequest) -> HttpResponse:
    groups = _groups(translation.get_language() or "en")
    context = {
        "groups": groups,
        "codes": [(code, marked(str(words))) for code, words in CODES.items()],
        "schema_address": request.build_absolute_uri(reverse("schema")),
        "curl": _curl(request.build_absolute_uri(reverse("feed-province-public"))),
    }
    return render(request, "ops/programs.html", context)


@lru_cache(maxsize=4)
def _groups(language: str) -> list[tuple[str, str, list[Operation]]]:
    """Anchor, heading, addresses. Made once a language: code alone changes it."""
    with translation.override(language):
        schema: Schema = SchemaGenerator().get_schema(request=None, public=True)  # type: ignore[no-untyped-call]
        by_tag: dict[str, list[Operation]] = defaultdict(list)
        for path, operations in schema["paths"].items():
            for method, operation in operations.items():
                by_tag[operation["tags"][0]].append(_told(schema, path, method, operation))
        order = [*TAGS, *sorted(set(by_tag) - set(TAGS))]
        return [(tag, str(TAGS.get(tag, tag)), by_tag[tag]) for tag in order if by_tag[tag]]


def _told(schema: Schema, path: str, method: str, operation: Schema) -> Operation:
    body = operation.get("requestBody", {}).get("content", {}).get("application/json", {})
    security = operation.get("security", [])
    return Operation(
        anchor=operation["operationId"],
        method=method.upper(),
        path=path,
        summary=str(operation.get("summary") or operation["operationId"]),
        paragraphs=[marked(text) for text in operation.get("description", "").split("\n\n") if text.strip()],
        parameters=operation.get("parameters", []),
        fields=_fields(schema, body.get("schema", {})),
        example=_shown(body),
        answers=[
            Answer(status, marked(response["description"]), _shown(*response.get("content", {}).values()))
            for status, response in operation["responses"].items()
        ],
        needs="token" if {"feedToken": []} in security else "session" if {"cookieAuth": []} in security else "",
    )


def _fields(schema: Schema, body: Schema) -> list[tuple[str, str, bool, str]]:
    """Of the rows of a call, the fields of a row."""
    resolved = _resolved(schema, body)
    properties = resolved.get("properties", {})
    if [*properties] == ["rows"]:
        resolved = _resolved(schema, properties["rows"]["items"])
    needed = resolved.get("required", [])
    return [
        (name, _kind_of(_resolved(schema, each)), name in needed, marked(each.get("description", "")))
        for name, each in resolved.get("properties", {}).items()
    ]


def marked(text: str) -> str:
    """What stands between backticks as code, everything else as text."""
    pieces = enumerate(text.split("`"))
    return format_html_join("", "{}{}{}", [_set_off(piece, is_code=place % 2 == 1) for place, piece in pieces])


def _set_off(piece: str, *, is_code: bool) -> tuple[str, str, str]:
    return (CODE_BEGINS, piece, CODE_ENDS) if is_code else ("", piece, "")


def _resolved(schema: Schema, each: Schema) -> Schema:
    if "allOf" in each:
        return _resolved(schema, each["allOf"][0])
    if "$ref" not in each:
        return each
    found: Schema = schema["components"]["schemas"][each["$ref"].rpartition("/")[2]]
    return found


def _kind_of(each: Schema) -> str:
    if each.get("enum"):
        return " | ".join(str(value) for value in each["enum"])
    return str(each.get("format") or each.get("type") or "")


def _shown(*contents: Schema) -> str:
    for content in contents:
        examples = list(content.get("examples", {}).values())
        example = examples[0]["value"] if examples else content.get("example")
        if example not in (None, {}, []):
            return json.dumps(example, ensure_ascii=False, indent=2, default=str)
    return ""


def _curl(address: str) -> str:
    body = json.dumps({"rows": example_call(FeedKind.PROVINCE_PUBLIC)["rows"][:1]}, ensure_ascii=False, indent=2)
    lines = [
        f"curl {address} \\",
        '  -H "Authorization: Bearer $TOKEN" \\',
        '  -H "Content-Type: application/json" \\',
        f"  -d '{body}'",
    ]
    return "\n".join(lines)
