"""One study year of one person, asked of the rule books. Pure: everything it needs is handed in."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import policies
from policies import ask, tally
from policies.shelf import Shelf, shelf
from records.ledger.reading import Recorded
from records.ledger.standing import Career, Standing
from records.questions import Question, person_question
from rules.calculator.problems import fault_of

Answer = dict[str, Any]
Judge = Callable[[int, Standing, Sequence[Question]], "Judgement"]
LINES = ("total", "public", "specialty", "mandatory", "elective")
ZERO = Decimal(0)


class Judgement(NamedTuple):
    """The answer of the rule books, and which records lacked a fact that these rules need."""

    answer: Answer
    unjudged: tuple[str, ...] = ()

    @property
    def is_judged(self) -> bool:
        return "counted" in self.answer


class Figures(NamedTuple):
    """What a row of the ledger says, for comparing and for writing."""

    required: dict[str, Decimal]
    counted: dict[str, Decimal]
    short: dict[str, Decimal]
    outcome: str
    credits: dict[str, Decimal]
    """By the number of the record."""
    unjudged: list[int]


def year_question(year: int, standing: Standing, records: Sequence[Question]) -> Question:
    """The rule set is named: it follows from the standing, and not from the other years whose records are looked at."""
    return {
        "ask": "annual",
        "ruleset": standing.ruleset,
        "place": standing.place,
        "year": year,
        "person": person_question(standing.title_level, standing.industry),
        "records": list(records),
    }


def judge(year: int, standing: Standing, records: Sequence[Question]) -> Judgement:
    """With the reasons."""
    return _judge(year, standing, records, lambda left: ask(year_question(year, standing, left)))


def judge_figures(year: int, standing: Standing, records: Sequence[Question]) -> Judgement:
    """Without them, in half of the time."""
    return _judge(year, standing, records, lambda left: tally(standing.ruleset, year, standing.title_level, left))


def judge_figures_by(books: Shelf) -> Judge:
    """By other books than those in force."""
    return lambda year, standing, records: _judge(
        year, standing, records, lambda left: tally(standing.ruleset, year, standing.title_level, left, books)
    )


def _judge(
    year: int, standing: Standing, records: Sequence[Question], asking: Callable[[list[Question]], Answer]
) -> Judgement:
    """A record that lacks a fact under these rules (it was logged under others) is set aside and named; the others are
    judged all the same."""
    if not standing.ruleset:
        return Judgement({})
    left, unjudged = list(records), list[str]()
    while True:
        answer = asking(left)
        if "error" not in answer:
            return Judgement(answer, tuple(unjudged))
        position, _name, _problem = fault_of(answer["error"])
        if position is None:
            raise ValueError(f"the rule books refuse the year {year}: {answer['error']}")
        unjudged.append(left.pop(position)["id"])


def standing_of(career: Career, year: int, records: Iterable[Recorded]) -> Standing:
    """Something made up for the year brings the rule set with it that offers that (policies.shelf.choose)."""
    return career.standing_in(year, makes_up=makes_up(year, records))


def makes_up(year: int, records: Iterable[Recorded]) -> bool:
    return year in [record.kind.makeup_for for record in records]


def judge_person_year(
    career: Career, year: int, records: Sequence[Recorded], *, by: Judge | None = None
) -> tuple[Standing, Judgement]:
    """`records`: all that are recognized of the person. `by`: `judge_figures` where nobody reads the reasons."""
    standing = standing_of(career, year, records)
    asked = relevant(year, records)
    judgement = (by or judge)(year, standing, [record.question for record in asked])
    if judgement.unjudged:
        own = {record.question["id"] for record in asked if may_count(record, year)}
        judgement = Judgement(judgement.answer, tuple(name for name in judgement.unjudged if name in own))
    return standing, judgement


def may_reach_into(year: int, career: Career, records: Sequence[Recorded], before: tuple[Standing, Judgement]) -> bool:
    """Whether hours may count in a year of which there is no record. An answer says what a record is worth in every
    year: where the year before was judged by the same rules with the same records, it has said so already."""
    standing = standing_of(career, year, records)
    if not spreads_in(standing.ruleset):
        return False
    standing_before, judgement = before
    is_same = standing.ruleset == standing_before.ruleset and standing.title_level == standing_before.title_level
    if is_same and relevant(year, records) is relevant(year - 1, records) is records:
        return year in judgement.answer["by_year"]
    return True


def figures_of(judgement: Judgement, year: int) -> Figures:
    """Of a judgement by `judge_figures`."""
    unjudged = sorted(map(int, judgement.unjudged))
    if not judgement.is_judged:
        return Figures({}, {}, {}, "", {}, unjudged)
    answer = judgement.answer
    credited = answer["by_year"].get(year, {})
    return Figures(answer["required"], answer["counted"], answer["shortfall"], answer["outcome"], credited, unjudged)


def relevant(year: int, records: Sequence[Recorded]) -> Sequence[Recorded]:
    """Of a person's recognized records those that can make a difference in this year: its own; those of the year
    before, which may reach into it (A-28); and, round by round, others of the same course or project, and other
    degrees, which may count instead (A-13, X-3, X-17). The very same list where it is all of them."""
    near = {year, year - 1}
    chosen = [not near.isdisjoint(record.years) for record in records]
    if False not in chosen:
        return records
    names: set[str] = set()
    while True:
        named = names.union(*(record.names for record, is_in in zip(records, chosen, strict=True) if is_in))
        if named == names:
            return [record for record, is_in in zip(records, chosen, strict=True) if is_in]
        names = named
        chosen = [is_in or not names.isdisjoint(record.names) for record, is_in in zip(records, chosen, strict=True)]


def may_count(record: Recorded, year: int) -> bool:
    return year in record.years or (record.kind.reaches_on and year - 1 in record.years)


def own_years(records: Iterable[Recorded]) -> set[int]:
    """The years of which a row tells, however little counts in them."""
    return set().union(*[record.years for record in records])


def years_reached(records: Iterable[Recorded]) -> set[int]:
    """Those after, into which hours may reach."""
    return {year + 1 for record in records if record.kind.reaches_on for year in record.years}


@cache
def spreads_in(ruleset: str) -> bool:
    book = shelf().books.get(ruleset)
    return book is not None and any(
        conversion.most_years for conversions in book.conversions.values() for conversion in conversions
    )


@cache
def rules_version() -> str:
    """Of the whole shelf: another figure in any book is another version."""
    room = Path(policies.__file__).resolve().parent
    digest = hashlib.sha256()
    for path in sorted([*room.glob("*.toml"), *room.glob("books/*.toml")]):
        digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()[:16]
