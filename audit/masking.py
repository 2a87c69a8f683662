"""Taking ID and phone numbers out of text that machines write: logs, and what went wrong with a job."""

from __future__ import annotations

import re

# A resident ID has 18 characters (the old form 15); a mobile number has 11. Only a digit beside it makes such a
# number part of something longer: it may be glued to a word, and in an address to the code of a letter (%A0).
_START = r"(?:(?<!\d)|(?<=%[0-9A-Fa-f]{2}))"
_IDENTITY = re.compile(_START + r"(\d{4})(\d{13}|\d{10})([0-9Xx])(?!\d)")
_PHONE = re.compile(_START + r"(1[3-9]\d)\d{4}(\d{4})(?!\d)")


def mask_numbers(text: str) -> str:
    text = _IDENTITY.sub(lambda found: found[1] + "*" * len(found[2]) + found[3], text)
    return _PHONE.sub(r"\1****\2", text)
