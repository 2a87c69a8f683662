"""Telephone numbers one can sign in with: mobile numbers of the mainland, others with the code of their country."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

_SEPARATORS = re.compile(r"[\s\-().·'’]")
_MAINLAND_MOBILE = re.compile(r"1[3-9]\d{9}")
_ABROAD = re.compile(r"\+(?!86)[1-9]\d{6,14}")


class PhoneFault(ValueError):
    """`message` tells what is wrong and what to do, and never repeats the number."""

    def __init__(self, code: str, message: str | _StrPromise) -> None:
        super().__init__(code)
        self.code = code
        self.message = message


def check_phone(raw: str) -> str:
    """As it is kept: `13800138000` in the mainland, `+85291234567` elsewhere. Raises PhoneFault."""
    number = _SEPARATORS.sub("", unicodedata.normalize("NFKC", raw))
    if number.startswith("00"):
        number = f"+{number[2:]}"
    number = number.removeprefix("+86")
    if _MAINLAND_MOBILE.fullmatch(number) or _ABROAD.fullmatch(number):
        return number
    raise PhoneFault(
        "not_a_mobile_number",
        _("Enter a mobile number of 11 digits; one from outside the mainland with its code, such as +852."),
    )
