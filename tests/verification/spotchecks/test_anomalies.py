"""What the nightly search finds, what it leaves alone, and that it forgets what was set right."""

from __future__ import annotations

import datetime
from typing import Any

import pytest

from audit.actors import SYSTEM
from jobs.services import start_job
from people.models import Employer, Professional
from records.enums import RecordSource, RecordState
from records.ledger.services import refresh_ledger
from records.models import LearningRecord
from tests.cast import CastMember
from tests.factories import (
    ClassResultFactory,
    EvidenceFactory,
    InstitutionFactory,
    LearningRecordFactory,
    ProfessionalFactory,
    TrainingClassFactory,
)
from tests.verification.conftest import work_all
from verification.models import Anomaly
from verification.spotchecks import anomalies
from verification.spotchecks.enums import AnomalyKind
from verification.spotchecks.telling import told

YEAR = 2025
MARCH = datetime.date(YEAR, 3, 10)


@pytest.fixture
def learned(employer: Employer) -> Any:
    def one(person: Professional, hours: int, first: int, last: int, month: int = 3, **facts: Any) -> LearningRecord:
        days = {"started_on": datetime.date(YEAR, month, first), "ended_on": datetime.date(YEAR, month, last)}
        record: LearningRecord = LearningRecordFactory(
            professional=person, recognized=True, facts={"hours": str(hours)}, **days, **facts
        )
        refresh_ledger([person.pk], years=[YEAR])
        return record

    return one


def search() -> dict[str, list[Anomaly]]:
    start_job("anomaly_search", {"year": YEAR, "area": "44"}, actor=SYSTEM)
    work_all()
    found: dict[str, list[Anomaly]] = {kind: [] for kind in AnomalyKind.values}
    for each in Anomaly.objects.order_by("kind", "key"):
        found[each.kind].append(each)
    return found


def test_search_finds_each_kind_and_no_more(
    learned: Any, employer: Employer, city_clerk: CastMember, other_head: CastMember
) -> None:
    crowded, honest, doubled, bunched = (ProfessionalFactory(employer=employer) for _each in range(4))
    first, second = learned(crowded, 40, 10, 12), learned(crowded, 36, 11, 13)  # 13.3 + 12 hours on two days
    learned(honest, 24, 10, 12), learned(honest, 16, 20, 21)
    own, other = learned(doubled, 8, 1, 1), learned(honest, 8, 2, 2, month=5)
    EvidenceFactory(record=own, sha256="a" * 64), EvidenceFactory(record=other, sha256="a" * 64)
    for _each in range(3):
        learned(bunched, 6, 5, 5, month=4)
    learned(bunched, 8, 9, 9, month=6)
    registered = {"source": RecordSource.EMPLOYER, "registered_for": employer, "title": "院内讲座"}
    for colleague in (ProfessionalFactory(employer=employer), ProfessionalFactory(employer=employer)):
        EvidenceFactory(record=learned(colleague, 4, 3, 3, **registered), sha256="b" * 64)

    found = search()

    (day,) = found[AnomalyKind.IMPOSSIBLE_DAY]
    assert (day.professional, day.day, float(day.figure)) == (crowded, datetime.date(YEAR, 3, 11), 25.3)
    assert (day.records, day.facts, day.organization_id, day.area) == (
        [first.pk, second.pk],
        {"days": 2},
        employer.pk,
        "440105",
    )
    assert told(day) == "25.3 hours on 11 March 2025 over 2 records"
    assert {each.professional for each in found[AnomalyKind.SHARED_PROOF]} == {doubled, honest}
    assert found[AnomalyKind.SHARED_PROOF][0].facts["same"] is True
    (heap,) = found[AnomalyKind.BUNCHED]
    assert (heap.professional, heap.day, float(heap.figure)) == (bunched, datetime.date(YEAR, 4, 5), 18)
    assert found[AnomalyKind.PASSES_ALL] == []
    assert Anomaly.objects.visible_to(city_clerk.actor).count() == 4
    assert not Anomaly.objects.visible_to(other_head.actor).exists()

    LearningRecord.objects.filter(pk=second.pk).update(state=RecordState.VOID)
    again = search()
    assert again[AnomalyKind.IMPOSSIBLE_DAY] == []
    assert again[AnomalyKind.BUNCHED][0].pk == heap.pk  # the same one, found again


def test_institution_that_passes_everybody_is_one_from_some_results_on(
    employer: Employer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(anomalies, "LEAST_RESULTS", 3)
    generous, strict = InstitutionFactory(place="440105"), InstitutionFactory(place="440105")
    for institution in (generous, strict):
        held = TrainingClassFactory(institution=institution, starts_on=MARCH, ends_on=MARCH)
        for number in range(3):
            failed = institution is strict and number == 0
            ClassResultFactory(
                training_class=held, professional=ProfessionalFactory(employer=employer), passed=not failed
            )

    (found,) = search()[AnomalyKind.PASSES_ALL]

    assert (found.organization_id, found.professional, found.figure) == (generous.pk, None, 3)
    assert told(found) == "All 3 results passed, in 1 class"
