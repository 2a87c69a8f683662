"""Who decides, in which order, and by when."""

from __future__ import annotations

from datetime import date
from typing import Any

from policies.books import Book, Route, Step
from policies.faults import QuestionFault
from policies.shelf import Shelf
from policies.wording import refusal

Answer = dict[str, Any]

# Who reverifies a cycle, by the level to which the employer belongs.
REVIEWERS = {"district": "district", "city": "department"}


def find_route(shelf: Shelf, question: Answer) -> Answer:
    procedure, year = question["procedure"], question["year"]
    if procedure in ("record", "class_plan") and "category" not in question:
        raise QuestionFault("category", f"is needed for {procedure}")
    if procedure == "cycle" and "applying_for" not in question["person"]:
        raise QuestionFault("person.applying_for", "is needed for cycle")

    def of_procedure(book: Book) -> tuple[Route, ...]:
        return book.routes.get(procedure, ())

    book, routes = shelf.holding(question, year, of_procedure)
    route = next((route for route in routes if _fits(route, question)), None)
    if book is not None and route is not None:
        return _answered(book, route, question)
    ended = shelf.ended(question, year, of_procedure)
    if ended is not None and not routes:
        return refusal(ended, "procedure_ended", year=ended.last_year)
    told = f"{procedure} {question.get('category', '')}".strip()
    raise QuestionFault("procedure", f"{question.get('ruleset', question['place'])} has no {told} in {year}")


def _fits(route: Route, question: Answer) -> bool:
    """Whether the route is for this category, industry and title level; one that names none is for all."""
    person = question["person"]
    return (
        route.category in ("", question.get("category"))
        and (not route.industries or person.get("industry") in route.industries)
        and (not route.applying_for or person.get("applying_for") in route.applying_for)
    )


def _answered(book: Book, route: Route, question: Answer) -> Answer:
    taking = book.takes.get(question.get("category", ""))
    if taking is not None and taking.as_ == "nothing":
        return refusal(taking, "category_not_taken")
    if question["source"] not in route.sources:
        return refusal(route, "source_barred")
    wanted = [step for step in route.steps if not step.choice or book.choices[step.choice] == "required"]
    quoted = {"rule": route.rule, "cite": route.cite, "text": route.quote}
    return {"ruleset": book.id, "steps": [_told(step, route, question) for step in wanted], "because": [quoted]}


def _told(step: Step, route: Route, question: Answer) -> Answer:
    told: Answer = {"by": _body(step.by, route, question["employer"]), "act": step.act}
    if step.month:
        told["due"] = date(question["year"], step.month, step.day)
    if step.rule:
        told |= {"rule": step.rule, "cite": step.cite}
    return told


def _body(by: str, route: Route, employer: Answer) -> str:
    level: str = employer["belongs_to"]
    if by == "employer":
        return _first_body(employer, route)
    if by == "bureau":
        return level
    if by == "reviewer" and level not in REVIEWERS:
        raise QuestionFault("employer.belongs_to", f"{route.cite} names nobody for {level}")
    return REVIEWERS[level] if by == "reviewer" else by


def _first_body(employer: Answer, route: Route) -> str:
    """Who takes the employer's first step: an agency that holds the files; where only private employers have one, a
    private employer without goes to the direct application point."""
    if route.agency_for and employer["ownership"] not in route.agency_for:
        return "employer"
    if employer["agency"]:
        return "agency"
    return "direct_point" if route.agency_for else "employer"
