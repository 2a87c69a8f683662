"""What becomes of runs whose question no longer stands."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from approvals.models import Run, Step
from audit.models import Event
from records.enums import RecordState
from records.models import LearningRecord
from records.services import submit_record, void_records
from tests.cast import CastMember
from tests.factories import LearningRecordFactory
from ui.errors import Conflict

pytestmark = pytest.mark.django_db


@pytest.fixture
def sent(professional: CastMember) -> list[LearningRecord]:
    records = [LearningRecordFactory(professional=professional.user.professional) for _ in range(3)]
    for record in records:
        submit_record(record, actor=professional.actor)
    return records


def test_what_is_voided_waits_with_nobody(sent: list[LearningRecord], bureau_clerk: CastMember) -> None:
    void_records(sent[:2], actor=bureau_clerk.actor, reason="班次未备案")

    states = Run.objects.order_by("subject_id").values_list("state", flat=True)
    assert list(states) == ["withdrawn", "withdrawn", "under_way"]
    assert Step.objects.waiting().count() == 1
    assert list(LearningRecord.objects.order_by("pk").values_list("state", flat=True)) == ["void", "void", "submitted"]
    assert Event.objects.filter(action="approval.withdrawn", reason="班次未备案").count() == 2
    lines = Run.objects.order_by("subject_id")[0].decisions.values_list("action", "comment")
    assert list(lines) == [("open", ""), ("withdraw", "班次未备案")]


def test_a_frozen_record_keeps_its_run(sent: list[LearningRecord], bureau_clerk: CastMember) -> None:
    LearningRecord.objects.filter(pk=sent[1].pk).update(frozen_at="2026-01-01T00:00:00Z", frozen_for="证书")

    with pytest.raises(Conflict, match="certificate rests"):
        void_records(sent, actor=bureau_clerk.actor, reason="x")

    assert Run.objects.open().count() == 3
    assert not LearningRecord.objects.filter(state=RecordState.VOID).exists()


def test_as_many_queries_for_one_as_for_three(
    sent: list[LearningRecord], bureau_clerk: CastMember, django_assert_num_queries
) -> None:
    with CaptureQueriesContext(
        connection,
    ) as one:
        void_records(sent[:1], actor=bureau_clerk.actor, reason="x")
    with django_assert_num_queries(len(one)):
        void_records(sent[1:], actor=bureau_clerk.actor, reason="x")
