"""What may stand in a data file: small checks that are put together into the shape of a whole file.

A check takes the file, the place in it and the value there; it returns the value or refuses with file and line.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from policies.source import Source, Where

Shape = Callable[[Source, Where, Any], Any]


def _plain(kind: type, name: str) -> Shape:
    def check(source: Source, where: Where, value: Any) -> Any:
        if type(value) is not kind or value == "":
            raise source.fault(where, f"must be {name}")
        return value

    return check


text = _plain(str, "text")
flag = _plain(bool, "true or false")
whole = _plain(int, "a whole number")
day = _plain(date, "a date")


def text_or_flag(source: Source, where: Where, value: Any) -> str | bool:
    checked: str | bool = (flag if type(value) is bool else text)(source, where, value)
    return checked


def citation(source: Source, where: Where, value: Any) -> str:
    """A document of documents.toml and the article in it: `GD10 七(一)`."""
    document, _, article = str(text(source, where, value)).partition(" ")
    if document not in source.documents:
        raise source.fault(where, f"there is no document {document}")
    if not article:
        raise source.fault(where, "names no article")
    return f"{document} {article}"


def any_text(source: Source, where: Where, value: Any) -> str:
    """Text that may be empty: a document without a number."""
    return str(value) if value == "" else str(text(source, where, value))


def amount(source: Source, where: Where, value: Any) -> Decimal:
    if type(value) not in (int, Decimal) or not Decimal(value).is_finite() or value < 0:
        raise source.fault(where, "must be a number, not below 0")
    return Decimal(value)


def one_of(*names: str) -> Shape:
    def check(source: Source, where: Where, value: Any) -> str:
        if value not in names:
            raise source.fault(where, f"must be one of {', '.join(names)}")
        return str(value)

    return check


def list_of(shape: Shape) -> Shape:
    def check(source: Source, where: Where, value: Any) -> list[Any]:
        if type(value) is not list or not value:
            raise source.fault(where, "must be a list, not empty")
        return [shape(source, (*where, position), item) for position, item in enumerate(value)]

    return check


def map_of(shape: Shape) -> Shape:
    """A table whose keys are free, such as hours by level."""

    def check(source: Source, where: Where, value: Any) -> dict[str, Any]:
        if type(value) is not dict or not value:
            raise source.fault(where, "must be a table, not empty")
        return {key: shape(source, (*where, key), item) for key, item in value.items()}

    return check


def table(needed: Mapping[str, Shape], allowed: Mapping[str, Shape] | None = None) -> Shape:
    known = {**needed, **(allowed or {})}

    def check(source: Source, where: Where, value: Any) -> dict[str, Any]:
        if type(value) is not dict:
            raise source.fault(where, "must be a table")
        for key in value:
            if key not in known:
                raise source.fault((*where, key), "unknown key")
        for key in needed:
            if key not in value:
                raise source.fault(where, f"{key} is missing")
        return {key: known[key](source, (*where, key), item) for key, item in value.items()}

    return check


def cited(shape: Shape) -> Shape:
    """A value under the citation of its table or, as `{ value, cite, quote }`, under one of its own."""
    with_citation = table({"value": shape, "cite": citation, "quote": text})

    def check(source: Source, where: Where, value: Any) -> Any:
        has_citation = type(value) is dict and "value" in value
        return (with_citation if has_citation else shape)(source, where, value)

    return check
