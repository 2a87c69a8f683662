"""Numbers of identity documents: what they must look like, and what to say where they do not.

    checked = check_document(DocumentKind.RESIDENT_ID, " 440105 19850101 0019", today=today)
    checked.number   # "440105198501010019"

Three kinds share one build (GB 11643): six digits for a place, eight for the birthday, three for the order of the day,
one check character by ISO 7064 MOD 11-2. Their first digits tell them apart, so that a permit entered as a resident
identity card is taken as the permit it is. A place we do not know is worth a notice and never a refusal: codes come and
go, and the holder cannot change the card.
"""

from __future__ import annotations

import datetime
import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from people.enums import DocumentKind

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
CHECK_CHARACTERS = "10X98765432"
OLDEST_BIRTHDAY = datetime.date(1900, 1, 1)

PERMIT_PLACES = ("810000", "820000", "830000")
# The first two digits of every province, region and municipality, those of Taiwan, Hong Kong and Macau included.
_PROVINCE = re.compile("1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5]|71|8[12]")

_EIGHTEEN = re.compile(r"\d{17}[\dX]")
_FIFTEEN_DIGITS = re.compile(r"\d{15}")
_OLD_FOREIGN = re.compile(r"[A-Z]{3}\d{12}")
_PASSPORT = re.compile(r"(?=.*\d)[A-Z0-9]{5,12}")
# 4.40105E+17, 4.40105198501010E17: what is left of a number that a spreadsheet took for a quantity.
_SCIENTIFIC = re.compile(r"\d(\.\d+)?E\+?\d{1,2}")
_FRACTION = re.compile(r"(\d{15,18})\.0+")
_DIGITS_A_SPREADSHEET_KEEPS = 15


class DocumentFault(ValueError):
    """The number cannot be right. `message` tells what is wrong and what to do, and never repeats the number."""

    def __init__(self, code: str, message: str | _StrPromise) -> None:
        super().__init__(code)
        self.code = code
        """What programs read; never changes."""
        self.message = message


@dataclass(frozen=True)
class CheckedDocument:
    kind: DocumentKind
    number: str = field(repr=False)
    """Without spaces, letters in upper case. Kept out of `repr`, which ends up in logs and tracebacks."""
    notices: tuple[str | _StrPromise, ...] = ()
    """What somebody should compare with the document, though it is no fault."""

    @property
    def tail(self) -> str:
        return self.number[-4:]


def check_document(kind: DocumentKind | str, raw: str, *, today: datetime.date) -> CheckedDocument:
    """Raises DocumentFault."""
    number = normalized(raw)
    if not number:
        raise DocumentFault("empty", _("The number is missing. Copy it from the document."))
    if _SCIENTIFIC.fullmatch(number):
        raise DocumentFault("ruined_by_spreadsheet", RUINED)
    return _CHECKS[DocumentKind(kind)](number, today)


def normalized(raw: str) -> str:
    """Full-width digits become plain ones, x becomes X; spaces, hyphens, quotes and invisible characters go."""
    if raw.isascii() and raw.isalnum():  # as nearly always: there is nothing to be taken away
        return raw.upper()
    text = unicodedata.normalize("NFKC", raw).upper()
    kept = "".join(character for character in text if not _is_noise(character))
    fraction = _FRACTION.fullmatch(kept)
    return fraction[1] if fraction else kept


def check_character(first_seventeen: str) -> str:
    total = sum(weight * int(digit) for weight, digit in zip(WEIGHTS, first_seventeen, strict=True))
    return CHECK_CHARACTERS[total % 11]


def _is_noise(character: str) -> bool:
    # Z: spaces; C: invisible; Pd: hyphens. The apostrophe is what makes a spreadsheet keep a number as text.
    return unicodedata.category(character)[0] in "ZC" or unicodedata.category(character) == "Pd" or character in "'’‘`"


# Numbers of eighteen characters


def _check_eighteen(number: str, today: datetime.date) -> CheckedDocument:
    _require_shape(number)
    _require_birthday(_birthday(number[6:14]), today)
    if check_character(number[:17]) != number[17]:
        raise _wrong_check_character(number)
    return CheckedDocument(_kind_of(number), number, _notices_about(number))


