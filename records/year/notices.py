"""What higher rooms have to say about somebody's year, at the head of its page."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from audit.actors import Actor
from people.models import Professional


@dataclass(frozen=True, kw_only=True)
class YearNotice:
    title: str
    text: str = ""
    url: str = ""
    link: str = ""
    kind: str = "attention"
    """Of the callout."""


Provider = Callable[[Professional, int, Actor], Iterable[YearNotice]]
_providers: list[Provider] = []


def register(provider: Provider) -> None:
    _providers.append(provider)


def notices_of(professional: Professional, year: int, actor: Actor) -> list[YearNotice]:
    return [notice for provider in _providers for notice in provider(professional, year, actor)]
