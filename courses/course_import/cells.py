"""Amounts and years as they stand in lists of courses."""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal, InvalidOperation

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator

from uploads.cells import Parsed, Parser, plain_text
from uploads.enums import Level
from uploads.reading.tables import Cell

UNITS = re.compile(r"(学时|课时|小时|元|hours?|h)$", re.IGNORECASE)
_is_address = URLValidator(schemes=["http", "https"])


def amount(*, most: int) -> Parser:
    """A quantity with at most two decimals; a unit behind it is no fault."""

    def parse(cell: Cell) -> Parsed:
        text = plain_text(cell).value
        plain = UNITS.sub("", unicodedata.normalize("NFKC", text).replace(",", "").replace("¥", "").strip()).strip()
        if not plain:
            return Parsed("")
        try:
            number = Decimal(plain)
        except InvalidOperation:
            return Parsed("", "not_an_amount", Level.ERROR, {"text": text[:40]})
        return _checked(number, text, most)

    return parse


def _checked(number: Decimal, text: str, most: int) -> Parsed:
    if not number.is_finite() or number < 0:
        return Parsed("", "not_an_amount", Level.ERROR, {"text": text[:40]})
    if number > most:
        return Parsed("", "amount_too_large", Level.ERROR, {"text": text[:40]})
    # Excel shows 7.1 and keeps 7.0999999999999996.
    rounded = round(number, 2)
    if abs(number - rounded) > Decimal("0.000001"):
        return Parsed("", "too_many_decimals", Level.ERROR, {"text": text[:40]})
    return Parsed(format(rounded.normalize(), "f"))


def past_year(cell: Cell) -> Parsed:
    text = unicodedata.normalize("NFKC", plain_text(cell).value).removesuffix("年度").removesuffix("年").strip()
    if not text:
        return Parsed("")
    if not re.fullmatch(r"20\d\d", text):
        return Parsed("", "not_a_past_year")
    return Parsed(text)


def address(cell: Cell) -> Parsed:
    text = plain_text(cell).value
    if not text:
        return Parsed("")
    try:
        _is_address(text)
    except ValidationError:
        return Parsed("", "not_an_address")
    return Parsed(text) if len(text) <= 300 else Parsed("", "not_an_address")
