"""One study year of one person, asked of the rule books. Pure: everything it needs is handed in."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import policies
from policies import ask
from policies.shelf import shelf
from records.enums import Outcome
from records.ledger.standing import Standing
from records.questions import Question, person_question
from rules.calculator.problems import fault_of

Answer = dict[str, Any]
LINES = ("total", "public", "specialty", "mandatory", "elective")
ZERO = Decimal(0)


@dataclass(frozen=True)
class Judgement:
    """The answer of the rule books, and which records lacked a fact that these rules need."""

    answer: Answer
    unjudged: tuple[str, ...] = ()

    @property
    def is_judged(self) -> bool:
        return "counted" in self.answer


@dataclass(frozen=True)
class Figures:
    """What a row of the ledger says, for comparing and for writing."""

    required: dict[str, Decimal] = field(default_factory=dict)
    counted: dict[str, Decimal] = field(default_factory=dict)
    short: dict[str, Decimal] = field(default_factory=dict)
    outcome: str = ""
    credits: dict[str, str] = field(default_factory=dict)
    unjudged: list[int] = field(default_factory=list)


def year_question(year: int, standing: Standing, records: Sequence[Question]) -> Question:
    return {
        "ask": "annual",
        "place": standing.place,
        "year": year,
        "person": person_question(standing.title_level, standing.industry),
        "records": list(records),
    }


def judge(year: int, standing: Standing, records: Sequence[Question]) -> Judgement:
    """A record that lacks a fact under these rules (it was logged under others) is set aside and named; the others are
    judged all the same."""
    if not standing.ruleset:
        return Judgement({})
    left, unjudged = list(records), list[str]()
    while True:
        answer = ask(year_question(year, standing, left))
        if "error" not in answer:
            return Judgement(answer, tuple(unjudged))
        position, _name, _problem = fault_of(answer["error"])
        if position is None:
            return Judgement({}, tuple(unjudged))
        unjudged.append(left.pop(position)["id"])


def figures_of(judgement: Judgement, year: int) -> Figures:
    if not judgement.is_judged:
        return Figures(unjudged=[int(number) for number in judgement.unjudged])
    answer = judgement.answer
    credited = {
        told["id"]: format(hours, "f") for told in answer["records"] if (hours := told["by_year"].get(str(year), ZERO))
    }
    return Figures(
        required=answer["required"],
        counted=answer["counted"],
        short=answer["shortfall"],
        outcome=Outcome(answer["outcome"]).value,
        credits=credited,
        unjudged=[int(number) for number in judgement.unjudged],
    )


def relevant(year: int, records: Iterable[Question]) -> list[Question]:
    """Of a person's recognized records those that can make a difference in this year: its own; those of the year
    before, which may reach into it (A-28); and others of the same course, degree or project, which may count instead
    (A-13, X-3, X-17)."""
    records = list(records)
    own = [record for record in records if _year_of(record) in (year - 1, year)]
    names = {record.get(name) for record in own for name in ("course", "project")} - {None}
    return [
        record
        for record in records
        if _year_of(record) in (year - 1, year)
        or record.get("claim_year") == year
        or not names.isdisjoint((record.get("course"), record.get("project")))
    ]


def _year_of(record: Question) -> int:
    makeup_for: int | None = record.get("makeup_for")
    return makeup_for if makeup_for is not None else int(record["end"][:4])


def years_touched(records: Iterable[Question]) -> set[int]:
    """The years in which a record may count: its own, the next one where rules spread it, and the one it is claimed
    for."""
    touched = set()
    for record in records:
        year = _year_of(record)
        touched |= {year, record.get("claim_year", year)}
        if record["activity"] in _activities_that_spread():
            touched.add(year + 1)
    return touched


@cache
def _activities_that_spread() -> frozenset[str]:
    """Those of which some rule set lets hours reach into the year after (A-28)."""
    return frozenset(
        activity
        for book in shelf().books.values()
        for activity, conversions in book.conversions.items()
        if any(conversion.most_years for conversion in conversions)
    )


@cache
def rules_version() -> str:
    """Of the whole shelf: another figure in any book is another version."""
    room = Path(policies.__file__).resolve().parent
    digest = hashlib.sha256()
    for path in sorted([*room.glob("*.toml"), *room.glob("books/*.toml")]):
        digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()[:16]
