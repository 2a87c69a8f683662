"""Numbers that pass every check and belong to nobody.

- Resident identity cards: the place is county 99 of Guangzhou or Xuzhou (98 for people of the load test). GB/T 2260
  never gave such a code, so that no office ever issued such a card. Birthday and check character are in order.
- Permits of Hong Kong and Taiwan: order 99x of the day. Cards of foreigners: country 999, which ISO 3166 gave to none.
- Passports begin with DEMO.
- Telephone numbers begin with 1540 (1541 for people of the load test), which no operator is known to hand out.
- Unified social credit codes: the organization's own nine characters begin with DEM0.
"""

from __future__ import annotations

import datetime

from stdnum.cn import uscc

from people.documents import CheckedDocument, check_character
from people.enums import DocumentKind

PLACES_OF_NOBODY = ("440199", "320399")
PLACES_OF_LOAD = ("440198", "320398")
PHONES_OF_LOAD = "1541"


def resident_number(place: str, born_on: datetime.date, order: int) -> str:
    first_seventeen = f"{place}{born_on:%Y%m%d}{order:03d}"
    return first_seventeen + check_character(first_seventeen)


def resident_card(number: int, born_on: datetime.date, *, place: str = PLACES_OF_NOBODY[0]) -> CheckedDocument:
    """Another one for every number up to 999, whatever the birthday."""
    return CheckedDocument(DocumentKind.RESIDENT_ID, resident_number(place, born_on, number))


def phone(number: int, *, block: str = "1540") -> str:
    return f"{block}{number:07d}"


def credit_code(place: str, number: int) -> str:
    first_seventeen = f"91{place}DEM0{number:05d}"
    return first_seventeen + str(uscc.calc_check_digit(first_seventeen))
