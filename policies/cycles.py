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
    book, cycle = _choose(shelf, question, last.year if kind == "title" else last)
    if cycle.kind != kind:
        raise QuestionFault(FACTS[kind][0], f"is not known to the cycle of {book.id}: it asks for {FACTS[cycle.kind]}")
    if kind == "appointment":
        return judge_cycle(book, cycle, list(range(first, last + 1)), question)
    if last.year > cycle.last_year:
        return refusal(cycle, "cycle_ended", year=cycle.last_year + 1)
    with_title_year = question.get("count_title_year", book.choices.get("A-09") == "included")
    years = _years(cycle, first, last, with_title_year)
    if not years:
        return refusal(cycle, "cycle_empty") | _possible_from(cycle, first, last, with_title_year)
    return judge_cycle(book, cycle, years, question)


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


def _choose(shelf: Shelf, question: Answer, year: int) -> tuple[Book, Cycle]:
    """The cycle of the book in force, or else one of the place that has ended by then."""
    named = shelf.named(question)
    in_force = named or shelf.choose(question["place"], year, question["person"].get("industry"))
    if in_force is not None and in_force.cycle is not None:
        return in_force, in_force.cycle
    if named is not None:
        raise QuestionFault("ruleset", f"{named.id} has no cycle")
    for book in shelf.around(question):
        if book.cycle is not None and book.cycle.last_year < year:
            return book, book.cycle
    raise QuestionFault("place", f"{question['place']} has no cycle in {year} (applied_on, appointed_to)")


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
