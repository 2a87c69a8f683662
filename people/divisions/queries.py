"""What a place was called, and by which code it went, on a day."""

from __future__ import annotations

import datetime
import unicodedata

from people.models import Division
from people.models.divisions import CODE_LENGTH


def division_on(division: Division, on: datetime.date) -> Division | None:
    """The same place as it stood on that day, before or after a change of its code; None where there was none."""
    if division.valid_from > on:
        earlier = _main_predecessor(division)
        return division_on(earlier, on) if earlier else None
    if division.valid_to is not None and division.valid_to < on:
        return division_on(division.successor, on) if division.successor else None
    return division


def code_of(division: Division, on: datetime.date) -> str | None:
    found = division_on(division, on)
    return found.code if found else None


def _main_predecessor(division: Division) -> Division | None:
    """Of several that were merged, the one that gave its code, else its name, else the first by code."""
    return min(
        division.predecessors.all(),
        key=lambda earlier: (earlier.code != division.code, earlier.name[:2] != division.name[:2], earlier.code),
        default=None,
    )


def area_of(code: str) -> str:
    """The digits that every division in it begins with: `4401` of `440100`, `44` of `440000`; a part stays a part."""
    while len(code) in (CODE_LENGTH, CODE_LENGTH - 2) and code.endswith("00"):
        code = code[:-2]
    return code


def divisions_named(text: str) -> list[Division]:
    """Those of today whose name begins like this, in characters or in pinyin with or without tones."""
    wanted = _plain(text)
    return [
        division
        for division in Division.objects.filter(valid_to=None)
        if division.name.startswith(text) or _plain(division.pinyin).startswith(wanted)
    ]


def _plain(pinyin: str) -> str:
    letters = unicodedata.normalize("NFD", pinyin.lower())
    return "".join(letter for letter in letters if letter.isalnum())
