"""Activities as a link carries them: `a1=class&h1=8&e1=2026-05-20&a2=meeting&d2=3`.

Names are short because thirty activities have to fit into an address.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

MOST_ACTIVITIES = 30
ADD, REMOVE, COPY = "add", "remove", "copy"

KEYS = {
    "activity": "a",
    "abroad": "ab",
    "approved": "ap",
    "category": "c",
    "catalogue": "ca",
    "characters": "ch",
    "course": "co",
    "claim_year": "cy",
    "days": "d",
    "end": "e",
    "evidence": "ev",
    "form": "f",
    "graduated_on": "g",
    "grade": "gr",
    "hours": "h",
    "host": "ho",
    "kind": "k",
    "level": "l",
    "mandatory": "m",
    "makeup_for": "mf",
    "minutes": "mi",
    "months": "mo",
    "notes": "no",
    "proposed": "p",
    "passed": "pa",
    "platform": "pf",
    "project": "pj",
    "permitted": "pm",
    "programme_year": "pn",
    "payment_proof": "pp",
    "programme_years": "py",
    "rank": "r",
    "related": "re",
    "recognized_on": "ro",
    "role": "rl",
    "start": "s",
    "standing": "sd",
    "source": "so",
    "state": "st",
    "subjects": "su",
    "venue": "v",
}
FACT_OF_KEY = {key: fact for fact, key in KEYS.items()}
KEY = re.compile(r"([a-z]{1,2})([1-9][0-9]{0,2})")
# Facts that name another activity by its number.
REFERENCES = ("course", "project")


def key_of(fact: str, number: int) -> str:
    return f"{KEYS[fact]}{number}"


@dataclass(frozen=True)
class Draft:
    """One activity as it was filled in, not yet judged."""

    number: int
    activity: str
    given: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Drafts:
    """All activities of an address, after what was pressed has been done."""

    all: list[Draft]
    has_acted: bool = False
    acted_on: int = 0
    """The activity that was just added, to go on with."""
    left_out: int = 0
    """How many there were beyond those that a link can hold."""

    @property
    def is_full(self) -> bool:
        return len(self.all) >= MOST_ACTIVITIES


def read_drafts(query: Mapping[str, str], activities: Iterable[str], new: Mapping[str, str]) -> Drafts:
    """What the address says, with the act that was pressed done to it. `new` is what a new activity begins with."""
    known = {*activities}
    found: dict[int, dict[str, str]] = {}
    for key, value in query.items():
        match = KEY.fullmatch(key)
        if match and match[1] in FACT_OF_KEY:
            found.setdefault(int(match[2]), {})[FACT_OF_KEY[match[1]]] = value
    drafts = [
        Draft(number, given["activity"], {fact: value for fact, value in given.items() if fact != "activity"})
        for number, given in sorted(found.items())
        if given.get("activity") in known
    ]
    left_out = max(0, len(drafts) - MOST_ACTIVITIES)
    return _acted(drafts[:MOST_ACTIVITIES], query, known, new, left_out)


def _acted(
    drafts: list[Draft], query: Mapping[str, str], known: set[str], new: Mapping[str, str], left_out: int
) -> Drafts:
    has_acted = any(act in query for act in (ADD, REMOVE, COPY))
    touched = 0
    has_room = len(drafts) < MOST_ACTIVITIES
    if has_room and query.get(ADD) in known:
        drafts = [*drafts, Draft(0, query[ADD], new)]
        touched = len(drafts)
    place = _place_of(drafts, query.get(COPY, ""))
    if has_room and place is not None:
        drafts = [*drafts[: place + 1], replace(drafts[place], number=0), *drafts[place + 1 :]]
        touched = place + 2
    place = _place_of(drafts, query.get(REMOVE, ""))
    if place is not None:
        drafts = [*drafts[:place], *drafts[place + 1 :]]
    return Drafts(_renumbered(drafts), has_acted, touched, left_out)


def _place_of(drafts: list[Draft], number: str) -> int | None:
    return next((place for place, draft in enumerate(drafts) if str(draft.number) == number), None)


def _renumbered(drafts: list[Draft]) -> list[Draft]:
    """From 1 without a gap; whatever names another activity follows it."""
    numbers = {str(draft.number): str(place) for place, draft in enumerate(drafts, start=1) if draft.number}
    return [
        Draft(place, draft.activity, {fact: _moved(fact, value, numbers) for fact, value in draft.given.items()})
        for place, draft in enumerate(drafts, start=1)
    ]


def _moved(fact: str, value: str, numbers: Mapping[str, str]) -> str:
    """A reference to an activity that is gone is dropped."""
    return numbers.get(value, "") if fact in REFERENCES and value.isdecimal() else value


def identities(references: Mapping[int, str]) -> dict[int, str]:
    """A common name for activities of which one was said to be the same as another: the title that one of them bears,
    or else the number of that one. References to nothing name nothing."""
    referred_to = {int(other) for other in references.values() if other.isdecimal()}
    named = {}
    for number in references:
        if references[number] or number in referred_to:
            root = _root_of(number, references)
            title = references.get(root, "")
            named[number] = title if title and not title.isdecimal() else str(root)
    return named


def _root_of(number: int, references: Mapping[int, str]) -> int:
    """Where the references lead in the end; from a circle to its first activity."""
    path = [number]
    while references.get(path[-1], "").isdecimal():
        following = int(references[path[-1]])
        if following in path:
            return min(path[path.index(following) :])
        path.append(following)
    return path[-1]
