"""Checking what was verified by another way than the one it came by: each person's records are read anew, one by one,
and asked about with the pure function. Shares neither statements nor code with the batch or the ledger."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils import timezone

from audit.models import Event
from policies import ask
from records.models import LearningRecord
from verification.enums import Kind
from verification.models import CycleCase, Verification
from verification.models.verifications import VerificationQuerySet
from verification.ways import way_of

LINES = ("total", "public", "specialty", "mandatory", "elective")


@dataclass(frozen=True)
class Difference:
    verification: Verification
    what: str

    def __str__(self) -> str:
        return f"verification {self.verification.pk} ({self.verification.last_year}): {self.what}"


def differences(year: int, *, area: str = "") -> Iterator[Difference]:
    """In the order of their numbers."""
    for verification in audited(year, area).order_by("pk").iterator():
        yield from (Difference(verification, what) for what in faults_of(verification))


def audited(year: int, area: str = "") -> VerificationQuerySet:
    """All that stands of a year, however it came: by itself, by review, on days; and the cycles that ended with it."""
    return Verification.objects.standing().filter(last_year=year, area__startswith=area)


def faults_of(verification: Verification) -> Iterator[str]:
    if way_of(verification.ruleset) is None:
        yield f"no way is known for the rule set {verification.ruleset}"
        return
    answer = ask(
        {
            **_about(verification),
            "place": verification.place,
            "ruleset": verification.ruleset,
            "person": _person(verification),
            "records": [_asked(each) for each in _records(verification)],
        }
    )
    if "error" in answer:
        yield f"cannot be asked: {answer['error']}"
        return
    if answer["outcome"] != "pass":
        yield f"the rules say {answer['outcome']}, short of {_told(answer['shortfall'])}"
    for line in LINES:
        counted, kept = answer["counted"][line], getattr(verification, f"counted_{line}")
        if counted != kept:
            yield f"{line}: the rules count {counted}, the verification says {kept}"
        required, kept_floor = answer["required"].get(line), getattr(verification, f"required_{line}")
        if required != kept_floor:
            yield f"{line}: the rules require {required}, the verification says {kept_floor}"
    own_years = list(range(verification.first_year, verification.last_year + 1))
    if answer.get("years", own_years) != own_years:
        yield f"the rules judge {answer['years']}, the verification {own_years}"
    credits = {number: Decimal(hours) for number, hours in verification.credits.items()}
    told = {each["id"]: each["hours"] for each in answer["records"] if each["hours"]}
    if credits != told:
        odd = sorted(number for number in credits.keys() | told.keys() if credits.get(number) != told.get(number))
        yield f"the hours of these records differ: {', '.join(odd)}"


def _about(verification: Verification) -> dict[str, Any]:
    """One year; a cycle of Guangzhou, as its application stood; or the average of an appointment, as the reviewer chose
    (A-48)."""
    if verification.kind == Kind.CYCLE:
        case = CycleCase.objects.get(verification=verification)
        return {"ask": "cycle", "title_on": case.title_on.isoformat(), "applied_on": case.asked_on.isoformat()}
    if verification.first_year == verification.last_year:
        return {"ask": "annual", "year": verification.last_year}
    return {"ask": "cycle", "appointed_from": verification.first_year, "appointed_to": verification.last_year}


def _person(verification: Verification) -> dict[str, str]:
    known = verification.industry if verification.industry in ("accounting", "education", "health") else ""
    return {"title_level": verification.title_level, **({"industry": known} if known else {})}


def _records(verification: Verification) -> list[LearningRecord]:
    """Everything that was recognized for the person by then. Of that very day the trail tells what came later."""
    day = timezone.localdate(verification.verified_at)
    recognized = LearningRecord.objects.filter(
        professional_id=verification.professional_id, state="recognized", recognized_on__lte=day
    )
    records = list(recognized.order_by("ended_on", "pk"))
    of_that_day = [str(record.pk) for record in records if record.recognized_on == day]
    later = Event.objects.filter(
        action="record.recognized",
        object_type="records.learningrecord",
        object_id__in=of_that_day,
        at__gt=verification.verified_at,
    )
    too_late = set(later.values_list("object_id", flat=True)) if of_that_day else set()
    return [record for record in records if str(record.pk) not in too_late]


def _asked(row: LearningRecord) -> dict[str, Any]:
    facts = {name: _exact(value) for name, value in row.facts.items()}
    asked: dict[str, Any] = {
        "id": str(row.pk),
        "activity": row.activity,
        "category": row.category,
        "end": row.ended_on.isoformat(),
        "evidence": row.evidence_state,
        "source": row.source,
        **facts,
    }
    optional = {
        "start": row.started_on and row.started_on.isoformat(),
        "makeup_for": row.makeup_for,
        "course": row.course_key,
        "external_id": row.external_id and f"{row.feed_id}:{row.external_id}",
        "recognized_on": row.recognized_on and row.recognized_on.isoformat(),
    }
    return asked | {name: value for name, value in optional.items() if value}


def _exact(value: Any) -> Any:
    """Hours are kept as text; everything else that is text is a word or a date."""
    if isinstance(value, str) and value.replace(".", "", 1).isdigit():
        return Decimal(value)
    return value


def _told(shortfall: dict[str, Decimal]) -> str:
    return ", ".join(f"{line} {hours}" for line, hours in shortfall.items())
