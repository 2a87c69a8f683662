"""What waits for me: each room offers lines for the home page, so that `ui` knows no room."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


@dataclass(frozen=True, kw_only=True)
class WaitingTask:
    name: str | _StrPromise
    url: str
    hint: str | _StrPromise = ""
    state: str = "waiting"
    """Suffix of a status badge: counted, waiting, warned, refused, excluded …"""
    state_label: str | _StrPromise = ""
    order: int = 100
    needs_you: bool = True
    """Whether somebody waits for this person; if not, it is only under way."""


Provider = Callable[[Any], Iterable[WaitingTask]]
_providers: list[Provider] = []


def register(provider: Provider) -> None:
    _providers.append(provider)


def tasks_for(actor: Any) -> list[WaitingTask]:
    return sorted((task for provider in _providers for task in provider(actor)), key=lambda task: task.order)
