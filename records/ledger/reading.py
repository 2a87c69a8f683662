"""The recognized records of many people, as the rule books take them. What `records.questions.record_question` says of
one record is said here of thousands: in one query, and each kind of record checked once."""

from __future__ import annotations

import datetime
import json
import re
from collections import defaultdict
from collections.abc import Collection, Iterable
from decimal import Decimal
from functools import cache, lru_cache
from typing import Any, NamedTuple

from django.db import connection

from people.lookups import Numbers
from policies.faults import QuestionFault
from policies.records import ReadRecord, read_record
from policies.shelf import shelf
from records.enums import RecordState
from records.models import LearningRecord
from records.questions import Question, exact_facts

RECOGNIZED = RecordState.RECOGNIZED.value
# What makes one record another than the next is a column of its own; what many share is one text, told once for all.
# Person by person, as in `standing`: in each person's order, whoever comes first.
RECORDS = """
    SELECT person.id, record.* FROM unnest(%s::bigint[]) AS person (id)
    CROSS JOIN LATERAL (
        SELECT state, id, ended_on, started_on, recognized_on, credited_hours, course_key,
            CASE WHEN external_id <> '' THEN concat(feed_id, ':', external_id) ELSE '' END,
            concat_ws(E'\\n', activity, category, evidence_state, source, coalesce(makeup_for::text, ''), facts::text)
        FROM records_learningrecord
        WHERE professional_id = person.id AND (state = 'recognized' OR credited_hours IS NOT NULL)
        ORDER BY ended_on, id OFFSET 0
    ) AS record
"""


class Kind(NamedTuple):
    """What records share that were logged alike: all but whose they are, their days, and their course."""

    read: Question
    is_sound: bool
    """Whether the rule books take it; what they refuse is asked as it is, so that they say why."""
    years: frozenset[int]
    """Named in it."""
    makeup_for: int | None
    names: frozenset[str]
    reaches_on: bool
    """Whether hours of it may count in the year after (A-28)."""


class Recorded(NamedTuple):
    """One recognized record: what is asked of it, and which years and which others it can make a difference to."""

    number: int
    question: Question
    kind: Kind
    years: frozenset[int]
    """In which it may count by itself: of its last day, made up, claimed."""
    credited: Decimal | None
    """As it stands on the record; None where there is nothing yet."""

    @property
    def names(self) -> frozenset[str]:
        """By which others may count instead of it, in whichever year (A-13, X-3, X-17)."""
        course = self.question.get("course")
        return self.kind.names | {f"course {course}"} if course else self.kind.names


class Reading(NamedTuple):
    records: list[Recorded]
    """In the order in which the rule books take them."""
    stale: list[int]
    """Records that are no longer recognized and still say what they were worth."""


Row = tuple[Any, ...]


def rows_of(professionals: Collection[int]) -> dict[int, list[Row]]:
    """Of each person, as the database has them. Whoever goes through thousands of people reads them all at once, and
    makes records of the rows of one after the other: they then stay within the caches of a processor."""
    rows: dict[int, list[Row]] = defaultdict(list)
    with connection.cursor() as cursor:
        cursor.execute(RECORDS, [Numbers(set(professionals)).literal])
        for row in cursor.fetchall():
            rows[row[0]].append(row)
    return rows


def read(rows: Iterable[Row]) -> Reading:
    """What the rows of one person say."""
    records, stale = list[Recorded](), list[int]()
    for _person, state, number, *told in rows:
        if state == RECOGNIZED:
            records.append(_recorded(number, *told))
        else:
            stale.append(number)
    return Reading(records, stale)


def read_records_of(professionals: Collection[int]) -> dict[int, list[Recorded]]:
    """Of each person who has any."""
    return {person: read(rows).records for person, rows in rows_of(professionals).items()}


def with_unwritten(records: list[Recorded], unwritten: Iterable[LearningRecord]) -> list[Recorded]:
    """With those of the person that are recognized by now and not in the table yet, in their places."""
    return sorted([*records, *map(as_recognized, unwritten)], key=lambda each: (str(each.question["end"]), each.number))


