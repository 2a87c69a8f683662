"""By when something is due, and how what was filed on a given day is taken."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta
from typing import Any

from policies.books import Book, Dated, Makeup
from policies.faults import QuestionFault
from policies.shelf import Shelf, choose_dated
from policies.wording import because_of, refusal, say
from policies.workdays import ONE_DAY, Calendar, OutsideTable

Answer = dict[str, Any]

# The fact of each deadline that says which day or year it is about.
ANCHORS = {
    "class_results": "ended_on",
    "class_plan": "starts_on",
    "training_window": "starts_on",
    "summary": "year",
    "cycle_application": "filed_on",
    "annual_form": "study_year",
    "annual_review": "filed_on",
    "verification_days": "year",
}


def find_deadline(shelf: Shelf, question: Answer, calendar: Calendar) -> Answer:
    if question["what"] == "makeup":
        return _makeup(shelf, question)
    anchor = question.get(ANCHORS[question["what"]])
    book, deadline = _choose(shelf, question, anchor)
    if question["what"] == "verification_days":
        days = _verification_days(deadline, question, calendar)
        doubts = calendar.provisional_years(days[0], days[-1]) if days else []
        return _told(book, deadline, {"days": days}, doubts)
    day = anchor if isinstance(anchor, date) else date(anchor or deadline.last_year, 1, 1)
    opens, due = _window(deadline.table, day, calendar)
    answer: Answer = {"due": due}
    if "judges_years_before" in deadline.table:
        answer["study_year"] = day.year - deadline.table["judges_years_before"]
    filed_on = question["starts_on"] if question["what"] == "training_window" else question.get("filed_on")
    if filed_on is not None:
        answer["outcome"] = _outcome(book, deadline.table, filed_on, opens, due)
    doubts = calendar.provisional_years(day + ONE_DAY, due) if "workdays_after" in deadline.table else []
    return _told(book, deadline, answer, doubts)


def _choose(shelf: Shelf, question: Answer, anchor: date | int | None) -> tuple[Book, Dated]:
    place, what, named = question["place"], question["what"], shelf.named(question)
    year = anchor.year if isinstance(anchor, date) else anchor
    if year is None:
        year = _last_year(shelf, question)
    book, deadlines, _ = choose_dated(shelf, named, place, year, None, "deadlines", what)
    for deadline in deadlines:
        same = (deadline.table.get(key) in (None, question.get(key)) for key in ("category", "purpose"))
        if book is not None and all(same):
            return book, deadline
    where = named.id if named else place
    told = " ".join(filter(None, (what, question.get("category"), question.get("purpose"))))
    raise QuestionFault("what", f"{where} has no deadline {told} in {year}")


def _last_year(shelf: Shelf, question: Answer) -> int:
    """Where no fact says the year: the last in which the place had such a deadline."""
    named = shelf.named(question)
    books = [named] if named else shelf.around(question["place"])
    dated = [one.last_year for book in books for one in book.deadlines.get(question["what"], ())]
    if not dated:
        raise QuestionFault("what", f"{question['place']} has no deadline {question['what']}")
    return max(dated)


def _window(table: Answer, day: date, calendar: Calendar) -> tuple[date, date]:
    """The first and the last day. A rule that names no first day has been open for ever."""
    due = opens = date.min
    if "due" in table:
        due = date(day.year + table.get("years_later", 0), table["due"]["month"], table["due"]["day"])
    elif "workdays_after" in table:
        due = _workdays_after(day, table["workdays_after"], calendar)
    else:
        due = day - timedelta(days=table["days_before"])
    if "opens" in table:
        opens = date(day.year, table["opens"]["month"], table["opens"]["day"])
    elif "opens_days_before" in table:
        opens = day - timedelta(days=table["opens_days_before"])
    return opens, due


def _workdays_after(day: date, count: int, calendar: Calendar) -> date:
    try:
        return calendar.after(day, count)
    except OutsideTable as outside:
        raise QuestionFault("ended_on", str(outside)) from None


def _outcome(book: Book, table: Answer, filed_on: date, opens: date, due: date) -> str:
    if filed_on > due:
        return str(table["after"])
    if filed_on < opens:
        return "refused" if book.choices.get("A-19") == "refused" else str(table["before"])
    return "accepted"


def _verification_days(deadline: Dated, question: Answer, calendar: Calendar) -> list[date]:
    year, month = question["year"], question["month"]
    last = monthrange(year, month)[1]
    try:
        found = {calendar.first_from(date(year, month, day)) for day in deadline.table["days"] if day <= last}
    except OutsideTable as outside:
        raise QuestionFault("year", str(outside)) from None
    return sorted(found)


def _makeup(shelf: Shelf, question: Answer) -> Answer:
    place, on, for_year, named = question["place"], question["on"], question["for_year"], shelf.named(question)
    books = [book for book in ([named] if named else shelf.around(place)) if book.makeups]
    for book in books:
        for makeup in book.makeups:
            if makeup.offers(for_year, question["category"]):
                return _made_up(book, makeup, on)
    known = [book for book in books if book.first_year <= on.year or named]
    if not known:
        raise QuestionFault("what", f"{named.id if named else place} has no makeup in {on.year}")
    return refusal(known[0].makeups[0].rule, "never_offered", year=for_year)


def _made_up(book: Book, makeup: Makeup, on: date) -> Answer:
    is_open = makeup.opens_on <= on <= makeup.closes_on
    return {
        "ruleset": book.id,
        "due": makeup.closes_on,
        "outcome": "accepted" if is_open else "refused",
        "because": [because_of(makeup.rule, "within", due=makeup.closes_on.isoformat())],
    }


def _told(book: Book, deadline: Dated, answer: Answer, provisional: list[int]) -> Answer:
    due = answer.get("due")
    words = (
        because_of(deadline.rule, "within", due=due.isoformat()) if due else because_of(deadline.rule, "session_days")
    )
    told = {"ruleset": book.id, **answer, "because": [words]}
    if provisional:
        told["warnings"] = [
            {"rule": "calendar", "year": year, **say("warn_provisional", year=year)} for year in provisional
        ]
    return told
