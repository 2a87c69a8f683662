"""From what stands in a cell to a clean text: numbers, dates and choices as people in China write them.

A parser takes a cell and answers a `Parsed`: the value as text (dates as 2024-03-01), and where something was wrong or
had to be guessed the code of a finding. It never raises.
"""

from __future__ import annotations

import datetime
import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from difflib import get_close_matches
from typing import Any, NamedTuple

from uploads.enums import Level
from uploads.reading.tables import Cell

MOST_EXCEL_KEEPS = 1e15
"""Numbers from here on lose digits: Excel keeps 15."""
# 4.40105E+17 or 4.40105199001011E+17, as text: what a table saved as CSV has left of a long number.
SCIENTIFIC = re.compile(r"\d(\.\d+)?[eE]\+?\d{2}")
APOSTROPHES = "'’‘`"
BETWEEN_HAN = re.compile(r"(?<=[\u3400-\u9fff])\s+(?=[\u3400-\u9fff])")
# Names and marks as they nearly always are: nothing is to be taken away, and nothing looked at sign by sign.
PLAIN_ALREADY = r"[\u4e00-\u9fff]{{1,{most}}}|[0-9A-Za-z]{{1,{most}}}"
PLAIN_NUMBER = re.compile(r"[0-9]{1,50}[0-9X]")
HUNDREDTH = Decimal("0.01")
EPOCH_OF_EXCEL = datetime.date(1899, 12, 30)
# Day numbers of 1955 to 2064; smaller and larger ones are no dates anybody means.
SERIAL_DAYS = range(20_000, 60_001)


class Parsed(NamedTuple):
    value: str
    code: str = ""
    level: Level = Level.ERROR
    params: Mapping[str, Any] = {}


Parser = Callable[[Cell], Parsed]


def knowing_plain(pattern: re.Pattern[str]) -> Callable[[Parser], Parser]:
    """Of a parser that takes a text of this form as it stands. It has signs that JSON writes as they are, too."""

    def mark(parser: Parser) -> Parser:
        _plain_forms[parser] = pattern.fullmatch
        return parser

    return mark


_plain_forms: dict[Parser, Callable[[str], object]] = {}


def plain_form_of(parser: Parser) -> Callable[[str], object] | None:
    return _plain_forms.get(parser)


def shown(cell: Cell) -> str:
    """As the person sees it in the spreadsheet, or nearly."""
    if cell is None:
        return ""
    if isinstance(cell, dict):
        return cell["d"]
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, float):
        return _number_shown(cell)
    return str(cell).strip()


def _number_shown(number: float) -> str:
    if number.is_integer() and abs(number) < MOST_EXCEL_KEEPS:
        return str(int(number))
    return f"{number:.5E}" if abs(number) >= 10**11 else f"{number:.10g}"


def is_ruined_number(cell: Cell) -> bool:
    """Excel took a long number for a quantity and has lost its last digits."""
    if isinstance(cell, (int, float)) and not isinstance(cell, bool):
        return abs(cell) >= MOST_EXCEL_KEEPS
    return isinstance(cell, str) and not cell.isdecimal() and SCIENTIFIC.fullmatch(_plain(cell)) is not None


@knowing_plain(re.compile(PLAIN_ALREADY.format(most=1000)))
def plain_text(cell: Cell) -> Parsed:
    """Names and words: spaces of any kind at the ends go, and those between two Chinese characters."""
    text = unicodedata.normalize("NFC", shown(cell)).replace("\u3000", " ")
    text = "".join(sign for sign in text if unicodedata.category(sign) not in ("Cc", "Cf"))
    return Parsed(BETWEEN_HAN.sub("", text.strip().lstrip(APOSTROPHES).strip()))


def text_up_to(length: int) -> Parser:
    @knowing_plain(re.compile(PLAIN_ALREADY.format(most=length)))
    def parse(cell: Cell) -> Parsed:
        parsed = plain_text(cell)
        if len(parsed.value) > length:
            return Parsed(parsed.value[:length], "too_long", Level.ERROR, {"most": length, "count": len(parsed.value)})
        return parsed

    return parse


@knowing_plain(PLAIN_NUMBER)
def digits(cell: Cell) -> Parsed:
    """Telephone numbers, staff numbers, document numbers: signs in a row, never a quantity."""
    if is_ruined_number(cell):
        return Parsed("", "scientific")
    text = shown(cell)
    plain = _plain(text)
    if _is_full_width(text):
        return Parsed(plain, "full_width", Level.WARNING)
    return Parsed(plain)


