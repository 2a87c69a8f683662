"""An example for whatever has none of its own: what each field holds, by its name and its kind."""

from __future__ import annotations

from typing import Any

Schema = dict[str, Any]

DEEPEST = 6
BY_NAME: dict[str, Any] = {
    "id": 17,
    "name": "林测试",
    "person": "林测试",
    "actor_label": "陈测试",
    "organization": "珠江岸设计院",
    "organization_label": "珠江岸设计院",
    "employer": "珠江岸设计院",
    "body": "珠江岸设计院",
    "place": "440105",
    "place_name": "海珠区",
    "area": "440105",
    "uscc": "91440101MA5CTEST0X",
    "version": 1,
    "comment": "佐证齐全",
    "reason": "佐证齐全",
    "reasons": ["other_dates"],
    "procedure": "record",
    "rule": "R-18-4",
    "cite": "GDQ18 五",
    "action": "approve",
    "next": None,
    "previous": None,
    "code": "not_found",
    "detail": "没有这个页面",
    "request_id": "5f0d8c1e-6f0e-4f6f-9c53-0c2b8a3d7f11",
}
BY_FORMAT = {
    "date": "2026-05-20",
    "date-time": "2026-05-20T09:30:00+08:00",
    "uuid": "5f0d8c1e-6f0e-4f6f-9c53-0c2b8a3d7f11",
    "decimal": "12.00",
    "uri": "https://example.org/",
}
BY_TYPE: dict[str, Any] = {"string": "…", "integer": 1, "number": 12, "boolean": True}


def example_of(schema: Schema, components: dict[str, Schema], name: str = "", depth: int = 0) -> Any:
    if "$ref" in schema:
        return example_of(components[schema["$ref"].rpartition("/")[2]], components, name, depth)
    for several in ("allOf", "oneOf", "anyOf"):
        if several in schema:
            return example_of(schema[several][0], components, name, depth)
    if "example" in schema:
        return schema["example"]
    if schema.get("enum"):
        return next((value for value in schema["enum"] if value not in ("", None)), None)
    if depth < DEEPEST and (schema.get("type") == "object" or "properties" in schema):
        properties = schema.get("properties", {})
        return {key: example_of(value, components, key, depth + 1) for key, value in properties.items()}
    if schema.get("type") == "array":
        return BY_NAME.get(name) or [example_of(schema["items"], components, name, depth + 1)]
    if "default" in schema and schema["default"] not in ("", None):
        return schema["default"]
    return _plain(schema, name)


def _plain(schema: Schema, name: str) -> Any:
    kind = schema.get("type", "object")
    if schema.get("format") in BY_FORMAT:
        return BY_FORMAT[schema["format"]]
    if name in BY_NAME and (BY_NAME[name] is None or isinstance(BY_NAME[name], int) == (kind == "integer")):
        return BY_NAME[name]
    return BY_TYPE.get(kind, {})
