"""What rests on a verification and falls with it: the room of certificates lies above and registers itself."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from audit.actors import Actor


class Listener(Protocol):
    def __call__(self, verifications: Sequence[int], *, is_fraud: bool, reason: str, actor: Actor) -> None:
        """In the transaction in which they were voided, after their voids were written."""


_listeners: list[Listener] = []


def register(listener: Listener) -> None:
    _listeners.append(listener)


def tell_void(verifications: Sequence[int], *, is_fraud: bool, reason: str, actor: Actor) -> None:
    for listener in _listeners:
        listener(verifications, is_fraud=is_fraud, reason=reason, actor=actor)
