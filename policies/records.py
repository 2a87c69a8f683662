"""The records of a question: which facts belong to which activity, and what holds where nothing is said."""

from __future__ import annotations

from typing import Any

from policies.faults import QuestionFault
from policies.fields import Check, Unfit, day, flag, hours, one_of, ordinal, read, text, whole, year

Record = dict[str, Any]

CATEGORIES = ("public", "specialty", "elective")
SOURCES = ("person", "employer", "institution", "platform", "feed")

_host = one_of("base", "university", "designated", "other")
_role = one_of("main", "other")
_region = one_of("national", "provincial", "city", "county")

COMMON: dict[str, Check] = {
    "id": text,
    "activity": text,
    "category": one_of(*CATEGORIES),
    "start": day,
    "end": day,
    "passed": flag,
    "related": flag,
    "catalogue": flag,
    "evidence": one_of("complete", "missing", "unnamed"),
    "state": one_of("recognized", "submitted"),
    "source": one_of(*SOURCES),
    "mandatory": hours,
    "course": text,
    "makeup_for": year,
    "recognized_on": day,
    "filed_on": day,
    "external_id": text,
}

FACTS: dict[str, dict[str, Check]] = {
    "class": {"hours": hours, "host": _host, "days": whole},
    "workshop": {"days": whole},
    "meeting": {"days": whole, "minutes": whole, "level": one_of("international", "national", "provincial", "city")},
    "placement": {"months": hours, "abroad": flag},
    "practice": {"days": whole},
    "online": {"hours": hours, "platform": one_of("approved", "other"), "payment_proof": flag, "permitted": flag},
    "degree": {
        "hours": hours,
        "programme_years": ordinal,
        "programme_year": ordinal,
        "graduated_on": day,
        "claim_year": year,
    },
    "paper": {
        "venue": one_of("foreign", "national_society", "provincial_core", "issn_cn", "city", "internal", "meeting"),
        "form": one_of("full", "case_report", "abstract", "read", "listed"),
        "rank": ordinal,
        "role": _role,
        "proposed": hours,
        "level": one_of("international", "national", "provincial", "city", "county"),
    },
    "monograph": {"characters": whole, "role": _role},
    "translation": {"characters": whole, "role": _role},
    "report": {"characters": whole, "role": _role},
    "patent": {"kind": one_of("invention", "utility", "design"), "role": _role, "project": text},
    "project": {"level": _region, "role": _role, "rank": ordinal, "project": text},
    "award": {"level": _region, "grade": ordinal, "rank": ordinal, "project": text},
    "new_technology": {"standing": one_of("international", "domestic", "regional", "unit"), "rank": ordinal},
    "self_study": {"approved": flag, "proposed": hours},
    "teaching": {"hours": hours, "notes": flag},
    "title_exam": {"subjects": whole},
    "self_taught_exam": {"subjects": whole},
    "skills": {"hours": hours, "host": _host},
}

MAY_BE_PUBLIC = frozenset({"class", "online"})
OF_MEETINGS_ONLY = frozenset({"read", "listed"})
OF_JOURNALS_ONLY = frozenset({"full", "case_report"})

_ASSUMED: Record = {
    "category": "specialty",
    "passed": True,
    "related": True,
    "catalogue": True,
    "evidence": "complete",
    "state": "recognized",
    "source": "person",
    "mandatory": 0,
}
_ASSUMED_OF_FACTS: Record = {
    "minutes": 0,
    "abroad": False,
    "platform": "approved",
    "payment_proof": True,
    "permitted": True,
    "rank": 1,
    "role": "main",
    "approved": True,
    "notes": True,
}
_ASSUMED_OF_ACTIVITY: dict[str, Record] = {"class": {"host": "base"}, "meeting": {"days": 0}, "paper": {"form": "full"}}

CHECKS = {activity: COMMON | facts for activity, facts in FACTS.items()}
ASSUMED = {
    activity: _ASSUMED
    | {key: value for key, value in _ASSUMED_OF_FACTS.items() if key in facts}
    | _ASSUMED_OF_ACTIVITY.get(activity, {})
    for activity, facts in FACTS.items()
}


def read_records(given: Any) -> list[Record]:
    if type(given) is not list:
        raise Unfit("must be a list")
    records = []
    seen = set()
    for position, one in enumerate(given):
        try:
            record = read_record(one)
            if record["id"] in seen:
                raise QuestionFault("id", "stands for two records")
        except QuestionFault as fault:
            raise fault.inside(f"[{position}]") from None
        except Unfit as unfit:
            raise QuestionFault(f"[{position}]", str(unfit)) from None
        seen.add(record["id"])
        records.append(record)
    return records


def read_record(given: Any) -> Record:
    """The record with what is assumed where it says nothing."""
    if type(given) is not dict:
        raise Unfit("must be an object")
    activity = given.get("activity")
    if type(activity) is not str or activity not in CHECKS:
        raise QuestionFault("activity", "is missing" if activity is None else f"must be one of {', '.join(CHECKS)}")
    record = ASSUMED[activity] | read(given, CHECKS[activity], needed=("id", "end"))
    if "start" in record and record["end"] < record["start"]:
        raise QuestionFault("end", "is before start")
    if record["category"] == "public" and activity not in MAY_BE_PUBLIC:
        raise QuestionFault("category", "can be public of a class or an online course only")
    if activity == "paper":
        _settle_form(record, given)
    return record


def _settle_form(record: Record, given: Record) -> None:
    is_of_meeting = record.get("venue") == "meeting"
    if is_of_meeting and "form" not in given:
        record["form"] = "read"
    if record["form"] in (OF_JOURNALS_ONLY if is_of_meeting else OF_MEETINGS_ONLY):
        raise QuestionFault("form", "read and listed are of meeting papers, full and case_report of the others")
