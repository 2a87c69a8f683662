"""The places one can choose by name. Any other is given by its division code (GB/T 2260)."""

from __future__ import annotations

from django.utils.translation import gettext

from rules.calculator.vocabulary import covered_places
from rules.places import NAMES, place_name

PlaceChoices = list[tuple[str, list[tuple[str, str]]]]


def place_choices() -> PlaceChoices:
    """Every named place that a book covers, itself or by its province, grouped by province."""
    covered = covered_places()
    provinces = sorted({_province_of(code) for code in covered}, reverse=True)
    return [(place_name(province), _places_in(province, covered)) for province in provinces]


def _places_in(province: str, covered: set[str]) -> list[tuple[str, str]]:
    """The cities first; the province itself is the place of who works for it directly."""
    known = {code for code in NAMES if _province_of(code) == province}
    codes = known if province in covered else {code for code in covered if _province_of(code) == province}
    cities = [(code, place_name(code)) for code in sorted(codes - {province})]
    if province not in covered:
        return cities
    return [*cities, (province, gettext("%(province)s itself") % {"province": place_name(province)})]


def _province_of(code: str) -> str:
    return f"{code[:2]}0000"


def place_told(code: str) -> str:
    """The name of the place, also for one of its districts; the code where no name is known."""
    city = f"{code[:4]}00"
    return place_name(code if code in NAMES or city not in NAMES else city)
