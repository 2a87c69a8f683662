"""The year-end batch: a dry run, its confirmation, the run by counties; again, alone, held and resumed."""

from __future__ import annotations

import datetime
import time
from collections.abc import Collection

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.db.models.functions import Now
from django.utils.translation import gettext as _

from approvals.matters import database_day
from audit.actors import Actor
from audit.services import record
from jobs.models import Job
from jobs.services import start_job
from ui.errors import Conflict
from verification.access import may_run_batch
from verification.batch.moves import BATCH_MOVES
from verification.batch.statements import (
    Question,
    areas_with_people,
    count_passing,
    counts_of,
    has_changed,
    pass_all,
    settled_at,
)
from verification.enums import BatchState, ItemState
from verification.models import BatchItem, BatchRun, Hold

TRIAL_JOB, BATCH_JOB = "year_end_trial", "year_end"
COUNTED = (
    *("people", "passed_before", "passed", "waiting", "without_hours", "otherwise", "unruled"),
    *("short_total", "short_public", "short_specialty", "short_mandatory", "short_elective"),
)


@transaction.atomic
def try_year(year: int, *, area: str = "", actor: Actor) -> BatchRun:
    """A dry run: per county, who would pass and what the others lack. Nothing is decided by it.

    Side effects, in order: the run with its counties; audit; its job is queued.
    """
    _require(actor, area)
    run = _new_run(year, area, BatchState.DRY, actor)
    record("batch.started", run, actor=actor, after={"year": year, "area": area})
    run.trial_job = start_job(TRIAL_JOB, {"run": run.pk}, actor=actor)
    run.save(update_fields=["trial_job"])
    return run


@transaction.atomic
def confirm_run(run: BatchRun, *, actor: Actor) -> BatchRun:
    """What the dry run showed is to be done. Side effects, in order: state; audit; its job is queued."""
    _require(actor, run.area)
    locked = BatchRun.objects.locked().get(pk=run.pk)
    if not is_second_person(actor, locked):
        raise PermissionDenied(_("Whoever tried it out does not confirm it: a colleague or the body above does."))
    _require_ended(locked.year)
    _move(locked, "confirm", actor=actor)
    BatchRun.objects.filter(pk=locked.pk).update(confirmed_by=actor.user_id, confirmed_at=Now())
    return _start(locked, actor=actor)


@transaction.atomic
def run_year(year: int, *, area: str = "", actor: Actor) -> BatchRun:
    """Without a dry run, for the clock of December 31 and for the command: what was run for the same year and area
    before is run again."""
    _require(actor, area)
    _require_ended(year)
    known = BatchRun.objects.locked().filter(year=year, area=area).exclude(state=BatchState.DISCARDED).first()
    if known is None:
        run = _new_run(year, area, BatchState.RUNNING, actor)
        record("batch.started", run, actor=actor, after={"year": year, "area": area})
        return _start(run, actor=actor)
    if known.state == BatchState.RUNNING and not is_stuck(known):
        return known
    if known.state in (BatchState.DRY, BatchState.TRIED):
        raise Conflict(_("A dry run of this year waits for its confirmation. Confirm or discard it first."))
    return run_again(known, actor=actor)


@transaction.atomic
def run_again(run: BatchRun, *, areas: Collection[str] = (), actor: Actor) -> BatchRun:
    """All counties, or some alone: whoever has come to pass since does now, and nobody is decided twice. Where the job
    failed or was stopped, what it left."""
    _require(actor, run.area)
    locked = BatchRun.objects.locked().get(pk=run.pk)
    takes_up = is_stuck(locked)
    _move(locked, "take_up" if takes_up else "run_again", actor=actor)
    _enter_counties(locked)
    if takes_up and not areas:
        areas = list(locked.items.exclude(state=ItemState.DONE).values_list("area", flat=True))
    return _start(locked, areas=areas, actor=actor)


@transaction.atomic
def discard_run(run: BatchRun, *, actor: Actor) -> None:
    _require(actor, run.area)
    _move(BatchRun.objects.locked().get(pk=run.pk), "discard", actor=actor)


# The halt switch


@transaction.atomic
def halt(area: str, *, reason: str, actor: Actor) -> Hold:
    """From now on no county of the area is worked on. What is under way ends; nothing half done is left."""
    _require(actor, area)
    try:
        with transaction.atomic():
            hold = Hold.objects.create(area=area, reason=reason, set_by_id=actor.user_id)
    except IntegrityError as error:
        raise Conflict(_("It is halted already.")) from error
    record("batch.halted", hold, actor=actor, after={"area": area}, reason=reason)
    return hold


@transaction.atomic
def lift(hold: Hold, *, actor: Actor) -> None:
    _require(actor, hold.area)
    lifted = Hold.objects.filter(pk=hold.pk, lifted_at=None).update(lifted_at=Now(), lifted_by=actor.user_id)
    if not lifted:
        raise Conflict(_("It was lifted already."))
    record("batch.halt_lifted", hold, actor=actor, after={"area": hold.area})


