"""The records of a question: which facts belong to which activity, and what holds where nothing is said."""

from __future__ import annotations

from typing import Any

from policies import fields
from policies.faults import QuestionFault
from policies.fields import Check, Field, Form, assumed, named, needed
from policies.terms import CATEGORIES, SOURCES

Record = dict[str, Any]


class ReadRecord(dict[str, Any]):
    """A record as `read_record` gives it. In a question it is taken as it is: whoever asks of the same records again
    and again, such as the ledger of a million people, has them checked once.

    `likeness` is the same for records alone that say the same but for their `OWN`: of fifty who were in one class the
    first is converted (`ledger`). It is blank where that is not known. Whoever makes such a record sets it."""

    __slots__ = ("likeness",)
    likeness: str


OWN = frozenset({"id", "start", "end", "recognized_on", "course", "external_id"})
"""What one record has of its own, though it be like another."""
MAY_BE_PUBLIC = frozenset({"class", "online"})
OF_MEETINGS_ONLY = frozenset({"read", "listed"})
OF_JOURNALS_ONLY = frozenset({"full", "case_report"})

COMMON: dict[str, Check | Field] = {
    "id": needed(fields.text),
    "activity": fields.text,
    "category": assumed("specialty", fields.one_of(*CATEGORIES)),
    "start": fields.day,
    "end": needed(fields.day),
    "passed": assumed(True, fields.flag),
    "related": assumed(True, fields.flag),
    "catalogue": assumed(True, fields.flag),
    "evidence": assumed("complete", fields.one_of("complete", "missing", "unnamed")),
    "state": assumed("recognized", fields.one_of("recognized", "submitted")),
    "source": assumed("person", fields.one_of(*SOURCES)),
    "mandatory": assumed(0, fields.hours),
    "course": fields.text,
    "makeup_for": fields.year,
    "recognized_on": fields.day,
    "filed_on": fields.day,
    "external_id": fields.text,
}

VENUES = ("foreign", "national_society", "provincial_core", "issn_cn", "city", "internal", "meeting")
_host = fields.one_of("base", "university", "designated", "other")
_role = assumed("main", fields.one_of("main", "other"))
_rank = assumed(1, fields.ordinal)
_region = fields.one_of("national", "provincial", "city", "county")
_yes = assumed(True, fields.flag)

FACTS: dict[str, dict[str, Check | Field]] = {
    "class": {"hours": fields.hours, "host": assumed("base", _host), "days": fields.whole},
    "workshop": {"days": fields.whole},
    "meeting": {
        "days": assumed(0, fields.whole),
        "minutes": assumed(0, fields.whole),
        "level": fields.one_of("international", "national", "provincial", "city"),
    },
    "placement": {"months": fields.hours, "abroad": assumed(False, fields.flag)},
    "practice": {"days": fields.whole},
    "online": {
        "hours": fields.hours,
        "platform": assumed("approved", fields.one_of("approved", "other")),
        "payment_proof": _yes,
        "permitted": _yes,
    },
    "degree": {
        "hours": fields.hours,
        "programme_years": fields.ordinal,
        "programme_year": fields.ordinal,
        "graduated_on": fields.day,
        "claim_year": fields.year,
    },
    "paper": {
        "venue": fields.one_of(
            "foreign", "national_society", "provincial_core", "issn_cn", "city", "internal", "meeting"
        ),
        "form": assumed("full", fields.one_of("full", "case_report", "abstract", "read", "listed")),
        "rank": _rank,
        "role": _role,
        "proposed": fields.hours,
        "level": fields.one_of("international", "national", "provincial", "city", "county"),
    },
    "monograph": {"characters": fields.whole, "role": _role},
    "translation": {"characters": fields.whole, "role": _role},
    "report": {"characters": fields.whole, "role": _role},
    "patent": {"kind": fields.one_of("invention", "utility", "design"), "role": _role, "project": fields.text},
    "project": {"level": _region, "role": _role, "rank": _rank, "project": fields.text},
    "award": {"level": _region, "grade": fields.ordinal, "rank": _rank, "project": fields.text},
    "new_technology": {"standing": fields.one_of("international", "domestic", "regional", "unit"), "rank": _rank},
    "self_study": {"approved": _yes, "proposed": fields.hours},
    "teaching": {"hours": fields.hours, "notes": _yes},
    "title_exam": {"subjects": fields.whole},
    "self_taught_exam": {"subjects": fields.whole},
    "skills": {"hours": fields.hours, "host": _host},
}
FORMS = {activity: Form(**COMMON, **facts) for activity, facts in FACTS.items()}


def read_records(given: Any) -> list[Record]:
    if type(given) is not list:
        raise fields.unfit("must be a list")
    if {type(one) for one in given} == {ReadRecord} and len({one["id"] for one in given}) == len(given):
        return given
    records = []
    seen = set()
    for position, one in enumerate(given):
        try:
            record = read_record(one)
            if record["id"] in seen:
                raise QuestionFault("id", "stands for two records")
        except QuestionFault as fault:
            raise fault.inside(f"[{position}]") from None
        seen.add(record["id"])
        records.append(record)
    return records


def read_record(given: Any) -> Record:
    """The record with what is assumed where it says nothing."""
    if type(given) is ReadRecord:
        return given
    if type(given) is not dict:
        raise fields.unfit("must be an object")
    record = named(given, "activity", FORMS)(given)
    activity = record["activity"]
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
