"""Reads what stands in a data file into the classes that say what may stand there.

Their annotations are the one statement of the shape of a file. A field without a default must be there, a key without
a field is unknown, a text that must be there is not empty, a list or a table holds something. `Annotated[str, names]`
is one of these names. Any number may bring the sentence that states it: `{ value = 45, cite = …, quote = … }`. Whatever
does not fit is refused with file and line.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import MISSING, dataclass, fields, is_dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from types import UnionType
from typing import Annotated, Any, NewType, Union, get_args, get_origin, get_type_hints, is_typeddict

from policies.source import Source, Where

Citation = NewType("Citation", str)  # a document of documents.toml and the article in it: `GD10 七(一)`

_PLAIN: dict[Any, tuple[str, Callable[[Any], bool]]] = {
    str: ("text", lambda value: type(value) is str and value != ""),
    bool: ("true or false", lambda value: type(value) is bool),
    int: ("a whole number", lambda value: type(value) is int),
    date: ("a date", lambda value: type(value) is date),
    Decimal: (
        "a number, not below 0",
        lambda value: type(value) in (int, Decimal) and Decimal(value).is_finite() and value >= 0,
    ),
}


class Misfit(ValueError):
    """What a class has against values that are right one by one; `key` is the one to change."""

    def __init__(self, key: str, problem: str) -> None:
        super().__init__(problem)
        self.key = key


@dataclass(frozen=True, slots=True)
class _Cited:
    value: Decimal
    cite: Citation
    quote: str


def read(kind: Any, source: Source, where: Where, value: Any) -> Any:
    """The value that stands at this place of the file, as what it should be."""
    origin, inner = get_origin(kind), get_args(kind)
    if origin is Annotated:
        return _one_of(inner[1], source, where, value)
    if origin in (tuple, frozenset):
        return origin(_list(inner[0], source, where, value))
    if origin is dict:
        return _map(inner[1], source, where, value)
    if origin in (Union, UnionType):
        return read(next((one for one in inner if one is type(value)), inner[0]), source, where, value)
    if kind is Citation:
        return _citation(source, where, value)
    if kind in (int, Decimal) and type(value) is dict:
        _table(_Cited, source, where, value)
        return _plain(kind, source, where, value["value"])
    return _plain(kind, source, where, value) if kind in _PLAIN else _table(kind, source, where, value)


def _plain(kind: Any, source: Source, where: Where, value: Any) -> Any:
    name, is_fit = _PLAIN[kind]
    if not is_fit(value):
        raise source.fault(where, f"must be {name}")
    return Decimal(value) if kind is Decimal else value


def _one_of(names: tuple[str, ...], source: Source, where: Where, value: Any) -> str:
    if value not in names:
        raise source.fault(where, f"must be one of {', '.join(names)}")
    return str(value)


def _citation(source: Source, where: Where, value: Any) -> str:
    document, _, article = str(_plain(str, source, where, value)).partition(" ")
    if document not in source.documents:
        raise source.fault(where, f"there is no document {document}")
    if not article:
        raise source.fault(where, "names no article")
    return f"{document} {article}"


def _list(kind: Any, source: Source, where: Where, value: Any) -> list[Any]:
    if type(value) is not list or not value:
        raise source.fault(where, "must be a list, not empty")
    return [read(kind, source, (*where, position), item) for position, item in enumerate(value)]


def _map(kind: Any, source: Source, where: Where, value: Any) -> dict[str, Any]:
    """A table whose keys are free, such as hours by level."""
    if type(value) is not dict or not value:
        raise source.fault(where, "must be a table, not empty")
    return {key: read(kind, source, (*where, key), item) for key, item in value.items()}


def _table(kind: Any, source: Source, where: Where, value: Any) -> Any:
    if type(value) is not dict:
        raise source.fault(where, "must be a table")
    shape = _shape(kind)
    for key in value:
        if key not in shape:
            raise source.fault((*where, key), "unknown key")
    built = {}
    for key, (name, inner, default) in shape.items():
        if key not in value and default is MISSING:
            raise source.fault(where, f"{key} is missing")
        if key in value and not (value[key] == default == ""):
            built[name] = read(inner, source, (*where, key), value[key])
    try:
        return kind(**built)
    except Misfit as misfit:
        raise source.fault((*where, misfit.key), str(misfit)) from None


@cache
def _shape(kind: Any) -> dict[str, tuple[str, Any, Any]]:
    """By key: the name of the field (`as_` for the key `as`), its type, and what it is where the key is absent."""
    hints = get_type_hints(kind, include_extras=True)
    defaults = {one.name: _default(one) for one in fields(kind)} if is_dataclass(kind) else {}
    assert defaults or is_typeddict(kind)
    return {name.rstrip("_"): (name, hints[name], defaults.get(name, MISSING)) for name in defaults or hints}


def _default(one: Any) -> Any:
    return one.default if one.default_factory is MISSING else one.default_factory()
