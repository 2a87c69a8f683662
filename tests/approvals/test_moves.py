"""The whole table of moves: every state × every action × everybody, allowed exactly as it says."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.core.management import call_command

from approvals import services
from approvals.clock import sound_alarms
from approvals.enums import MOVES, Action, Party, RunState, StepState, move_for
from approvals.matters import lock_matters
from approvals.models import Run, Step
from approvals.moves_table import moves_as_markdown
from approvals.services import approve, reject, return_run, withdraw
from approvals.undoing import undo
from approvals.wording import ACTION_NAMES
from audit.actors import ANONYMOUS, SYSTEM, Actor
from people.roles import Role
from tests.approvals.conftest import FIRST_VERSION
from tests.cast import CastMember, _cast
from tests.factories import BureauFactory
from ui.errors import Conflict

ROLES = (
    "professional",
    "hr_clerk",
    "hr_head",
    "other_hr_clerk",
    "district_clerk",
    "superior",
    "authority_reviewer",
    "institution_clerk",
    "bureau_clerk",
    "auditor",
    "administrator",
    "clock",
    "anonymous",
)
# In which relation each of them stands to a run that the professional opened and that lies with her employer.
PARTIES = {
    "professional": {Party.REQUESTER, Party.PERSON},
    "hr_clerk": {Party.BODY},
    "hr_head": {Party.BODY},
    "superior": {Party.SUPERIOR},
    "clock": {Party.CLOCK},
}
# The clerk who brought a run into one of these states decided last.
DECIDED = (RunState.RETURNED, RunState.REJECTED, RunState.APPROVED)
PLAYED = [action for action in Action if action != Action.OPEN]


@pytest.fixture
def superior_bureau(db):
    return BureauFactory(name="甲省测试人社厅", place="440000")


@pytest.fixture
def everybody(
    professional, hr_clerk, hr_head, other_hr_clerk, district_clerk, bureau_clerk, auditor, administrator,
    superior_bureau, district_bureau,
) -> dict[str, Actor]:  # fmt: skip
    cast: dict[str, CastMember] = {
        "professional": professional,
        "hr_clerk": hr_clerk,
        "hr_head": hr_head,
        "other_hr_clerk": other_hr_clerk,
        "district_clerk": district_clerk,
        "bureau_clerk": bureau_clerk,
        "auditor": auditor,
        "administrator": administrator,
        "superior": _cast("省测试", "sheng.test", Role.BUREAU_HEAD, superior_bureau),
        "authority_reviewer": _cast("方测试", "fang.test", Role.AUTHORITY_REVIEWER, None),
        "institution_clerk": _cast("许测试", "xu.test", Role.INSTITUTION_CLERK, None),
    }
    return {name: member.actor for name, member in cast.items()} | {"clock": SYSTEM, "anonymous": ANONYMOUS}


def bring_to(state: RunState, run: Run, everybody: dict[str, Actor]) -> None:
    clerk, person = everybody["hr_clerk"], everybody["professional"]
    {
        RunState.UNDER_WAY: lambda: None,
        RunState.RETURNED: lambda: return_run(run, version=FIRST_VERSION, actor=clerk, comment="?"),
        RunState.REJECTED: lambda: reject(run, version=FIRST_VERSION, actor=clerk, comment="no"),
        RunState.WITHDRAWN: lambda: withdraw(run, actor=person),
        RunState.APPROVED: lambda: approve(run, version=FIRST_VERSION, actor=clerk),
    }[state]()


def act_of(action: Action, run: Run, actor: Actor) -> Callable[[], Any]:
    verdict = {"version": FIRST_VERSION, "actor": actor, "comment": "words"}
    return {
        Action.APPROVE: lambda: services.approve(run, **verdict),
        Action.RETURN: lambda: services.return_run(run, **verdict),
        Action.REJECT: lambda: services.reject(run, **verdict),
        Action.WITHDRAW: lambda: services.withdraw(run, actor=actor),
        Action.RESUBMIT: lambda: services.resubmit(run, actor=actor),
        Action.REMIND: lambda: services.remind(run, actor=actor),
        Action.UNDO: lambda: undo(run, actor=actor),
        Action.REASSIGN: lambda: services.take_over(run, actor=actor),
        Action.ESCALATE: lambda: services.require(lock_matters([run.pk])[0], Action.ESCALATE, actor),
    }[action]


def outcome(act: Callable[[], Any]) -> str:
    try:
        act()
    except PermissionDenied:
        return "forbidden"
    except Conflict:
        return "too late"
    return "done"


def expected(state: RunState, action: Action, role: str) -> str:
    move = move_for(action, is_last_step=True)
    parties = PARTIES.get(role, set()) | ({Party.DECIDER} if role == "hr_clerk" and state in DECIDED else set())
    if parties.isdisjoint(move.who):
        return "forbidden"
    return "done" if state in move.allowed_from else "too late"


@pytest.mark.parametrize("state", RunState)
@pytest.mark.parametrize("action", PLAYED)
def test_every_role_may_exactly_what_the_table_says(state, action, open_matter, everybody, chain, superior_bureau):
    found, wanted = {}, {}
    for role in ROLES:
        run = open_matter(steps=chain[:1], name=f"{state} {action} {role}")
        bring_to(state, run, everybody)
        Step.objects.filter(run=run).update(escalated_to=superior_bureau)
        found[role] = outcome(act_of(action, run, everybody[role]))
        wanted[role] = expected(state, action, role)
        after = Run.objects.get(pk=run.pk).state
        move = move_for(action, is_last_step=True)
        assert after == (move.to or state if found[role] == "done" else state)

    assert found == wanted


def test_every_action_state_and_audit_name_stands_in_the_table():
    assert {move.action for move in MOVES} == set(Action)
    assert {move.to for move in MOVES if move.to} == set(RunState)
    assert {move.step_to for move in MOVES if move.step_to} == set(StepState) - {StepState.LATER}
    assert len({(move.action, move.is_last_step) for move in MOVES}) == len(MOVES)
    assert len({move.recorded_as for move in MOVES}) == len(MOVES)


def test_what_is_recorded_has_words():
    assert {move.recorded_as for move in MOVES} == set(ACTION_NAMES)


def test_the_readme_shows_the_table_as_it_is():
    readme = Path(settings.BASE_DIR, "approvals", "README.md").read_text()

    assert moves_as_markdown() in readme


def test_the_table_can_be_printed(capsys):
    call_command("print_moves")

    assert capsys.readouterr().out.strip() == moves_as_markdown()


def test_the_clock_leaves_a_decided_matter_alone(open_matter, everybody, chain):
    run = open_matter(steps=chain[:1])
    bring_to(RunState.APPROVED, run, everybody)
    step = run.steps.get()

    assert sound_alarms([run.pk], on=step.due_on.replace(year=step.due_on.year + 1)) == 0
