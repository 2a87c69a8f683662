"""Taking back one's own decision."""

from __future__ import annotations

import datetime
from dataclasses import replace

import pytest
from django.core.exceptions import PermissionDenied

from approvals import procedures, undoing
from approvals.chains import ChainStep
from approvals.enums import Act, Action, By
from approvals.models import Run
from approvals.services import approve, decide_many, reject, remind, resubmit, return_run, withdraw
from approvals.undoing import undo, undo_many
from audit.models import Event
from people.roles import Role
from tests.approvals.conftest import FIRST_VERSION, change_subject
from tests.approvals.test_services import actions, states
from tests.factories import MembershipFactory
from ui.errors import Conflict

VERDICT = {"version": FIRST_VERSION, "comment": "words"}


@pytest.fixture
def short(open_matter, chain) -> Run:
    """Of one step: its decision ends it."""
    return open_matter(steps=chain[:1])


def test_agreement_at_an_earlier_step_is_as_if_it_had_not_been(run, hr_clerk, district_clerk, effects):
    before = run.steps.get(position=1)
    approve(run, **VERDICT, actor=hr_clerk.actor)

    undo(run, actor=hr_clerk.actor)

    first, second = run.steps.all()
    assert states(run) == ("under_way", ["waiting", "later"])
    assert (first.since, first.due_on) == (before.since, before.due_on)
    assert (second.since, second.due_on) == (None, None)
    assert actions(run) == ["open", "approve", "undo"]
    assert effects.seen == []
    assert Event.objects.filter(action="approval.undone", object_id=str(run.pk)).count() == 1
    approve(run, **VERDICT, actor=hr_clerk.actor)
    approve(run, **VERDICT, actor=district_clerk.actor)
    assert states(run) == ("approved", ["passed", "passed"])


@pytest.mark.parametrize(("verdict", "effect"), [(approve, "approved"), (return_run, "returned"), (reject, "rejected")])
def test_what_followed_is_taken_back(verdict, effect, short, hr_clerk, effects):
    verdict(short, **VERDICT, actor=hr_clerk.actor)

    undo(short, actor=hr_clerk.actor)

    assert states(short) == ("under_way", ["waiting"])
    assert Run.objects.get(pk=short.pk).closed_at is None
    assert effects.seen == [(effect, short.subject_id), ("undone", short.subject_id)]


def test_the_next_step_has_acted(run, hr_clerk, district_clerk):
    approve(run, **VERDICT, actor=hr_clerk.actor)
    approve(run, **VERDICT, actor=district_clerk.actor)

    with pytest.raises(Conflict, match="海测试 agreed"):
        undo(run, actor=hr_clerk.actor)


def test_when_the_next_takes_it_back_the_one_before_may(run, hr_clerk, district_clerk):
    approve(run, **VERDICT, actor=hr_clerk.actor)
    return_run(run, **VERDICT, actor=district_clerk.actor)
    undo(run, actor=district_clerk.actor)

    undo(run, actor=hr_clerk.actor)

    assert states(run) == ("under_way", ["waiting", "later"])


def test_whoever_asked_has_acted(run, hr_clerk, professional):
    return_run(run, **VERDICT, actor=hr_clerk.actor)
    resubmit(run, actor=professional.actor)
    with pytest.raises(Conflict):
        undo(run, actor=hr_clerk.actor)

    return_run(run, **VERDICT, actor=hr_clerk.actor)
    withdraw(run, actor=professional.actor)
    with pytest.raises(Conflict):
        undo(run, actor=hr_clerk.actor)


def test_what_was_amended_after_the_return_is_waited_for(run, hr_clerk):
    return_run(run, **VERDICT, actor=hr_clerk.actor)
    change_subject(run)

    with pytest.raises(Conflict, match="changed since"):
        undo(run, actor=hr_clerk.actor)


