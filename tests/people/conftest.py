import pytest
from django.test import Client

from people.models import Professional
from people.roles import Role
from tests.cast import CastMember, _cast, english_client
from tests.factories import IndustryAuthorityFactory


@pytest.fixture
def client() -> Client:
    """Nobody's browser, reading English."""
    return english_client()


@pytest.fixture
def reviewer(db: None) -> CastMember:
    """Of the authority of an industry in the first bureau's city."""
    authority = IndustryAuthorityFactory(place="440100", name="甲市测试主管部门")
    return _cast("方测试", "fang.test", Role.AUTHORITY_REVIEWER, authority)


@pytest.fixture
def hr_head(hr_clerk: CastMember) -> CastMember:
    """The clerk, with the hat of a head."""
    hr_clerk.membership.role = Role.HR_HEAD
    hr_clerk.membership.save()
    return hr_clerk


@pytest.fixture
def she(professional: CastMember) -> Professional:
    return professional.user.professional


@pytest.fixture
def reader(request: pytest.FixtureRequest, she: Professional) -> CastMember:
    """Who looks at her; the name of one of the cast."""
    return request.getfixturevalue(request.param)
