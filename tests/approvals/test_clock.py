from __future__ import annotations

import datetime

import pytest
from django.utils import timezone

from approvals.clock import alarm_on, sound_alarms, steps_to_alarm
from approvals.enums import Action, Alarm
from approvals.models import Run, Step
from approvals.services import approve
from audit.actors import SYSTEM
from audit.models import Event
from jobs.models import Job
from jobs.services import start_job
from policies import workdays
from tests.approvals.conftest import FIRST_VERSION
from tests.jobs.conftest import work_until_idle

FRIDAY = datetime.date(2026, 11, 20)
CALENDAR = workdays.calendar()


@pytest.mark.parametrize(
    ("on", "alarm"),
    [
        ("2026-11-18", Alarm.NONE),
        ("2026-11-19", Alarm.DUE_SOON),  # the next working day is the last
        ("2026-11-20", Alarm.DUE_SOON),
        ("2026-11-21", Alarm.OVERDUE),
        ("2026-11-24", Alarm.OVERDUE),  # Tuesday, the second working day after
        ("2026-11-25", Alarm.HEAD_TOLD),
        ("2026-11-27", Alarm.HEAD_TOLD),  # Friday, the fifth
        ("2026-11-28", Alarm.SUPERIOR_TOLD),
    ],
)
def test_the_clock_counts_working_days(on, alarm):
    assert alarm_on(FRIDAY, datetime.date.fromisoformat(on), CALENDAR) == alarm


def test_the_clock_does_not_count_holidays():
    before_national_day = datetime.date(2026, 9, 30)

    assert alarm_on(before_national_day, datetime.date(2026, 10, 7), CALENDAR) == Alarm.OVERDUE


@pytest.fixture
def due(run) -> datetime.date:
    Step.objects.filter(run=run, position=1).update(due_on=FRIDAY)
    return FRIDAY


def days_after(day: datetime.date, count: int) -> datetime.date:
    return day + datetime.timedelta(days=count)


def ring(on: datetime.date) -> int:
    return sound_alarms(steps_to_alarm(on), on=on)


def told(run: Run) -> list[tuple[str, str]]:
    lines = run.decisions.filter(action__in=[Action.REMIND, Action.ESCALATE]).select_related("handed_to")
    return [(line.action, str(line.handed_to or "")) for line in lines]


def test_it_reminds_then_tells_the_head_then_the_body_above(run, due, hr_head, employer, district_bureau):
    for count in range(-5, 12):
        ring(days_after(due, count))

    assert told(run) == [
        ("remind", ""),
        ("remind", ""),
        ("escalate", employer.name),
        ("escalate", district_bureau.name),
    ]
    step = run.steps.get(position=1)
    assert (step.alarm, step.escalated_to.pk) == (Alarm.SUPERIOR_TOLD, district_bureau.pk)
    assert Event.objects.filter(action="approval.escalated").count() == 2


def test_what_was_said_is_not_said_twice(run, due, hr_head):
    assert [ring(days_after(due, 1)) for _again in range(3)] == [1, 0, 0]


def test_after_a_stop_of_days_only_the_last_word_is_said(run, due, hr_head, district_bureau):
    ring(days_after(due, 30))

    assert told(run) == [("escalate", district_bureau.name)]


def test_a_body_without_a_head_is_told_of_one_level_up_at_once(run, due, hr_clerk, district_bureau):
    ring(days_after(due, 5))

    assert told(run) == [("escalate", district_bureau.name)]


def test_with_nobody_above_and_no_head_it_reminds(run, due, district_bureau, hr_clerk):
    district_bureau.closed_on = datetime.date(2026, 1, 1)
    district_bureau.save()

    ring(days_after(due, 30))

    assert told(run) == [("remind", "")]


def test_a_step_that_begins_anew_has_its_term_anew(run, due, hr_clerk, hr_head):
    ring(days_after(due, 5))
    approve(run, version=FIRST_VERSION, actor=hr_clerk.actor)

    step = run.steps.get(position=2)

    assert (step.alarm, step.reminded_at, step.escalated_to) == (Alarm.NONE, None, None)
    assert step.due_on > timezone.localdate()


def test_nothing_is_said_of_what_is_not_due(run):
    Step.objects.filter(run=run).update(due_on=None)

    assert ring(days_after(FRIDAY, 300)) == 0


def test_the_nightly_job_does_it(run, hr_head):
    Step.objects.filter(run=run, position=1).update(due_on=timezone.localdate() - datetime.timedelta(days=1))

    job = start_job("reviewer_clock", {}, actor=SYSTEM)
    work_until_idle()

    assert Job.objects.get(pk=job.pk).result == {"told": 1}
    assert told(run) == [("remind", "")]
