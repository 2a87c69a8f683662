"""The table of moves: every state × every act × everybody, allowed exactly as it says."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.core.management import call_command
from django.db import transaction

from audit.actors import ANONYMOUS, Actor
from certificates.enums import RunState
from certificates.issuing import runs
from certificates.issuing.moves import MOVES, NOTHING, RUN_MOVES, Party, moves_as_markdown
from certificates.models import IssueRun
from certificates.wording import ACTION_NAMES
from jobs.services import start_job
from jobs.stages import fail_job
from people.roles import Role
from tests.cast import CastMember, _cast
from tests.certificates.conftest import YEAR
from tests.factories import BureauFactory
from ui.errors import Conflict

pytestmark = pytest.mark.django_db
STOPPED = "running, its job has ended"
BUREAU = {"tester", "district_head", "city_head"}
PARTIES = {Party.BUREAU: BUREAU, Party.SECOND: BUREAU - {"tester"}}
Cast = dict[str, Actor]
Verb = Callable[[IssueRun, Actor], Any]
VERBS: dict[str, Verb] = {
    "try": lambda run, actor: runs.try_issue(run.issuer, run.study_year, actor=actor),
    "confirm": lambda run, actor: runs.confirm_issue(run, actor=actor),
    "take_up": lambda run, actor: runs.take_up_issue(run, actor=actor),
    "close": lambda run, actor: runs.close_issue(run, actor=actor),
    "discard": lambda run, actor: runs.discard_issue(run, actor=actor),
}


@pytest.fixture
def everybody(
    district_clerk: CastMember, district_head: CastMember, other_bureau_clerk: CastMember, professional: CastMember,
    hr_clerk: CastMember, auditor: CastMember, administrator: CastMember,
) -> Cast:  # fmt: skip
    city = _cast("郭测试", "guo.test", Role.BUREAU_HEAD, BureauFactory(name="甲市测试人社局", place="440100"))
    cast = {
        "tester": district_clerk,
        "district_head": district_head,
        "city_head": city,
        "other_clerk": other_bureau_clerk,
        "professional": professional,
        "hr_clerk": hr_clerk,
        "auditor": auditor,
        "administrator": administrator,
    }
    return {role: member.actor for role, member in cast.items()} | {"anonymous": ANONYMOUS}


def run_in(state: str, district: CastMember, tester: Actor) -> IssueRun:
    """Nothing: it is not saved."""
    bureau = district.membership.organization.bureau
    run = IssueRun(issuer=bureau, study_year=YEAR, state=RunState.RUNNING if state == STOPPED else state, expected=0)
    if state == NOTHING:
        return run
    run.started_by_id = tester.user_id
    run.save()
    if run.state == RunState.RUNNING:
        run.job = start_job(runs.ISSUE_JOB, {"run": run.pk}, actor=tester)
        run.save()
        if state == STOPPED:
            fail_job(run.job, "stopped")
    return run


def outcome(act: Callable[[], Any]) -> str:
    try:
        with transaction.atomic():
            act()
    except PermissionDenied:
        return "forbidden"
    except Conflict:
        return "too late"
    return "done"


def wanted(act: str, *, state: str, role: str) -> str:
    move = RUN_MOVES[act]
    if role not in PARTIES[move.who]:
        return "forbidden"
    if state in (STOPPED, RunState.RUNNING):
        begins = RunState.RUNNING in move.allowed_from and state == STOPPED
    else:
        begins = state in move.allowed_from
    return "done" if begins else "too late"


@pytest.mark.parametrize("act", VERBS)
def test_every_role_may_do_with_an_issue_exactly_what_the_table_says(
    act: str, everybody: Cast, district_head: CastMember
) -> None:
    found, expected = {}, {}
    for state in [*RunState, STOPPED, *([NOTHING] if act == "try" else [])]:
        for role, actor in everybody.items():
            with transaction.atomic():
                run = run_in(state, district_head, everybody["tester"])
                found[state, role] = outcome(lambda run=run, actor=actor: VERBS[act](run, actor))
                expected[state, role] = wanted(act, state=state, role=role)
                if found[state, role] == "done":
                    assert IssueRun.objects.latest("pk").state == RUN_MOVES[act].to
                elif state != NOTHING:
                    assert IssueRun.objects.get().state == run.state
                transaction.set_rollback(True)

    assert found == expected


def test_only_its_own_job_ends_an_issue(everybody: Cast, district_head: CastMember) -> None:
    for state in [*RunState, STOPPED]:
        with transaction.atomic():
            run = run_in(state, district_head, everybody["tester"])
            before = run.state
            for job in (0, run.job_id or 0):
                runs.finish_issue(run.pk, job=job, actor=everybody["tester"])
                run.refresh_from_db()
                assert run.state == (RunState.DONE if job and before == RunState.RUNNING else before)
            transaction.set_rollback(True)


def test_everything_that_is_recorded_has_words_and_every_state_stands_in_the_table() -> None:
    recorded = {move.recorded_as for move in MOVES}
    assert recorded <= set(ACTION_NAMES)
    assert {name for name in ACTION_NAMES if name.startswith("issue_run.")} <= recorded
    assert {move.to for move in MOVES if move.thing == "issue"} == set(RunState)
    assert len({(move.thing, move.act) for move in MOVES}) == len(MOVES)


def test_the_readme_shows_the_table_as_it_is(capsys: pytest.CaptureFixture[str]) -> None:
    assert moves_as_markdown() in Path(settings.BASE_DIR, "certificates", "README.md").read_text()

    call_command("print_certificate_moves")
    assert capsys.readouterr().out.strip() == moves_as_markdown()
