"""Which years a cycle has, or why there is none."""

from __future__ import annotations

from datetime import date
from typing import Any

from policies.books import Book, Cycle
from policies.faults import QuestionFault
from policies.judgement import judge_cycle
from policies.shelf import Shelf
from policies.wording import refusal
from policies.workdays import ONE_DAY

Answer = dict[str, Any]

FACTS = {"title": ("title_on", "applied_on"), "appointment": ("appointed_from", "appointed_to")}


def answer_cycle(shelf: Shelf, question: Answer) -> Answer:
    kind = _kind_of(question)
    first, last = (question[name] for name in FACTS[kind])
    if last < first:
        raise QuestionFault(FACTS[kind][1], f"is before {FACTS[kind][0]}")
    year = last.year if kind == "title" else last
    book, cycles = shelf.holding(question, year, _cycles_of)
    if book is None:
        return _refused(shelf, question, year)
    cycle = cycles[0]
    if cycle.kind != kind:
        raise QuestionFault(FACTS[kind][0], f"is not known to the cycle of {book.id}: it asks for {FACTS[cycle.kind]}")
    if kind == "appointment":
        return judge_cycle(book, cycle, list(range(first, last + 1)), question)
    with_title_year = question.get("count_title_year", book.choices.get("A-09") == "included")
    years = _years(cycle, first, last, with_title_year)
    if not years:
        return refusal(cycle, "cycle_empty") | _possible_from(cycle, first, last, with_title_year)
    return judge_cycle(book, cycle, years, question)


def _cycles_of(book: Book) -> tuple[Cycle, ...]:
    return (book.cycle,) if book.cycle else ()


def _refused(shelf: Shelf, question: Answer, year: int) -> Answer:
    ended = shelf.ended(question, year, _cycles_of)
    if ended is not None:
        return refusal(ended, "cycle_ended", year=ended.last_year + 1)
    field = "ruleset" if "ruleset" in question else "place"
    raise QuestionFault(field, f"{question[field]} has no cycle in {year} (applied_on, appointed_to)")


def _kind_of(question: Answer) -> str:
    """By appointment where its years are given; what does not belong to that kind is a fault."""
    kind = "appointment" if "appointed_from" in question or "appointed_to" in question else "title"
    for name in FACTS[kind]:
        if name not in question:
            raise QuestionFault(name, "is missing")
    for name in (*FACTS["title"], "count_title_year"):
        if kind == "appointment" and name in question:
            raise QuestionFault(name, "has no place beside appointed_from and appointed_to")
    return kind


def _years(cycle: Cycle, title_on: date, applied_on: date, with_title_year: bool) -> list[int]:
    """The years in the title up to the last full one, or from a certain day on up to the year itself."""
    last = applied_on.year - 1 if applied_on <= _boundary(cycle, applied_on.year) else applied_on.year
    first = title_on.year + (0 if with_title_year else 1)
    return list(range(max(first, last - cycle.most_years + 1), last + 1))


def _boundary(cycle: Cycle, year: int) -> date:
    assert cycle.last_day_for_year_before is not None
    return cycle.last_day_for_year_before.in_year(year)


def _possible_from(cycle: Cycle, title_on: date, applied_on: date, with_title_year: bool) -> Answer:
    """The first later day on which there is a cycle, as long as the procedure exists."""
    for year in range(applied_on.year, cycle.last_year + 1):
        day = _boundary(cycle, year) + ONE_DAY
        if day > applied_on and _years(cycle, title_on, day, with_title_year):
            return {"possible_from": day}
    return {}
