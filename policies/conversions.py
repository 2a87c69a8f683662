"""The methods by which an activity becomes hours. The figures are in the books."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from policies.books import Book, Conversion, Rule
from policies.faults import QuestionFault
from policies.fields import tidy
from policies.records import Record

NOTHING = Decimal(0)
Words = dict[str, Any]
Doubt = tuple[str, Words]  # the reading that a warning rests on, and what it tells


class NotGranted(Exception):
    """No hours for this record; carries the rule and the words of the refusal."""

    def __init__(self, rule: Rule, key: str, **facts: Any) -> None:
        super().__init__(key)
        self.rule = rule
        self.key = key
        self.facts = facts
        self.doubt: Doubt | None = None


def fact(record: Record, name: str, rule: Rule) -> Any:
    try:
        return record[name]
    except KeyError:
        raise QuestionFault(name, f"is needed by {rule.id} ({rule.cite})") from None


def find_conversion(book: Book, record: Record) -> Conversion:
    """The conversion of the book that fits the facts of the record."""
    refusal = None
    for conversion in book.conversions.get(record["activity"], ()):
        if conversion.of and record["category"] not in conversion.of:
            continue
        misfit = _misfit(conversion, record)
        if misfit is None:
            return conversion
        refusal = refusal or NotGranted(conversion.rule, "not_of_this_rule", fact=misfit, value=record[misfit])
    raise refusal or NotGranted(book.refusals["ruleless"], "ruleless")


def _misfit(conversion: Conversion, record: Record) -> str | None:
    return next((name for name, values in conversion.only if fact(record, name, conversion.rule) not in values), None)


def convert(conversion: Conversion, record: Record) -> tuple[Decimal, Words]:
    """The hours of the record and the words for them; NotGranted where the rule refuses it."""
    for name in conversion.needs:
        if not record[name]:
            raise NotGranted(conversion.rule, f"lacks_{name}")
    if conversion.within_programme and _is_beyond_programme(record):
        raise NotGranted(conversion.rule, "beyond_programme")
    granted, words = METHODS[conversion.method](conversion, record)
    if conversion.most_ranks and record["rank"] > conversion.most_ranks:
        raise _beyond_ranks(conversion, record["rank"])
    return granted, words


def _beyond_ranks(conversion: Conversion, rank: int) -> NotGranted:
    most = conversion.most_ranks
    refusal = NotGranted(conversion.rule, "beyond_ranks", most=most, rank=rank)
    if conversion.ranks_doubt:
        refusal.doubt = conversion.ranks_doubt, {"most": most}
    return refusal


def _is_beyond_programme(record: Record) -> bool:
    year, length = record.get("programme_year"), record.get("programme_years")
    return year is not None and length is not None and year > length


def _planned(conversion: Conversion, record: Record) -> tuple[Decimal, Words]:
    return fact(record, "hours", conversion.rule), {}


def _proven(conversion: Conversion, record: Record) -> tuple[Decimal, Words]:
    return min(conversion.hours, record.get("hours", conversion.hours)), {}


def _each(conversion: Conversion, record: Record) -> Decimal:
    if not conversion.by:
        return conversion.hours
    return conversion.hours_by[fact(record, conversion.by, conversion.rule)]


def _fixed(conversion: Conversion, record: Record) -> tuple[Decimal, Words]:
    return _each(conversion, record), {}


def _multiplied(conversion: Conversion, record: Record) -> tuple[Decimal, Words]:
    each = _each(conversion, record)
    count = fact(record, conversion.unit, conversion.rule)
    if conversion.unit == "months":
        count = int(count)  # whole months only
    return tidy(each * count), {"count": count, "each": each}


def _days(conversion: Conversion, record: Record) -> tuple[Decimal, Words]:
    days, minutes = fact(record, "days", conversion.rule), record["minutes"]
    rest = min(Decimal(minutes // conversion.minutes_per_hour), conversion.hours)
    granted = days * conversion.hours + rest
    return granted, {"days": days, "each": conversion.hours, "minutes": minutes, "rest": rest}


def _characters(conversion: Conversion, record: Record) -> tuple[Decimal, Words]:
    blocks = fact(record, "characters", conversion.rule) // conversion.characters
    return blocks * conversion.hours, {
        "blocks": blocks,
        "each": conversion.hours,
        "characters": conversion.characters,
    }


def _range(conversion: Conversion, record: Record) -> tuple[Decimal, Words]:
    kind = fact(record, conversion.by, conversion.rule)
    top, floor = conversion.top[kind], conversion.floor[kind]
    rank = record["rank"]
    hours = record.get("proposed", max(top - rank + 1, floor))
    _check_range(conversion, hours, floor, top)
    return hours, {"top": top, "floor": floor, "rank": rank}


def _grades(conversion: Conversion, record: Record) -> tuple[Decimal, Words]:
    level = fact(record, "level", conversion.rule)
    grade = fact(record, "grade", conversion.rule)
    return max(_graded(conversion, level, grade), conversion.floor[level]), {"grade": grade}


def _graded(conversion: Conversion, level: str, grade: int) -> Decimal:
    return conversion.top[level] - conversion.step * (grade - 1)


def _proposed(conversion: Conversion, record: Record) -> tuple[Decimal, Words]:
    hours = fact(record, "proposed", conversion.rule)
    floor, top = conversion.hours_by["floor"], conversion.hours_by["top"]
    _check_range(conversion, hours, floor, top)
    return hours, {"floor": floor, "top": top}


def _check_range(conversion: Conversion, hours: Decimal, floor: Decimal, top: Decimal) -> None:
    if not floor <= hours <= top:
        raise NotGranted(conversion.rule, "out_of_range", given=hours, floor=floor, top=top)


def doubt(conversion: Conversion, record: Record, granted: Decimal) -> Doubt | None:
    """What a reviewer should look at, where the record gives cause for it."""
    if conversion.method == "grades":
        is_clamped = _graded(conversion, record["level"], record["grade"]) < granted
        return (conversion.doubt, {}) if is_clamped else None
    most = conversion.warn_above
    return (conversion.doubt, {"most": most}) if most is not None and granted > most else None


METHODS: dict[str, Callable[[Conversion, Record], tuple[Decimal, Words]]] = {
    "planned": _planned,
    "proven": _proven,
    "fixed": _fixed,
    "multiplied": _multiplied,
    "days": _days,
    "characters": _characters,
    "range": _range,
    "grades": _grades,
    "proposed": _proposed,
}
