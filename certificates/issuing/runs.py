"""To everybody of a bureau: a dry run, the confirmation of a second person, the job; taken up again where it died."""

from __future__ import annotations

from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.db.models import F
from django.db.models.functions import Now
from django.utils.translation import gettext as _

from approvals.matters import database_day
from audit.actors import Actor
from audit.services import record
from certificates.access import may_issue_for
from certificates.enums import RunState
from certificates.issuing import services
from certificates.issuing.moves import RUN_MOVES
from certificates.issuing.statements import Issued
from certificates.models import IssueRun, Series
from certificates.numbers import issuer_code
from jobs.services import start_job
from people.models import Bureau
from ui.errors import Conflict

ISSUE_JOB = "certificate_issue"


@dataclass(frozen=True)
class SeriesRoom:
    """What is left of the numbers of a bureau for a year."""

    series: Series
    wanted: int

    @property
    def fits(self) -> bool:
        return self.wanted <= self.series.left

    @property
    def will_be_nearly_full(self) -> bool:
        """Said while something can still be done about it."""
        return Series(last=self.series.last + self.wanted).is_nearly_full

    @property
    def share(self) -> float:
        return self.series.last / (self.series.last + self.series.left)


def series_room(issuer: Bureau, year: int, *, wanted: int = 0) -> SeriesRoom:
    code = issuer_code(issuer, database_day())
    known = Series.objects.filter(issuer_code=code, study_year=year).first()
    return SeriesRoom(known or Series(issuer_code=code, study_year=year), wanted)


@transaction.atomic
def try_issue(issuer: Bureau, year: int, *, actor: Actor) -> IssueRun:
    """To how many would be issued, and how many wait for their employer. Nothing is numbered by it.

    Side effects, in order: the run; audit.
    """
    _require(actor, issuer)
    ready, unconfirmed = services.waiting_at(issuer, year, left_out=_hands(actor.user_id))
    try:
        with transaction.atomic():
            run = IssueRun.objects.create(
                issuer=issuer, study_year=year, expected=ready, unconfirmed=unconfirmed, started_by_id=actor.user_id
            )
    except IntegrityError as error:
        raise Conflict(_("An issue of this bureau and year is open already. Its page shows how it stands.")) from error
    told = {"issuer": issuer.name, "year": year, "expected": ready, "unconfirmed": unconfirmed}
    record("issue_run.started", run, actor=actor, after=told)
    return run


@transaction.atomic
def confirm_issue(run: IssueRun, *, actor: Actor) -> IssueRun:
    """What the dry run showed is to be done. Side effects, in order: state; audit; its job is queued."""
    locked = _locked(run, actor)
    if not is_second_person(actor, locked):
        raise PermissionDenied(_("Whoever tried it out does not confirm it: a colleague or the body above does."))
    _move(locked, "confirm", actor=actor)
    ready, _unconfirmed = services.waiting_at(
        locked.issuer, locked.study_year, left_out=_hands(locked.started_by_id, actor.user_id)
    )
    room = series_room(locked.issuer, locked.study_year, wanted=ready)
    if not room.fits:
        raise Conflict(full_words(room))
    IssueRun.objects.filter(pk=locked.pk).update(confirmed_by=actor.user_id, confirmed_at=Now())
    return _start(locked, actor=actor)


@transaction.atomic
def take_up_issue(run: IssueRun, *, actor: Actor) -> IssueRun:
    """Its job failed or was stopped: another one does what is left. Side effects: as `confirm_issue`."""
    locked = _locked(run, actor)
    if locked.state == RunState.RUNNING and not is_stuck(locked):
        raise Conflict(_("It is under way. It can be taken up again once its job has ended."))
    _move(locked, "take_up", actor=actor)
    return _start(locked, actor=actor)


@transaction.atomic
def close_issue(run: IssueRun, *, actor: Actor) -> None:
    """It is left as far as it came. What was issued stands; who got nothing stands on the desk."""
    locked = _locked(run, actor)
    if locked.state == RunState.RUNNING and not is_stuck(locked):
        raise Conflict(_("It is under way. It can be closed once its job has ended."))
    _move(locked, "close", actor=actor)
    IssueRun.objects.filter(pk=locked.pk).update(finished_at=Now())


@transaction.atomic
def discard_issue(run: IssueRun, *, actor: Actor) -> None:
    _move(_locked(run, actor), "discard", actor=actor)


# What the job does


def left_of(run: IssueRun) -> int:
    return services.waiting_at(run.issuer, run.study_year, left_out=hands_of(run))[0]


def work_on(run_number: int, *, limit: int, actor: Actor) -> Issued:
    """The next lot, in the transaction of its step. Side effects: as `issue_certificates`; the count of the run."""
    run = IssueRun.objects.select_related("issuer").get(pk=run_number)
    issued = services.issue_lot(run.issuer, run.study_year, run=run, limit=limit, actor=actor)
    IssueRun.objects.filter(pk=run.pk).update(issued=F("issued") + issued.count)
    return issued


@transaction.atomic
def finish_issue(run_number: int, *, job: int, actor: Actor) -> None:
    locked = IssueRun.objects.locked().get(pk=run_number)
    # Finished before, by a worker that fell silent afterwards; or taken up by another job since.
    if locked.state != RunState.RUNNING or job != locked.job_id:
        return
    _move(locked, "finish", actor=actor)
    IssueRun.objects.filter(pk=locked.pk).update(finished_at=Now())


# What they share


def is_second_person(actor: Actor, run: IssueRun) -> bool:
    return actor.user_id is not None and run.started_by_id != actor.user_id


def is_stuck(run: IssueRun) -> bool:
    """Nobody works on it any more: its job failed, or somebody stopped it."""
    return run.state == RunState.RUNNING and (run.job is None or run.job.is_final)


def hands_of(run: IssueRun) -> tuple[int, ...]:
    """Nobody issues their own: the certificates of the two who sign are left to a colleague."""
    return _hands(run.started_by_id, run.confirmed_by_id)


def full_words(room: SeriesRoom) -> str:
    return _(
        "The numbers of %(code)s for %(year)s do not last: %(left)s are left, %(wanted)s are needed. Nothing was"
        " issued; ask the body above."
    ) % {
        "code": room.series.issuer_code,
        "year": room.series.study_year,
        "left": f"{room.series.left:,}",
        "wanted": f"{room.wanted:,}",
    }


def _hands(*users: int | None) -> tuple[int, ...]:
    return tuple(each for each in users if each is not None)


def _locked(run: IssueRun, actor: Actor) -> IssueRun:
    locked = IssueRun.objects.locked().select_related("issuer", "job").get(pk=run.pk)
    _require(actor, locked.issuer)
    return locked


def _start(run: IssueRun, *, actor: Actor) -> IssueRun:
    run.job = start_job(ISSUE_JOB, {"run": run.pk}, actor=actor)
    run.save(update_fields=["job"])
    return run


def _move(run: IssueRun, action: str, *, actor: Actor) -> None:
    rule = RUN_MOVES[action]
    if run.state not in rule.allowed_from:
        raise Conflict(_("This issue is “%(state)s” by now.") % {"state": run.get_state_display()})
    before = str(run.state)
    run.state = rule.to
    run.save(update_fields=["state"])
    told = {"state": str(run.state), "issued": run.issued} if rule.to == RunState.DONE else {"state": str(run.state)}
    record(rule.recorded_as, run, actor=actor, before={"state": before}, after=told)


def _require(actor: Actor, issuer: Bureau) -> None:
    if not may_issue_for(actor, issuer.area):
        raise PermissionDenied(_("Certificates are issued by the bureau that answers for the employer."))
