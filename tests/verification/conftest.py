from __future__ import annotations

import datetime
from collections.abc import Callable
from typing import Any

import pytest

from jobs.worker import work_once
from people.models import Employer, Professional
from people.roles import Role
from records.ledger.services import refresh_ledger
from tests.cast import CastMember, _cast
from tests.factories import BureauFactory, LearningRecordFactory, ProfessionalFactory

YEAR = 2025
LAST_MONTH = datetime.date(YEAR, 12, 1)


@pytest.fixture
def city_head(db: None) -> CastMember:
    """Of the bureau of Guangzhou, in which the employer lies."""
    return _cast("郭测试", "guo.test", Role.BUREAU_HEAD, BureauFactory(name="甲市测试人社局", place="440100"))


@pytest.fixture
def city_clerk(city_head: CastMember) -> CastMember:
    return _cast("冯测试", "feng.test", Role.BUREAU_CLERK, city_head.membership.organization)


@pytest.fixture
def other_head(db: None) -> CastMember:
    return _cast("蒋测试", "jiang.test", Role.BUREAU_HEAD, BureauFactory(name="乙市测试人社局", place="440500"))


def study(person: Professional, *, recognized_on: datetime.date = LAST_MONTH, **hours: int) -> None:
    """Recognized classes of the year, by subject category."""
    for category, count in hours.items():
        LearningRecordFactory(
            professional=person,
            recognized=True,
            category=category,
            facts={"hours": str(count)},
            ended_on=datetime.date(YEAR, 11, 20),
            recognized_on=recognized_on,
        )
    refresh_ledger([person.pk], years=[YEAR])


@pytest.fixture
def done(employer: Employer) -> Callable[..., Professional]:
    """Somebody who has met every line: 30, 42, 18 (GD-2021)."""

    def one(**options: Any) -> Professional:
        person: Professional = ProfessionalFactory(employer=options.pop("employer", employer))
        study(person, public=30, specialty=42, elective=18, **options)
        return person

    return one


@pytest.fixture
def short(employer: Employer) -> Callable[..., Professional]:
    def one(**hours: int) -> Professional:
        person: Professional = ProfessionalFactory(employer=employer)
        study(person, **hours or {"public": 30, "specialty": 40, "elective": 18})
        return person

    return one


def work_all() -> None:
    while work_once("test"):
        pass