def quantity(*, most: Decimal, units: Iterable[str] = ()) -> Parser:
    """A number that is counted with, of at most two decimals; as text without zeros at its end and without its unit."""
    behind = "|".join(map(re.escape, units))
    shape = re.compile(rf"([+-]?\d+(?:\.\d+)?)(?:{behind})?")

    def parse(cell: Cell) -> Parsed:
        text = shown(cell)
        found = shape.fullmatch(_plain(text).replace(",", ""))
        if not text:
            return Parsed("")
        if found is None or isinstance(cell, (bool, dict)):
            return Parsed("", "not_a_quantity", Level.ERROR, {"text": text[:40]})
        amount = Decimal(found[1])
        if not 0 <= amount <= most:
            return Parsed("", "quantity_out_of_range", Level.ERROR, {"text": text[:40], "most": f"{most:f}"})
        if amount != amount.quantize(HUNDREDTH):
            return Parsed("", "too_many_decimals", Level.ERROR, {"text": text[:40]})
        value = f"{amount.normalize():f}"
        if _is_full_width(text):
            return Parsed(value, "full_width_read", Level.WARNING, {"value": value})
        return Parsed(value)

    return parse


def date(cell: Cell) -> Parsed:
    if isinstance(cell, dict):
        return _known_day(datetime.date.fromisoformat(cell["d"]), "", {})
    if isinstance(cell, float) or (isinstance(cell, int) and not isinstance(cell, bool)):
        return _day_of_number(cell)
    text = _plain(shown(cell))
    if not text:
        return Parsed("")
    return _day_of_text(text)


def choice(words: Mapping[str, Iterable[str]], *, code: str) -> Parser:
    """One of some words; `words` says by which each value is known, the usual one first. A near miss is suggested."""
    known = {_plain(word).lower(): value for value, names in words.items() for word in (value, *names)}
    usual = {value: next(iter(names), value) for value, names in words.items()}

    def parse(cell: Cell) -> Parsed:
        text = plain_text(cell).value
        found = known.get(_plain(text).lower(), "") if text else ""
        if found or not text:
            return Parsed(found)
        near = get_close_matches(_plain(text).lower(), known, n=1, cutoff=0.5)
        if near:
            return Parsed("", f"{code}_near", Level.ERROR, {"word": text[:40], "suggestion": usual[known[near[0]]]})
        return Parsed("", code, Level.ERROR, {"word": text[:40]})

    return parse


# Dates

_SEPARATED = re.compile(r"(\d{4})[-/.年](\d{1,2})(?:[-/.月](\d{1,2})日?)?月?")
_TOGETHER = re.compile(r"(\d{4})(\d{2})(\d{2})?")
_TIME = re.compile(r"[ T]?\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?$")
_HAN_DIGITS = str.maketrans("〇○零一二三四五六七八九", "000123456789")


def _day_of_number(number: float) -> Parsed:
    """20240301 typed as a number, or the number of a day whose cell lost its format."""
    whole = int(number) if number == number and abs(number) < 10**9 else 0
    if whole in SERIAL_DAYS:
        day = EPOCH_OF_EXCEL + datetime.timedelta(days=whole)
        return _known_day(day, "serial_date", {"number": str(whole)})
    return _day_of_text(str(whole))


def _day_of_text(text: str) -> Parsed:
    if text.isdecimal() and len(text) == 5:
        return _day_of_number(int(text))
    plain = _TIME.sub("", _without_han_digits(text))
    found = _SEPARATED.fullmatch(plain) or (_TOGETHER.fullmatch(plain) if len(plain) in (6, 8) else None)
    if not found:
        return Parsed("", "not_a_date", Level.ERROR, {"text": text[:40]})
    year, month, day = int(found[1]), int(found[2]), int(found[3] or 1)
    try:
        exact = datetime.date(year, month, day)
    except ValueError:
        return Parsed("", "no_such_date", Level.ERROR, {"text": text[:40]})
    return _known_day(exact, "" if found[3] else "day_assumed", {})


def _known_day(day: datetime.date, code: str, params: dict[str, str]) -> Parsed:
    if not 1900 <= day.year <= 2100:
        return Parsed("", "no_such_date", Level.ERROR, {"text": day.isoformat()})
    if code:
        return Parsed(day.isoformat(), code, Level.WARNING, {**params, "date": day.isoformat()})
    return Parsed(day.isoformat())


def _without_han_digits(text: str) -> str:
    """二〇二四年三月十二日 is 2024年3月12日."""
    text = re.sub(r"(?<=[一二三])十(?=[一二三四五六七八九])", "", text)
    text = re.sub(r"(?<=[二三])十", "0", text)
    text = re.sub(r"十(?=[一二三四五六七八九])", "1", text)
    return text.replace("十", "10").translate(_HAN_DIGITS)


# Signs


def _plain(text: str) -> str:
    """Full-width signs become plain ones; spaces, apostrophes and what cannot be seen go."""
    if text.isascii() and text.isalnum():
        return text
    normal = unicodedata.normalize("NFKC", text)
    return "".join(sign for sign in normal if unicodedata.category(sign)[0] not in "ZC").strip(APOSTROPHES)


def _is_full_width(text: str) -> bool:
    return not text.isascii() and any(
        "０" <= sign <= "９" or "Ａ" <= sign <= "Ｚ" or "ａ" <= sign <= "ｚ" for sign in text
    )
