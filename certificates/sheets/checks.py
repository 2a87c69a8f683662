"""`manage.py check --deploy` fails where sheets could not be drawn, or only fifty times as slowly."""

from __future__ import annotations

import ctypes
import os
from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, register

from certificates.sheets.fonts import BOLD, REGULAR, font_file

LIBRARY = "libharfbuzz-subset.so.0"


@register(deploy=True)
def check_sheets(app_configs: Iterable[Any] | None, **options: Any) -> list[CheckMessage]:
    found: list[CheckMessage] = []
    try:
        ctypes.CDLL(LIBRARY)
    except OSError:
        words = f"{LIBRARY} is missing: without it WeasyPrint takes seconds for a certificate instead of milliseconds."
        found.append(Error(words, hint="apt-get install libharfbuzz-subset0", id="certificates.E001"))
    missing = [name for name in (REGULAR, BOLD) if font_file(name) is None]
    if missing:
        words = f"The font for certificates is missing: {', '.join(missing)}."
        found.append(Error(words, hint="apt-get install fonts-noto-cjk", id="certificates.E002"))
    found += [
        Error(f"The key file of the electronic seal {code} cannot be read: {path}.", id="certificates.E003")
        for code, path in settings.CERTIFICATE_SEALS.items()
        if not os.access(path, os.R_OK)
    ]
    return found
