"""Questions made at random, sound ones, for the properties that hold for all of them."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from hypothesis import strategies as st

PLACES = [("440600", 2010, 2025), ("440105", 2012, 2020), ("440511", 2014, 2014), ("320300", 2015, 2020)]

_days = st.integers(0, 10)
_count = st.integers(0, 5)
_hours = st.integers(0, 8000).map(lambda hundredths: hundredths / 100)
_role = st.sampled_from(["main", "other"])
_region = st.sampled_from(["national", "provincial", "city", "county"])
_ordinal = st.integers(1, 7)

FACTS: dict[str, dict[str, Any]] = {
    "class": {"hours": _hours, "days": _days, "host": st.sampled_from(["base", "university", "designated", "other"])},
    "workshop": {"days": _days},
    "meeting": {
        "days": _days,
        "minutes": st.integers(0, 600),
        "level": st.sampled_from(["international", "national", "provincial", "city"]),
    },
    "placement": {"months": _count, "abroad": st.booleans()},
    "practice": {"days": _days},
    "online": {"hours": _hours, "payment_proof": st.booleans(), "permitted": st.booleans()},
    "degree": {"hours": _hours, "programme_years": _ordinal, "programme_year": _ordinal},
    "paper": {
        "venue": st.sampled_from(["foreign", "provincial_core", "issn_cn", "city", "internal"]),
        "level": st.sampled_from(["international", "national", "provincial", "city"]),
        "form": st.sampled_from(["full", "abstract"]),
        "rank": _ordinal,
        "role": _role,
    },
    "monograph": {"characters": st.integers(0, 90_000), "role": _role},
    "translation": {"characters": st.integers(0, 90_000)},
    "report": {"characters": st.integers(0, 90_000)},
    "patent": {"kind": st.sampled_from(["invention", "utility", "design"]), "role": _role},
    "project": {"level": _region, "rank": _ordinal, "role": _role},
    "award": {"level": _region, "grade": _ordinal, "rank": _ordinal},
    "new_technology": {"standing": st.sampled_from(["international", "domestic", "unit"]), "rank": _ordinal},
    "self_study": {"proposed": st.integers(40, 80), "approved": st.booleans()},
    "teaching": {"hours": _hours, "notes": st.booleans()},
    "title_exam": {"subjects": _count},
    "self_taught_exam": {"subjects": _count},
    "skills": {"hours": _hours, "host": st.sampled_from(["designated", "other"])},
}


@st.composite
def records_of(draw: st.DrawFn, year: int, name: str) -> dict[str, Any]:
    activity = draw(st.sampled_from(sorted(FACTS)))
    categories = ["specialty", "elective", *(["public"] if activity in ("class", "online") else [])]
    end = date(year, 1, 1) + timedelta(days=draw(st.integers(0, 364)))
    return {
        "id": name,
        "activity": activity,
        "category": draw(st.sampled_from(categories)),
        "end": end.isoformat(),
        "course": name,
        "mandatory": draw(_hours),
        "evidence": draw(st.sampled_from(["complete", "complete", "missing"])),
        **{key: draw(values) for key, values in FACTS[activity].items()},
    }


@st.composite
def annual_questions(draw: st.DrawFn) -> dict[str, Any]:
    place, first, last = draw(st.sampled_from(PLACES))
    year = draw(st.integers(first, last))
    count = draw(st.integers(0, 8))
    return {
        "id": "q",
        "ask": "annual",
        "place": place,
        "year": year,
        "person": {"title_level": draw(st.sampled_from(["senior", "intermediate", "junior", "none"]))},
        "records": [draw(records_of(year - draw(st.integers(0, 1)), f"r{n}")) for n in range(count)],
    }


@st.composite
def cycle_questions(draw: st.DrawFn) -> dict[str, Any]:
    """By title in Guangzhou, by appointment in Xuzhou."""
    count = draw(st.integers(0, 8))
    records = [draw(records_of(draw(st.integers(2011, 2017)), f"r{n}")) for n in range(count)]
    if draw(st.booleans()):
        first = draw(st.integers(2013, 2015))
        years = {"place": "320300", "appointed_from": first, "appointed_to": draw(st.integers(2015, 2018))}
        return {"id": "q", "ask": "cycle", **years, "records": records}
    applied_on = f"2016-{draw(st.integers(1, 12)):02}-10"
    days = {"place": "440105", "title_on": f"{draw(st.integers(2005, 2013))}-05-01", "applied_on": applied_on}
    return {"id": "q", "ask": "cycle", **days, "records": records}


@st.composite
def questions_with_doubles(draw: st.DrawFn) -> dict[str, Any]:
    """Records that share courses, days, projects, and identifiers of another system."""
    question = draw(annual_questions())
    for record in question["records"]:
        record["course"] = draw(st.sampled_from(["K1", "K2"]))
        record["end"] = f"{question['year']}-0{draw(st.integers(1, 3))}-15"
        record["source"] = draw(st.sampled_from(["person", "institution"]))
        record["external_id"] = draw(st.sampled_from(["", "", "", "X1"]))
        if record["activity"] in ("patent", "award", "project"):
            record["project"] = draw(st.sampled_from(["P1", "P2"]))
    return question
