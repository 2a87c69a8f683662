"""Checks of single values of a question: each takes what was given, and returns it clean or says what is wrong."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from policies.faults import QuestionFault

Check = Callable[[Any], Any]
CHOICES: dict[Check, tuple[str, ...]] = {}
"""What each check of a choice lets through, for whoever describes questions: a form, the interface for programs."""

# No regulation sets these limits: they keep nonsense out of the arithmetic.
LARGEST = 10**9
YEARS = range(1900, 3000)
HUNDREDTH = Decimal("0.01")


class Unfit(ValueError):
    """Why a value cannot be taken; whoever knows the name of the field adds it."""


def text(value: Any) -> str:
    if type(value) is not str:
        raise Unfit("must be text")
    return value


def flag(value: Any) -> bool:
    if type(value) is not bool:
        raise Unfit("must be true or false")
    return value


def day(value: Any) -> date:
    """A date as YYYY-MM-DD, and none of the other ways of ISO 8601."""
    if type(value) is not str or len(value) != 10 or value[4] != "-" or value[7] != "-":
        raise Unfit("must be a date, YYYY-MM-DD")
    try:
        found = date.fromisoformat(value)
    except ValueError:
        raise Unfit("is no day of the calendar") from None
    if found.year not in YEARS:
        raise Unfit(f"must lie in {YEARS[0]} to {YEARS[-1]}")
    return found


def number(value: Any) -> Decimal:
    if type(value) is int:
        exact = Decimal(value)
    elif type(value) is Decimal:
        exact = value
    elif type(value) is float:
        exact = Decimal(repr(value))
    else:
        raise Unfit("must be a number")
    if not exact.is_finite():
        raise Unfit("must be a number")
    if exact > LARGEST or exact < -LARGEST:
        raise Unfit("is too large a number")
    return exact


def hours(value: Any) -> Decimal:
    """Hours, in the shortest form: 18 for 18.0, 9.6 for 9.60."""
    exact = number(value)
    if exact < 0:
        raise Unfit("must not be negative")
    if type(value) is int:
        return exact
    if exact != exact.quantize(HUNDREDTH):
        raise Unfit("must have at most two decimals")
    return tidy(exact)


def tidy(exact: Decimal) -> Decimal:
    whole_part = exact.to_integral_value()
    return abs(whole_part) if whole_part == exact else exact.normalize()


def any_whole(value: Any) -> int:
    exact = number(value)
    if exact != exact.to_integral_value():
        raise Unfit("must be a whole number")
    return int(exact)


def whole(value: Any) -> int:
    counted = any_whole(value)
    if counted < 0:
        raise Unfit("must not be negative")
    return counted


def ordinal(value: Any) -> int:
    """First, second, third …"""
    place = any_whole(value)
    if place < 1:
        raise Unfit("must be 1 or more")
    return place


def year(value: Any) -> int:
    given = any_whole(value)
    if given not in YEARS:
        raise Unfit(f"must be a year, {YEARS[0]} to {YEARS[-1]}")
    return given


def month(value: Any) -> int:
    given = any_whole(value)
    if not 1 <= given <= 12:
        raise Unfit("must be a month, 1 to 12")
    return given


def division(value: Any) -> str:
    """A code of GB/T 2260: six digits."""
    if type(value) is not str or len(value) != 6 or not (value.isascii() and value.isdigit()):
        raise Unfit("must be a division code of six digits")
    return value


def one_of(*names: str) -> Check:
    known = frozenset(names)

    def check(value: Any) -> str:
        if type(value) is not str or value not in known:
            raise Unfit(f"must be one of {', '.join(names)}")
        return value

    CHOICES[check] = names
    return check


def read(given: Any, checks: Mapping[str, Check], needed: tuple[str, ...] = ()) -> dict[str, Any]:
    """Check every key of an object; unknown keys and missing ones are faults."""
    if type(given) is not dict:
        raise Unfit("must be an object")
    clean = {}
    for key, value in given.items():
        check = checks.get(key)
        if check is None:
            raise QuestionFault(str(key), "is not known here")
        try:
            clean[key] = check(value)
        except Unfit as unfit:
            raise QuestionFault(key, str(unfit)) from None
        except QuestionFault as fault:
            raise (
                fault.inside(key) if fault.field[0] != "[" else QuestionFault(key + fault.field, fault.problem)
            ) from None
    for key in needed:
        if key not in clean:
            raise QuestionFault(key, "is missing")
    return clean
