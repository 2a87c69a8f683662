"""Two officers on one cycle, with real connections."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from functools import partial
from typing import Any

import pytest

from approvals.services import approve, return_run
from people.models import Professional
from records.ledger.services import refresh_ledger
from tests.cast import CastMember
from tests.verification.cycles.conftest import SENIOR, Days, learned
from ui.errors import Conflict
from verification.cycles.services import apply_for_cycle
from verification.models import CycleCase, Verification

pytestmark = [pytest.mark.races, pytest.mark.django_db(transaction=True)]


def split(outcomes: list[Any]) -> tuple[list[Any], list[Exception]]:
    lost = [outcome for outcome in outcomes if isinstance(outcome, Exception)]
    assert all(isinstance(outcome, Conflict) for outcome in lost), lost
    return [outcome for outcome in outcomes if not isinstance(outcome, Exception)], lost


def test_of_two_officers_one_wins_and_the_other_is_told_and_hours_wait_for_neither(
    days: Days,
    applicant: Callable[..., Professional],
    hr_clerk: CastMember,
    second_hr_clerk: CastMember,
    district_clerk: CastMember,
    second_district_clerk: CastMember,
    bureau_clerk: CastMember,
    race: Callable[..., list[Any]],
) -> None:
    for _number in range(3):
        run = apply_for_cycle(applicant(), SENIOR, actor=hr_clerk.actor)
        approve(run, version=1, actor=second_hr_clerk.actor)
        won, lost = split(
            race(
                partial(approve, run, version=1, actor=district_clerk.actor),
                partial(return_run, run, version=1, reasons=["wrong_title"], actor=second_district_clerk.actor),
            )
        )
        assert (len(won), len(lost)) == (1, 1)
        assert "测试" in str(lost[0])

    run = apply_for_cycle(applicant(), SENIOR, actor=hr_clerk.actor)
    approve(run, version=1, actor=second_hr_clerk.actor)
    approve(run, version=1, actor=district_clerk.actor)
    person = run.professional
    assert person is not None
    learned(person, "specialty", 6, datetime.date(2016, 5, 1))
    won, lost = split(
        race(
            partial(approve, run, version=1, actor=bureau_clerk.actor),
            partial(refresh_ledger, [person.pk]),
        )
    )
    # Whoever came first: either it was verified, or the officer is told to look again.
    assert len(won) + len(lost) == 2
    assert Verification.objects.filter(professional=person).count() == len(won) - 1
    assert CycleCase.objects.get(pk=run.subject_id).version == 1 + len(lost)
