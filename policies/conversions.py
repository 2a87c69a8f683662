"""The methods by which an activity becomes hours. The figures are in the books."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from policies.books import Book, Conversion, Rule
from policies.faults import QuestionFault
from policies.fields import tidy
from policies.records import Record

Words = dict[str, Any]
Granted = tuple[Decimal, Words]
Doubt = tuple[str, Words]  # the reading that a warning rests on, and what it tells


class NotGranted(Exception):
    """No hours for this record; carries the rule and the words of the refusal."""

    def __init__(self, rule: Rule, key: str, doubt: Doubt | None = None, **facts: Any) -> None:
        super().__init__(key)
        self.rule = rule
        self.key = key
        self.doubt = doubt
        self.facts = facts


def fact(record: Record, name: str, rule: Rule) -> Any:
    try:
        return record[name]
    except KeyError:
        raise QuestionFault(name, f"is needed by {rule.rule} ({rule.cite})") from None


def find_conversion(book: Book, record: Record) -> Conversion:
    """The conversion of the book that fits the facts of the record."""
    refusal = None
    for conversion in book.conversions.get(record["activity"], ()):
        if record["category"] not in conversion.of:
            continue
        misfit = _misfit(conversion, record)
        if misfit is None:
            return conversion
        refusal = refusal or NotGranted(conversion, "not_of_this_rule", fact=misfit, value=record[misfit])
    raise refusal or NotGranted(book.refusals["ruleless"], "ruleless")


def _misfit(conversion: Conversion, record: Record) -> str | None:
    """The first fact of which the conversion knows another value, or no figure."""
    for name, values in conversion.only.items():
        if fact(record, name, conversion) not in values:
            return name
    if conversion.by and fact(record, conversion.by, conversion) not in conversion.figures:
        return conversion.by
    return None


def convert(conversion: Conversion, record: Record) -> Granted:
    """The hours of the record and the words for them; NotGranted where the rule refuses it."""
    for name in conversion.needs:
        if not record[name]:
            raise NotGranted(conversion, f"lacks_{name}")
    if conversion.within_programme and _is_beyond_programme(record):
        raise NotGranted(conversion, "beyond_programme")
    granted, words = METHODS[conversion.method](conversion, record)
    if conversion.most_ranks and record["rank"] > conversion.most_ranks:
        most = conversion.most_ranks
        doubt = (conversion.ranks_doubt, {"most": most}) if conversion.ranks_doubt else None
        raise NotGranted(conversion, "beyond_ranks", doubt, most=most, rank=record["rank"])
    return granted, words


def _is_beyond_programme(record: Record) -> bool:
    year, length = record.get("programme_year"), record.get("programme_years")
    return year is not None and length is not None and year > length


def _planned(conversion: Conversion, record: Record) -> Granted:
    return fact(record, "hours", conversion), {}


def _proven(conversion: Conversion, record: Record) -> Granted:
    return min(conversion.hours, record.get("hours", conversion.hours)), {}


def _each(conversion: Conversion, record: Record) -> Decimal:
    return conversion.figures[record[conversion.by]] if conversion.by else conversion.hours


def _fixed(conversion: Conversion, record: Record) -> Granted:
    return _each(conversion, record), {}


def _multiplied(conversion: Conversion, record: Record) -> Granted:
    each = _each(conversion, record)
    count = fact(record, conversion.unit, conversion)
    if conversion.unit == "months":
        count = int(count)  # whole months only
    return tidy(each * count), {"count": count, "each": each}


def _days(conversion: Conversion, record: Record) -> Granted:
    days, minutes, each = record["days"], record["minutes"], conversion.hours
    rest = min(Decimal(minutes // conversion.minutes_per_hour), each)
    return days * each + rest, {"days": days, "each": each, "minutes": minutes, "rest": rest}


def _characters(conversion: Conversion, record: Record) -> Granted:
    blocks = fact(record, "characters", conversion) // conversion.characters
    words = {"blocks": blocks, "each": conversion.hours, "characters": conversion.characters}
    return blocks * conversion.hours, words


def _range(conversion: Conversion, record: Record) -> Granted:
    kind, rank = record[conversion.by], record["rank"]
    top, floor = conversion.top[kind], conversion.floor[kind]
    hours = record.get("proposed", max(top - rank + 1, floor))
    return _within(floor, hours, top, conversion), {"top": top, "floor": floor, "rank": rank}


def _proposed(conversion: Conversion, record: Record) -> Granted:
    floor, top = conversion.hours_by["floor"], conversion.hours_by["top"]
    hours = fact(record, "proposed", conversion)
    return _within(floor, hours, top, conversion), {"floor": floor, "top": top}


def _within(floor: Decimal, hours: Decimal, top: Decimal, conversion: Conversion) -> Decimal:
    if not floor <= hours <= top:
        raise NotGranted(conversion, "out_of_range", given=hours, floor=floor, top=top)
    return hours


def _grades(conversion: Conversion, record: Record) -> Granted:
    grade = fact(record, "grade", conversion)
    floor = conversion.floor[record[conversion.by]]
    return max(_graded(conversion, record), floor), {"grade": grade}


def _graded(conversion: Conversion, record: Record) -> Decimal:
    grade: int = record["grade"]
    return conversion.top[record[conversion.by]] - conversion.step * (grade - 1)


def doubt(conversion: Conversion, record: Record, granted: Decimal) -> Doubt | None:
    """What a reviewer should look at, where the record gives cause for it."""
    if conversion.method == "grades":
        return (conversion.doubt, {}) if _graded(conversion, record) < granted else None
    most = conversion.warn_above
    return (conversion.doubt, {"most": most}) if granted > most else None


METHODS: dict[str, Callable[[Conversion, Record], Granted]] = {
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
