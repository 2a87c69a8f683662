"""Rooms above that want to know when ledgers have changed, in the transaction of the change.

    listeners.register(pass_late)  # professionals, today

`verification` lets whoever has come to meet every line pass at that moment, while the days of grace last (A-45).
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Collection

Listener = Callable[[Collection[int], datetime.date], None]

_listeners: list[Listener] = []


def register(listener: Listener) -> None:
    _listeners.append(listener)


def tell(professionals: Collection[int], today: datetime.date) -> None:
    for listener in _listeners:
        listener(professionals, today)
