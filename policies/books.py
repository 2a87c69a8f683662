"""A book as the engine uses it: plain objects, put together once from the checked tables of a file."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Any

FOREVER = date.max.year
Table = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Rule:
    """What an answer quotes: the rule, the article, the sentence."""

    id: str
    cite: str
    quote: str


@dataclass(frozen=True, slots=True)
class Figure:
    """A value of a book with the sentence that states it."""

    value: Any
    cite: str
    quote: str


def figure(item: Table, key: str, name: str | None = None) -> Figure:
    """The figure under a key of an item (`name` picks one of a table of figures): under the citation of its own where
    it brings one, or else under that of the item."""
    value = item[key] if name is None else item[key][name]
    told = item | value if _has_citation(value) else item | {"value": value}
    return Figure(told["value"], told["cite"], told["quote"])


def _has_citation(value: Any) -> bool:
    return isinstance(value, dict) and "value" in value


def bare(value: Any) -> Any:
    """The value without the citations inside it, as the engine counts with it."""
    if _has_citation(value):
        return value["value"]
    return {key: bare(one) for key, one in value.items()} if isinstance(value, dict) else value


@dataclass(frozen=True, slots=True)
class Floor:
    rule: Rule
    line: str
    hours: Decimal
    first_year: int
    last_year: int
    title_levels: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Conversion:
    """How an activity becomes hours; `method` names the function of `conversions` that does it."""

    rule: Rule
    activities: tuple[str, ...]
    method: str
    only: tuple[tuple[str, frozenset[str | bool]], ...] = ()
    of: frozenset[str] = frozenset()
    counts_as: str = ""
    is_mandatory_free: bool = False
    unit: str = ""
    by: str = ""
    hours: Decimal = Decimal(0)
    hours_by: dict[str, Decimal] = field(default_factory=dict)
    minutes_per_hour: int = 0
    characters: int = 0
    top: dict[str, Decimal] = field(default_factory=dict)
    floor: dict[str, Decimal] = field(default_factory=dict)
    step: Decimal = Decimal(0)
    share: dict[str, Decimal] = field(default_factory=dict)
    share_rule: str = ""
    most_years: int = 0
    claim_years: int = 0
    within_programme: bool = False
    most_ranks: int = 0
    warn_above: Decimal | None = None
    ranks_doubt: str = ""
    doubt: str = ""
    needs: tuple[str, ...] = ()
    pool: str = ""
    side: str = ""


@dataclass(frozen=True, slots=True)
class Pool:
    rule: Rule
    name: str
    hours: Decimal


@dataclass(frozen=True, slots=True)
class Makeup:
    rule: Rule
    category: str
    years: frozenset[int]
    opens_on: date
    closes_on: date
    courses: frozenset[str] = frozenset()
    hours: Decimal | None = None
    is_mandatory: bool = False

    def offers(self, year: int, category: str) -> bool:
        return year in self.years and category == self.category


@dataclass(frozen=True, slots=True)
class Cycle:
    """`title`: the years in the present title; `appointment`: those of a declared appointment."""

    rule: Rule
    kind: str
    first_year: int
    last_year: int
    is_dated: bool
    most_years: int = 0
    last_day_for_year_before: tuple[int, int] = (0, 0)
    hours: Decimal = Decimal(0)
    floors: tuple[Floor, ...] = ()


@dataclass(frozen=True, slots=True)
class Numbering:
    rule: Rule
    province: str
    first_year: int
    last_year: int
    year_digits: int
    sequence_digits: int
    first_sequence: int


@dataclass(frozen=True, slots=True)
class Dated:
    """A route or a deadline: its table, and the years for which it says that it holds."""

    rule: Rule
    table: Table
    first_year: int
    last_year: int
    is_dated: bool

    def holds_in(self, year: int, *, is_named: bool = False) -> bool:
        """Who names a book gets what it says for its own years in any other year too."""
        return self.first_year <= year <= self.last_year or (is_named and not self.is_dated)


@dataclass(frozen=True, eq=False)
class Book:
    id: str
    title: Table
    is_confirmed: bool
    note: Table | None
    places: tuple[str, ...]
    industries: frozenset[str]
    first_year: int
    last_year: int
    floors: tuple[Floor, ...]
    takes: dict[str, tuple[str, Rule]]
    conversions: dict[str, tuple[Conversion, ...]]
    pools: dict[str, Pool]
    refusals: dict[str, Rule]
    doubles: dict[str, Rule]
    makeups: tuple[Makeup, ...]
    other_makeups_count: bool
    routes: dict[str, tuple[Dated, ...]]
    deadlines: dict[str, tuple[Dated, ...]]
    choices: dict[str, str]
    cycle: Cycle | None
    numbering: Numbering | None
    sampling: tuple[Rule, int] | None
    expires: tuple[Rule, date] | None
    table: Table = field(repr=False)
    _floors: dict[tuple[str, int], tuple[Floor, ...]] = field(default_factory=dict, repr=False)

    def covers(self, year: int) -> bool:
        return self.first_year <= year <= self.last_year

    def floors_of(self, title_level: str, year: int) -> tuple[Floor, ...]:
        """The floors of one year. A year outside the book is judged as the nearest one inside."""
        nearest = min(max(year, self.first_year), self.last_year)
        found = self._floors.get((title_level, nearest))
        if found is None:
            found = tuple(
                floor
                for floor in self.floors
                if title_level in floor.title_levels and floor.first_year <= nearest <= floor.last_year
            )
            if self.choices.get("A-06") == "soft":
                found = tuple(floor for floor in found if floor.line == "total")
            self._floors[title_level, nearest] = found
        return found

    def total_of(self, title_level: str, year: int) -> Decimal:
        """The hours of one year in all."""
        return next(floor.hours for floor in self.floors_of(title_level, year) if floor.line == "total")

    @cached_property
    def makeup_years(self) -> frozenset[int]:
        """The past years that this book judges where something is made up: those of an offer that was closed."""
        if self.other_makeups_count:
            return frozenset()
        return frozenset().union(*(makeup.years for makeup in self.makeups))


def rule_of(table: Table) -> Rule:
    return Rule(table["rule"], table["cite"], table["quote"])


def compile_book(table: Table) -> Book:
    covers = table["covers"]
    years = covers["first_year"], covers.get("last_year", FOREVER)
    return Book(
        id=table["id"],
        title=table["title"],
        is_confirmed=table["confirmed"],
        note=table.get("note"),
        places=tuple(covers["places"]),
        industries=frozenset(covers.get("industries", ())),
        first_year=years[0],
        last_year=years[1],
        floors=tuple(_floor(item, years) for item in table["required"] if not item.get("absent")),
        takes={item["category"]: (item["as"], rule_of(item)) for item in table.get("takes", ())},
        conversions=_by_activity(table["convert"]),
        pools={item["name"]: _build(Pool, item) for item in table.get("pools", ())},
        refusals={item["reason"]: rule_of(item) for item in table["refuse"]},
        doubles={item["kind"]: rule_of(item) for item in table["doubles"]},
        makeups=tuple(_build(Makeup, item) for item in table.get("makeups", ())),
        other_makeups_count=table["other_makeups"] == "year_of_end",
        routes=_dated(table.get("routes", ()), "procedure", years),
        deadlines=_dated(table.get("deadlines", ()), "what", years),
        choices={item["id"]: item["value"] for item in table.get("choices", ())},
        cycle=_cycle(table["cycle"], years) if "cycle" in table else None,
        numbering=_build(Numbering, table["numbering"]) if "numbering" in table else None,
        sampling=(rule_of(table["sampling"]), table["sampling"]["percent"]) if "sampling" in table else None,
        expires=(rule_of(table["expires"]), table["expires"]["on"]) if "expires" in table else None,
        table=table,
    )


_AS_BUILT: dict[str, Callable[[Any], Any]] = {
    "only": lambda only: tuple((key, frozenset(values)) for key, values in only.items()),
    "needs": tuple,
    "activities": tuple,
    "of": frozenset,
    "years": frozenset,
    "courses": frozenset,
}


def _build(kind: Any, table: Table) -> Any:
    rest = {key: bare(value) for key, value in table.items() if key not in ("rule", "cite", "quote", "book")}
    return kind(rule=rule_of(table), **{key: _AS_BUILT.get(key, _same)(value) for key, value in rest.items()})


def _same(value: Any) -> Any:
    return value


def _by_activity(tables: list[Table]) -> dict[str, tuple[Conversion, ...]]:
    found: dict[str, tuple[Conversion, ...]] = {}
    for item in tables:
        conversion = _build(Conversion, item)
        for activity in conversion.activities:
            found[activity] = (*found.get(activity, ()), conversion)
    return found


def _floor(table: Table, years: tuple[int, int]) -> Floor:
    first, last = table.get("first_year", years[0]), table.get("last_year", years[1])
    levels = frozenset(table.get("title_levels", ("senior", "intermediate", "junior", "none")))
    return Floor(rule_of(table), table["line"], table["hours"], first, last, levels)


def _dated(tables: Any, key: str, years: tuple[int, int]) -> dict[str, tuple[Dated, ...]]:
    found: dict[str, tuple[Dated, ...]] = {}
    for table in tables:
        is_dated = any(name in table for name in ("first_year", "last_year", "any_year"))
        first = date.min.year if table.get("any_year") else table.get("first_year", years[0])
        last = table.get("last_year", FOREVER if is_dated else years[1])
        found[table[key]] = (*found.get(table[key], ()), Dated(rule_of(table), table, first, last, is_dated))
    return found


def _cycle(table: Table, years: tuple[int, int]) -> Cycle:
    is_dated = "last_year" in table
    boundary = table.get("last_day_for_year_before", {"month": 0, "day": 0})
    return Cycle(
        rule=rule_of(table),
        kind=table["kind"],
        first_year=years[0],
        last_year=table.get("last_year", years[1]),
        is_dated=is_dated,
        most_years=bare(table.get("most_years", 0)),
        last_day_for_year_before=(boundary["month"], boundary["day"]),
        hours=bare(table.get("hours", Decimal(0))),
        floors=tuple(_floor(item, years) for item in table.get("floors", ())),
    )