def _require_shape(number: str) -> None:
    if _EIGHTEEN.fullmatch(number):
        return
    if _FIFTEEN_DIGITS.fullmatch(number):
        raise DocumentFault(
            "old_fifteen_digits",
            _(
                "This is an old number of 15 digits; it ended in 2013. Enter the 18 characters printed on the present"
                " card."
            ),
        )
    if len(number) != 18:
        raise DocumentFault(
            "wrong_length",
            _("The number has %(count)d characters instead of 18. Compare it with the card, digit by digit.")
            % {"count": len(number)},
        )
    raise DocumentFault(
        "wrong_characters",
        _("The number may contain only digits, and an X at its very end. Compare it with the card."),
    )


def _birthday(digits: str) -> datetime.date | None:
    try:
        return datetime.date(int(digits[:4]), int(digits[4:6]), int(digits[6:8]))
    except ValueError:
        return None


def _require_birthday(born_on: datetime.date | None, today: datetime.date) -> None:
    if born_on is None or born_on < OLDEST_BIRTHDAY:
        raise DocumentFault(
            "no_such_birthday",
            _("The digits 7 to 14 are not a date on which somebody was born. Compare them with the card."),
        )
    if born_on > today:
        raise DocumentFault(
            "birthday_to_come",
            _("The birthday in the digits 7 to 14 has not come yet. Compare them with the card."),
        )


def _wrong_check_character(number: str) -> DocumentFault:
    if _may_have_lost_digits(number):
        return DocumentFault("ruined_by_spreadsheet", RUINED)
    return DocumentFault(
        "wrong_check_character",
        _(
            "The last character does not fit the others: at least one digit is wrong or two are swapped. Compare the"
            " number with the card, digit by digit."
        ),
    )


def _may_have_lost_digits(number: str) -> bool:
    return set(number[_DIGITS_A_SPREADSHEET_KEEPS:]) == {"0"}


def _kind_of(number: str) -> DocumentKind:
    if number.startswith(PERMIT_PLACES):
        return DocumentKind.RESIDENCE_PERMIT
    return DocumentKind.FOREIGN_PERMANENT if number.startswith("9") else DocumentKind.RESIDENT_ID


def _notices_about(number: str) -> tuple[_StrPromise, ...]:
    found = []
    if not number.startswith(PERMIT_PLACES) and not _PROVINCE.fullmatch(_province_of(number)):
        found.append(_("We do not know the place in the first digits. Compare them with the card."))
    if _may_have_lost_digits(number):
        found.append(
            _("The number ends in 000, as numbers do that went through a spreadsheet. Compare it with the card.")
        )
    return tuple(found)


def _province_of(number: str) -> str:
    """The card of a foreigner begins with 9, and only then with the province that issued it."""
    return number[1:3] if number.startswith("9") else number[:2]


# Other numbers


def _check_foreign_permanent(number: str, today: datetime.date) -> CheckedDocument:
    """The card of 2023 has 18 digits and begins with 9; the one before had three letters and twelve digits.

    How the old card's last digit is reckoned is published nowhere we know of, so that it is not checked.
    """
    if not _OLD_FOREIGN.fullmatch(number):
        return _check_eighteen(number, today)
    if not any(_birthday(century + number[7:13]) for century in ("19", "20")):
        raise DocumentFault(
            "no_such_birthday",
            _("The digits in places 8 to 13 are not a birthday. Compare them with the card."),
        )
    return CheckedDocument(DocumentKind.FOREIGN_PERMANENT, number)


def _check_passport(number: str, today: datetime.date) -> CheckedDocument:
    if _EIGHTEEN.fullmatch(number):
        raise DocumentFault(
            "not_a_passport",
            _("Numbers of 18 characters stand on identity cards and permits. Choose that kind of document."),
        )
    if not _PASSPORT.fullmatch(number):
        raise DocumentFault(
            "wrong_shape",
            _("The number of a passport has 5 to 12 letters and digits. Compare it with the passport."),
        )
    return CheckedDocument(DocumentKind.PASSPORT, number)


RUINED = _(
    "A spreadsheet took this number for a quantity and dropped its last digits; they cannot be restored. Format the"
    " column as text, then type the number again."
)
_CHECKS: dict[DocumentKind, Callable[[str, datetime.date], CheckedDocument]] = {
    DocumentKind.RESIDENT_ID: _check_eighteen,
    DocumentKind.RESIDENCE_PERMIT: _check_eighteen,
    DocumentKind.FOREIGN_PERMANENT: _check_foreign_permanent,
    DocumentKind.PASSPORT: _check_passport,
}
