"""The year-end batch: tried, confirmed, run by counties, run again, halted."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from decimal import Decimal

import psycopg
import pytest
from django.core.exceptions import PermissionDenied
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection
from django.db.models.functions import Now
from django.test.utils import CaptureQueriesContext

from audit.actors import SYSTEM
from audit.models import Event
from jobs.models import Job, Slice
from jobs.services import cancel_job, start_job
from people.models import Employer, Professional
from records import services as records
from records.enums import RecordState
from records.models import LearningRecord
from tests.cast import CastMember
from tests.factories import EmployerFactory, LearningRecordFactory, ProfessionalFactory
from tests.verification.conftest import LAST_MONTH, YEAR, study, work_all
from ui.errors import Conflict
from verification.batch import kinds, services
from verification.batch.kinds import years_due
from verification.batch.services import confirm_run, discard_run, halt, lift, run_again, run_year, try_year, work_on
from verification.batch.statements import settled_at
from verification.enums import BatchState, ItemState, Kind, Way
from verification.models import BatchItem, BatchRun, Verification

Person = Callable[..., Professional]


def whole_run(actor: CastMember, area: str = "4401") -> BatchRun:
    run = run_year(YEAR, area=area, actor=actor.actor)
    work_all()
    run.refresh_from_db()
    return run


def test_who_meets_every_line_is_verified_with_the_figures_of_that_moment(done: Person, city_head: CastMember) -> None:
    person = done()

    run = whole_run(city_head)

    verification = Verification.objects.get()
    assert run.state == BatchState.DONE
    assert (verification.professional, verification.batch, verification.verified_by) == (person, run, None)
    assert (verification.kind, verification.way, verification.last_year) == (Kind.ANNUAL, Way.AUTOMATIC, YEAR)
    assert (verification.ruleset, verification.place, verification.area) == ("GD-2021", "440105", "440105")
    assert (verification.counted_total, verification.required_total) == (Decimal(90), Decimal(90))
    assert sorted(verification.credits.values()) == ["18", "30", "42"]
    assert Event.objects.filter(action="batch.county_done").count() == 1


def test_dry_run_decides_nothing_and_says_who_would_pass_and_what_the_others_lack(
    done: Person, short: Person, city_head: CastMember, employer: Employer
) -> None:
    done()
    short()
    waiting = short(public=30)
    LearningRecordFactory(
        professional=waiting, state=RecordState.SUBMITTED, ended_on=datetime.date(YEAR, 11, 1), study_year=YEAR
    )
    ProfessionalFactory(employer=employer)

    run = try_year(YEAR, area="4401", actor=city_head.actor)
    work_all()

    run.refresh_from_db()
    item = run.items.get()
    assert run.state == BatchState.TRIED
    assert not Verification.objects.exists()
    assert (item.area, item.people, item.passed, item.passed_before) == ("440105", 4, 1, 0)
    assert (item.short_total, item.short_public, item.short_specialty, item.short_elective) == (2, 0, 2, 1)
    assert (item.waiting, item.without_hours, item.otherwise, item.unruled) == (1, 1, 0, 0)


def test_confirmed_dry_run_is_carried_out(done: Person, city_clerk: CastMember, city_head: CastMember) -> None:
    done()
    run = try_year(YEAR, area="4401", actor=city_clerk.actor)
    work_all()

    with pytest.raises(PermissionDenied, match="Whoever tried it out"):
        confirm_run(run, actor=city_clerk.actor)
    confirm_run(run, actor=city_head.actor)
    work_all()

    run.refresh_from_db()
    assert (run.state, run.confirmed_by) == (BatchState.DONE, city_head.user)
    assert Verification.objects.count() == 1


def test_run_again_decides_nobody_twice_and_passes_who_has_come_to_pass(
    done: Person, short: Person, city_head: CastMember
) -> None:
    done()
    late = short()
    run = whole_run(city_head)

    study(late, specialty=2)
    run_again(run, actor=city_head.actor)
    work_all()

    item = run.items.get()
    assert Verification.objects.count() == 2
    assert (item.passed, item.passed_before) == (1, 1)


def test_hours_recognized_after_the_days_of_grace_pass_nobody_by_themselves(
    short: Person, done: Person, city_head: CastMember
) -> None:
    in_grace = done(recognized_on=datetime.date(YEAR + 1, 1, 31))
    done(recognized_on=datetime.date(YEAR + 1, 2, 1))

    whole_run(city_head)

    assert Verification.objects.get().professional == in_grace


def test_voided_record_before_the_run_is_not_counted(done: Person, city_head: CastMember, auditor: CastMember) -> None:
    person = done()
    records.void_records(
        list(LearningRecord.objects.filter(professional=person, category="elective")),
        actor=auditor.actor,
        reason="班次被取消备案资格",
    )

    whole_run(city_head)

    assert not Verification.objects.exists()


def test_people_of_rule_sets_that_review_are_left_to_their_review(
    city_head: CastMember, administrator: CastMember
) -> None:
    in_xuzhou = ProfessionalFactory(employer=EmployerFactory(place="320311"))
    LearningRecordFactory(
        professional=in_xuzhou,
        recognized=True,
        category="public",
        facts={"hours": "72"},
        ended_on=datetime.date(YEAR, 5, 5),
        recognized_on=LAST_MONTH,
    )
    study(in_xuzhou)

    run = whole_run(administrator, area="")

    item = run.items.get(area="320311")
    assert (item.otherwise, item.passed) == (1, 0)
    assert not Verification.objects.exists()


def test_only_the_counties_asked_for_are_worked_on(done: Person, administrator: CastMember) -> None:
    run = whole_run(administrator, area="")
    done()
    done(employer=EmployerFactory(place="440511"))

    run_again(run, areas=["440511"], actor=administrator.actor)
    work_all()

    assert Verification.objects.get().area == "440511"


def test_halted_area_is_held_and_goes_on_when_it_is_lifted(done: Person, city_head: CastMember) -> None:
    done()
    hold = halt("440105", reason="核查中", actor=city_head.actor)

    run = whole_run(city_head)
    assert run.items.get().state == ItemState.HELD
    assert not Verification.objects.exists()

    lift(hold, actor=city_head.actor)
    run_again(run, areas=["440105"], actor=city_head.actor)
    work_all()
    assert run.items.get().state == ItemState.DONE
    assert Verification.objects.count() == 1


@pytest.mark.parametrize("area", ["", "44", "4401", "440105"])
def test_halt_holds_every_county_below_it(area: str, done: Person, administrator: CastMember) -> None:
    done()
    halt(area, reason="全部暂停", actor=administrator.actor)

    run = whole_run(administrator, area="")

    assert {item.state for item in run.items.all()} == {ItemState.HELD}


def test_batch_is_run_by_the_bureau_of_the_area_and_by_nobody_else(
    city_head: CastMember, other_head: CastMember, hr_clerk: CastMember, auditor: CastMember
) -> None:
    for member in (other_head, hr_clerk, auditor):
        with pytest.raises(PermissionDenied):
            try_year(YEAR, area="4401", actor=member.actor)
    with pytest.raises(PermissionDenied):
        try_year(YEAR, area="44", actor=city_head.actor)
    run = try_year(YEAR, area="4401", actor=city_head.actor)
    assert list(BatchRun.objects.visible_to(city_head.actor)) == [run]
    assert not BatchRun.objects.visible_to(other_head.actor).exists()
    assert not BatchRun.objects.visible_to(hr_clerk.actor).exists()


def test_year_that_has_not_ended_can_only_be_tried(city_head: CastMember) -> None:
    this_year = datetime.date.today().year

    with pytest.raises(Conflict, match="has not ended"):
        run_year(this_year, area="4401", actor=city_head.actor)
    assert try_year(this_year, area="4401", actor=city_head.actor).state == BatchState.DRY


def test_one_batch_of_a_year_and_area_is_open_at_a_time(city_head: CastMember) -> None:
    run = try_year(YEAR, area="4401", actor=city_head.actor)

    with pytest.raises(Conflict, match="open already"):
        try_year(YEAR, area="4401", actor=city_head.actor)
    with pytest.raises(Conflict, match="waits for its confirmation"):
        run_year(YEAR, area="4401", actor=city_head.actor)

    discard_run(run, actor=city_head.actor)
    assert run_year(YEAR, area="4401", actor=city_head.actor).state == BatchState.RUNNING


def test_county_takes_the_same_statements_however_many_people(done: Person, city_head: CastMember) -> None:
    def statements() -> int:
        item = BatchItem.objects.get()
        with CaptureQueriesContext(
            connection,
        ) as queries:
            work_on(item.pk, is_trial=False, actor=city_head.actor)
        return len(queries)

    done()
    run_year(YEAR, area="4401", actor=city_head.actor)
    statements()
    done()
    with_one = statements()
    for _ in range(3):
        done()

    assert statements() == with_one
    assert Verification.objects.count() == 5


def test_county_in_which_nothing_changed_is_not_counted_anew(
    done: Person, city_head: CastMember, monkeypatch: pytest.MonkeyPatch
) -> None:
    done()
    run = whole_run(city_head)
    run.items.update(worked_at=Now())  # within a test all is one transaction, and nothing of it was settled before
    with monkeypatch.context() as patch:
        for name in ("counts_of", "pass_all"):
            patch.setattr(services, name, lambda *args, **options: pytest.fail("counted anew"))
        run_again(run, actor=city_head.actor)
        work_all()

    item = run.items.get()
    assert (item.state, item.people, item.passed, item.passed_before) == (ItemState.DONE, 1, 0, 1)

    late = done()
    run_again(run, actor=city_head.actor)
    work_all()
    assert Verification.objects.filter(professional=late).exists()


def test_county_is_asked_anew_when_other_days_or_rule_sets_decide(done: Person, city_head: CastMember) -> None:
    person = done(recognized_on=datetime.date(YEAR + 1, 2, 1))
    run = whole_run(city_head)
    run.items.update(worked_at=Now())
    records_changed_unseen = LearningRecord.objects.filter(professional=person).update(recognized_on=LAST_MONTH)
    assert records_changed_unseen == 3

    run.items.update(asked="other days")
    run_again(run, actor=city_head.actor)
    work_all()

    assert Verification.objects.get().professional == person


def test_what_is_settled_is_older_than_any_transaction_under_way(
    connect: Callable[[], psycopg.Connection],
) -> None:
    with connect() as slow, slow.cursor() as cursor:
        cursor.execute("SELECT now()")
        (begun,) = cursor.fetchone() or (None,)
        assert settled_at() == begun
    assert settled_at() > begun


def test_batch_whose_job_was_stopped_is_taken_up_again(
    done: Person, city_head: CastMember, other_head: CastMember, administrator: CastMember
) -> None:
    done()
    done(employer=EmployerFactory(place="440106"))
    run = run_year(YEAR, area="4401", actor=city_head.actor)
    with pytest.raises(Conflict, match="Under way"):
        run_again(run, actor=city_head.actor)
    first = run.items.order_by("area")[0]
    work_on(first.pk, is_trial=False, actor=city_head.actor)
    cancel_job(Job.objects.get(pk=run.job_id), actor=administrator.actor)
    work_all()
    assert Verification.objects.count() == 1

    taken_up = run_year(YEAR, area="4401", actor=city_head.actor)
    work_all()

    run.refresh_from_db()
    assert (taken_up, run.state) == (run, BatchState.DONE)
    assert Verification.objects.count() == 2
    assert Job.objects.get(pk=run.job_id).params["areas"] == ["440106"]
    assert Event.objects.filter(action="batch.taken_up").count() == 1


def test_command_tries_then_does_and_reports_by_county(done: Person, short: Person, capsys) -> None:
    done()
    short()

    call_command("year_end", str(YEAR), "--dry-run")
    tried = capsys.readouterr().out
    run = BatchRun.objects.get()
    call_command("year_end", str(YEAR), "--confirm", str(run.pk))
    told = capsys.readouterr().out

    assert "2 people: 1 would pass" in tried
    assert f"--confirm {run.pk}" in tried
    assert "1 of 2 (before 0; short: total 1, specialty 1; waiting 0; without hours 0)" in told
    assert "2 people: 1 passed" in told


def test_command_says_what_is_wrong(city_head: CastMember) -> None:
    with pytest.raises(CommandError, match="has not ended"):
        call_command("year_end", str(datetime.date.today().year + 1))
    with pytest.raises(CommandError, match="no batch 99"):
        call_command("year_end", str(YEAR), "--confirm", "99")


def test_worker_that_dies_in_a_county_leaves_it_undone_and_the_next_does_it_once(
    done: Person, city_head: CastMember, monkeypatch: pytest.MonkeyPatch
) -> None:
    done()
    run = run_year(YEAR, area="4401", actor=city_head.actor)
    real = services.pass_all
    fails = iter([True, False])

    def dies_after_the_statement(*args: object, **options: object) -> int:
        passed = real(*args, **options)  # type: ignore[arg-type]
        if next(fails, False):
            raise ConnectionError("the worker was killed")
        return passed

    monkeypatch.setattr(services, "pass_all", dies_after_the_statement)
    work_all()
    assert not Verification.objects.exists()

    Slice.objects.update(available_at=Now())
    work_all()

    run.refresh_from_db()
    assert Verification.objects.count() == 1
    assert run.state == BatchState.DONE


@pytest.mark.parametrize(
    ("today", "due"),
    [
        (datetime.date(2026, 12, 30), []),
        (datetime.date(2026, 12, 31), [2026]),
        (datetime.date(2027, 1, 1), [2026]),
        (datetime.date(2027, 1, 31), [2026]),
        (datetime.date(2027, 2, 1), []),
    ],
)
def test_clock_starts_the_batch_of_a_year_that_has_ended_once(
    today: datetime.date, due: list[int], administrator: CastMember
) -> None:
    assert years_due(today) == due

    BatchRun.objects.create(year=2026, state=BatchState.DONE)
    assert years_due(today) == []


def test_schedule_has_the_batch_started_by_the_system(done: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    done()
    monkeypatch.setattr(kinds, "database_day", lambda: datetime.date(YEAR, 12, 31))
    start_job("year_end_clock", {}, actor=SYSTEM)

    work_all()

    run = BatchRun.objects.get()
    assert (run.year, run.area, run.state, run.started_by) == (YEAR, "", BatchState.DONE, None)
    assert Verification.objects.count() == 1
