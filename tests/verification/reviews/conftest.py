"""A public house of a district of Xuzhou with its clerk, its bureau, and somebody at work there."""

from __future__ import annotations

import pytest

from people.models import Employer, Professional
from people.roles import Role
from tests.cast import CastMember, _cast
from tests.factories import BureauFactory, EmployerFactory, ProfessionalFactory, TitleFactory


@pytest.fixture
def house(db: None) -> Employer:
    return EmployerFactory(name="云龙测试院", place="320303", ownership="public")


@pytest.fixture
def clerk(house: Employer) -> CastMember:
    """HR of the house."""
    return _cast("彭测试", "peng.test", Role.HR_CLERK, house)


@pytest.fixture
def reviewer(db: None) -> CastMember:
    """Of the bureau of the district."""
    return _cast("龙测试", "long.test", Role.BUREAU_CLERK, BureauFactory(name="云龙测试人社局", place="320303"))


@pytest.fixture
def city_reviewer(db: None) -> CastMember:
    return _cast("徐城测试", "xucheng.test", Role.BUREAU_CLERK, BureauFactory(name="徐州测试人社局", place="320300"))


@pytest.fixture
def learner(house: Employer) -> CastMember:
    """An engineer (intermediate) at the house; `.user.professional`."""
    member = _cast("汉测试", "han.test", Role.PROFESSIONAL, house)
    person = ProfessionalFactory(user=member.user, name="汉测试", employer=house)
    TitleFactory(professional=person)
    return member


def person_of(member: CastMember) -> Professional:
    found: Professional = member.user.professional
    return found


@pytest.fixture
def learner_person(learner: CastMember) -> Professional:
    return person_of(learner)
