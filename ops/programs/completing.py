"""Completes the description that drf-spectacular makes: what every address may answer, and an example of each body.

One place instead of a decorator on every view, because these answers come from what all views share: sign-in, rights,
negotiation, `ui.errors`.
"""

from __future__ import annotations

from typing import Any

from ops.programs.examples import example_of
from ops.programs.words import SUMMARIES

Schema = dict[str, Any]

_ERRORS = {
    400: "`invalid`: a field is wrong; `fields` says which. `bad_request`: no JSON.",
    403: "`forbidden`: not signed in, no CSRF token, or the hat does not allow it.",
    404: "`not_found`: there is no such thing, or it is not yours to know of.",
    406: "`not_acceptable`: the answer is `application/json`.",
    409: "`conflict`: it may be done, but not now; it changed meanwhile.",
    413: "`content_too_large`: the body.",
    415: "`unsupported_media_type`: send `application/json`.",
    429: "`too_many_requests`: wait as `Retry-After` says.",
}
_FIELDS: Schema = {
    "type": "object",
    "description": "Of `invalid`: what is wrong, by the name of the field.",
    "additionalProperties": True,
}
_SESSION = (
    "The session of a browser or a program that has signed in on the pages. Whatever writes needs the header"
    " `X-CSRFToken` with the value of the cookie `csrftoken`."
)


def complete(result: Schema, **_context: Any) -> Schema:
    """A hook of drf-spectacular, named in the settings; the last of them."""
    components = result["components"]["schemas"]
    components["ErrorBody"]["properties"]["fields"] = _FIELDS
    result["components"]["securitySchemes"].setdefault("cookieAuth", {})["description"] = _SESSION
    for path, operations in result["paths"].items():
        for method, operation in operations.items():
            _complete(operation, path, method)
            _add_examples(operation, components)
    return result


def _complete(operation: Schema, path: str, method: str) -> None:
    if operation["operationId"] in SUMMARIES:
        operation["summary"] = str(SUMMARIES[operation["operationId"]])
    elif not operation.get("summary"):
        operation["summary"] = operation.get("description", "").partition("\n")[0].partition(". ")[0]
    responses = operation["responses"]
    for status in _errors_of(operation, path, method):
        responses.setdefault(
            str(status),
            {
                "content": {"application/json": {"schema": {"$ref": "#/components/schemas/ErrorBody"}}},
                "description": _ERRORS[status],
            },
        )
    operation["responses"] = {status: responses[status] for status in sorted(responses)}
    for response in responses.values():
        response["description"] = response.get("description") or "Done."


def _errors_of(operation: Schema, path: str, method: str) -> list[int]:
    found = [406]
    if {"cookieAuth": []} in operation.get("security", []):
        found += [403, 400]
    if {} in operation.get("security", []):  # open to everybody, and therefore limited
        found.append(429)
    has_cursor = any(parameter["name"] == "cursor" for parameter in operation.get("parameters", []))
    if "{" in path or has_cursor:
        found.append(404)
    if method != "get":
        found += [400, 413, 415]
        if {"cookieAuth": []} in operation.get("security", []):
            found += [404, 409]  # also of what the body names
    return found


def _add_examples(operation: Schema, components: dict[str, Schema]) -> None:
    bodies = [operation.get("requestBody", {}), *operation["responses"].values()]
    for body in bodies:
        for content in body.get("content", {}).values():
            if "examples" not in content and "example" not in content:
                content["example"] = example_of(content["schema"], components)
    for status, response in operation["responses"].items():
        for content in response.get("content", {}).values():
            if int(status) >= 400 and "example" in content:
                content["example"] = _error_example(response["description"], content["example"])


def _error_example(description: str, example: Any) -> Any:
    """With the first code that the description names."""
    code = description.partition("`")[2].partition("`")[0]
    if not isinstance(example, dict) or "code" not in example:
        return example
    told = {"code": code, "detail": "…", "request_id": example.get("request_id", "")}
    return told | ({"fields": {"version": ["请填写合法的整数值。"]}} if code == "invalid" else {})
