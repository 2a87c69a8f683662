"""What may stand in a book, and the book as the engine uses it: read once, complete, with what it takes over."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Annotated, Any, TypedDict, TypeVar, dataclass_transform

from policies.questions import DEADLINES
from policies.reader import Citation, Misfit
from policies.records import FORMS
from policies.terms import CATEGORIES, INDUSTRIES, LINES, OWNERSHIPS, PROCEDURES, PURPOSES, SOURCES, TITLE_LEVELS

FOREVER = date.max.year
NOTHING = Decimal(0)
Table = dict[str, Any]

# The defaults that can be switched, with the values that the code knows.
CHOICES = {
    "A-01": ("county_and_year", "county"),
    "A-06": ("hard", "soft"),
    "A-09": ("excluded", "included"),
    "A-19": ("notice", "refused"),
    "A-23": ("left_out", "required"),
    "A-27": ("once", "each_year"),
    "A-45": ("january_31", "december_31"),
    "A-48": ("single_year", "appointment_cycle"),
}
REFUSALS = (
    *("unrecognized", "recognized_late", "unrelated", "failed", "off_catalogue", "unproven", "nameless"),
    *("unapproved_platform", "ruleless"),
)
# How an activity becomes hours (`conversions` holds the methods), and the figures that each method cannot do without.
METHODS = {
    "planned": (),
    "proven": ("hours",),
    "fixed": (),
    "multiplied": ("unit",),
    "days": ("hours", "minutes_per_hour"),
    "characters": ("hours", "characters"),
    "range": ("by", "top", "floor"),
    "grades": ("by", "top", "floor", "step"),
    "proposed": ("hours_by",),
}
BODIES = ("employer", "industry", "bureau", "reviewer", "city", "system")
ACTS = (
    *("first_check", "recognition", "recheck", "first_verification", "pre_reverification"),
    *("reverification", "review", "filing"),
)
Activity = Annotated[str, tuple(FORMS)]
Category = Annotated[str, CATEGORIES]
Industry = Annotated[str, INDUSTRIES]
Line = Annotated[str, LINES]
TitleLevel = Annotated[str, TITLE_LEVELS]


class Bilingual(TypedDict):
    zh: str
    en: str


@dataclass_transform(eq_default=False, kw_only_default=True, frozen_default=True)
class Part:
    """A table of a book. Every class of it is a frozen dataclass."""

    def __init_subclass__(cls) -> None:
        dataclass(eq=False, frozen=True, kw_only=True)(cls)


class Rule(Part):
    """What an answer quotes: the rule, the article, the sentence."""

    rule: str
    cite: Citation
    quote: str


class Dated(Part):
    """What may say for which years it holds. Where it does not, it holds as long as its book."""

    first_year: int = 0
    last_year: int = FOREVER

    def holds_in(self, year: int) -> bool:
        return self.first_year <= year <= self.last_year


class MonthDay(Part):
    month: int
    day: int

    def __post_init__(self) -> None:
        try:
            self.in_year(2001)
        except ValueError:
            raise Misfit("day", "is no day of every year") from None

    def in_year(self, year: int) -> date:
        return date(year, self.month, self.day)


class Covers(Dated):
    """Where, for whom and for which study years a book is in force."""

    places: tuple[str, ...]
    industries: frozenset[Industry] = frozenset()
    first_year: int
    cite: Citation
    quote: str

    def __post_init__(self) -> None:
        if self.last_year < self.first_year:
            raise Misfit("last_year", "is before first_year")


class Floor(Rule, Dated):
    """So many hours on one line; `absent` takes away the floor of the book that is extended."""

    line: Line
    hours: Decimal = NOTHING
    absent: bool = False
    title_levels: frozenset[TitleLevel] = frozenset(TITLE_LEVELS)

    def __post_init__(self) -> None:
        if bool(self.hours) == self.absent:
            raise Misfit("hours", "must be above 0, or absent = true in its place")


class Taking(Rule):
    """A category that a book takes as another one."""

    category: Category
    as_: Annotated[str, ("specialty", "nothing")]


class Conversion(Rule):
    """How activities become hours, and when they do not."""

    activities: tuple[Activity, ...]
    method: Annotated[str, tuple(METHODS)]
    # Which records it is for, and what they count as.
    of: frozenset[Category] = frozenset(CATEGORIES)
    only: dict[str, frozenset[str | bool]] = field(default_factory=dict)
    counts_as: Annotated[str, ("specialty",)] = ""
    is_mandatory_free: bool = False
    # The figures of the method; `by` is the fact that picks one of several.
    unit: str = ""
    by: str = ""
    hours: Decimal = NOTHING
    hours_by: dict[str, Decimal] = field(default_factory=dict)
    minutes_per_hour: int = 0
    characters: int = 0
    top: dict[str, Decimal] = field(default_factory=dict)
    floor: dict[str, Decimal] = field(default_factory=dict)
    step: Decimal = NOTHING
    share: dict[str, Decimal] = field(default_factory=dict)
    share_rule: str = ""
    # The limits.
    most_years: int = 0
    claim_years: int = 0
    most_ranks: int = 0
    within_programme: bool = False
    needs: tuple[Annotated[str, ("payment_proof", "notes", "approved", "permitted")], ...] = ()
    pool: str = ""
    side: Annotated[str, ("patent", "award", "acceptance")] = ""
    # The readings that a reviewer is told of: beyond the figures, above so many hours, beyond the ranks.
    doubt: str = ""
    warn_above: Decimal = NOTHING
    ranks_doubt: str = ""

    def __post_init__(self) -> None:
        for key in METHODS[self.method]:
            if not getattr(self, key):
                raise Misfit(key, f"is needed by {self.method}")
        if self.method in ("fixed", "multiplied") and not (self.hours_by if self.by else self.hours):
            raise Misfit("hours_by" if self.by else "hours", f"is needed by {self.method}")
        if self.floor.keys() != self.top.keys():
            raise Misfit("floor", "must have the keys of top")

    @property
    def figures(self) -> dict[str, Decimal]:
        """The figures that `by` picks from."""
        return self.hours_by or self.top


class Pool(Rule):
    """What one year can take of several activities together."""

    name: str
    hours: Decimal


class Refusal(Rule):
    reason: Annotated[str, REFUSALS]


class Double(Rule):
    kind: Annotated[str, ("external_id", "degree", "event", "course", "project")]


class Makeup(Rule):
    """Courses on offer for past years."""

    category: Category
    years: frozenset[int]
    opens_on: date
    closes_on: date
    courses: frozenset[str] = frozenset()
    hours: Decimal = NOTHING
    is_mandatory: bool = False

    def offers(self, year: int, category: str) -> bool:
        return year in self.years and category == self.category


class Step(Part):
    """One step of a chain, by an act of its own where it has a date of its own."""

    by: Annotated[str, BODIES]
    act: Annotated[str, ACTS]
    month: int = 0
    day: int = 0
    choice: Annotated[str, tuple(CHOICES)] = ""
    rule: str = ""
    cite: Citation | None = None
    quote: str = ""


class Procedure(Rule, Dated):
    """A route, a deadline or a cycle. One with years of its own holds also where another book is in force; it begins
    with its book if it names only its last year."""

    any_year: bool = False

    @property
    def is_dated(self) -> bool:
        return self.any_year or self.first_year > 0 or self.last_year < FOREVER

    def holds_beside(self, covers: Covers, year: int) -> bool:
        first_year = self.first_year if self.first_year or self.any_year else covers.first_year
        return self.is_dated and first_year <= year <= self.last_year


class Route(Procedure):
    """Who decides, in which order; for some people and sources only, if it says so."""

    procedure: Annotated[str, PROCEDURES]
    category: Category = ""
    industries: frozenset[Industry] = frozenset()
    applying_for: frozenset[TitleLevel] = frozenset()
    sources: frozenset[Annotated[str, SOURCES]] = frozenset(SOURCES)
    agency_for: frozenset[Annotated[str, OWNERSHIPS]] = frozenset()
    steps: tuple[Step, ...]


class Deadline(Procedure):
    """A date that follows from a day or a year, or a window that ends with it."""

    what: Annotated[str, tuple(DEADLINES)]
    category: Category = ""
    purpose: Annotated[str, PURPOSES] = ""
    due: MonthDay | None = None
    years_later: int = 0
    workdays_after: int = 0
    days_before: int = 0
    days: tuple[int, ...] = ()
    opens: MonthDay | None = None
    opens_days_before: int = 0
    judges_years_before: int = 0
    before: Annotated[str, ("accepted_with_notice", "refused")] = "refused"
    after: Annotated[str, ("accepted_with_notice", "late", "refused")] = "refused"

    def __post_init__(self) -> None:
        if not (self.due or self.workdays_after or self.days_before or self.days):
            raise Misfit("due", "is needed, or another date")


class Cycle(Procedure):
    """`title`: the years in the present title; `appointment`: those of a declared appointment."""

    kind: Annotated[str, ("title", "appointment")]
    most_years: int = FOREVER
    last_day_for_year_before: MonthDay | None = None
    hours: Decimal = NOTHING
    floors: tuple[Floor, ...] = ()

    def __post_init__(self) -> None:
        if self.kind == "title" and not (self.hours and self.last_day_for_year_before):
            raise Misfit("hours", "is needed by a cycle by title, and last_day_for_year_before")


class Numbering(Rule):
    province: str
    first_year: int
    last_year: int
    year_digits: int
    sequence_digits: int
    first_sequence: int


class Sampling(Rule):
    percent: int


class Expiry(Rule):
    on: date


class Choice(Part):
    """A default of the table of ambiguities that can be switched, with its alternatives and the reason."""

    id: Annotated[str, tuple(CHOICES)]
    value: str
    alternatives: tuple[str, ...]
    about: Bilingual
    reason: Bilingual

    def __post_init__(self) -> None:
        known = CHOICES[self.id]
        if self.value not in known:
            raise Misfit("value", f"must be one of {', '.join(known)}")
        if {self.value, *self.alternatives} != {*known} or self.value in self.alternatives:
            raise Misfit("alternatives", f"must be the others of {', '.join(known)}")


class BookFile(Part):
    """One file of `books/`, complete or as far as it differs from the book that it extends."""

    id: str
    title: Bilingual
    confirmed: bool
    covers: Covers
    extends: str = ""
    note: Bilingual | None = None
    required: tuple[Floor, ...] = ()
    takes: tuple[Taking, ...] = ()
    convert: tuple[Conversion, ...] = ()
    pools: tuple[Pool, ...] = ()
    refuse: tuple[Refusal, ...] = ()
    doubles: tuple[Double, ...] = ()
    makeups: tuple[Makeup, ...] = ()
    other_makeups: Annotated[str, ("year_of_end", "nowhere")] = ""
    routes: tuple[Route, ...] = ()
    deadlines: tuple[Deadline, ...] = ()
    choices: tuple[Choice, ...] = ()
    cycle: Cycle | None = None
    numbering: Numbering | None = None
    sampling: Sampling | None = None
    expires: Expiry | None = None


class Book:
    """A complete book, ready for questions. In `table` it stands as in its file, with what it takes over; each item
    says in `book` which book states it."""

    def __init__(self, file: BookFile, table: Table) -> None:
        self.id, self.title, self.note, self.is_confirmed = file.id, file.title, file.note, file.confirmed
        self.covers, self.places, self.industries = file.covers, file.covers.places, file.covers.industries
        self.first_year, self.last_year = file.covers.first_year, file.covers.last_year
        self.floors = tuple(floor for floor in file.required if not floor.absent)
        self.takes = {one.category: one for one in file.takes}
        self.conversions = _grouped((name, one) for one in file.convert for name in one.activities)
        self.pools = {one.name: one for one in file.pools}
        self.refusals = {one.reason: one for one in file.refuse}
        self.doubles = {one.kind: one for one in file.doubles}
        self.makeups, self.refuses_other_makeups = file.makeups, file.other_makeups == "nowhere"
        self.routes = _grouped((one.procedure, one) for one in file.routes)
        self.deadlines = _grouped((one.what, one) for one in file.deadlines)
        self.choices = {one.id: one.value for one in file.choices}
        self.cycle, self.numbering, self.sampling, self.expires = (
            file.cycle,
            file.numbering,
            file.sampling,
            file.expires,
        )
        self.table = table
        self.converted: dict[str, Any] = {}
        """By likeness, what records became before doubles and limits (`ledger`)."""
        self._floors: dict[tuple[str, int], tuple[Floor, ...]] = {}

    def floors_of(self, title_level: str, year: int) -> tuple[Floor, ...]:
        """The floors of one year. A year outside the book is judged as the nearest one inside."""
        nearest = min(max(year, self.first_year), self.last_year)
        found = self._floors.get((title_level, nearest))
        if found is None:
            found = tuple(floor for floor in self.floors if self._asks_for(floor, title_level, nearest))
            self._floors[title_level, nearest] = found
        return found

    def _asks_for(self, floor: Floor, title_level: str, year: int) -> bool:
        is_soft = self.choices.get("A-06") == "soft" and floor.line != "total"
        return title_level in floor.title_levels and floor.holds_in(year) and not is_soft

    def total_of(self, title_level: str, year: int) -> Decimal:
        """The hours of one year in all."""
        return next(floor.hours for floor in self.floors_of(title_level, year) if floor.line == "total")

    def judges(self, year: int, *, makes_up: bool) -> bool:
        """Whether the book is in force in the year; one whose offer of make-up was closed judges the years made up."""
        if self.covers.holds_in(year):
            return True
        return makes_up and self.refuses_other_makeups and any(year in makeup.years for makeup in self.makeups)


Item = TypeVar("Item")


def _grouped(items: Iterable[tuple[str, Item]]) -> dict[str, tuple[Item, ...]]:
    found: dict[str, tuple[Item, ...]] = {}
    for key, item in items:
        found[key] = (*found.get(key, ()), item)
    return found


@dataclass(frozen=True, slots=True)
class Figure:
    """A value of a book with the sentence that states it."""

    value: Any
    cite: str
    quote: str


def figure(item: Table, key: str, name: str | None = None) -> Figure:
    """The figure under a key of an item of `Book.table` (`name` picks one of a table of figures): under the citation of
    its own where it brings one, or else under that of the item."""
    value = item[key] if name is None else item[key][name]
    has_citation = isinstance(value, dict) and "value" in value
    told = item | value if has_citation else item | {"value": value}
    return Figure(told["value"], told["cite"], told["quote"])