def as_recognized(record: LearningRecord) -> Recorded:
    """What it would be, were it recognized now."""
    external_id = f"{record.feed_id or ''}:{record.external_id}" if record.external_id else ""
    makeup_for = "" if record.makeup_for is None else str(record.makeup_for)
    kind = (record.activity, record.category, record.evidence_state, record.source, makeup_for)
    alike = "\n".join([*map(str, kind), json.dumps(record.facts, sort_keys=True)])
    days = (record.ended_on, record.started_on, record.recognized_on)
    return _recorded(record.pk, *days, None, record.course_key, external_id, alike)


def recorded(question: Question) -> Recorded:
    """Of a question, complete or not, as a form has it; it need not be saved."""
    makeup_for = question.get("makeup_for")
    if type(makeup_for) is not int:
        makeup_for = None
    kind = _kind(question["activity"], question, makeup_for, question, is_sound=False)
    return Recorded(0, question, kind, kind.years | {int(question["end"][:4])}, None)


def _recorded(
    number: int,
    ended_on: datetime.date,
    started_on: datetime.date | None,
    recognized_on: datetime.date | None,
    credited: Decimal | None,
    course: str,
    external_id: str,
    alike: str,
) -> Recorded:
    kind = _kind_of(alike)
    asked: Any
    if kind.is_sound:
        asked = ReadRecord(kind.read)
        asked.likeness = alike
        asked["end"] = ended_on
        if started_on is not None:
            asked["start"] = started_on
        if recognized_on is not None:
            asked["recognized_on"] = recognized_on
    else:
        days = {"end": ended_on, "start": started_on, "recognized_on": recognized_on}
        asked = {**kind.read, **{name: day.isoformat() for name, day in days.items() if day is not None}}
    asked["id"] = str(number)
    if course:
        asked["course"] = course
    if external_id:
        asked["external_id"] = external_id
    year = _only(ended_on.year)
    return Recorded(number, asked, kind, kind.years | year if kind.years else year, credited)


@lru_cache(maxsize=20_000)
def _kind_of(alike: str) -> Kind:
    activity, category, evidence, source, made_up, facts = alike.split("\n", maxsplit=5)
    told: dict[str, Any] = exact_facts(activity, json.loads(facts))
    asked: Question = {
        "activity": activity,
        "category": category,
        "evidence": evidence,
        "source": source,
        "state": "recognized",
        **told,
    }
    makeup_for = int(made_up) if made_up else None
    if makeup_for is not None:
        asked["makeup_for"] = makeup_for
    try:
        read = read_record({**asked, "id": "", "end": "2000-01-01"})
    except QuestionFault:
        return _kind(activity, told, makeup_for, asked, is_sound=False)
    return _kind(activity, told, makeup_for, read, is_sound=True)


def _kind(activity: str, facts: Question, makeup_for: int | None, asked: Question, *, is_sound: bool) -> Kind:
    years = _years_named(facts) | ({makeup_for} if makeup_for is not None else frozenset())
    reaches_on = activity in activities_that_spread()
    return Kind(asked, is_sound, years, makeup_for, _names_of(activity, facts), reaches_on)


def _names_of(activity: str, facts: dict[str, Any]) -> frozenset[str]:
    names = {f"project {facts['project']}"} if facts.get("project") else set()
    return frozenset(names | {"degree"}) if activity == "degree" else frozenset(names)


def _years_named(facts: dict[str, Any]) -> frozenset[int]:
    """A degree counts in the year it is claimed for, or in that of the graduation (X-3)."""
    years = set()
    if type(facts.get("claim_year")) is int:
        years.add(facts["claim_year"])
    graduated_on = facts.get("graduated_on")
    if type(graduated_on) is str and re.fullmatch(r"\d{4}-\d\d-\d\d", graduated_on):
        years.add(int(graduated_on[:4]))
    return frozenset(years)


@lru_cache(maxsize=200)
def _only(year: int) -> frozenset[int]:
    return frozenset((year,))


@cache
def activities_that_spread() -> frozenset[str]:
    """Those of which some rule set lets hours reach into the year after (A-28)."""
    return frozenset(
        activity
        for book in shelf().books.values()
        for activity, conversions in book.conversions.items()
        if any(conversion.most_years for conversion in conversions)
    )


def hours_text(hours: Decimal) -> str:
    text = str(hours)
    return format(hours, "f") if "E" in text else text
