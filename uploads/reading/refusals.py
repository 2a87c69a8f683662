"""Why a whole file is turned away. `uploads.words` has the words for each code; here nothing of Django is imported,
because these modules run in the small process that reads what strangers sent."""

from __future__ import annotations

from typing import Any


class FileRefused(Exception):
    def __init__(self, code: str, **params: Any) -> None:
        super().__init__(code)
        self.code = code
        self.params = params
