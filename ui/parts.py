"""What the components are made of: small values that a view fills in and a template draws."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

    Words = str | _StrPromise


@dataclass(frozen=True)
class Step:
    """In components/stepper.html. Steps done lead back; nothing is lost on the way."""

    label: Words
    state: str
    """`done`, `now` or `later`."""
    url: str = ""


def steps(labels: Sequence[Words], now: int, urls: Sequence[str] = ()) -> list[Step]:
    """A piece of work of known length, seen from its step number `now`, counted from 0."""
    states = ["done" if place < now else "now" if place == now else "later" for place in range(len(labels))]
    addresses = [*urls, *[""] * (len(labels) - len(urls))]
    return [Step(*each) for each in zip(labels, states, addresses, strict=True)]


@dataclass(frozen=True)
class Event:
    """In components/timeline.html: who did what, who has it now, since when, until when."""

    what: Words
    note: Words = ""
    state: str = "done"
    """`done`, `now`, `later` or `void`."""


@dataclass(frozen=True)
class Reason:
    """In components/verdict.html: one line of an answer, in the order applied."""

    words: Words
    effect: Words = ""
    citation: Words = ""
    url: str = ""
    confirmed: bool = True
    is_sum: bool = False


@dataclass(frozen=True)
class Action:
    """A button of components/selection_bar.html."""

    label: Words
    name: str
    value: str
    key: str = ""
    is_primary: bool = False


@dataclass(frozen=True)
class Hand:
    """In components/hands.html: a place for a seal, and who filled it or who may."""

    role: Words
    note: Words
    signed_by: Words = ""
    empty: Words = ""
