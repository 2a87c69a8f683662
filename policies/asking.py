"""One function answers every question about the rules; command, API and pages are doors to it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from policies import workdays
from policies.books import Book
from policies.cycles import answer_cycle
from policies.deadlines import find_deadline
from policies.faults import QuestionFault
from policies.judgement import judge_year, tally_year
from policies.numbers import answer_number, answer_sample
from policies.questions import Question, read_question
from policies.records import Record, read_records
from policies.routes import find_route
from policies.shelf import Shelf, shelf
from policies.workdays import Calendar

Answer = dict[str, Any]


def ask(question: Any, books: Shelf | None = None, calendar: Calendar | None = None) -> Answer:
    """Answer a question, or say in `error` which field of it is at fault. Never raises for what a question holds."""
    given = question.get("id") if type(question) is dict else None
    name = {"id": given} if type(given) is str else {}
    try:
        read = read_question(question)
        return name | _answer(read, books or shelf(), calendar or workdays.calendar())
    except QuestionFault as fault:
        return {"id": name.get("id"), "error": str(fault)}


def tally(ruleset: str, year: int, title_level: str, records: list[Any], books: Shelf | None = None) -> Answer:
    """What `ask` answers about a year, in figures alone: without reasons and warnings, which cost as much again. For
    whoever keeps the figures of a million people and asks for the reasons of one. Of the question only the records can
    be at fault."""
    try:
        return tally_year((books or shelf()).books[ruleset], year, title_level, _read_named(records))
    except QuestionFault as fault:
        return {"error": str(fault)}


def _read_named(records: list[Any]) -> list[Record]:
    try:
        return read_records(records)
    except QuestionFault as fault:
        raise fault.inside("records") from None


def _answer(question: Question, books: Shelf, calendar: Calendar) -> Answer:
    if question["ask"] == "deadline":
        return find_deadline(books, question, calendar)
    return KINDS[question["ask"]](books, question)


def _answer_annual(books: Shelf, question: Question) -> Answer:
    return judge_year(_book_of_year(books, question), question)


def _book_of_year(books: Shelf, question: Question) -> Book:
    named = books.named(question)
    if named is not None:
        return named
    place, year = question["place"], question["year"]
    makes_up = any("makeup_for" in record for record in question["records"])
    chosen = books.choose(place, year, question["person"].get("industry"), makes_up=makes_up)
    if chosen is None:
        raise QuestionFault("place", f"no rule set covers {place} in year {year}")
    return chosen


KINDS: dict[str, Callable[[Shelf, Question], Answer]] = {
    "annual": _answer_annual,
    "cycle": answer_cycle,
    "route": find_route,
    "number": answer_number,
    "sample": answer_sample,
}
