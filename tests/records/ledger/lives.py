"""Careers and records made at random, as rows; and the ledger reckoned from them in the plainest way there is."""

from __future__ import annotations

import datetime
from decimal import Decimal
from typing import Any

from hypothesis import strategies as st

from people.models import Professional, Title
from people.supervision import place_of
from people.titles import title_level_on
from policies import ask
from policies.shelf import shelf
from records.models import LearningRecord, LedgerYear
from records.questions import industry_known_to_rules, person_question, record_question
from tests.factories import EmployerFactory, EmploymentFactory, LearningRecordFactory, ProfessionalFactory, TitleFactory

YEARS = range(2010, 2027)
PLACES = ("440105", "440511", "320303")
DAYS = st.dates(datetime.date(2010, 1, 1), datetime.date(2026, 12, 31))
LINES = ("total", "public", "specialty", "mandatory", "elective")

_course = st.sampled_from(["", "K1", "K2", "广东文化强省建设", "劳动与社会保险"])
_hours = st.sampled_from(["6", "8.5", "18", "20", "42", "160"])
KINDS: dict[str, dict[str, Any]] = {
    "class": {"hours": _hours, "host": st.sampled_from(["base", "university", "other"]), "days": st.integers(0, 20)},
    "online": {"hours": _hours},
    "workshop": {"days": st.integers(0, 7)},
    "meeting": {"days": st.integers(0, 6), "level": st.sampled_from(["international", "national", "provincial"])},
    "placement": {"months": st.integers(0, 4).map(str), "abroad": st.booleans()},
    "degree": {"hours": _hours, "graduated_on": DAYS.map(str), "claim_year": st.integers(2014, 2020)},
    "patent": {"kind": st.sampled_from(["invention", "utility"]), "project": st.sampled_from(["P1", "P2"])},
    "award": {
        "level": st.sampled_from(["provincial", "city"]),
        "grade": st.integers(1, 2),
        "rank": st.integers(1, 6),
        "project": st.sampled_from(["P1", "P2"]),
    },
    "paper": {"venue": st.sampled_from(["foreign", "issn_cn"]), "level": st.sampled_from(["provincial", "city"])},
}


@st.composite
def records(draw: st.DrawFn) -> dict[str, Any]:
    activity = draw(st.sampled_from(sorted(KINDS)))
    may_be_public = activity in ("class", "online")
    category = draw(st.sampled_from(["specialty", "elective", *(["public"] * 3 if may_be_public else [])]))
    said = {name: draw(value) for name, value in KINDS[activity].items() if name == "hours" or draw(st.booleans())}
    makeup_for = draw(st.sampled_from([None, None, None, 2011, 2012, 2013])) if may_be_public else None
    ended_on = draw(st.dates(datetime.date(2014, 1, 1), datetime.date(2014, 12, 31))) if makeup_for else draw(DAYS)
    return {
        "activity": activity,
        "category": category,
        "facts": said,
        "course_key": draw(_course),
        "makeup_for": makeup_for,
        "ended_on": ended_on,
        "source": draw(st.sampled_from(["person", "institution"])),
        "evidence_state": draw(st.sampled_from(["complete", "complete", "missing"])),
    }


@st.composite
def lives(draw: st.DrawFn) -> dict[str, Any]:
    return {
        "industry": draw(st.sampled_from(["general", "construction", "accounting", "health"])),
        "jobs": draw(st.lists(st.tuples(DAYS, st.sampled_from(PLACES)), max_size=4, unique_by=lambda job: job[0])),
        "titles": draw(
            st.lists(st.tuples(DAYS, st.sampled_from(["staff", "intermediate", "senior"])), max_size=3, unique=True)
        ),
        "records": draw(st.lists(records(), max_size=10)),
    }


def planted(life: dict[str, Any]) -> Professional:
    person: Professional = ProfessionalFactory(industry=life["industry"])
    jobs = sorted(life["jobs"])
    for number, (started_on, place) in enumerate(jobs):
        following = jobs[number + 1][0] if number + 1 < len(jobs) else None
        ended_on = following - datetime.timedelta(days=1) if following else None
        employer = EmployerFactory(place=place)
        EmploymentFactory(professional=person, employer=employer, started_on=started_on, ended_on=ended_on, hat=None)
    for number, (obtained_on, level) in enumerate(life["titles"]):
        TitleFactory(professional=person, obtained_on=obtained_on, level=level, name=f"职称{number}")
    for said in life["records"]:
        LearningRecordFactory(professional=person, recognized=True, **said)
    return person


def reckoned(person: Professional) -> dict[int, dict[str, Any]]:
    """Every year asked of the rule books with every record, one row at a time, without any shortcut."""
    rows = LearningRecord.objects.filter(professional=person, state="recognized").order_by("ended_on", "pk")
    asked = [record_question(row) for row in rows]
    return {year: _year(person, year, asked) for year in YEARS}


def _year(person: Professional, year: int, asked: list[dict[str, Any]]) -> dict[str, Any]:
    last_day = datetime.date(year, 12, 31)
    job = person.employments.filter(started_on__lte=last_day).order_by("-started_on").first()
    if job is None:
        return {}
    place = place_of(job.employer, last_day)
    industry = industry_known_to_rules(person.industry)
    makes_up = any(record.get("makeup_for") == year for record in asked)
    book = shelf().choose(place, year, industry, makes_up=makes_up)
    if book is None:
        return {}
    question = {
        "ask": "annual",
        "ruleset": book.id,
        "place": place,
        "year": year,
        "person": person_question(title_level_on(person, last_day), person.industry),
        "records": _sound(asked, book.id, place, year),
    }
    return {"ruleset": book.id, **ask(question)}


def _sound(asked: list[dict[str, Any]], ruleset: str, place: str, year: int) -> list[dict[str, Any]]:
    """Without those that lack a fact under these rules."""
    base = {"ask": "annual", "ruleset": ruleset, "place": place, "year": year}
    return [record for record in asked if "error" not in ask({**base, "records": [record]})]


def told_by_ledger(row: LedgerYear) -> dict[str, Any]:
    return {
        "required": {line: value for line in LINES if (value := getattr(row, f"required_{line}")) is not None},
        "counted": {line: getattr(row, f"counted_{line}") for line in LINES},
        "shortfall": {line: value for line in LINES if (value := getattr(row, f"short_{line}"))},
        "outcome": row.outcome,
    }


def credits_of(answer: dict[str, Any], year: int) -> dict[str, Decimal]:
    given = {told["id"]: told["by_year"].get(str(year), Decimal(0)) for told in answer.get("records", ())}
    return {name: hours for name, hours in given.items() if hours}


__all__ = ["Title", "credits_of", "lives", "planted", "reckoned", "told_by_ledger"]
