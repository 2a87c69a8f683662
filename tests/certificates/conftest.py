from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from people.models import Employer
from people.roles import Role
from tests.cast import CastMember, _cast
from tests.factories import BureauFactory, ProfessionalFactory, VerificationFactory
from verification.models import Verification

YEAR = 2025


@pytest.fixture
def district_head(db: None) -> CastMember:
    """Of the bureau of Haizhu, in which the employer lies."""
    return _cast("何测试", "he.test", Role.BUREAU_HEAD, BureauFactory(name="海珠测试人社局", place="440105"))


@pytest.fixture
def district_clerk(district_head: CastMember) -> CastMember:
    return _cast("冯测试", "feng.test", Role.BUREAU_CLERK, district_head.membership.organization)


@pytest.fixture
def verified(employer: Employer) -> Callable[..., Verification]:
    """The year of somebody that was done, at `employer`, without a confirmation."""

    def one(**options: Any) -> Verification:
        person = options.pop("professional", None) or ProfessionalFactory(employer=options.get("employer", employer))
        made: Verification = VerificationFactory(professional=person, **{"employer": employer} | options)
        return made

    return one


@pytest.fixture
def ready(verified: Callable[..., Verification]) -> Callable[..., Verification]:
    """The same in education, where no employer confirms (GD18 三(五))."""

    def one(**options: Any) -> Verification:
        return verified(industry="education", **options)

    return one
