"""What is held about a person. Each room registers what its models hold, in its AppConfig.ready:

    registry.register(
        Holding(
            key="titles",
            label=_("Titles"),
            rows=lambda user: Title.objects.filter(professional__user=user),
            fields=(Field("title", _("Title"), lambda title: title.name), …),
        )
    )

It then stands on the page "My data" and in both exports, and the person is told what others did to it. A test finds the
model that refers to people and that nobody registered.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import QuerySet

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

    from people.models import User

Value = Any
"""Text, a number, a date, a moment, or nothing. Never a number of a document or a telephone in full."""


@dataclass(frozen=True)
class Field:
    key: str
    """Stands in the JSON; never changes."""
    label: str | _StrPromise
    value: Callable[[Any], Value]


@dataclass(frozen=True, kw_only=True)
class Holding:
    key: str
    label: str | _StrPromise
    rows: Callable[[User], QuerySet[Any]]
    fields: tuple[Field, ...]
    order: int = 100
    concerns: bool = True
    """Whether what others do to these rows concerns the person: not so for notes of the person's own work on others."""
    looks: tuple[str, ...] = ()
    """The actions of the trail by which others only look at such a row."""


_holdings: list[Holding] = []


def register(*holdings: Holding) -> None:
    _holdings.extend(holdings)


def all_holdings() -> list[Holding]:
    return sorted(_holdings, key=lambda holding: holding.order)


def looks() -> tuple[str, ...]:
    return tuple(action for holding in _holdings for action in holding.looks)
