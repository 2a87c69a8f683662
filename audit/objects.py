"""The words for what was acted on. Each room names the kinds of objects it records, in its AppConfig.ready."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.db.models import Field

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

_names: dict[str, str | _StrPromise] = {}


def name_objects(names: Mapping[str, str | _StrPromise]) -> None:
    """`{"people.user": _("account")}`"""
    _names.update(names)


def object_type_name(object_type: str) -> str:
    """In the language of the page. A kind that nobody named (its room may be gone) is shown as recorded."""
    return str(_names.get(object_type, object_type))


def named_objects() -> list[tuple[str, str]]:
    """For a filter: every kind a room has named, in the order of its words."""
    return sorted(((object_type, str(name)) for object_type, name in _names.items()), key=lambda pair: pair[1])


def field_of(object_type: str, name: str) -> Field[Any, Any] | None:
    """The field an entry of `before` or `after` is named after, where the object is a row of ours and has it."""
    try:
        found = apps.get_model(object_type)._meta.get_field(name)
    except (LookupError, ValueError, FieldDoesNotExist):
        return None
    return found if isinstance(found, Field) else None
