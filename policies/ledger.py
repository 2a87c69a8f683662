"""The ledger: what each record is worth in each study year, in the order of operations of rulebook §7."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from decimal import Decimal
from itertools import chain
from typing import Any

from policies.books import Book, Conversion, Makeup, Rule
from policies.conversions import NOTHING, Doubt, NotGranted, convert, doubt, find_conversion
from policies.faults import QuestionFault
from policies.fields import tidy
from policies.records import Record
from policies.wording import Explanation, because


class Entry:
    """One record in the ledger. `because` always adds up to `hours`, and so does `by_year` once it is settled."""

    __slots__ = (
        "because",
        "by_year",
        "category",
        "conversion",
        "doubt",
        "hours",
        "is_mandatory",
        "record",
        "standing",
        "year",
    )

    def __init__(self, record: Record) -> None:
        self.record = record
        self.because: list[Explanation] = []
        self.by_year: dict[int, Decimal] = {}
        self.category: str = record["category"]
        self.conversion: Conversion | None = None
        self.doubt: Doubt | None = None
        self.hours = NOTHING
        self.is_mandatory = False
        self.standing = False
        self.year: int = record["end"].year

    def change(self, rule: Rule, hours: Decimal, key: str, **facts: Any) -> None:
        self.hours += hours
        self.because.append(because(rule, hours, key, **facts))

    def refuse(self, rule: Rule, key: str, **facts: Any) -> None:
        """No hours, from the start."""
        self.because.append(because(rule, NOTHING, key, **facts))

    def strike(self, rule: Rule, key: str) -> None:
        """Take back all hours: something else stands in the place of this record."""
        self.standing = False
        self.doubt = None
        self.change(rule, -self.hours, key)

    def cut_to(self, most: Decimal, rule: Rule, key: str, **facts: Any) -> None:
        if self.hours > most:
            self.change(rule, most - self.hours, key, most=most, **facts)


def open_ledger(book: Book, records: list[Record], title_level: str, judged_on: date | None = None) -> list[Entry]:
    """Entries in the order given, settled: refused, granted, struck as doubles, capped and spread over years."""
    entries = []
    for position, record in enumerate(records):
        entry = Entry(record)
        try:
            _credit(book, entry, judged_on)
        except QuestionFault as fault:
            raise fault.inside(f"records[{position}]") from None
        entries.append(entry)
    standing = [entry for entry in entries if entry.standing]
    standing.sort(key=_end)
    for kind, strike in STRIKES.items():
        if kind in book.doubles and len(standing) > 1:
            strike(book, standing)
            standing = [entry for entry in standing if entry.standing]
    _settle(book, standing, title_level)
    return entries


def _end(entry: Entry) -> date:
    end: date = entry.record["end"]
    return end


# Steps 1 to 4: recognized records, in their study year, converted; what counts for nothing is refused.


def _credit(book: Book, entry: Entry, judged_on: date | None) -> None:
    """Also a record that is refused anyway must have the facts that its rule needs."""
    record = entry.record
    reason = _general_refusal(record, judged_on)
    try:
        entry.conversion = conversion = find_conversion(book, record)
        granted, words = convert(conversion, record)
        if reason is None:
            _grant(book, entry, conversion, granted, words)
    except NotGranted as refusal:
        if reason is None:
            entry.refuse(refusal.rule, refusal.key, **refusal.facts)
            entry.doubt = refusal.doubt
    if reason is not None:
        entry.refuse(book.refusals[reason], reason)


def _general_refusal(record: Record, judged_on: date | None) -> str | None:
    """Why no rule set counts the record, whatever its activity; None if nothing is against it."""
    if record["state"] != "recognized":
        return "unrecognized"
    if judged_on is not None and "recognized_on" in record and record["recognized_on"] > judged_on:
        return "recognized_late"
    if not record["related"] and record["category"] != "public":
        return "unrelated"
    if not record["passed"]:
        return "failed"
    if record["evidence"] != "complete":
        return "unproven" if record["evidence"] == "missing" else "nameless"
    if not record["catalogue"]:
        return "off_catalogue"
    return "unapproved_platform" if record.get("platform") == "other" else None


def _grant(book: Book, entry: Entry, conversion: Conversion, granted: Decimal, words: dict[str, Any]) -> None:
    entry.category = _category(book, entry.record, conversion)
    if conversion.claim_years:
        entry.year = _claimed_year(entry.record, conversion)
    makeup = _makeup(book, entry) if "makeup_for" in entry.record else None
    entry.change(conversion.rule, granted, conversion.method, granted=granted, **words)
    if makeup is not None:
        _make_up(entry, makeup)
    share = conversion.share.get(entry.record["form"]) if conversion.share else None
    if share is not None:
        rule = Rule(conversion.share_rule, conversion.rule.cite, conversion.rule.quote)
        entry.change(rule, tidy(granted * share) - granted, "shared", share=share)
    entry.doubt = doubt(conversion, entry.record, granted) if conversion.doubt else None
    entry.standing = True


def _category(book: Book, record: Record, conversion: Conversion) -> str:
    category: str = conversion.counts_as or record["category"]
    if category in book.takes:
        taken_as, rule = book.takes[category]
        if taken_as == "nothing":
            raise NotGranted(rule, "category_not_taken")
        return taken_as
    return category


def _claimed_year(record: Record, conversion: Conversion) -> int:
    """A degree counts once, in the year it is claimed for; with a certificate that may be one of several years."""
    graduated_on = record.get("graduated_on")
    first: int = (graduated_on or record["end"]).year
    last = first + conversion.claim_years - 1 if graduated_on else first
    claimed: int = record.get("claim_year", first)
    if not first <= claimed <= last:
        raise NotGranted(conversion.rule, "claimed_too_late", year=claimed, first=first, last=last)
    return claimed


def _makeup(book: Book, entry: Entry) -> Makeup | None:
    """The make-up that the record took part in; a book that counts no other make-up refuses the rest."""
    record = entry.record
    for makeup in book.makeups:
        if (
            makeup.offers(record["makeup_for"], entry.category)
            and makeup.opens_on <= record["end"] <= makeup.closes_on
            and (not makeup.courses or record.get("course") in makeup.courses)
        ):
            return makeup
    if not book.other_makeups_count:
        raise NotGranted(book.makeups[0].rule, "makeup_not_offered")
    return None


def _make_up(entry: Entry, makeup: Makeup) -> None:
    entry.year = entry.record["makeup_for"]
    entry.is_mandatory = makeup.is_mandatory
    if makeup.hours is not None:
        entry.cut_to(makeup.hours, makeup.rule, "makeup", year=entry.year, granted=makeup.hours)


# Step 5: what is there twice counts once.


def _strike_same_key(rule: Rule, entries: list[Entry], words: str, key_of: Callable[[Entry], Any]) -> None:
    seen = set()
    for entry in entries:
        key = key_of(entry)
        if key in seen:
            entry.strike(rule, words)
        elif key is not None:
            seen.add(key)


def _strike_external_ids(book: Book, standing: list[Entry]) -> None:
    rule = book.doubles["external_id"]
    _strike_same_key(rule, standing, "double_external_id", lambda entry: entry.record.get("external_id") or None)


def _strike_degrees(book: Book, standing: list[Entry]) -> None:
    """A degree that is claimed counts in the earliest year of its claims."""
    claims = sorted((entry for entry in standing if _is_claim(entry)), key=lambda entry: entry.year)
    each_year = book.choices.get("A-27") == "each_year"

    def key_of(entry: Entry) -> Any:
        return entry.record.get("course"), entry.year if each_year else None

    _strike_same_key(book.doubles["degree"], claims, "double_degree", key_of)


def _is_claim(entry: Entry) -> bool:
    return entry.conversion is not None and entry.conversion.claim_years > 0


def _strike_events(book: Book, standing: list[Entry]) -> None:
    """Of one event, the first record that no person filed stands, or else the first."""
    events: dict[tuple[Any, ...], list[Entry]] = {}
    for entry in standing:
        record = entry.record
        if record.get("course") and not _is_claim(entry):
            key = (record["activity"], record["course"], record.get("start"), record["end"])
            events.setdefault(key, []).append(entry)
    for same in events.values():
        kept = next((entry for entry in same if entry.record["source"] != "person"), same[0])
        _keep(book.doubles["event"], [kept], same, "double_event")


def _keep(rule: Rule, kept: list[Entry], of_all: Iterable[Entry], words: str) -> None:
    for entry in of_all:
        if entry not in kept:
            entry.strike(rule, words)


def _strike_courses(book: Book, standing: list[Entry]) -> None:
    _strike_same_key(book.doubles["course"], standing, "double_course", _course_that_counts_once)


def _course_that_counts_once(entry: Entry) -> tuple[str, str] | None:
    course = entry.record.get("course")
    if not course:
        return None
    if entry.category == "public":
        return "public", course
    is_made_up = entry.year == entry.record.get("makeup_for") != entry.record["end"].year
    return ("makeup", course) if is_made_up else None


def _strike_projects(book: Book, standing: list[Entry]) -> None:
    """Of one project, either its patents count, or its awards, or where it has none its acceptance."""
    projects: dict[str, dict[str, list[Entry]]] = {}
    for entry in standing:
        side = entry.conversion.side if entry.conversion else ""
        if side and entry.record.get("project"):
            sides = projects.setdefault(entry.record["project"], {"patent": [], "award": [], "acceptance": []})
            sides[side].append(entry)
    for sides in projects.values():
        result = sides["award"] or sides["acceptance"]
        kept = sides["patent"] if _sum(sides["patent"]) > _sum(result) else result
        _keep(book.doubles["project"], kept, chain(*sides.values()), "double_project")


def _sum(entries: list[Entry]) -> Decimal:
    return sum((entry.hours for entry in entries), NOTHING)


# In this order; a book names the kinds of doubles that it knows.
STRIKES = {
    "external_id": _strike_external_ids,
    "degree": _strike_degrees,
    "event": _strike_events,
    "course": _strike_courses,
    "project": _strike_projects,
}


# Steps 6 to 8: what one event can be worth, what one year can take, and hours that reach into the next year.


def _settle(book: Book, standing: list[Entry], title_level: str) -> None:
    left: dict[tuple[str, int], Decimal] = {}
    for entry in standing:
        conversion = entry.conversion
        assert conversion is not None
        if conversion.most_years:
            _spread(entry, conversion, book.total_of(title_level, entry.year))
            continue
        if conversion.pool:
            pool = book.pools[conversion.pool]
            room = left.get((pool.name, entry.year), pool.hours)
            if entry.hours > room:
                entry.change(pool.rule, room - entry.hours, "over_pool", most=pool.hours, year=entry.year)
            left[pool.name, entry.year] = room - entry.hours
        if entry.hours:
            entry.by_year[entry.year] = entry.hours


def _spread(entry: Entry, conversion: Conversion, of_one_year: Decimal) -> None:
    """Up to the hours of one year in the year itself, the rest in those that follow (A-28)."""
    entry.cut_to(of_one_year * conversion.most_years, conversion.rule, "over_two_years")
    rest, year = entry.hours, entry.year
    while rest:
        entry.by_year[year] = min(rest, of_one_year)
        rest -= entry.by_year[year]
        year += 1
