"""A row as it was sent, taken apart: each field checked by itself, nothing looked up."""

from __future__ import annotations

import datetime
import hashlib
import json
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache
from typing import Any

from people.documents import normalized
from people.names import tidied
from people.professionals.numbers import index_of_number
from records.feeds.kinds import (
    FACTS_OF,
    FIRST_YEAR,
    KINDS,
    MOST_DAYS,
    MOST_HOURS,
    MOST_MINUTES,
    NEEDED_FACTS,
    KindRules,
    facts_sent_by,
)
from records.feeds.refusals import RowFault
from records.questions import kept_facts

Given = dict[str, Any]
ID_LENGTH = 100
NAME_LENGTH = 100
NUMBER_LENGTH = 40
TEXT_LENGTH = 200
HUNDREDTH = Decimal("0.01")
OF_PERSON = ("number", "name")


@dataclass(frozen=True)
class SentRow:
    number: str = field(repr=False)
    """Of the identity document. Kept out of `repr`, which ends up in logs and tracebacks."""
    number_index: str
    name: str = field(repr=False)
    external_id: str
    is_withdrawn: bool
    said: Given
    """What it says of the record, by the names of the record's fields."""
    digest: str
    """Of all it says. The number is in it by its keyed index alone: whoever has the database tries no numbers by it."""


@cache
def fields_of(kind: str) -> tuple[str, ...]:
    """What a row of this kind may hold."""
    return (
        *("external_id", "withdrawn", "person", "activity", "category", "title", "course_code", "held_by"),
        *("started_on", "ended_on", *facts_sent_by(kind), "passed"),
        *(() if kind == "province_public" else ("mandatory_hours",)),
        *KINDS[kind].more_fields,
    )


def external_id_in(given: Any) -> str | None:
    """What may be said back: the id of a row that is at fault elsewhere."""
    try:
        return _text(_object(given), "external_id", ID_LENGTH)
    except RowFault:
        return None


def read_row(given: Any, kind: str, *, today: datetime.date) -> SentRow:
    """Raises RowFault."""
    row = _object(given)
    unknown = next((name for name in row if name not in fields_of(kind)), None)
    external_id = _text(row, "external_id", ID_LENGTH)
    if unknown is not None:
        raise RowFault("unknown_field", _shown(unknown))
    if _flag(row, "withdrawn", default=False):
        return SentRow("", "", "", external_id, is_withdrawn=True, said={}, digest="")
    number, name = _person(row)
    said = _said(row, KINDS[kind], today)
    index = index_of_number(number)
    content = json.dumps([index, name, said], sort_keys=True, default=str).encode()
    return SentRow(number, index, name, external_id, False, said, hashlib.sha256(content).hexdigest())


def _said(row: Given, rules: KindRules, today: datetime.date) -> Given:
    activity = _choice(row, "activity", rules.activities, default=rules.only_activity)
    ended_on = _past_day(row, "ended_on", today)
    started_on = _past_day(row, "started_on", today) if row.get("started_on") is not None else None
    if started_on is not None and started_on > ended_on:
        raise RowFault("ends_before_start", "ended_on")
    category = _choice(row, "category", rules.categories, default=rules.only_category)
    title, code = _text(row, "title", TEXT_LENGTH), _optional_text(row, "course_code", 40)
    return {
        "activity": activity,
        "category": category,
        "title": title,
        "held_by": _optional_text(row, "held_by", TEXT_LENGTH),
        "started_on": started_on,
        "ended_on": ended_on,
        "facts": kept_facts(_facts(row, activity, category, rules)),
        # The same public course counts once, by its code, or where it has none by its title (GZ16 一(三)).
        "course_key": code or title,
    }


def _facts(row: Given, activity: str, category: str, rules: KindRules) -> Given:
    """What is as usual is not kept (`records.questions`)."""
    facts: Given = {}
    for name in dict.fromkeys(fact for each in rules.activities for fact in FACTS_OF[each]):
        if name not in FACTS_OF[activity]:
            if row.get(name) is not None:
                raise RowFault("not_of_activity", name)
        elif name in NEEDED_FACTS[activity] or row.get(name) is not None:
            facts[name] = _FACT_READERS[name](row, name)
    if row.get("mandatory_hours") is not None:
        if category != "specialty":
            raise RowFault("not_of_activity", "mandatory_hours")
        facts["mandatory"] = _hours(row, "mandatory_hours")
    for name in ("passed", *rules.more_fields):
        if not _flag(row, name, default=True):
            facts[name] = False
    return facts


