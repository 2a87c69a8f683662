"""The ledger: what each record is worth in each study year, in the order of operations of rulebook §7."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from policies.books import NOTHING, Book, Conversion, Makeup, Rule
from policies.conversions import Doubt, NotGranted, convert, doubt, find_conversion
from policies.faults import QuestionFault
from policies.fields import HUNDREDTH, tidy
from policies.records import OWN, ReadRecord, Record

Reason = tuple[Rule, Decimal, str, dict[str, Any]]  # what `wording.because` puts into words


@dataclass(slots=True, eq=False)
class Entry:
    """One record in the ledger. `reasons` always add up to `hours`, and so does `by_year` once it is settled."""

    record: Record
    category: str
    year: int
    conversion: Conversion | None = None
    hours: Decimal = NOTHING
    by_year: dict[int, Decimal] = field(default_factory=dict)
    reasons: list[Reason] = field(default_factory=list)
    doubt: Doubt | None = None
    is_mandatory: bool = False
    each_year: bool = False
    standing: bool = False

    def of(self, record: Record) -> Entry:
        """The same of another record, before anything else has become of either."""
        year = record["end"].year if record else self.year
        conversion, reasons = self.conversion, self.reasons.copy()
        entry = Entry(record, self.category, year, conversion, self.hours, {}, reasons, self.doubt)
        entry.is_mandatory, entry.each_year, entry.standing = self.is_mandatory, self.each_year, self.standing
        return entry

    def change(self, rule: Rule, hours: Decimal, key: str, **facts: Any) -> None:
        self.hours += hours
        self.reasons.append((rule, hours, key, facts))

    def strike(self, rule: Rule, key: str) -> None:
        """Take back all hours: something else stands in the place of this record."""
        self.standing = False
        self.doubt = None
        self.change(rule, -self.hours, key)

    def cut_to(self, limit: Decimal, rule: Rule, key: str, **facts: Any) -> None:
        if self.hours > limit:
            self.change(rule, limit - self.hours, key, **facts)


def open_ledger(book: Book, records: list[Record], title_level: str, judged_on: date | None = None) -> list[Entry]:
    """Entries in the order given, settled: refused, granted, struck as doubles, capped and spread over years."""
    entries = []
    for position, record in enumerate(records):
        try:
            entries.append(_opened(book, record, judged_on))
        except QuestionFault as fault:
            raise fault.inside(f"records[{position}]") from None
    standing = [entry for entry in entries if entry.standing]
    standing.sort(key=_end)
    _settle(book, _strike_doubles(book, standing), title_level)
    return entries


def _end(entry: Entry) -> date:
    end: date = entry.record["end"]
    return end


# Steps 1 to 4: recognized records, in their study year, converted; what counts for nothing is refused.


def _opened(book: Book, record: Record, judged_on: date | None) -> Entry:
    """Where a record like it was converted before, as that one was."""
    likeness = record.likeness if type(record) is ReadRecord and judged_on is None else ""
    known: Entry | None = book.converted.get(likeness)
    if known is not None:
        return known.of(record)
    entry = Entry(record, record["category"], record["end"].year)
    _credit(book, entry, judged_on)
    if likeness and _is_as_any_like_it(book, entry):
        if len(book.converted) >= MOST_KEPT:
            book.converted.clear()
        book.converted[likeness] = entry.of({})
    return entry


MOST_KEPT = 20_000


def _is_as_any_like_it(book: Book, entry: Entry) -> bool:
    """Whether what a record has of its own made no difference: its course and its last day do where something is made
    up or claimed, and a book may say more."""
    conversions = book.conversions.get(entry.record["activity"], ())
    asks_for_own = any(one.claim_years or one.by in OWN or not OWN.isdisjoint(one.only) for one in conversions)
    return "makeup_for" not in entry.record and not asks_for_own


def _credit(book: Book, entry: Entry, judged_on: date | None) -> None:
    """Also a record that is refused anyway must have the facts that its rule needs."""
    reason = _general_refusal(entry.record, judged_on)
    try:
        entry.conversion = conversion = find_conversion(book, entry.record)
        granted, words = convert(conversion, entry.record)
        if reason is None:
            _grant(book, entry, conversion, granted, words)
    except NotGranted as refusal:
        if reason is None:
            entry.change(refusal.rule, NOTHING, refusal.key, **refusal.facts)
            entry.doubt = refusal.doubt
    if reason is not None:
        entry.change(book.refusals[reason], NOTHING, reason)


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
    record = entry.record
    entry.category = _category(book, record, conversion)
    if conversion.claim_years:
        entry.year = _claimed_year(record, conversion)
        entry.each_year = book.choices.get("A-27") == "each_year"
    makeup = _makeup(book, entry) if "makeup_for" in record else None
    entry.change(conversion, granted, conversion.method, granted=granted, **words)
    if makeup is not None:
        _make_up(entry, makeup)
    if conversion.share and record["form"] in conversion.share:
        share = conversion.share[record["form"]]
        rule = Rule(rule=conversion.share_rule, cite=conversion.cite, quote=conversion.quote)
        entry.cut_to(tidy((granted * share).quantize(HUNDREDTH)), rule, "shared", share=share)
    entry.doubt = doubt(conversion, record, granted) if conversion.doubt else None
    entry.standing = True


def _category(book: Book, record: Record, conversion: Conversion) -> str:
    category: str = conversion.counts_as or record["category"]
    taking = book.takes.get(category)
    if taking is None:
        return category
    if taking.as_ == "nothing":
        raise NotGranted(taking, "category_not_taken")
    return taking.as_


def _claimed_year(record: Record, conversion: Conversion) -> int:
    """A degree counts once, in the year it is claimed for; with a certificate that may be one of several years."""
    graduated_on = record.get("graduated_on")
    first: int = (graduated_on or record["end"]).year
    last = first + conversion.claim_years - 1 if graduated_on else first
    claimed: int = record.get("claim_year", first)
    if not first <= claimed <= last:
        raise NotGranted(conversion, "claimed_too_late", year=claimed, first=first, last=last)
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
    if book.refuses_other_makeups:
        raise NotGranted(book.makeups[0], "makeup_not_offered")
    return None


def _make_up(entry: Entry, makeup: Makeup) -> None:
    entry.year = entry.record["makeup_for"]
    entry.is_mandatory = makeup.is_mandatory
    if makeup.hours:
        entry.cut_to(makeup.hours, makeup, "makeup", year=entry.year, granted=makeup.hours)


# Step 5: what is there twice counts once. Each kind of doubles says what makes entries the same, and which stay.


def _strike_doubles(book: Book, standing: list[Entry]) -> list[Entry]:
    for kind, (seen_by, key_of, stay_of) in DOUBLES.items():
        if kind not in book.doubles:
            continue
        seen = seen_by(standing)
        if len(set(seen)) == len(seen):  # as nearly always: nothing is there twice
            continue
        groups: dict[Any, list[Entry]] = {}
        for entry in standing:
            key = key_of(entry)
            if key is not None:
                groups.setdefault(key, []).append(entry)
        for same in groups.values():
            stay = stay_of(same) if len(same) > 1 else same
            for entry in same:
                if entry not in stay:
                    entry.strike(book.doubles[kind], f"double_{kind}")
        standing = [entry for entry in standing if entry.standing]
    return standing


# By what doubles are seen: none are the same without it.


def _by(name: str) -> Callable[[list[Entry]], list[Any]]:
    return lambda standing: [value for entry in standing if (value := entry.record.get(name))]


def _by_being_claims(standing: list[Entry]) -> list[Any]:
    return [True for entry in standing if _is_claim(entry)]


# What makes entries the same.


def _external_id(entry: Entry) -> Any:
    return entry.record.get("external_id") or None


def _degree(entry: Entry) -> Any:
    """A claim of a degree; with A-27 switched, each year of it counts."""
    return (entry.record.get("course"), entry.each_year and entry.year) if _is_claim(entry) else None


def _is_claim(entry: Entry) -> bool:
    return entry.conversion is not None and entry.conversion.claim_years > 0


def _event(entry: Entry) -> Any:
    record = entry.record
    if not record.get("course") or _is_claim(entry):
        return None
    return record["activity"], record["course"], record.get("start"), record["end"]


def _course(entry: Entry) -> Any:
    """Public courses and those made up count once, in whichever year."""
    course = entry.record.get("course")
    if not course:
        return None
    if entry.category == "public":
        return "public", course
    is_made_up = entry.year == entry.record.get("makeup_for") != entry.record["end"].year
    return ("makeup", course) if is_made_up else None


def _project(entry: Entry) -> Any:
    return (entry.record.get("project") or None) if entry.conversion and entry.conversion.side else None


# Which stay.


def _first(same: list[Entry]) -> list[Entry]:
    return same[:1]


def _first_in_years(same: list[Entry]) -> list[Entry]:
    return [min(same, key=lambda entry: entry.year)]


def _first_not_by_person(same: list[Entry]) -> list[Entry]:
    return [next((entry for entry in same if entry.record["source"] != "person"), same[0])]


def _larger_side(same: list[Entry]) -> list[Entry]:
    """Either the patents, or the awards, or where there are none the acceptances."""
    sides: dict[str, list[Entry]] = {"patent": [], "award": [], "acceptance": []}
    for entry in same:
        assert entry.conversion is not None
        sides[entry.conversion.side].append(entry)
    results = sides["award"] or sides["acceptance"]
    return sides["patent"] if _sum(sides["patent"]) > _sum(results) else results


def _sum(entries: list[Entry]) -> Decimal:
    return sum((entry.hours for entry in entries), NOTHING)


Doubles = tuple[Callable[[list[Entry]], list[Any]], Callable[[Entry], Any], Callable[[list[Entry]], list[Entry]]]
# In this order; a book names the kinds of doubles that it knows.
DOUBLES: dict[str, Doubles] = {
    "external_id": (_by("external_id"), _external_id, _first),
    "degree": (_by_being_claims, _degree, _first_in_years),
    "event": (_by("course"), _event, _first_not_by_person),
    "course": (_by("course"), _course, _first),
    "project": (_by("project"), _project, _larger_side),
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
            entry.cut_to(room, pool, "over_pool", most=pool.hours, year=entry.year)
            left[pool.name, entry.year] = room - entry.hours
        if entry.hours:
            entry.by_year[entry.year] = entry.hours


def _spread(entry: Entry, conversion: Conversion, of_one_year: Decimal) -> None:
    """Up to the hours of one year in the year itself, the rest in those that follow (A-28)."""
    most = of_one_year * conversion.most_years
    entry.cut_to(most, conversion, "over_two_years", most=most)
    rest, year = entry.hours, entry.year
    while rest:
        entry.by_year[year] = min(rest, of_one_year)
        rest -= entry.by_year[year]
        year += 1
