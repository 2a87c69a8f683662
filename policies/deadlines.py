"""By when something is due, and how what was filed on a given day is taken."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta
from typing import Any

from policies.books import Book, Deadline, Makeup
from policies.faults import QuestionFault
from policies.questions import DEADLINES
from policies.shelf import Shelf
from policies.wording import because_of, refusal, say
from policies.workdays import ONE_DAY, Calendar, OutsideTable

Answer = dict[str, Any]

# The fact of a deadline that says which day or year it is about is the first of these that it knows.
ANCHORS = ("ended_on", "starts_on", "year", "study_year", "filed_on")


def find_deadline(shelf: Shelf, question: Answer, calendar: Calendar) -> Answer:
    if question["what"] == "makeup":
        return _makeup(shelf, question)
    fact = next(name for name in ANCHORS if name in DEADLINES[question["what"]].checks)
    anchor = question.get(fact)
    book, deadline, year = _choose(shelf, question, anchor)
    try:
        if deadline.days:
            return _sessions(book, deadline, question, calendar)
        return _dated(book, deadline, question, anchor if isinstance(anchor, date) else date(year, 1, 1), calendar)
    except OutsideTable as outside:
        raise QuestionFault(fact, str(outside)) from None


def _choose(shelf: Shelf, question: Answer, anchor: date | int | None) -> tuple[Book, Deadline, int]:
    """The deadline, and the year that it is about: where no fact says so, the last in which the place had one."""

    def of_question(book: Book) -> tuple[Deadline, ...]:
        return book.deadlines.get(question["what"], ())

    where = question.get("ruleset", question["place"])
    year = anchor.year if isinstance(anchor, date) else anchor
    if year is None:
        years = [min(one.last_year, book.last_year) for book in shelf.around(question) for one in of_question(book)]
        if not years:
            raise QuestionFault("what", f"{where} has no deadline {question['what']}")
        year = max(years)
    book, deadlines = shelf.holding(question, year, of_question)
    asked = question.get("category", ""), question.get("purpose", "")
    for deadline in deadlines:
        if book is not None and deadline.category in ("", asked[0]) and deadline.purpose in ("", asked[1]):
            return book, deadline, year
    raise QuestionFault(
        "what", f"{where} has no deadline {' '.join(filter(None, (question['what'], *asked)))} in {year}"
    )


def _dated(book: Book, deadline: Deadline, question: Answer, day: date, calendar: Calendar) -> Answer:
    opens, due = _window(deadline, day, calendar)
    answer: Answer = {"ruleset": book.id, "due": due}
    if deadline.judges_years_before:
        answer["study_year"] = day.year - deadline.judges_years_before
    filed_on = question["starts_on"] if question["what"] == "training_window" else question.get("filed_on")
    if filed_on is not None:
        answer["outcome"] = _outcome(book, deadline, filed_on, opens, due)
    answer["because"] = [because_of(deadline, "within", due=due.isoformat())]
    return answer | (_doubts(calendar, day + ONE_DAY, due) if deadline.workdays_after else {})


def _window(deadline: Deadline, day: date, calendar: Calendar) -> tuple[date, date]:
    """The first and the last day. A rule that names no first day has been open for ever."""
    if deadline.due is not None:
        due = deadline.due.in_year(day.year + deadline.years_later)
    elif deadline.workdays_after:
        due = calendar.after(day, deadline.workdays_after)
    else:
        due = day - timedelta(days=deadline.days_before)
    if deadline.opens is not None:
        return deadline.opens.in_year(day.year), due
    return (day - timedelta(days=deadline.opens_days_before) if deadline.opens_days_before else date.min), due


def _outcome(book: Book, deadline: Deadline, filed_on: date, opens: date, due: date) -> str:
    if filed_on > due:
        return deadline.after
    if filed_on < opens:
        return "refused" if book.choices.get("A-19") == "refused" else deadline.before
    return "accepted"


def _sessions(book: Book, deadline: Deadline, question: Answer, calendar: Calendar) -> Answer:
    """The days of a month on which something is done, each rolled onto a working day."""
    year, month = question["year"], question["month"]
    last = monthrange(year, month)[1]
    days = sorted({calendar.first_from(date(year, month, day)) for day in deadline.days if day <= last})
    answer = {"ruleset": book.id, "days": days, "because": [because_of(deadline, "session_days")]}
    return answer | _doubts(calendar, date(year, month, min(deadline.days)), days[-1])


def _doubts(calendar: Calendar, first: date, last: date) -> Answer:
    """The warnings of an answer that rests on days of which the holidays are not announced yet."""
    years = calendar.provisional_years(first, last)
    warnings = [{"rule": "calendar", "year": year, **say("warn_provisional", year=year)} for year in years]
    return {"warnings": warnings} if warnings else {}


def _makeup(shelf: Shelf, question: Answer) -> Answer:
    on, for_year = question["on"], question["for_year"]
    books = [book for book in shelf.around(question) if book.makeups]
    books.sort(key=lambda book: not book.covers.holds_in(on.year))  # the same offer stands in books that take it over
    for book in books:
        for makeup in book.makeups:
            if makeup.offers(for_year, question["category"]):
                return _made_up(book, makeup, on)
    known = [book for book in books if book.first_year <= on.year or "ruleset" in question]
    if not known:
        raise QuestionFault("what", f"{question.get('ruleset', question['place'])} has no makeup in {on.year}")
    return refusal(known[0].makeups[0], "never_offered", year=for_year)


def _made_up(book: Book, makeup: Makeup, on: date) -> Answer:
    is_open = makeup.opens_on <= on <= makeup.closes_on
    return {
        "ruleset": book.id,
        "due": makeup.closes_on,
        "outcome": "accepted" if is_open else "refused",
        "because": [because_of(makeup, "within", due=makeup.closes_on.isoformat())],
    }
