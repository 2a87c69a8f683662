"""C1: the person of B1 (title 2010-12-31), with 360 hours until an application on 2016-05-10, in a district of
Guangzhou; her employer, the bureaus of district and city."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest

from people.enums import TitleLevel
from people.models import Bureau, Employer, Professional
from people.roles import Role
from records.ledger.services import refresh_ledger
from records.models import LearningRecord
from tests.cast import CastMember, _cast
from tests.factories import BureauFactory, LearningRecordFactory, ProfessionalFactory, TitleFactory
from verification.cycles.enums import Occasion
from verification.cycles.services import Said

TITLE_ON = datetime.date(2010, 12, 31)
DAY = datetime.date(2016, 5, 10)
SENIOR = Said(applying_for=TitleLevel.DEPUTY_SENIOR, occasion=Occasion.ASSESSMENT, applying_name="高级工程师")
C1 = {2011: (18, 42, 12), 2012: (18, 42, 12), 2013: (18, 42, 12), 2014: (18, 42, 0), 2015: (18, 42, 0)}


class Days:
    """The day of the database, for cycles."""

    def __init__(self, patch: pytest.MonkeyPatch) -> None:
        self._patch = patch
        self.set(DAY)

    def set(self, day: datetime.date) -> None:
        self._patch.setattr("verification.cycles.services.applying.database_day", lambda: day)


@pytest.fixture
def days(monkeypatch: pytest.MonkeyPatch) -> Days:
    return Days(monkeypatch)


@pytest.fixture
def district(db: None) -> Bureau:
    return BureauFactory(name="甲区测试人社局", place="440105")


@pytest.fixture
def district_clerk(district: Bureau) -> CastMember:
    return _cast("海测试", "hai.test", Role.BUREAU_CLERK, district)


@pytest.fixture
def second_district_clerk(district: Bureau) -> CastMember:
    return _cast("珠测试", "zhu.test", Role.BUREAU_CLERK, district)


@pytest.fixture
def second_hr_clerk(employer: Employer) -> CastMember:
    return _cast("冯测试", "feng.hr", Role.HR_CLERK, employer)


def learned(person: Professional, category: str, hours: int, on: datetime.date) -> LearningRecord:
    source = "institution" if category == "public" else "person"
    record: LearningRecord = LearningRecordFactory(
        professional=person,
        recognized=True,
        category=category,
        source=source,
        facts={"hours": str(hours)},
        ended_on=on,
        recognized_on=on,
    )
    return record


def study_c1(person: Professional, *, last: int = 24) -> None:
    for year, amounts in C1.items():
        for category, hours in zip(("public", "specialty", "elective"), amounts, strict=True):
            if hours:
                learned(person, category, hours, datetime.date(year, 11, 20))
    if last:
        learned(person, "specialty", last, datetime.date(2016, 4, 15))
    refresh_ledger([person.pk])


def with_title(person: Professional, on: datetime.date = TITLE_ON) -> Professional:
    TitleFactory(professional=person, obtained_on=on)
    return person


@pytest.fixture
def applicant(employer: Employer, district: Bureau, bureau_clerk: CastMember) -> Callable[..., Professional]:
    """Somebody with all hours of C1, or other ones."""

    def one(*, last: int = 24, **options: Any) -> Professional:
        started = datetime.date(2009, 1, 1)
        person = ProfessionalFactory(
            employer=options.pop("employer", employer), employer__started_on=started, **options
        )
        study_c1(with_title(person), last=last)
        return person

    return one


@pytest.fixture
def c1(professional: CastMember, district: Bureau, bureau_clerk: CastMember) -> Professional:
    """The professional of the cast, as C1."""
    person: Professional = professional.user.professional
    study_c1(with_title(person))
    return person


def in_all(figures: dict[str, Any]) -> Decimal:
    return Decimal(figures["counted"]["total"])
