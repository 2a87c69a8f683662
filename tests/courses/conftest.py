import pytest

from people.enums import Industry
from people.roles import Role
from tests.cast import _cast
from tests.factories import BureauFactory, IndustryAuthorityFactory


@pytest.fixture
def province_clerk(db):
    return _cast("省测试", "sheng.test", Role.BUREAU_CLERK, BureauFactory(name="甲省测试人社厅", place="440000"))


@pytest.fixture
def shantou_clerk(other_bureau_clerk):
    """Of the bureau of 440500."""
    return other_bureau_clerk


@pytest.fixture
def reviewer(db):
    """Of the construction authority of 440100."""
    authority = IndustryAuthorityFactory(name="甲市测试住建主管部门", place="440100", industry=Industry.CONSTRUCTION)
    return _cast("方测试", "fang.test", Role.AUTHORITY_REVIEWER, authority)
