"""The judgement of a year or of a cycle: what is required, what counted, what is short."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import chain
from typing import Any

from policies.books import NOTHING, Book, Cycle, Floor
from policies.ledger import Entry, open_ledger
from policies.readings import reading
from policies.records import Record
from policies.terms import LINES
from policies.wording import because, say

Answer = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Scope:
    """The years that are judged; of the year of an application, what ended by that day."""

    years: frozenset[int]
    applied_on: date | None = None

    def counts(self, entry: Entry, year: int) -> bool:
        return year in self.years and not self.is_late(entry, year)

    def is_late(self, entry: Entry, year: int) -> bool:
        return self.applied_on is not None and year == self.applied_on.year and entry.record["end"] > self.applied_on


def judge_year(book: Book, question: Answer) -> Answer:
    year, title_level = question["year"], question["person"]["title_level"]
    entries = open_ledger(book, question["records"], title_level, question.get("judged_on"))
    explained = [_explained(floor, floor.hours, "floor", year=year) for floor in book.floors_of(title_level, year)]
    answer = _judged(book, entries, explained, Scope(frozenset({year})))
    answer["warnings"] += _expiry(book, year)
    return answer


def tally_year(book: Book, year: int, title_level: str, records: list[Record]) -> Answer:
    """The same figures, with nothing said about them. `by_year` says by record what counts in each year, judged or
    not."""
    entries = open_ledger(book, records, title_level)
    required = {floor.line: floor.hours for floor in book.floors_of(title_level, year)}
    by_year: dict[int, dict[str, Decimal]] = {}
    of_year = []
    for entry in entries:
        for counted_in, hours in entry.by_year.items():
            by_year.setdefault(counted_in, {})[entry.record["id"]] = hours
            if counted_in == year:
                of_year.append((entry, hours))
    answer = _figures(book, required, _added_up(of_year))
    answer["by_year"] = by_year
    return answer


def judge_cycle(book: Book, cycle: Cycle, years: list[int], question: Answer) -> Answer:
    """Judge all years as one. Hours of the year of application count as far as they ended by that day."""
    title_level, applied_on = question["person"]["title_level"], question.get("applied_on")
    entries = open_ledger(book, question["records"], title_level)
    floors: dict[str, list[Floor]] = {}
    for floor in chain.from_iterable(_floors_in(book, cycle, year, title_level) for year in years):
        floors.setdefault(floor.line, []).append(floor)
    explained = [_explained(same[0], _sum(same), "floor_of_years", count=len(same)) for same in floors.values()]
    scope = Scope(frozenset(years) | ({applied_on.year} if applied_on else frozenset()), applied_on)
    answer = _judged(book, entries, explained, scope)
    answer["years"] = years
    answer["warnings"] += _short_years(cycle, years, entries, scope)
    return answer


def _explained(floor: Floor, hours: Decimal, key: str, **facts: int) -> Answer:
    return {"line": floor.line, **because(floor, hours, key, amount=floor.hours, **facts)}


def _sum(floors: list[Floor]) -> Decimal:
    return sum((floor.hours for floor in floors), NOTHING)


def _floors_in(book: Book, cycle: Cycle, year: int, title_level: str) -> tuple[Floor, ...]:
    """What one year adds to what the cycle asks for."""
    if cycle.kind == "appointment":
        return book.floors_of(title_level, year)
    whole = Floor(line="total", hours=cycle.hours, rule=cycle.rule, cite=cycle.cite, quote=cycle.quote)
    return whole, *(floor for floor in cycle.floors if floor.holds_in(year))


def _short_years(cycle: Cycle, years: list[int], entries: list[Entry], scope: Scope) -> list[Answer]:
    """The floors are pooled over the cycle; a year that is short by itself is worth a warning (A-10)."""
    warnings = []
    for year in years:
        counted = _counted(entries, scope, year)
        short = [floor.line for floor in cycle.floors if floor.holds_in(year) and counted[floor.line] < floor.hours]
        if short:
            warnings.append({"rule": "A-10", "year": year, **say("warn_year_short", year=year, lines=", ".join(short))})
    return warnings


def _judged(book: Book, entries: list[Entry], floors: list[Answer], scope: Scope) -> Answer:
    for entry in entries:
        _set_aside_other_years(entry, scope)
    answer = _figures(book, {floor["line"]: floor["hours"] for floor in floors}, _counted(entries, scope))
    answer["because"] = floors
    answer["records"] = [_told(entry) for entry in entries]
    answer["warnings"] = _doubts(entries, scope)
    if not book.is_confirmed:
        answer["unconfirmed"] = book.note
    return answer


def _figures(book: Book, required: dict[str, Decimal], counted: dict[str, Decimal]) -> Answer:
    shortfall = {line: hours - counted[line] for line, hours in required.items() if counted[line] < hours}
    return {
        "ruleset": book.id,
        "required": required,
        "counted": counted,
        "shortfall": shortfall,
        "outcome": "fail" if shortfall else "pass",
    }


def _set_aside_other_years(entry: Entry, scope: Scope) -> None:
    """Hours that are not judged are taken back, so that the reasons add up to what counts."""
    for year, hours in entry.by_year.items():
        if scope.is_late(entry, year):
            entry.change(reading("A-11"), -hours, "after_application")
        elif year not in scope.years:
            why = reading("A-28" if year != entry.year else "A-18")
            entry.change(why, -hours, "other_year", amount=hours, year=year)


def _counted(entries: list[Entry], scope: Scope, only_year: int | None = None) -> dict[str, Decimal]:
    return _added_up(
        (entry, hours)
        for entry in entries
        for year, hours in entry.by_year.items()
        if only_year in (None, year) and scope.counts(entry, year)
    )


def _added_up(counting: Iterable[tuple[Entry, Decimal]]) -> dict[str, Decimal]:
    counted = dict.fromkeys(LINES, NOTHING)
    for entry, hours in counting:
        counted["total"] += hours
        counted[entry.category] += hours
        if entry.category == "specialty":
            counted["mandatory"] += _mandatory(entry, hours)
    return counted


def _mandatory(entry: Entry, hours: Decimal) -> Decimal:
    conversion = entry.conversion
    if conversion is None or conversion.is_mandatory_free:
        return NOTHING
    return hours if entry.is_mandatory else min(entry.record["mandatory"], hours)


def _told(entry: Entry) -> Answer:
    return {
        "id": entry.record["id"],
        "hours": entry.hours,
        "by_year": {str(year): hours for year, hours in entry.by_year.items()},
        "because": [because(rule, hours, key, **facts) for rule, hours, key, facts in entry.reasons],
    }


def _doubts(entries: list[Entry], scope: Scope) -> list[Answer]:
    """Warnings about single records, of which the books say that a reviewer should look."""
    warnings = []
    for entry in entries:
        if entry.doubt is not None and any(scope.counts(entry, year) for year in entry.by_year or (entry.year,)):
            rule, words = entry.doubt
            warnings.append({"rule": rule, "record": entry.record["id"], **say(rule, **words)})
    return warnings


def _expiry(book: Book, year: int) -> list[Answer]:
    expiry = book.expires
    if expiry is None or year <= expiry.on.year:
        return []
    return [{"rule": expiry.rule, "year": year, **say("warn_expired", on=expiry.on.isoformat(), year=year)}]
