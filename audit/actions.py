"""The words for what was done. Each room names the actions it records, in its AppConfig.ready."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

_names: dict[str, str | _StrPromise] = {}


def name_actions(names: Mapping[str, str | _StrPromise]) -> None:
    """`{"account.signed_in": _("signed in")}`: a past tense that reads well between a person and an object."""
    _names.update(names)


def action_name(action: str) -> str:
    """In the language of the page. An action nobody named (its room may be gone) is shown as recorded."""
    return str(_names.get(action, action))


def named_actions() -> list[tuple[str, str]]:
    """For a filter: every action a room has named, in the order of its words."""
    return sorted(((action, str(name)) for action, name in _names.items()), key=lambda pair: pair[1])
