"""How much of the same a test does. `make test` takes a sample; `make thorough` runs every fault and property test with
the counts that the promises name (docs/developer.md)."""

from __future__ import annotations

import os

IS_THOROUGH = os.environ.get("XUESHI_THOROUGH") == "1"


def sample_of(everything: int, *, sample: int) -> int:
    return everything if IS_THOROUGH else sample
