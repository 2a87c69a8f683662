"""What rooms above this one offer to do about a person, on the page that shows the person. Each registers in its
AppConfig.ready."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from audit.actors import Actor
from people.models import Professional


@dataclass(frozen=True)
class PersonLink:
    label: str
    url: str


Provider = Callable[[Actor, Professional], PersonLink | None]
_providers: list[Provider] = []


def register(provider: Provider) -> None:
    _providers.append(provider)


def links_for(actor: Actor, professional: Professional) -> list[PersonLink]:
    offered = (provider(actor, professional) for provider in _providers)
    return [link for link in offered if link is not None]
