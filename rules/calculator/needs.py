"""Which facts an activity needs under the rule set in force, so that a form asks for these and no others."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from rules.calculator import vocabulary
from rules.calculator.vocabulary import Book, Conversion, Makeup

Given = Mapping[str, str]

# In this order facts are asked for: what was it, what part had you in it, how much was it.
ORDER = (
    *("host", "platform", "venue", "form", "level", "standing", "kind", "role", "rank", "grade", "abroad"),
    *("days", "minutes", "months", "hours", "characters", "subjects", "proposed", "mandatory"),
    *("graduated_on", "claim_year", "programme_years", "programme_year", "project"),
    *("permitted", "payment_proof", "notes", "approved"),
)
OF_METHOD: dict[str, tuple[str, ...]] = {
    "planned": ("hours",),
    "proven": (),
    "fixed": (),
    "multiplied": (),
    "days": (),
    "characters": ("characters",),
    "range": ("rank",),
    "grades": ("level", "grade"),
    "proposed": ("proposed",),
}
WELCOME_OF_METHOD: dict[str, tuple[str, ...]] = {"proven": ("hours",), "range": ("proposed",)}
# What few people have to say; kept out of sight until asked for.
ALWAYS_RARE = ("start", "passed", "related", "catalogue", "evidence", "state", "recognized_on", "source", "course")
RARE = frozenset({*ALWAYS_RARE, "makeup_for", "programme_years", "programme_year", "project"})


@dataclass(frozen=True)
class Need:
    fact: str
    is_needed: bool

    @property
    def is_rare(self) -> bool:
        return self.fact in RARE


@dataclass(frozen=True)
class Setting:
    """Under which rules, and beside how many other activities, an activity is asked about."""

    book: Book | None
    makeups: tuple[Makeup, ...] = ()


def categories_of(setting: Setting, activity: str) -> list[str]:
    """The subject categories that make a difference; one or none is not worth a question."""
    conversions = _conversions(setting, activity)
    if conversions and all(conversion.counts_as for conversion in conversions):
        return []
    taken = setting.book.takes if setting.book else {}
    merged = {category for category, taking in taken.items() if taking.as_ == "specialty"}
    possible = [
        category
        for category in vocabulary.CATEGORIES
        if category not in merged and (category != "public" or activity in vocabulary.MAY_BE_PUBLIC)
    ]
    return possible if len(possible) > 1 else []


def needs_of(setting: Setting, activity: str, given: Given) -> list[Need]:
    """The facts of the activity that the rule set looks at, given what is known already."""
    conversions = _conversions(setting, activity)
    possible = [conversion for conversion in conversions if _may_apply(conversion, activity, given)]
    needed = {fact for conversion in conversions if _is_of(conversion, given) for fact in conversion.only}
    needed |= {fact for conversion in possible for fact in _facts_of(conversion)}
    welcome = {fact for conversion in possible for fact in _welcome_facts_of(conversion)}
    if activity == "online":
        welcome.add("platform")
    if _has_mandatory_part(setting, possible, given):
        welcome.add("mandatory")
    if "minutes" in welcome and not given.get("minutes"):
        needed.add("days")
    found = [Need(fact, fact in needed) for fact in ORDER if fact in needed | welcome]
    return [*found, *(Need(fact, is_needed=False) for fact in _rare_facts(setting))]


def _conversions(setting: Setting, activity: str) -> tuple[Conversion, ...]:
    return setting.book.conversions.get(activity, ()) if setting.book else ()


def _rare_facts(setting: Setting) -> Iterator[str]:
    yield from ALWAYS_RARE
    if setting.makeups:
        yield "makeup_for"


def _is_of(conversion: Conversion, given: Given) -> bool:
    return given.get("category", vocabulary.DEFAULTS["category"]) in conversion.of


def _may_apply(conversion: Conversion, activity: str, given: Given) -> bool:
    """Nothing known speaks against it."""
    known = ((_known(activity, fact, given), values) for fact, values in conversion.only.items())
    return _is_of(conversion, given) and all(value is None or value in values for value, values in known)


def _known(activity: str, fact: str, given: Given) -> str | bool | None:
    if fact in vocabulary.FLAGS:
        return (fact in vocabulary.DENIED) != bool(given.get(fact))
    return given.get(fact) or vocabulary.usual(activity, fact) or None


def _facts_of(conversion: Conversion) -> Iterator[str]:
    yield from OF_METHOD[conversion.method]
    if conversion.unit:
        yield conversion.unit
    if conversion.by:
        yield conversion.by
    if conversion.most_ranks:
        yield "rank"


def _welcome_facts_of(conversion: Conversion) -> Iterator[str]:
    yield from WELCOME_OF_METHOD.get(conversion.method, ())
    yield from conversion.needs
    if conversion.method == "days":
        yield from ("days", "minutes")
    if conversion.share:
        yield "form"
    if conversion.within_programme:
        yield from ("programme_years", "programme_year")
    if conversion.claim_years:
        yield from ("graduated_on", "claim_year")
    if conversion.side:
        yield "project"


def _has_mandatory_part(setting: Setting, possible: list[Conversion], given: Given) -> bool:
    if setting.book is None or all(floor.line != "mandatory" for floor in setting.book.floors):
        return False
    is_specialty = given.get("category", "specialty") == "specialty"
    return any(not one.is_mandatory_free and (is_specialty or bool(one.counts_as)) for one in possible)
