"""Python's search for circles of objects, left out while many rows are worked on at once.

It begins anew whenever so many objects have come, and goes through all that are there. While thousands of rows are
put together there are more and more of them, none is in a circle, and each is looked at again and again: a third of
the time, measured for ledgers (2026-11), and a quarter for a call of a feed.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def collector_at_rest() -> Iterator[None]:
    """For a batch or a file, which have an end; of the whole process. Where it rests already, it goes on resting."""
    was_collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_collecting:
            gc.enable()
