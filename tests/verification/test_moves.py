"""The whole table of moves of the year-end: every state × every act × everybody, allowed exactly as it says."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.core.management import call_command
from django.db import transaction

from audit.actors import ANONYMOUS, SYSTEM, Actor
from jobs.services import start_job
from jobs.stages import fail_job
from people.models import Professional
from people.roles import Role
from tests.cast import CastMember, _cast
from tests.factories import BureauFactory
from tests.verification.conftest import YEAR, work_all
from ui.errors import Conflict
from verification.access import CLOCK
from verification.batch import services
from verification.batch.moves import (
    BATCH_MOVES,
    HALTED,
    LIFTED,
    MOVES,
    NOTHING,
    STANDS,
    VOIDED,
    Party,
    moves_as_markdown,
)
from verification.batch.services import BATCH_JOB, TRIAL_JOB
from verification.enums import BatchState, ItemState
from verification.models import BatchItem, BatchRun, Hold, Verification
from verification.services import void_verification
from verification.wording import ACTION_NAMES

STOPPED = "running, its job has ended"
AREA, COUNTY = "4401", "440105"
BUREAU = {"tester", "city_head", "province_head", "administrator", "clock"}
PARTIES = {
    Party.BUREAU: BUREAU,
    Party.SECOND: BUREAU - {"tester"},
    Party.HEAD: {"city_head", "province_head"},
}
Cast = dict[str, Actor]


@pytest.fixture
def everybody(
    city_clerk: CastMember, city_head: CastMember, other_head: CastMember, professional: CastMember,
    hr_clerk: CastMember, auditor: CastMember, administrator: CastMember,
) -> Cast:  # fmt: skip
    province = _cast("省测试", "sheng.test", Role.BUREAU_HEAD, BureauFactory(name="甲省测试人社厅", place="440000"))
    cast = {
        "tester": city_clerk,
        "city_head": city_head,
        "province_head": province,
        "other_head": other_head,
        "professional": professional,
        "hr_clerk": hr_clerk,
        "auditor": auditor,
        "administrator": administrator,
    }
    return {role: member.actor for role, member in cast.items()} | {
        "clock": CLOCK,
        "another_duty_of_the_system": SYSTEM,
        "anonymous": ANONYMOUS,
    }


def run_in(state: str, tester: Actor) -> BatchRun:
    """With one county. Nothing: it is not saved."""
    run = BatchRun(year=YEAR, area=AREA, state=BatchState.RUNNING if state == STOPPED else state)
    if state != NOTHING:
        run.started_by_id = tester.user_id
        run.save()
        kind = BATCH_JOB if run.state == BatchState.RUNNING else TRIAL_JOB
        job = start_job(kind, {"run": run.pk}, actor=tester)
        if state == STOPPED:
            fail_job(job, "stopped")
        run.job, run.trial_job = (job, None) if kind == BATCH_JOB else (None, job)
        run.save()
        BatchItem.objects.create(run=run, area=COUNTY)
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


def wanted(*names: str, state: str, role: str) -> str:
    """By the table: the first of the acts, which one verb does, that begins in the state."""
    moves = [move for move in MOVES if move.act in names]
    if not any(role in PARTIES[move.who] for move in moves):
        return "forbidden"
    return "done" if any(begins_in(move.allowed_from, move.only_if, state) for move in moves) else "too late"


def begins_in(allowed_from: tuple[str, ...], only_if: str, state: str) -> bool:
    if state in (STOPPED, BatchState.RUNNING):
        return BatchState.RUNNING in allowed_from and (state == STOPPED or not only_if)
    return state in allowed_from


BATCH_VERBS: dict[str, tuple[tuple[str, ...], Callable[[BatchRun, Actor], Any]]] = {
    "try_year": (("try",), lambda run, actor: services.try_year(run.year, area=run.area, actor=actor)),
    "confirm_run": (("confirm",), lambda run, actor: services.confirm_run(run, actor=actor)),
    "run_again": (("run_again", "take_up"), lambda run, actor: services.run_again(run, actor=actor)),
    "discard_run": (("discard",), lambda run, actor: services.discard_run(run, actor=actor)),
}


@pytest.mark.parametrize("verb", BATCH_VERBS)
def test_every_role_may_do_with_a_batch_exactly_what_the_table_says(verb: str, everybody: Cast) -> None:
    acts, call = BATCH_VERBS[verb]
    states = [*BatchState, STOPPED, *([NOTHING] if "try" in acts else [])]
    found, expected = {}, {}
    for state in states:
        for role, actor in everybody.items():
            with transaction.atomic():
                run = run_in(state, everybody["tester"])
                found[state, role] = outcome(lambda run=run, actor=actor: call(run, actor))
                expected[state, role] = wanted(*acts, state=state, role=role)
                if found[state, role] == "done":
                    newest = BatchRun.objects.latest("pk")
                    assert newest.state == BATCH_MOVES[acts[0]].to
                    assert newest.items.get().state == ItemState.WAITING
                elif state != NOTHING:
                    assert (run.state, BatchRun.objects.get().state) == (run.state, run.state)
                transaction.set_rollback(True)

    assert found == expected


def test_only_its_own_job_ends_a_batch_and_only_where_the_table_says(everybody: Cast) -> None:
    for state in [*BatchState, STOPPED]:
        for act, is_trial in (("finish_trial", True), ("finish", False)):
            with transaction.atomic():
                run = run_in(state, everybody["tester"])
                own, before = (run.trial_job_id if is_trial else run.job_id), run.state
                for job in (0, own or 0):
                    services.finish(run, job=job, is_trial=is_trial, actor=CLOCK)
                    run.refresh_from_db()
                    ends = job and before in BATCH_MOVES[act].allowed_from
                    assert run.state == (BATCH_MOVES[act].to if ends else before), (state, act)
                transaction.set_rollback(True)


@pytest.mark.parametrize("state", ItemState)
def test_county_is_worked_on_or_held_from_every_state(state: ItemState, everybody: Cast) -> None:
    item = run_in(BatchState.RUNNING, everybody["tester"]).items.get()
    BatchItem.objects.filter(pk=item.pk).update(state=state)
    assert services.work_on(item.pk, is_trial=False, actor=CLOCK).state == ItemState.DONE

    BatchItem.objects.filter(pk=item.pk).update(state=state)
    services.halt(AREA, reason="核查中", actor=everybody["city_head"])
    assert services.work_on(item.pk, is_trial=False, actor=CLOCK).state == ItemState.HELD


def test_every_role_may_halt_and_lift_exactly_as_the_table_says(everybody: Cast) -> None:
    found, expected = {}, {}
    for state in (NOTHING, HALTED, LIFTED):
        for role, actor in everybody.items():
            with transaction.atomic():
                hold = Hold(area=AREA, reason="核查中")
                if state != NOTHING:
                    hold = services.halt(AREA, reason="核查中", actor=CLOCK)
                if state == LIFTED:
                    services.lift(hold, actor=CLOCK)
                verbs = {"halt": lambda actor=actor: services.halt(AREA, reason="再停", actor=actor)}
                if state != NOTHING:
                    verbs["lift"] = lambda hold=hold, actor=actor: services.lift(hold, actor=actor)
                for act, verb in verbs.items():
                    with transaction.atomic():
                        found[state, act, role] = outcome(verb)
                        expected[state, act, role] = wanted(act, state=state, role=role)
                        transaction.set_rollback(True)
                transaction.set_rollback(True)

    assert found == expected


def test_every_role_may_void_exactly_as_the_table_says(
    done: Callable[..., Professional], everybody: Cast, city_head: CastMember
) -> None:
    done()
    services.run_year(YEAR, area=AREA, actor=city_head.actor)
    work_all()
    verification = Verification.objects.get()
    found, expected = {}, {}
    for state in (STANDS, VOIDED):
        if state == VOIDED:
            void_verification(verification, reason="证明系伪造", actor=city_head.actor)
        for role, actor in everybody.items():
            with transaction.atomic():
                found[state, role] = outcome(
                    lambda actor=actor: void_verification(verification, reason="证明系伪造", actor=actor)
                )
                expected[state, role] = wanted("void", state=state, role=role)
                transaction.set_rollback(True)

    assert found == expected


def test_everything_that_is_recorded_has_words_and_every_state_stands_in_the_table() -> None:
    recorded = {move.recorded_as for move in MOVES if move.recorded_as}
    assert recorded <= set(ACTION_NAMES)
    assert {name for name in ACTION_NAMES if name.startswith("batch.")} <= recorded
    assert {move.to for move in MOVES if move.thing == "batch"} == set(BatchState)
    assert {move.to for move in MOVES if move.thing == "county"} == set(ItemState)
    assert len({(move.thing, move.act) for move in MOVES}) == len(MOVES)


def test_the_readme_shows_the_table_as_it_is(capsys: pytest.CaptureFixture[str]) -> None:
    assert moves_as_markdown() in Path(settings.BASE_DIR, "verification", "README.md").read_text()

    call_command("print_batch_moves")
    assert capsys.readouterr().out.strip() == moves_as_markdown()
