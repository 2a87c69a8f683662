"""Certificate numbers: whose code stands in them, and what one says (C-1, A-01 … A-04)."""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass
from typing import Any

from certificates.layouts import layouts
from people.models import Bureau
from people.supervision import place_at
from policies import ask

UNWRITTEN = re.compile(r"([0-9]{6})([0-9]{2})([0-9]{6})")
SPACES = re.compile(r"\s+")
FULL_WIDTH = str.maketrans("０１２３４５６７８９", "0123456789")


class NumberFault(ValueError):
    """What cannot be a number, in the words of the rule books."""

    def __init__(self, answer: dict[str, Any]) -> None:
        self.zh = str(answer.get("reason", answer))
        self.en = str(answer.get("reason_en", self.zh))
        super().__init__(self.en)


@dataclass(frozen=True)
class ParsedNumber:
    number: str
    issuer_code: str
    study_year: int
    sequence: int


def issuer_code(bureau: Bureau, on: datetime.date) -> str:
    """The code in force on the day of issue (A-04): `CC00` of a city, `440000` of the province, of a district its own,
    of a zone the one that was configured (A-02)."""
    assert bureau.division is not None  # a bureau answers for a place
    return place_at(bureau.area, bureau.division, on)


def compose(code: str, year: int, sequence: int, *, book: str) -> str:
    if not book:  # our own, where the texts have no scheme (C-11)
        return f"{code}{year % 100:02}{sequence:06}"
    answer = ask({"ask": "number", "ruleset": book, "issuer": code, "study_year": year, "sequence": sequence})
    return str(_sound(answer)["number"])


def prefix(code: str, year: int, *, book: str) -> str:
    """The eight digits before the sequence, for statements that number thousands."""
    return compose(code, year, 1, book=book)[:8]


def parse(typed: str) -> ParsedNumber:
    """What somebody typed: with spaces between or in full width, it is the same number."""
    number = SPACES.sub("", typed).translate(FULL_WIDTH)
    if unwritten := UNWRITTEN.fullmatch(number):
        code, year, sequence = unwritten.groups()
        if any(each.province == code[:2] and not each.numbers for each in layouts().values()):
            return ParsedNumber(number, code, 2000 + int(year), int(sequence))
    answer = _sound(ask({"ask": "number", "number": number}))
    return ParsedNumber(number, answer["issuer"], answer["study_year"], answer["sequence"])


def _sound(answer: dict[str, Any]) -> dict[str, Any]:
    if "number" not in answer and "issuer" not in answer:
        raise NumberFault(answer)
    return answer
