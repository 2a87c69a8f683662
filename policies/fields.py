"""Checks of single values of a question, and of objects that are made of them.

A check takes what was given, and returns it clean or says what is wrong.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
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


def unfit(problem: str) -> QuestionFault:
    """Why a value cannot be taken; the form that knows the name of the field adds it."""
    return QuestionFault("", problem)


def text(value: Any) -> str:
    if type(value) is not str:
        raise unfit("must be text")
    return value


def flag(value: Any) -> bool:
    if type(value) is not bool:
        raise unfit("must be true or false")
    return value


def day(value: Any) -> date:
    """A date as YYYY-MM-DD, and none of the other ways of ISO 8601."""
    if type(value) is not str or len(value) != 10 or value[4] != "-" or value[7] != "-":
        raise unfit("must be a date, YYYY-MM-DD")
    try:
        found = date.fromisoformat(value)
    except ValueError:
        raise unfit("is no day of the calendar") from None
    if found.year not in YEARS:
        raise unfit(f"must lie in {YEARS[0]} to {YEARS[-1]}")
    return found


def number(value: Any) -> Decimal:
    if type(value) not in (int, float, Decimal):
        raise unfit("must be a number")
    exact = Decimal(repr(value)) if type(value) is float else Decimal(value)
    if not exact.is_finite():
        raise unfit("must be a number")
    if exact > LARGEST or exact < -LARGEST:
        raise unfit("is too large a number")
    return exact


def hours(value: Any) -> Decimal:
    """Hours, in the shortest form: 18 for 18.0, 9.6 for 9.60."""
    exact = number(value)
    if exact < 0:
        raise unfit("must not be negative")
    if type(value) is int:
        return exact
    if exact != exact.quantize(HUNDREDTH):
        raise unfit("must have at most two decimals")
    return tidy(exact)


def tidy(exact: Decimal) -> Decimal:
    whole_part = exact.to_integral_value()
    return abs(whole_part) if whole_part == exact else exact.normalize()


def any_whole(value: Any) -> int:
    exact = number(value)
    if exact != exact.to_integral_value():
        raise unfit("must be a whole number")
    return int(exact)


def whole_in(allowed: range, problem: str) -> Check:
    def check(value: Any) -> int:
        counted = any_whole(value)
        if counted not in allowed:
            raise unfit(problem)
        return counted

    return check


whole = whole_in(range(LARGEST + 1), "must not be negative")
ordinal = whole_in(range(1, LARGEST + 1), "must be 1 or more")
year = whole_in(YEARS, f"must be a year, {YEARS[0]} to {YEARS[-1]}")
month = whole_in(range(1, 13), "must be a month, 1 to 12")


def division(value: Any) -> str:
    """A code of GB/T 2260: six digits."""
    if type(value) is not str or len(value) != 6 or not (value.isascii() and value.isdigit()):
        raise unfit("must be a division code of six digits")
    return value


def one_of(*names: str) -> Check:
    known = frozenset(names)

    def check(value: Any) -> str:
        if type(value) is not str or value not in known:
            raise unfit(f"must be one of {', '.join(names)}")
        return value

    CHOICES[check] = names
    return check


@dataclass(frozen=True)
class Field:
    """A key of an object: the check of its value, and whether the key must be there, or what is assumed if not."""

    check: Check
    is_needed: bool = False
    assumed: Any = None


def needed(check: Check) -> Field:
    return Field(check, is_needed=True)


def assumed(value: Any, check: Check) -> Field:
    return Field(check, assumed=value)


class Form:
    """The check of an object: only keys that it knows, each with its check; what is absent is assumed or missing."""

    def __init__(self, **keys: Check | Field) -> None:
        fields = {key: one if isinstance(one, Field) else Field(one) for key, one in keys.items()}
        self.checks = {key: field.check for key, field in fields.items()}
        self.needed = tuple(key for key, field in fields.items() if field.is_needed)
        self.assumed = {key: field.assumed for key, field in fields.items() if field.assumed is not None}

    def __call__(self, given: Any) -> dict[str, Any]:
        if type(given) is not dict:
            raise unfit("must be an object")
        clean = self.assumed.copy()
        for key, value in given.items():
            check = self.checks.get(key)
            if check is None:
                raise QuestionFault(str(key), "is not known here")
            try:
                clean[key] = check(value)
            except QuestionFault as fault:
                raise fault.inside(key) from None
        for key in self.needed:
            if key not in clean:
                raise QuestionFault(key, "is missing")
        return clean


def named(given: dict[str, Any], key: str, forms: dict[str, Form]) -> Form:
    """The form that an object names itself, under one of its keys."""
    name = given.get(key)
    if type(name) is not str or name not in forms:
        raise QuestionFault(key, "is missing" if name is None else f"must be one of {', '.join(forms)}")
    return forms[name]
