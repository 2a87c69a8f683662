"""The description of the interface, and the page on which people read it."""

from __future__ import annotations

from typing import Any

import jsonschema
import pytest
from django.test import Client
from django.utils import translation
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.validation import validate_schema

from ops.programs.views import marked
from ops.programs.words import CODES, SUMMARIES
from tests.cast import english_client

Schema = dict[str, Any]


@pytest.fixture(scope="module")
def schema() -> Schema:
    with translation.override("en"):
        made: Schema = SchemaGenerator().get_schema(request=None, public=True)
    return made


def operations(schema: Schema) -> list[tuple[str, Schema]]:
    return [
        (f"{method.upper()} {path}", operation)
        for path, found in schema["paths"].items()
        for method, operation in found.items()
    ]


def test_description_is_sound(schema: Schema) -> None:
    validate_schema(schema)


def test_every_address_says_what_it_is_good_for(schema: Schema) -> None:
    silent = [name for name, operation in operations(schema) if not operation.get("summary")]

    assert not silent, f"Add a summary to ops/programs/words.py, or where the view is written: {silent}"


def test_every_summary_belongs_to_an_address(schema: Schema) -> None:
    assert set(SUMMARIES) <= {operation["operationId"] for _name, operation in operations(schema)}


def test_every_body_has_an_example_that_fits(schema: Schema) -> None:
    """Checked by another reader than the one that wrote it."""
    faults = []
    for name, operation in operations(schema):
        for where, content in bodies_of(operation):
            assert content.get("examples") or "example" in content, f"{name} {where} has no example"
            for example in examples_in(content):
                try:
                    jsonschema.validate(example, closed(content["schema"], schema))
                except jsonschema.ValidationError as error:
                    faults.append(f"{name} {where}: {error.message[:200]}")
    assert not faults, "\n".join(faults)


def bodies_of(operation: Schema) -> list[tuple[str, Schema]]:
    named = [("request", operation.get("requestBody", {})), *operation["responses"].items()]
    return [(name, content) for name, body in named for content in body.get("content", {}).values()]


def examples_in(content: Schema) -> list[Any]:
    several = [each["value"] for each in content.get("examples", {}).values()]
    return several or [content["example"]]


def closed(each: Schema, schema: Schema) -> Schema:
    """With the components it refers to, and what OpenAPI 3.0 writes otherwise than JSON Schema."""
    return {"components": _modern(schema["components"]), **_modern(each)}


def _modern(each: Any) -> Any:
    if isinstance(each, list):
        return [_modern(one) for one in each]
    if not isinstance(each, dict):
        return each
    made = {key: _modern(value) for key, value in each.items() if key not in ("nullable", "discriminator")}
    if made.get("exclusiveMinimum") is True:
        made["exclusiveMinimum"] = made.pop("minimum")
    return {"anyOf": [made, {"type": "null"}]} if each.get("nullable") else made


def test_every_code_of_the_page_is_in_the_description(schema: Schema) -> None:
    told = str(schema)
    unknown = [code for code in CODES if code not in told and code not in ("server_error", "unavailable", "conflict")]

    assert not unknown


@pytest.mark.django_db
def test_page_is_for_everybody_and_has_every_address(schema: Schema) -> None:
    page = english_client().get("/api/")

    text = page.content.decode()
    assert page.status_code == 200
    assert [path for path in schema["paths"] if f"<code>{path}</code>" not in text] == []
    assert "Authorization: Bearer $TOKEN" in text
    assert "http://testserver/api/v1/schema/" in text


def test_what_stands_between_backticks_is_code_and_nothing_is_markup() -> None:
    assert marked("`a<b>`: say <b>, & `c`") == "<code>a&lt;b&gt;</code>: say &lt;b&gt;, &amp; <code>c</code>"
    assert marked("half `open") == "half <code>open</code>"


@pytest.mark.django_db
def test_page_speaks_the_language_of_the_reader() -> None:
    chinese, english = Client().get("/api/").content.decode(), english_client().get("/api/").content.decode()

    assert "如何取得令牌" in chinese
    assert "报送在省级平台学完的公需科目学时" in chinese
    assert "Send public subjects finished on the provincial platform" in english


@pytest.mark.django_db
def test_description_is_handed_out_to_everybody() -> None:
    answer = Client().get("/api/v1/schema/")

    assert answer.status_code == 200
    assert answer.json()["openapi"].startswith("3.0")
