"""A case with everything beside it: the ledger and what rests on it, the records with proofs and hints, who decided."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from approvals.enums import VERDICTS
from approvals.models import Decision, Run
from audit.actors import Actor
from policies.fields import tidy
from records.anomalies import look_at_records
from records.enums import STANDING, RecordState
from records.models import RECORD, Evidence, LearningRecord, LedgerYear
from records.telling import told_facts
from rules import labels
from verification.models import LINES, Anomaly, SpotCheckCase, Verification
from verification.spotchecks.subjects import about_year
from verification.spotchecks.telling import told

SHOWN = (*STANDING, RecordState.REJECTED, RecordState.VOID)


@dataclass(frozen=True)
class RecordBeside:
    record: LearningRecord
    facts: list[tuple[Any, str]]
    evidence: list[Evidence]
    flags: list[str]
    decisions: list[Decision]
    is_checked: bool
    """Whether the body that is checked decided about it."""


@dataclass(frozen=True)
class LineBeside:
    name: Any
    counted: Any
    required: Any
    short: Any


@dataclass(frozen=True)
class CasePicture:
    ledger: LedgerYear | None
    lines: list[LineBeside]
    verifications: list[Verification]
    records: list[RecordBeside]
    decisions: list[Decision]
    """About the year itself: an annual review, a cycle."""
    hints: list[str]


def picture_of(case: SpotCheckCase, actor: Actor) -> CasePicture:
    """Some nine queries, however many records."""
    year, person = case.spot_check.year, case.professional
    ledger = LedgerYear.objects.visible_to(actor).filter(professional=person, study_year=year).first()
    verifications = Verification.objects.visible_to(actor).of_year(year).filter(professional=person)
    hints = Anomaly.objects.visible_to(actor).filter(professional=person, year=year)
    return CasePicture(
        ledger,
        _lines(ledger) if ledger else [],
        list(verifications.select_related("void", "verified_by")),
        _records(case, actor),
        list(_decisions_about_the_year(case)),
        [f"{each.get_kind_display()}: {told(each)}" for each in hints],
    )


def _decisions_about_the_year(case: SpotCheckCase) -> QuerySet[Decision]:
    made = Decision.objects.filter(about_year(case.spot_check.year, "run__"), action__in=VERDICTS)
    own = made.filter(run__professional=case.professional_id).exclude(run__procedure=RECORD)
    return own.select_related("run", "step", "person", "body").order_by("pk")


def records_of(case: SpotCheckCase, actor: Actor) -> list[LearningRecord]:
    seen = LearningRecord.objects.visible_to(actor).of_year(case.spot_check.year)
    chosen = seen.filter(professional=case.professional_id, state__in=SHOWN)
    return list(
        chosen.select_related("registered_for", "training_class__institution", "course").order_by("ended_on", "pk")
    )


def _lines(ledger: LedgerYear) -> list[LineBeside]:
    rows = []
    for line in LINES:
        counted, required, short = (getattr(ledger, f"{kind}_{line}") for kind in ("counted", "required", "short"))
        if counted or required:
            floor = None if required is None else tidy(required)
            rows.append(LineBeside(labels.LINES[line], tidy(counted), floor, tidy(short)))
    return rows


def _records(case: SpotCheckCase, actor: Actor) -> list[RecordBeside]:
    records = records_of(case, actor)
    flags = look_at_records(records)
    evidence: dict[int, list[Evidence]] = defaultdict(list)
    for proof in Evidence.objects.visible_to(actor).filter(record__in=records):
        evidence[proof.record_id].append(proof)
    decisions: dict[int, list[Decision]] = defaultdict(list)
    runs = Run.objects.filter(procedure=RECORD, subject_id__in=[each.pk for each in records])
    made = Decision.objects.filter(run__in=runs, action__in=VERDICTS)
    for decision in made.select_related("run", "step", "person", "body"):
        decisions[decision.run.subject_id].append(decision)
    return [
        RecordBeside(
            each,
            told_facts(each.activity, each.facts),
            evidence[each.pk],
            list(flags.get(each.pk, [])),
            decisions[each.pk],
            any(decision.body_id == case.spot_check.body_id for decision in decisions[each.pk]),
        )
        for each in records
    ]
