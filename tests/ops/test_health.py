from __future__ import annotations

import datetime
from typing import Any

import pytest
from django.db import OperationalError, connection
from django.db.backends.utils import CursorWrapper
from django.db.models.functions import Now
from django.test import Client
from django.utils import timezone

from audit.actors import SYSTEM
from audit.models import Event
from jobs.models import Heartbeat, Slice
from jobs.services import start_job
from ops import health
from ops.health import Concern

pytestmark = pytest.mark.django_db


@pytest.fixture
def everybody_alive() -> None:
    Heartbeat.objects.create(process="w", role="worker")
    Heartbeat.objects.create(process="s", role="scheduler")


@pytest.fixture
def database_gone(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*args: Any, **kwargs: Any) -> None:
        raise OperationalError("server closed the connection unexpectedly\n\tThis probably means …")

    monkeypatch.setattr(CursorWrapper, "execute", refuse)


def test_healthz_answers_without_a_database(client: Client, database_gone: None) -> None:
    answer = client.get("/healthz")

    assert (answer.status_code, answer.content) == (200, b"ok\n")


def test_readyz_is_ready(client: Client, everybody_alive: None) -> None:
    answer = client.get("/readyz")

    assert answer.status_code == 200
    assert answer.json()["ready"] is True
    assert answer.json()["concerns"] == []
    assert answer.json()["workers"] == 1
    assert answer.json()["scheduler_seen_seconds_ago"] < 10


def test_readyz_says_503_with_the_reason_when_the_database_is_gone(client: Client, database_gone: None) -> None:
    answer = client.get("/readyz")

    assert answer.status_code == 503
    assert answer.json() == {"ready": False, "reasons": ["database_gone"]}


def test_readyz_says_503_while_migrations_are_missing(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    health.require_migrations.cache_clear()
    monkeypatch.setattr(health, "unapplied_migrations", lambda: ["people.9999_next"])

    answer = client.get("/readyz")

    assert answer.status_code == 503
    assert answer.json()["reasons"] == ["migrations_missing"]


def test_readyz_tells_strangers_nothing_of_the_inside(client: Client, everybody_alive: None) -> None:
    answer = client.get("/readyz", REMOTE_ADDR="203.0.113.9")

    assert answer.json() == {"ready": True, "reasons": []}


def concerns() -> list[Concern]:
    return health.concerns_about(health.figures())


def test_nothing_is_of_concern_when_everybody_is_alive(everybody_alive: None) -> None:
    assert concerns() == []


def test_silent_processes_are_of_concern(everybody_alive: None) -> None:
    Heartbeat.objects.update(seen_at=Now() - datetime.timedelta(minutes=2))

    assert concerns() == [Concern.NO_WORKER, Concern.NO_SCHEDULER]


def test_work_that_nobody_takes_is_of_concern(everybody_alive: None) -> None:
    start_job("rehearsal", {"slices": 1, "items": 1, "milliseconds": 0}, actor=SYSTEM)
    Slice.objects.update(available_at=Now() - datetime.timedelta(minutes=6))

    assert concerns() == [Concern.WORK_LATE]


def test_events_that_nobody_seals_are_of_concern(everybody_alive: None) -> None:
    written = timezone.now() - datetime.timedelta(seconds=31)
    with connection.cursor() as cursor:  # an event of some time ago, as the database would have stamped it
        cursor.execute("ALTER TABLE audit_event ALTER COLUMN at SET DEFAULT %s", [written])
    Event.objects.create(action="test.done", object_type="test", object_id="1", object_label="1", actor_label="x")

    assert concerns() == [Concern.SEALING_LATE]


def test_a_configured_redis_that_is_away_is_of_concern(everybody_alive: None, settings: Any, free_port: int) -> None:
    settings.REDIS_URL = f"redis://127.0.0.1:{free_port}/0"

    assert concerns() == [Concern.REDIS_GONE]


@pytest.mark.redis
def test_a_redis_that_answers_is_fine(everybody_alive: None, settings: Any, redis_server: Any) -> None:
    settings.REDIS_URL = redis_server.url

    assert concerns() == []


def test_missing_packages_are_of_concern(everybody_alive: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health, "missing_packages", lambda: ("libpango-1.0-0",))

    assert concerns() == [Concern.PACKAGES_MISSING]