# What the jobs do with a county


def work_on(item_number: int, *, is_trial: bool, actor: Actor) -> BatchItem:
    """One county, in the transaction of its step. Side effects, in order: verifications; its figures; audit."""
    began = time.monotonic()
    item = BatchItem.objects.select_for_update(of=("self",)).select_related("run").get(pk=item_number)
    if not is_trial and Hold.objects.over(item.area).exists():
        item.state = ItemState.HELD
        item.save(update_fields=["state"])
        return item
    question = Question(item.run.year, database_day(), area=item.area)
    if _stands_as_it_was(item, question):
        item.passed_before, item.passed = item.passed_before + item.passed, 0
    else:
        item.worked_at, item.asked = settled_at(), question.digest
        figures = counts_of(question)
        figures["passed"] = count_passing(question) if is_trial else pass_all(question, batch=item.run_id)
        for name in COUNTED:
            setattr(item, name, figures[name])
    if not is_trial:
        item.state = ItemState.DONE
    item.seconds = time.monotonic() - began
    item.save()
    if not is_trial:
        record("batch.county_done", item, actor=actor, after={name: getattr(item, name) for name in COUNTED})
    return item


def _stands_as_it_was(item: BatchItem, question: Question) -> bool:
    """An earlier run, a dry one aside, has asked the same of the same ledgers: nobody can have come to pass since."""
    if item.run.finished_at is None or item.worked_at is None or item.asked != question.digest:
        return False
    return not has_changed(question, since=item.worked_at)


@transaction.atomic
def finish(run: BatchRun, *, job: int, is_trial: bool, actor: Actor) -> None:
    locked = BatchRun.objects.locked().get(pk=run.pk)
    expected = BatchState.DRY if is_trial else BatchState.RUNNING
    if locked.state != expected:  # finished before, by a worker that fell silent afterwards, or discarded
        return
    if job != (locked.trial_job_id if is_trial else locked.job_id):  # taken up by another job since
        return
    _move(locked, "finish_trial" if is_trial else "finish", actor=actor)
    if not is_trial:
        BatchRun.objects.filter(pk=locked.pk).update(finished_at=Now())


# What they share


def is_second_person(actor: Actor, run: BatchRun) -> bool:
    """Two hands: the dry run of a person is confirmed by another one. That of the command has no person behind it."""
    return run.started_by_id is None or run.started_by_id != actor.user_id


def is_stuck(run: BatchRun) -> bool:
    """Nobody works on it any more: its job failed, or somebody stopped it."""
    job = job_of(run)
    return run.state in (BatchState.DRY, BatchState.RUNNING) and (job is None or job.is_final)


def _new_run(year: int, area: str, state: BatchState, actor: Actor) -> BatchRun:
    try:
        with transaction.atomic():
            run = BatchRun.objects.create(year=year, area=area, state=state, started_by_id=actor.user_id)
    except IntegrityError as error:
        raise Conflict(_("A batch of this year is open already. Its page shows how it stands.")) from error
    _enter_counties(run)
    return run


def _enter_counties(run: BatchRun) -> None:
    items = [BatchItem(run=run, area=area) for area in areas_with_people(run.year, run.area)]
    BatchItem.objects.bulk_create(items, ignore_conflicts=True)


def _start(run: BatchRun, *, areas: Collection[str] = (), actor: Actor) -> BatchRun:
    items = run.items.filter(area__in=areas) if areas else run.items.all()
    items.update(state=ItemState.WAITING)
    run.job = start_job(BATCH_JOB, {"run": run.pk, "areas": sorted(areas)}, actor=actor)
    run.save(update_fields=["job"])
    return run


def _move(run: BatchRun, action: str, *, actor: Actor) -> None:
    rule = BATCH_MOVES[action]
    if run.state not in rule.allowed_from:
        raise Conflict(_("This batch is “%(state)s” by now.") % {"state": run.get_state_display()})
    before = str(run.state)
    run.state = rule.to
    run.save(update_fields=["state"])
    record(rule.recorded_as, run, actor=actor, before={"state": before}, after={"state": str(run.state)})


def _require(actor: Actor, area: str) -> None:
    if not may_run_batch(actor, area):
        raise PermissionDenied(_("The year-end batch of an area is run by its bureau."))


def _require_ended(year: int, today: datetime.date | None = None) -> None:
    """The pass is given on December 31 (D-5); before that day a dry run shows how it stands."""
    if (today or database_day()) < datetime.date(year, 12, 31):
        raise Conflict(_("%(year)s has not ended. A dry run shows how it stands.") % {"year": year})


def job_of(run: BatchRun) -> Job | None:
    return run.job or run.trial_job
