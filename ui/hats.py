"""The words for the hats people wear. The room that knows the roles names them here, for the frame and the trail."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

_names: dict[str, str | _StrPromise] = {}


def name_roles(names: Mapping[str, str | _StrPromise]) -> None:
    _names.update(names)


def role_name(hat: str) -> str:
    return str(_names.get(hat, hat))


def hat_line(actor: Any) -> str:
    """`陈洁仪 · 珠江岸设计院 人事`: who acts, for whom, as what."""
    hat = " ".join(filter(None, [actor.organization_label, role_name(actor.hat)]))
    return " · ".join(filter(None, [actor.label, hat]))
