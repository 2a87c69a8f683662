from __future__ import annotations

import os
import subprocess
import sys

import pytest
import redis
from django.conf import settings
from django.db import transaction
from kombu.exceptions import OperationalError

from jobs import hints
from jobs.enums import JobState
from jobs.models import Job
from jobs.scheduling import see_to_what_waits


@pytest.fixture
def sent(monkeypatch, settings) -> list[int]:
    settings.REDIS_URL = "redis://127.0.0.1:1/0"
    counts: list[int] = []
    monkeypatch.setattr(hints, "send", counts.append)
    return counts


def test_a_hint_goes_out_only_after_the_commit(tally, sent, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        tally(1)
        assert sent == []

    assert sent == [1]


def test_without_a_broker_no_hint_is_tried(tally, sent, settings, django_capture_on_commit_callbacks):
    settings.REDIS_URL = ""

    with django_capture_on_commit_callbacks(execute=True):
        tally(1)

    assert sent == []


@pytest.mark.django_db(transaction=True)
def test_a_rolled_back_job_sends_no_hint(tally, sent):
    with transaction.atomic():
        tally(1)
        transaction.set_rollback(True)

    assert sent == []


def test_the_sweeper_sends_hints_for_whatever_waits(tally, monkeypatch):
    sent: list[int] = []
    monkeypatch.setattr("jobs.scheduling.hints.send", lambda count: sent.append(count) or True)
    tally(1)
    tally(1)

    see_to_what_waits()

    assert sent == [2]
    assert set(Job.objects.values_list("state", flat=True)) == {JobState.QUEUED}


def test_while_no_broker_takes_a_hint_the_scheduler_works_itself(tally, monkeypatch):
    monkeypatch.setattr("jobs.scheduling.hints.send", lambda count: False)
    tally(1)
    tally(1)

    see_to_what_waits()

    assert set(Job.objects.values_list("state", flat=True)) == {JobState.COMPLETED}


SEND = """
import time
from jobs import hints, tasks
begun = time.monotonic()
print(hints.send(3), time.monotonic() - begun)
"""


def send_in_a_process_of_its_own(url: str) -> subprocess.CompletedProcess[str]:
    """Celery keeps its connections for the life of a process; each of these tests wants fresh ones."""
    command = [sys.executable, "manage.py", "shell", "-v0", "-c", SEND]
    environment = os.environ | {"REDIS_URL": url, "DJANGO_SETTINGS_MODULE": "config.settings"}
    return subprocess.run(command, cwd=settings.BASE_DIR, env=environment, capture_output=True, text=True, timeout=60)


@pytest.mark.redis
def test_a_hint_arrives_at_the_broker_and_expires(redis_server):
    # Another book of the same server: what a test before left running sends its hints to the first.
    url = redis_server.url.removesuffix("/0") + "/5"

    sent = send_in_a_process_of_its_own(url)

    assert sent.returncode == 0, sent.stderr
    assert sent.stdout.startswith("True")
    with redis.Redis.from_url(url) as client:
        messages = client.lrange("celery", 0, -1)
    assert len(messages) == 3
    assert b'"expires": "20' in messages[0]


def test_a_lost_broker_neither_fails_nor_holds_up_who_starts_a_job():
    sent = send_in_a_process_of_its_own("redis://127.0.0.1:1/0")

    assert sent.returncode == 0, sent.stderr
    assert "hint_not_sent" in sent.stderr
    has_arrived, took = sent.stdout.split()
    assert has_arrived == "False"
    assert float(took) < 1.5


def test_the_error_caught_is_the_one_celery_raises():
    from jobs.tasks import look

    assert issubclass(OperationalError, look.OperationalError)
