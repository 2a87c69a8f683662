from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.db.models.functions import Now

from audit.actors import SYSTEM, Actor
from jobs.models import Job, RehearsalMark, Slice
from jobs.services import start_job
from jobs.worker import work_once
from tests.jobs import kinds  # noqa: F401 - registers the kind


@pytest.fixture
def tally(db: None) -> Callable[..., Job]:
    def start(*sizes: int, actor: Actor = SYSTEM, key: str | None = None, **params: Any) -> Job:
        return start_job("test_tally", {"sizes": list(sizes), **params}, actor=actor, key=key)

    return start


@pytest.fixture
def person_actor(db: None) -> Actor:
    user = get_user_model().objects.create_user("invented.person", display_name="Invented Person")
    return Actor(
        user_id=user.pk,
        label="Invented Person",
        hat="hr_clerk",
        organization_id=7,
        organization_label="Invented Employer",
    )


def work_until_idle(limit: int = 500) -> int:
    """Do what a worker would, without waiting for the pause after a failure. Returns how many slices were taken."""
    for turn in range(limit):
        Slice.objects.filter(available_at__gt=Now()).update(available_at=Now())
        if not work_once("test"):
            return turn
    raise AssertionError(f"still not idle after {limit} slices")


def marks(job: Job) -> list[int]:
    return sorted(RehearsalMark.objects.filter(job=job).values_list("item", flat=True))
