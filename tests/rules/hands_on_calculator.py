"""Typing a question into the calculator, as a person would: from the JSON of a question to the fields of the form."""

from __future__ import annotations

from typing import Any

from rules.calculator.drafts import KEYS, key_of
from rules.calculator.vocabulary import DENIED, FLAGS

PLACES_BY_NAME = {"440100", "440500", "440600", "320300"}
HEAD = ("year", "judged_on", "title_on", "applied_on", "appointed_from", "appointed_to")
# No form asks for these: one is an identifier, the other changes no year and no cycle.
LEFT_UNSAID = {"external_id", "filed_on"}


def is_typable(question: dict[str, Any]) -> bool:
    """A rule set is chosen by place and year, never by name; and no identifier is ever typed."""
    return "ruleset" not in question and not any("external_id" in record for record in question["records"])


def typed(question: dict[str, Any]) -> dict[str, str]:
    place = question["place"]
    query = {"place": place} if place in PLACES_BY_NAME else {"district": place}
    query |= {name: str(question[name]) for name in HEAD if name in question}
    query |= {name: str(value) for name, value in question.get("person", {}).items()}
    if question.get("count_title_year"):
        query["count_title_year"] = "1"
    seen: dict[tuple[str, str], str] = {}
    for number, record in enumerate(question["records"], start=1):
        query |= _typed_record(record, number, seen)
    return query


def _typed_record(record: dict[str, Any], number: int, seen: dict[tuple[str, str], str]) -> dict[str, str]:
    query = {}
    for fact, value in record.items():
        if fact in KEYS:
            query[key_of(fact, number)] = _typed_value(fact, value, record, number, seen)
    return {key: value for key, value in query.items() if value}


def _typed_value(fact: str, value: Any, record: dict[str, Any], number: int, seen: dict[tuple[str, str], str]) -> str:
    if fact in FLAGS:
        return "1" if value == (fact not in DENIED) else ""
    if fact == "course" and "makeup_for" in record:
        return str(value)
    if fact in ("course", "project"):
        first = seen.setdefault((fact, value), str(number))
        return "" if first == str(number) else first
    return str(value)
