"""Shantou on 2014-05-05: a city-direct employer, its bureau, people who have met 2014 or made up 2012."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from typing import Any

import pytest
from django.utils import translation

from people.enums import Level
from people.models import Bureau, Employer, Professional
from people.roles import Role
from records.ledger.services import refresh_ledger
from tests.cast import CastMember
from tests.clock import freeze, of_then
from tests.factories import BureauFactory, EmployerFactory, LearningRecordFactory, ProfessionalFactory

OF_2014 = (
    ("public", "粤东西北地区振兴战略", {"hours": "20"}),
    ("specialty", "ZY-1", {"hours": "42", "mandatory": "14"}),
    ("elective", "XX-1", {"hours": "12"}),
)
OF_2012 = (
    ("public", "广东文化强省建设", {"hours": "20"}),
    ("specialty", "专业技术人员心理健康与心理调适", {"hours": "21"}),
    ("specialty", "专业技术人员突发事件应急处理", {"hours": "21"}),
    ("elective", "潮汕文化解读", {"hours": "12"}),
)
Doing = Callable[..., Professional]


@pytest.fixture
def may(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    freeze(monkeypatch, "2014-05-05")


@pytest.fixture
def bureau(may: None) -> Bureau:
    bureau: Bureau = BureauFactory(name="汕测试市人社局", place="440500")
    return bureau


@pytest.fixture
def house(bureau: Bureau) -> Employer:
    house: Employer = EmployerFactory(name="丁测试单位", place="440511", belongs_to=Level.CITY)
    return house


@pytest.fixture
def hr(house: Employer) -> CastMember:
    return of_then("陈测试", Role.HR_CLERK, house)


@pytest.fixture
def officer(bureau: Bureau) -> CastMember:
    return of_then("周测试", Role.BUREAU_CLERK, bureau)


@pytest.fixture
def second_officer(bureau: Bureau) -> CastMember:
    return of_then("吴测试", Role.BUREAU_HEAD, bureau)


@pytest.fixture
def doing(house: Employer) -> Doing:
    """Somebody at work since 2011, who has done these parts."""

    def one(*parts: tuple[str, str, dict[str, Any]], makeup_for: int | None = None, **options: Any) -> Professional:
        person: Professional = ProfessionalFactory(
            employer=options.get("employer", house), employer__started_on=datetime.date(2011, 1, 1)
        )
        add(person, *parts, makeup_for=makeup_for)
        return person

    return one


def add(person: Professional, *parts: tuple[str, str, dict[str, Any]], makeup_for: int | None = None) -> None:
    for category, course, facts in parts:
        LearningRecordFactory(
            professional=person,
            recognized=True,
            category=category,
            title=course,
            course_key=course,
            facts=facts,
            ended_on=datetime.date(2014, 4, 20),
            makeup_for=makeup_for,
            source="institution",
        )
    refresh_ledger([person.pk], years=[2014])


@pytest.fixture(autouse=True)
def in_english() -> Any:
    """What is refused is told in the language of whoever asks; the tests quote the source strings."""
    with translation.override("en"):
        yield