# Single fields


def _object(given: Any) -> Given:
    if type(given) is not dict:
        raise RowFault("not_an_object")
    return given


def _shown(name: str) -> str:
    """The name of a field nobody knows, as far as it can be said back."""
    return name if name.isascii() and name.isidentifier() and len(name) <= 40 else ""


def _person(row: Given) -> tuple[str, str]:
    person = row.get("person")
    if person is None:
        raise RowFault("missing", "person")
    if type(person) is not dict:
        raise RowFault("not_an_object", "person")
    unknown = next((name for name in person if name not in OF_PERSON), None)
    if unknown is not None:
        raise RowFault("unknown_field", f"person.{_shown(unknown)}".rstrip("."))
    number = normalized(_text(person, "number", NUMBER_LENGTH, within="person."))
    if not number:
        raise RowFault("empty", "person.number")
    return number, tidied(_text(person, "name", NAME_LENGTH, within="person."))


def _text(row: Given, name: str, most: int, *, within: str = "") -> str:
    value = row.get(name)
    if value is None:
        raise RowFault("missing", within + name)
    if type(value) is not str:
        raise RowFault("not_text", within + name)
    if any(unicodedata.category(character) in ("Cc", "Cs", "Cn", "Co") for character in value):
        raise RowFault("bad_characters", within + name)
    text = value.strip()
    if not text:
        raise RowFault("empty", within + name)
    if len(text) > most:
        raise RowFault("too_long", within + name, most=most)
    return text


def _optional_text(row: Given, name: str, most: int) -> str:
    return "" if row.get(name) in (None, "") else _text(row, name, most)


def _choice(row: Given, name: str, choices: tuple[str, ...], *, default: str) -> str:
    value = row.get(name) if row.get(name) is not None else default or None
    if value is None:
        raise RowFault("missing", name)
    if type(value) is not str or value not in choices:
        raise RowFault("not_one_of", name, choices=", ".join(choices))
    return value


def _flag(row: Given, name: str, *, default: bool) -> bool:
    value = row.get(name)
    if value is None:
        return default
    if type(value) is not bool:
        raise RowFault("not_true_or_false", name)
    return value


def _past_day(row: Given, name: str, today: datetime.date) -> datetime.date:
    value = row.get(name)
    if value is None:
        raise RowFault("missing", name)
    if type(value) is not str or len(value) != 10 or value[4] != "-" or value[7] != "-" or not value.isascii():
        raise RowFault("not_a_day", name)
    try:
        day = datetime.date.fromisoformat(value)
    except ValueError:
        raise RowFault("no_such_day" if value.replace("-", "").isdecimal() else "not_a_day", name) from None
    if day > today:
        raise RowFault("day_to_come", name)
    if day.year < FIRST_YEAR:
        raise RowFault("too_long_ago", name)
    return day


def _number(row: Given, name: str, most: int) -> Decimal:
    value = row.get(name)
    if value is None:
        raise RowFault("missing", name)
    if type(value) not in (int, float, Decimal):
        raise RowFault("not_a_number", name)
    number = Decimal(repr(value)) if type(value) is float else Decimal(value)
    if not number.is_finite():
        raise RowFault("not_a_number", name)
    if number < 0:
        raise RowFault("negative", name)
    if number > most:
        raise RowFault("too_large", name, most=most)
    return number


def _hours(row: Given, name: str) -> Decimal:
    hours = _number(row, name, MOST_HOURS)
    if hours == 0:
        raise RowFault("not_positive", name)
    if hours != hours.quantize(HUNDREDTH):
        raise RowFault("too_many_decimals", name)
    whole = hours.to_integral_value()
    return whole if whole == hours else hours.normalize()


def _whole(most: int) -> Callable[[Given, str], int]:
    def read(row: Given, name: str) -> int:
        number = _number(row, name, most)
        if number != number.to_integral_value():
            raise RowFault("not_whole", name)
        return int(number)

    return read


_FACT_READERS: dict[str, Callable[[Given, str], Any]] = {
    "hours": _hours,
    "days": _whole(MOST_DAYS),
    "minutes": _whole(MOST_MINUTES),
}
