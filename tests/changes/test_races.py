"""Two clerks, and a change of employer against a decision, with real connections."""

from __future__ import annotations

from functools import partial

import pytest

from approvals.models import Run
from approvals.services import approve, reject, withdraw
from changes.models import Departure
from changes.services import ask_employer
from people.models import Employment
from tests.changes.conftest import FIRST_DAY
from tests.factories import BureauFactory, EmployerFactory
from ui.errors import Conflict

pytestmark = [pytest.mark.races, pytest.mark.django_db(transaction=True)]


def lost(outcomes: list) -> list[Exception]:
    found = [outcome for outcome in outcomes if isinstance(outcome, Exception)]
    assert all(isinstance(outcome, Conflict) for outcome in found), found
    return found


def test_of_two_clerks_of_the_new_employer_one_wins(change_run, person, other_hr_clerk, second_new_clerk, race):
    refused = lost(
        race(
            partial(approve, change_run, version=1, actor=other_hr_clerk.actor),
            partial(reject, change_run, version=1, actor=second_new_clerk.actor, comment="no"),
        )
    )

    assert len(refused) == 1
    is_approved = Run.objects.get(pk=change_run.pk).state == "approved"
    assert Employment.objects.filter(professional=person).count() == (2 if is_approved else 1)
    assert Departure.objects.count() == is_approved


def test_agreeing_twice_moves_once(change_run, person, other_hr_clerk, second_new_clerk, race):
    refused = lost(
        race(
            *[
                partial(approve, change_run, version=1, actor=clerk.actor)
                for clerk in (other_hr_clerk, second_new_clerk)
            ]
        )
    )

    assert len(refused) == 1
    assert Employment.objects.filter(professional=person).count() == 2
    assert Departure.objects.count() == 1


def test_agreeing_against_withdrawing(change_run, person, professional, other_hr_clerk, race):
    refused = lost(
        race(
            partial(approve, change_run, version=1, actor=other_hr_clerk.actor),
            partial(withdraw, change_run, actor=professional.actor),
        )
    )

    assert len(refused) == 1
    expected = {"approved": 2, "withdrawn": 1}[Run.objects.get(pk=change_run.pk).state]
    assert Employment.objects.filter(professional=person).count() == expected


def test_a_change_of_employer_against_a_decision_of_the_bureau(
    change_run, name_run, person, district_clerk, other_hr_clerk, race
):
    """The bureau of the old place decides on the name while the new employer takes the person on: both in some order,
    or the bureau is told that it lies with another one now."""
    new_bureau = BureauFactory(name="乙区测试人社局", place="440511")

    outcomes = race(
        partial(approve, change_run, version=1, actor=other_hr_clerk.actor),
        partial(approve, name_run, version=1, actor=district_clerk.actor),
    )

    assert not isinstance(outcomes[0], Exception)
    correction = Run.objects.get(pk=name_run.pk)
    if isinstance(outcomes[1], Conflict):
        assert (correction.state, correction.steps.get().organization.pk) == ("under_way", new_bureau.pk)
    else:
        assert correction.state == "approved"
    person.refresh_from_db()
    assert (person.name == "林测式") == (correction.state == "approved")


def test_pressing_send_twice_asks_once(professional, person, race):
    other = EmployerFactory(name="丁测试单位")

    refused = lost(
        race(
            *[
                partial(ask_employer, person, other, starts_on=FIRST_DAY, actor=professional.actor)
                for _press in range(2)
            ]
        )
    )

    assert len(refused) == 1
    assert Run.objects.count() == 1
