"""The recognized records of many people, as the rule books take them. What `records.questions.record_question` says of
one record is said here of thousands: in one query, and each kind of record checked once."""

from __future__ import annotations

import datetime
import json
import re
from collections import defaultdict
from collections.abc import Collection
from decimal import Decimal
from functools import lru_cache
from typing import Any, NamedTuple

from django.db import connection

from people.lookups import Numbers
from policies.faults import QuestionFault
from policies.records import ReadRecord, read_record
from records.enums import RecordState
from records.models import LearningRecord
from records.questions import Question, exact_facts

RECORDS = """
    SELECT professional_id, id, ended_on, started_on, recognized_on, credited_hours, course_key, feed_id,
        external_id, activity, category, evidence_state, source, makeup_for, facts::text, state
    FROM records_learningrecord
    WHERE professional_id = ANY(%s::bigint[]) AND (state = 'recognized' OR credited_hours IS NOT NULL)
    ORDER BY professional_id, ended_on, id
"""


class Recorded(NamedTuple):
    """One recognized record: what is asked of it, and which years and which others it can make a difference to."""

    number: int
    question: Question
    years: frozenset[int]
    """In which it may count by itself: of its last day, made up, claimed."""
    names: frozenset[str]
    """By which others may count instead of it, in whichever year (A-13, X-3, X-17)."""
    credited: Decimal | None
    """As it stands on the record; None where there is nothing yet."""


class Reading(NamedTuple):
    records: dict[int, list[Recorded]]
    """Of each person, in the order in which the rule books take them."""
    stale: list[tuple[int, int]]
    """Person and record, where it is no longer recognized and still says what it was worth."""


def read_records_of(professionals: Collection[int]) -> Reading:
    records: dict[int, list[Recorded]] = defaultdict(list)
    stale = list[tuple[int, int]]()
    with connection.cursor() as cursor:
        cursor.execute(RECORDS, [Numbers(professionals).literal])
        for person, *row, state in cursor.fetchall():
            if state == RecordState.RECOGNIZED:
                records[person].append(_recorded(*row))
            else:
                stale.append((person, row[0]))
    return Reading(records, stale)


def as_recognized(record: LearningRecord) -> Recorded:
    """What it would be, were it recognized now."""
    kind = (record.activity, str(record.category), str(record.evidence_state), str(record.source), record.makeup_for)
    facts = json.dumps(record.facts, sort_keys=True)
    shared = (None, None, record.course_key, record.feed_id, record.external_id)
    return _recorded(record.pk, record.ended_on, record.started_on, *shared, *kind, facts)


def recorded(question: Question) -> Recorded:
    """Of a question, complete or not, as a form has it; it need not be saved."""
    years = _years_named(question) | {int(question["end"][:4])}
    if type(question.get("makeup_for")) is int:
        years |= {question["makeup_for"]}
    names = _names_of(question["activity"], question)
    if question.get("course"):
        names |= {f"course {question['course']}"}
    return Recorded(0, question, years, names, None)


def _recorded(
    number: int,
    ended_on: datetime.date,
    started_on: datetime.date | None,
    recognized_on: datetime.date | None,
    credited: Decimal | None,
    course: str,
    feed: int | None,
    external_id: str,
    *alike: Any,
) -> Recorded:
    kind = _kind_of(*alike)
    if kind.is_sound:
        asked: Question = ReadRecord(kind.read)
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
        asked["external_id"] = f"{feed}:{external_id}"
    year = _only(ended_on.year)
    years = kind.years | year if kind.years else year
    names = kind.names | {f"course {course}"} if course else kind.names
    return Recorded(number, asked, years, names, credited)


class _Kind(NamedTuple):
    """What records share that were logged alike: all but whose they are, their days, and their course."""

    read: Question
    is_sound: bool
    """Whether the rule books take it; what they refuse is asked as it is, so that they say why."""
    years: frozenset[int]
    names: frozenset[str]


@lru_cache(maxsize=20_000)
def _kind_of(activity: str, category: str, evidence: str, source: str, makeup_for: int | None, facts: str) -> _Kind:
    told: dict[str, Any] = exact_facts(activity, json.loads(facts))
    asked: Question = {
        "activity": activity,
        "category": category,
        "evidence": evidence,
        "source": source,
        "state": "recognized",
        **told,
    }
    if makeup_for is not None:
        asked["makeup_for"] = makeup_for
    years = _years_named(told) | ({makeup_for} if makeup_for is not None else frozenset())
    names = _names_of(activity, told)
    try:
        read = read_record({**asked, "id": "", "end": "2000-01-01"})
    except QuestionFault:
        return _Kind(asked, False, years, names)
    return _Kind(read, True, years, names)


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


def hours_text(hours: Decimal) -> str:
    return format(hours, "f")
