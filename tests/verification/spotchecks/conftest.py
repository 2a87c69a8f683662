"""A body that decided, the bureau above it with two officers, and a check as far as a test wants it."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from approvals.enums import Act, Action, By, RunState, StepState
from approvals.models import Decision, Run, Step
from audit.services import seal_backlog, write_checkpoint
from people.models import Employer, Organization, Professional
from people.roles import Role
from records.ledger.services import refresh_ledger
from records.models import RECORD, LearningRecord
from tests.cast import CastMember, _cast
from tests.factories import BureauFactory, LearningRecordFactory, ProfessionalFactory
from verification.models import SpotCheck, SpotCheckCase
from verification.spotchecks.services import close_list, draw_sample

YEAR = 2025
Decided = Callable[..., LearningRecord]


@pytest.fixture(autouse=True)
def media_of_its_own(tmp_path: Path, settings: Any) -> None:
    settings.MEDIA_ROOT = tmp_path / "media"


@pytest.fixture
def body(db: None) -> Organization:
    """The bureau of the district in which the employer lies."""
    return BureauFactory(name="甲区测试人社局", place="440105")


@pytest.fixture
def body_clerk(body: Organization) -> CastMember:
    return _cast("曹测试", "cao.test", Role.BUREAU_CLERK, body)


@pytest.fixture
def decided(body: Organization, body_clerk: CastMember, employer: Employer) -> Decided:
    """A record of the year that the body recognized."""

    def one(person: Professional | None = None, by: CastMember = body_clerk, **facts: Any) -> LearningRecord:
        house = facts.pop("employer", employer)
        person = person or ProfessionalFactory(employer=house)
        day = facts.pop("ended_on", datetime.date(YEAR, 11, 20))
        learned: LearningRecord = LearningRecordFactory(
            professional=person, employer=house, recognized=True, ended_on=day, **facts
        )
        run = Run.objects.create(
            procedure=RECORD,
            subject_id=learned.pk,
            version=1,
            professional=person,
            employer=house,
            area=house.area,
            state=RunState.APPROVED,
            closed_at=timezone.now(),
        )
        step = Step.objects.create(
            run=run,
            position=0,
            by=By.DISTRICT,
            act=Act.RECOGNITION,
            organization=by.membership.organization,
            state=StepState.PASSED,
            procedure=RECORD,
        )
        Decision.objects.create(
            run=run, step=step, action=Action.APPROVE, person=by.user, body=by.membership.organization, version=1
        )
        refresh_ledger([person.pk], years=[YEAR])
        return learned

    return one


def next_night(days: int = 1) -> None:
    """The trail is sealed, and the checkpoint of the next day is there."""
    seal_backlog()
    write_checkpoint(now=timezone.now() + datetime.timedelta(days=days))


@pytest.fixture
def drawn(decided: Decided, body: Organization, city_clerk: CastMember) -> SpotCheck:
    """One of two people is drawn."""
    decided()
    decided()
    check = close_list(body, YEAR, actor=city_clerk.actor)
    next_night()
    return draw_sample(check, actor=city_clerk.actor)


@pytest.fixture
def case(drawn: SpotCheck) -> SpotCheckCase:
    return drawn.cases.select_related("professional__user", "spot_check").get(draw_number__gt="")
