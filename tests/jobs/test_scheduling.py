from __future__ import annotations

import datetime
from functools import partial
from importlib import import_module
from zoneinfo import ZoneInfo

import pytest
from django.conf import settings
from django.db import transaction

from audit.actors import SYSTEM
from audit.models import Event
from audit.services import ObjectRef, record
from config.celery import app
from jobs.models import Heartbeat, Job, ScheduledRun
from jobs.schedules import Daily, Every, ScheduleEntry
from jobs.scheduling import Scheduler, fire_due, forget_dead_processes

SHANGHAI = ZoneInfo("Asia/Shanghai")
MORNING = datetime.time(0, 5)


def at(*parts: int) -> datetime.datetime:
    return datetime.datetime(*parts, tzinfo=SHANGHAI)


@pytest.fixture
def daily(monkeypatch):
    entry = ScheduleEntry(name="nightly", rhythm=Daily(MORNING), kind="test_tally", params={"sizes": [1]})
    monkeypatch.setattr("jobs.scheduling.entries", lambda: [entry])
    return entry


@pytest.mark.parametrize(
    ("now", "due"),
    [
        (at(2026, 12, 31, 0, 4, 59), at(2026, 12, 30, 0, 5)),
        (at(2026, 12, 31, 0, 5), at(2026, 12, 31, 0, 5)),
        (at(2026, 12, 31, 23, 59), at(2026, 12, 31, 0, 5)),
        (datetime.datetime(2026, 12, 30, 16, 5, tzinfo=datetime.UTC), at(2026, 12, 31, 0, 5)),
    ],
)
def test_daily_means_the_time_of_day_in_shanghai(now, due):
    assert Daily(MORNING).latest_due(now) == due


def test_every_quarter_of_an_hour_is_due_on_the_quarter():
    rhythm = Every(datetime.timedelta(minutes=15))

    assert rhythm.latest_due(at(2026, 3, 1, 10, 29, 59)) == at(2026, 3, 1, 10, 15)


def test_a_due_time_fires_once_however_often_it_is_looked_at(db, daily):
    first = [fire_due(at(2026, 5, 1, 0, 5, second)) for second in range(5)]

    assert first == [1, 0, 0, 0, 0]
    assert Job.objects.count() == 1
    assert ScheduledRun.objects.get().job == Job.objects.get()


def test_two_schedulers_through_a_year_fire_each_day_once(db, daily):
    day = at(2025, 1, 1, 0, 5)

    for _number in range(365):
        fire_due(day)
        fire_due(day + datetime.timedelta(seconds=1))
        day += datetime.timedelta(days=1)

    assert ScheduledRun.objects.count() == 365
    assert Job.objects.count() == 365


def test_after_a_stop_of_days_only_the_last_due_time_is_made_up_for(db, daily):
    fire_due(at(2026, 5, 1, 1, 0))

    fire_due(at(2026, 5, 9, 1, 0))

    fired = ScheduledRun.objects.order_by("due_at").values_list("due_at", flat=True)
    assert list(fired) == [at(2026, 5, 1, 0, 5), at(2026, 5, 9, 0, 5)]


@pytest.mark.races
@pytest.mark.django_db(transaction=True)
def test_eight_schedulers_at_the_same_moment_fire_once(daily, race):
    fired = race(*[partial(fire_due, at(2026, 5, 1, 0, 5))] * 8)

    assert sorted(fired) == [0] * 7 + [1]
    assert Job.objects.count() == 1


def test_a_tick_leaves_a_sign_of_life_and_forgets_processes_long_gone(db, monkeypatch):
    monkeypatch.setattr("jobs.scheduling.close_old_connections", lambda: None)
    Heartbeat.objects.create(process="old:1", role="worker", seen_at=at(2020, 1, 1))

    Scheduler().tick(at(2026, 5, 1, 0, 0))

    assert [beat.role for beat in Heartbeat.objects.all()] == ["scheduler"]


def test_a_broken_entry_stops_neither_the_sealing_nor_the_rescue(db, monkeypatch):
    def broken(now: datetime.datetime) -> int:
        raise KeyError("no such kind")

    monkeypatch.setattr("jobs.scheduling.close_old_connections", lambda: None)
    monkeypatch.setattr("jobs.scheduling.fire_due", broken)
    with transaction.atomic():
        record("thing.done", ObjectRef("thing", "1", "a thing"), actor=SYSTEM)

    Scheduler().tick(at(2026, 5, 1, 0, 0))

    assert Event.objects.get().position == 1
    assert Heartbeat.objects.count() == 1


def test_processes_seen_lately_are_kept(db):
    Heartbeat.objects.create(process="new:1", role="worker")

    forget_dead_processes()

    assert Heartbeat.objects.count() == 1


def test_celery_beat_does_a_round_of_the_scheduler(db, daily, monkeypatch):
    """Each entry of its schedule names a task there is; the task starts what is due, and starts it once."""
    monkeypatch.setattr("jobs.scheduling.close_old_connections", lambda: None)
    import_module("jobs.tasks")
    for entry in settings.CELERY_BEAT_SCHEDULE.values():
        app.tasks[entry["task"]]()
        app.tasks[entry["task"]]()

    assert Job.objects.count() == 1
    assert ScheduledRun.objects.count() == 1
    assert Heartbeat.objects.get().role == "scheduler"