def test_a_reminder_is_no_act(run, hr_clerk, professional):
    approve(run, **VERDICT, actor=hr_clerk.actor)
    remind(run, actor=professional.actor)

    undo(run, actor=hr_clerk.actor)

    assert states(run) == ("under_way", ["waiting", "later"])


def test_a_step_that_went_up_by_itself_is_no_act(run, hr_clerk, professional, district_bureau, bureau_clerk):
    MembershipFactory(user=professional.user, organization=district_bureau, role=Role.BUREAU_CLERK)
    approve(run, **VERDICT, actor=hr_clerk.actor)
    assert actions(run)[-1] == "reassign"

    undo(run, actor=hr_clerk.actor)

    assert states(run) == ("under_way", ["waiting", "later"])


def test_what_the_system_passed_after_it_is_taken_back_with_it(open_matter, chain, hr_clerk, effects):
    by_system = ChainStep(by=By.SYSTEM, act=Act.RECHECK, organization=None, term=None)
    run = open_matter(steps=[chain[0], by_system])
    approve(run, **VERDICT, actor=hr_clerk.actor)
    assert states(run) == ("approved", ["passed", "passed"])

    undo(run, actor=hr_clerk.actor)

    assert states(run) == ("under_way", ["waiting", "later"])
    assert [name for name, _subject in effects.seen] == ["approved", "undone"]


def test_ten_minutes_after_the_end_it_stays(short, run, hr_clerk, monkeypatch):
    approve(short, **VERDICT, actor=hr_clerk.actor)
    approve(run, **VERDICT, actor=hr_clerk.actor)
    monkeypatch.setattr(undoing, "WITHIN", datetime.timedelta(0))

    with pytest.raises(Conflict, match="for ten minutes"):
        undo(short, actor=hr_clerk.actor)
    undo(run, actor=hr_clerk.actor)  # it did not end the matter


def test_only_who_decided_and_only_in_that_hat(run, hr_clerk, second_hr_clerk, professional):
    approve(run, **VERDICT, actor=hr_clerk.actor)

    for other in (second_hr_clerk, professional):
        with pytest.raises(PermissionDenied):
            undo(run, actor=other.actor)
    with pytest.raises(PermissionDenied):
        undo_many([run.pk, run.pk + 99], actor=hr_clerk.actor)
    assert states(run) == ("under_way", ["passed", "waiting"])


def test_nothing_was_decided_yet(run, hr_clerk):
    with pytest.raises(PermissionDenied):
        undo(run, actor=hr_clerk.actor)


def test_what_cannot_be_taken_back_stays(short, hr_clerk, procedure):
    procedures.register(replace(procedure, on_undone=None))
    approve(short, **VERDICT, actor=hr_clerk.actor)

    with pytest.raises(Conflict, match="cannot be taken back"):
        undo(short, actor=hr_clerk.actor)


def test_the_subject_may_forbid_it(short, hr_clerk, procedure):
    procedures.register(replace(procedure, why_final=lambda title: "A certificate rests on it"))
    approve(short, **VERDICT, actor=hr_clerk.actor)

    with pytest.raises(Conflict, match="rests on it"):
        undo(short, actor=hr_clerk.actor)


def test_several_are_taken_back_together_or_not_at_all(open_matter, chain, hr_clerk, second_hr_clerk):
    runs = [open_matter(name=str(number), steps=chain[:1]) for number in range(3)]
    seen = {run.pk: FIRST_VERSION for run in runs}
    decide_many(seen, Action.APPROVE, actor=hr_clerk.actor)

    undo_many([run.pk for run in runs], actor=hr_clerk.actor)
    assert {states(run)[0] for run in runs} == {"under_way"}

    decide_many(dict(list(seen.items())[:2]), Action.APPROVE, actor=hr_clerk.actor)
    with pytest.raises(Conflict):
        undo_many([run.pk for run in runs], actor=hr_clerk.actor)
    assert [states(run)[0] for run in runs] == ["approved", "approved", "under_way"]
