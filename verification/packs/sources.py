"""What higher rooms hand over to a pack. `certificates` registers the certificate of a year; until a year has one, the
sheet of its verification stands in its place and says so."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from people.models import Professional


@dataclass(frozen=True)
class Paper:
    """A PDF of a higher room, as it was issued."""

    kind: str
    year: int
    version: str
    """Changes with its content; the same version is the same paper."""
    content: Callable[[], bytes]
    """Asked for by the worker alone."""


Source = Callable[[Professional, int], Paper | None]
_sources: dict[str, Source] = {}


def register(kind: str, source: Source) -> None:
    """Of one kind (`rules.CERTIFICATE`) one source: what it answers for a person and a year belongs to that person."""
    _sources[kind] = source


def paper_of(kind: str, professional: Professional, year: int) -> Paper | None:
    source = _sources.get(kind)
    return source(professional, year) if source else None
