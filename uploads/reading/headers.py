"""Finds the row that names the columns: not always the first, sometimes two, with columns renamed and moved."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice, pairwise

from uploads.reading.refusals import FileRefused
from uploads.reading.tables import Row, Sheet

SEARCHED_ROWS = 30
RECOGNIZABLE_FROM = 2
"""So many titles make a row the row of titles, even if others are missing."""

_NOISE = re.compile(r"[\s*＊:：?？'’‘`_]+")
_BRACKETS = re.compile(r"[(（\[【].*?[)）\]】]")


@dataclass(frozen=True)
class Header:
    sheet: Sheet
    last_row: int
    """The number of the row, or of the lower of two."""
    places: dict[str, int]
    """Which column stands where, counted from 0."""
    titles: list[str]
    """All that stand there, known or not."""


def find_header(sheets: Iterable[Sheet], titles: Mapping[str, Sequence[str]], required: Sequence[str]) -> Header:
    """The best of all sheets. Raises FileRefused when none will do, saying what the nearest lacks."""
    known = {simplified(title): key for key, names in titles.items() for title in names}
    best = max((_best_in(sheet, known) for sheet in sheets), key=lambda header: len(header.places), default=None)
    if best is None or len(best.places) < min(RECOGNIZABLE_FROM, len(titles)):
        raise FileRefused("no_header", columns=list(required), rows=SEARCHED_ROWS)
    missing = [key for key in required if key not in best.places]
    if missing:
        raise FileRefused("columns_missing", columns=missing, row=best.last_row, sheet=best.sheet.name)
    _require_each_once(best, known)
    return best


def simplified(title: str) -> str:
    """“ 证件号码（必填）* ” is 证件号码."""
    plain = unicodedata.normalize("NFKC", title).lower()
    return _NOISE.sub("", _BRACKETS.sub("", plain)) or _NOISE.sub("", plain)


def _best_in(sheet: Sheet, known: Mapping[str, str]) -> Header:
    rows = [_texts(row) for row in islice(sheet.rows(), SEARCHED_ROWS)]
    single = [_header(sheet, number, row, known) for number, row in enumerate(rows, start=1)]
    double = [
        _header(sheet, number, _two_as_one(upper, lower, known), known)
        for number, (upper, lower) in enumerate(pairwise(rows), start=2)
        if _looks_like_titles(lower)
    ]
    # Of equals the first: one row rather than two, the upper rather than the lower.
    candidates = [*single, *double]
    return max(candidates, key=lambda header: len(header.places), default=Header(sheet, 0, {}, []))


def _texts(row: Row) -> list[str]:
    return [cell.strip() if isinstance(cell, str) else "" for cell in row]


def _looks_like_titles(texts: Sequence[str]) -> bool:
    return any(texts) and not any(any(sign.isdigit() for sign in text) for text in texts)


def _two_as_one(upper: Sequence[str], lower: Sequence[str], known: Mapping[str, str]) -> list[str]:
    """Merged cells: what is merged downwards stands above, what is divided stands below."""
    width = max(len(upper), len(lower))
    above = [*upper, *[""] * (width - len(upper))]
    below = [*lower, *[""] * (width - len(lower))]
    return [
        under if simplified(under) in known or (under and simplified(over) not in known) else over
        for over, under in zip(above, below, strict=True)
    ]


def _header(sheet: Sheet, number: int, texts: list[str], known: Mapping[str, str]) -> Header:
    places: dict[str, int] = {}
    for place, text in enumerate(texts):
        key = known.get(simplified(text)) if text else None
        if key is not None:
            places.setdefault(key, place)
    return Header(sheet, number, places, texts)


def _require_each_once(header: Header, known: Mapping[str, str]) -> None:
    for place, text in enumerate(header.titles):
        key = known.get(simplified(text)) if text else None
        if key is not None and header.places[key] != place:
            raise FileRefused(
                "column_twice",
                columns=[key],
                first=column_letter(header.places[key]),
                second=column_letter(place),
                row=header.last_row,
            )


def column_letter(place: int) -> str:
    """0 is A, 26 is AA."""
    letters = ""
    while place >= 0:
        place, rest = divmod(place, 26)
        letters = chr(ord("A") + rest) + letters
        place -= 1
    return letters
