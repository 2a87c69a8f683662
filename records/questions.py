"""From rows to what the rule books are asked: a record as `policies.records` reads it, a person as `policies.questions`
does, and who may register what, and who decides (`route`)."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from functools import cache
from typing import Any

from people.models import Employer, Professional
from people.supervision import employer_facts, place_of
from people.titles import title_level_on
from policies import ask
from policies.fields import hours as hours_check
from policies.records import FACTS
from policies.terms import INDUSTRIES
from records.enums import RecordState
from records.models import LearningRecord
from rules.calendar.queries import current_calendar

Question = dict[str, Any]
Answer = dict[str, Any]

# Facts that any record may have besides those of its activity; kept in `facts` where they are not as usual.
COMMON_FACTS = ("passed", "related", "catalogue", "mandatory")


@cache
def _facts_of_hours(activity: str) -> frozenset[str]:
    return frozenset({"mandatory", *(name for name, check in FACTS.get(activity, {}).items() if check is hours_check)})


def exact_facts(activity: str, facts: Mapping[str, Any]) -> dict[str, Any]:
    """As the rule books take them: hours, kept as text, become numbers again."""
    of_hours = _facts_of_hours(activity)
    return {
        name: _exact(value) if isinstance(value, str) and name in of_hours else value for name, value in facts.items()
    }


def _exact(text: str) -> Decimal | str:
    """What is no number is left to the rule books, which say so."""
    try:
        return Decimal(text)
    except InvalidOperation:
        return text


def kept_facts(facts: Mapping[str, Any]) -> dict[str, Any]:
    """As they are kept: JSON knows no exact numbers and no dates."""
    return {name: _kept(value) for name, value in facts.items()}


def _kept(value: Any) -> Any:
    if isinstance(value, Decimal):
        return format(value, "f")
    return value.isoformat() if isinstance(value, datetime.date) else value


def record_question(record: LearningRecord, *, as_recognized: bool = False) -> Question:
    """The record as one of the `records` of a question. `as_recognized` asks what it will be worth."""
    is_recognized = as_recognized or record.state == RecordState.RECOGNIZED
    asked: Question = {
        "id": str(record.pk),
        "activity": record.activity,
        "category": record.category,
        "end": record.ended_on.isoformat(),
        "evidence": record.evidence_state,
        "source": record.source,
        "state": "recognized" if is_recognized else "submitted",
        **exact_facts(record.activity, record.facts),
    }
    if record.started_on is not None:
        asked["start"] = record.started_on.isoformat()
    if record.makeup_for is not None:
        asked["makeup_for"] = record.makeup_for
    if record.course_key:
        asked["course"] = record.course_key
    if record.external_id:
        asked["external_id"] = f"{record.feed_id}:{record.external_id}"
    if record.recognized_on is not None:
        asked["recognized_on"] = record.recognized_on.isoformat()
    return asked


def industry_known_to_rules(industry: str) -> str | None:
    """The rule books tell three industries from all others."""
    return industry if industry in INDUSTRIES else None


def person_question(title_level: str, industry: str) -> Question:
    known = industry_known_to_rules(industry)
    return {"title_level": title_level, **({"industry": known} if known else {})}


def route_question(
    *,
    professional: Professional,
    employer: Employer,
    category: str,
    source: str,
    study_year: int,
    on: datetime.date,
) -> Question:
    """Who decides about a record: the rules of the study year, the place of the employer on the day of sending."""
    return {
        "ask": "route",
        "procedure": "record",
        "place": place_of(employer, on),
        "year": study_year,
        "category": category,
        "source": source,
        "person": person_question(title_level_on(professional, on), professional.industry),
        "employer": employer_facts(employer),
    }


def route_of(question: Question) -> Answer:
    return ask(question, calendar=current_calendar())
