"""Two reviewers at once, with real connections: one wins, the other is told, and the hours count once."""

from __future__ import annotations

from functools import partial

import pytest

from approvals.enums import Action
from approvals.services import decide_many, reject
from approvals.undoing import undo
from records.models import LearningRecord, LedgerYear
from ui.errors import Conflict

pytestmark = [pytest.mark.races, pytest.mark.django_db(transaction=True)]


def counted(person) -> list:
    return list(LedgerYear.objects.filter(professional=person, study_year=2026).values_list("counted_total", flat=True))


def test_one_recognizes_and_the_other_is_told(send, person, people, hr_clerk, second_hr_clerk, race):
    for _round in range(3):
        sent = [send(each) for each in people]
        seen = {run.pk: 1 for _record, run in sent}
        backwards = dict(reversed(seen.items()))

        outcomes = race(
            partial(decide_many, seen, Action.APPROVE, actor=hr_clerk.actor),
            partial(decide_many, backwards, Action.REJECT, actor=second_hr_clerk.actor, comment="?"),
        )

        lost = [outcome for outcome in outcomes if isinstance(outcome, Exception)]
        assert len(lost) == 1
        assert isinstance(lost[0], Conflict)
        assert "测试" in str(lost[0].message)  # who was quicker
        states = set(
            LearningRecord.objects.filter(pk__in=[record.pk for record, _run in sent]).values_list("state", flat=True)
        )
        assert len(states) == 1
        for each in people:
            recognized = LearningRecord.objects.filter(professional=each, state="recognized").count()
            assert sum(counted(each)) == 8 * recognized


def test_a_decision_taken_back_against_one_made(send, person, hr_clerk, second_hr_clerk, race):
    record, run = send(person)
    decide_many({run.pk: 1}, Action.APPROVE, actor=hr_clerk.actor)

    race(
        partial(undo, run, actor=hr_clerk.actor),
        partial(reject, run, version=1, actor=second_hr_clerk.actor, comment="?"),
    )

    record.refresh_from_db()
    assert record.state in ("submitted", "rejected")  # taken back first, it could be refused
    assert sum(counted(person)) == 0
