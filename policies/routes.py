"""Who decides, in which order, and by when."""

from __future__ import annotations

from datetime import date
from typing import Any

from policies.books import Book, Dated
from policies.faults import QuestionFault
from policies.shelf import Shelf, choose_dated
from policies.wording import refusal

Answer = dict[str, Any]

# Who stands for the department of human resources at the level to which the employer belongs.
BUREAUS = {"district": "district", "city": "city", "province": "province"}
REVIEWERS = {"district": "district", "city": "department"}


def find_route(shelf: Shelf, question: Answer) -> Answer:
    place, year, procedure = question["place"], question["year"], question["procedure"]
    named = shelf.named(question)
    if procedure in ("record", "class_plan") and "category" not in question:
        raise QuestionFault("category", f"is needed for {procedure}")
    if procedure == "cycle" and "applying_for" not in question["person"]:
        raise QuestionFault("person.applying_for", "is needed for cycle")
    book, routes, ended = choose_dated(
        shelf, named, place, year, question["person"].get("industry"), "routes", procedure
    )
    if ended:
        return refusal(ended.rule, "procedure_ended", year=ended.last_year)
    route = next((route for route in routes if _fits(route, question)), None)
    if book is None or route is None:
        where = named.id if named else place
        raise QuestionFault("procedure", f"{where} has no {_told(question)} in {year}")
    return _answered(book, route, question)


def _told(question: Answer) -> str:
    return " ".join(filter(None, (question["procedure"], question.get("category"))))


def _fits(route: Dated, question: Answer) -> bool:
    table, person = route.table, question["person"]
    return (
        table.get("category") in (None, question.get("category"))
        and person.get("industry") in table.get("industries", (person.get("industry"),))
        and person.get("applying_for") in table.get("applying_for", (person.get("applying_for"),))
    )


def _answered(book: Book, route: Dated, question: Answer) -> Answer:
    taken_as, rule = book.takes.get(question.get("category", ""), ("", route.rule))
    if taken_as == "nothing":
        return refusal(rule, "category_not_taken")
    if question["source"] not in route.table.get("sources", (question["source"],)):
        return refusal(route.rule, "source_barred")
    wanted = (step for step in route.table["steps"] if _is_wanted(book, step))
    steps = [_step(step, route, question) for step in wanted]
    quoted = {"rule": route.rule.id, "cite": route.rule.cite, "text": route.rule.quote}
    return {"ruleset": book.id, "steps": steps, "because": [quoted]}


def _is_wanted(book: Book, step: Answer) -> bool:
    return "choice" not in step or book.choices[step["choice"]] == "required"


def _step(step: Answer, route: Dated, question: Answer) -> Answer:
    told: Answer = {"by": _body(step["by"], route, question), "act": step["act"]}
    if "month" in step:
        told["due"] = date(question["year"], step["month"], step["day"])
    if "cite" in step:
        told |= {"rule": step["rule"], "cite": step["cite"]}
    return told


def _body(by: str, route: Dated, question: Answer) -> str:
    employer = question["employer"]
    if by == "employer":
        return _first_body(employer, route.table.get("agency_for"))
    if by == "bureau":
        return BUREAUS[employer["belongs_to"]]
    if by == "reviewer":
        if employer["belongs_to"] not in REVIEWERS:
            raise QuestionFault("employer.belongs_to", f"{route.rule.cite} names nobody for {employer['belongs_to']}")
        return REVIEWERS[employer["belongs_to"]]
    return by


def _first_body(employer: Answer, agency_for: list[str] | None) -> str:
    """Who takes the employer's first step: an agency that holds the files; where only private employers have one, a
    private employer without goes to the direct application point."""
    if agency_for is None:
        return "agency" if employer["agency"] else "employer"
    if employer["ownership"] not in agency_for:
        return "employer"
    return "agency" if employer["agency"] else "direct_point"
