"""Two clerks at once, with real connections."""

from __future__ import annotations

import datetime
from functools import partial

import pytest

from approvals.enums import Action
from approvals.models import Decision, Run
from approvals.rerouting import reroute_runs
from approvals.services import approve, decide_many, return_run, withdraw
from tests.approvals.conftest import FIRST_VERSION
from tests.factories import BureauFactory, EmployerFactory
from ui.errors import Conflict

pytestmark = [pytest.mark.races, pytest.mark.django_db(transaction=True)]


def split(outcomes: list) -> tuple[list, list]:
    """Those that went through, and what the others were told."""
    lost = [outcome for outcome in outcomes if isinstance(outcome, Exception)]
    assert all(isinstance(outcome, Conflict) for outcome in lost), lost
    return [outcome for outcome in outcomes if not isinstance(outcome, Exception)], lost


def verdicts(run: Run) -> list[str]:
    return list(run.decisions.filter(action__in=["approve", "return", "reject"]).values_list("action", flat=True))


def test_of_two_clerks_one_wins_and_the_other_is_told(open_matter, hr_clerk, second_hr_clerk, race):
    for number in range(5):
        run = open_matter(name=f"race {number}")

        won, lost = split(
            race(
                partial(approve, run, version=FIRST_VERSION, actor=hr_clerk.actor),
                partial(return_run, run, version=FIRST_VERSION, actor=second_hr_clerk.actor, comment="?"),
            )
        )

        assert (len(won), len(lost)) == (1, 1)
        assert len(verdicts(run)) == 1
        assert "测试" in str(lost[0].message)  # who was quicker


def test_a_decision_against_a_withdrawal(open_matter, hr_clerk, professional, race):
    run = open_matter()

    won, lost = split(
        race(
            partial(approve, run, version=FIRST_VERSION, actor=hr_clerk.actor),
            partial(withdraw, run, actor=professional.actor),
        )
    )

    # Passed on, it can still be withdrawn; withdrawn, it cannot be agreed to.
    assert Run.objects.get(pk=run.pk).state == "withdrawn"
    assert len(verdicts(run)) == len(won) - 1
    assert len(won) + len(lost) == 2


def test_overlapping_lists_never_wait_for_each_other(open_matter, hr_clerk, second_hr_clerk, race):
    for number in range(5):
        runs = [open_matter(name=f"{number} {each}") for each in range(6)]
        upwards = {run.pk: FIRST_VERSION for run in runs}
        downwards = {run.pk: FIRST_VERSION for run in reversed(runs)}

        won, lost = split(
            race(
                partial(decide_many, upwards, Action.APPROVE, actor=hr_clerk.actor),
                partial(decide_many, downwards, Action.APPROVE, actor=second_hr_clerk.actor),
            )
        )

        assert (len(won), len(lost)) == (1, 1)
        assert Decision.objects.filter(run__in=runs, action="approve").count() == 6


def test_a_change_of_employer_against_a_decision(open_matter, professional, employer, hr_clerk, second_hr_clerk, race):
    BureauFactory(name="丙区测试人社局", place="440106")
    new = EmployerFactory(name="丙测试单位", place="440106")
    run = open_matter()

    outcomes = race(
        partial(approve, run, version=FIRST_VERSION, actor=hr_clerk.actor),
        partial(
            reroute_runs,
            professional.user.professional,
            old=employer,
            new=new,
            on=datetime.date(2026, 12, 1),
            actor=second_hr_clerk.actor,
        ),
    )

    first, second = run.steps.select_related("organization")
    assert second.organization.name == "丙区测试人社局"
    if isinstance(outcomes[0], Conflict):  # it had gone to the new employer before the old one could agree
        assert (first.state, first.organization.name) == ("waiting", "丙测试单位")
    else:
        assert (first.state, first.organization.name) == ("passed", employer.name)
        assert second.state == "waiting"
