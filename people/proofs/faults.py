from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


class ProofFault(ValueError):
    def __init__(self, message: str | _StrPromise) -> None:
        super().__init__(message)
        self.message = message
