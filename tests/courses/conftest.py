"""A district with all who have to do with a class: institution, authority, bureau, a person with an employer."""

from __future__ import annotations

import datetime
from decimal import Decimal
from typing import Any

import pytest
from django.utils import timezone

from courses.classes.plans import draft_class, file_class
from courses.models import TrainingClass
from people.enums import Level
from people.models import Bureau, IndustryAuthority, Institution
from people.roles import Role
from tests.cast import CastMember
from tests.factories import (
    BureauFactory,
    IndustryAuthorityFactory,
    InstitutionFactory,
    MembershipFactory,
    TrainingClassFactory,
)


def day(days: int) -> datetime.date:
    return timezone.localdate() + datetime.timedelta(days=days)


def member(name: str, username: str, role: Role, organization: Any) -> CastMember:
    hat = MembershipFactory(user__display_name=name, user__username=username, role=role, organization=organization)
    return CastMember(hat.user, hat)


@pytest.fixture
def institution(db: None) -> Institution:
    return InstitutionFactory(name="甲测试施教机构", place="440105", run_by=Level.CITY)


@pytest.fixture
def bureau(db: None) -> Bureau:
    return BureauFactory(name="甲市班级人社局", place="440100")


@pytest.fixture
def authority(db: None) -> IndustryAuthority:
    return IndustryAuthorityFactory(name="甲市测试住建主管部门", place="440100")


@pytest.fixture
def institution_clerk(institution: Institution) -> CastMember:
    return member("何测试", "he.test", Role.INSTITUTION_CLERK, institution)


@pytest.fixture
def other_institution_clerk(db: None) -> CastMember:
    other = InstitutionFactory(name="乙测试施教机构", place="440511")
    return member("方测试", "fang.test", Role.INSTITUTION_CLERK, other)


@pytest.fixture
def reviewer(authority: IndustryAuthority) -> CastMember:
    """Of the construction authority of 440100."""
    return member("钱测试", "qian.test", Role.AUTHORITY_REVIEWER, authority)


@pytest.fixture
def province_clerk(db: None) -> CastMember:
    return member("省测试", "sheng.test", Role.BUREAU_CLERK, BureauFactory(name="甲省测试人社厅", place="440000"))


@pytest.fixture
def shantou_clerk(other_bureau_clerk: CastMember) -> CastMember:
    """Of the bureau of 440500."""
    return other_bureau_clerk


@pytest.fixture
def officer(bureau: Bureau) -> CastMember:
    return member("孙测试", "sun.test", Role.BUREAU_CLERK, bureau)


@pytest.fixture
def said(institution: Institution) -> dict[str, Any]:
    """What a plan says, as the services take it."""
    return {
        "title": "测试新技术培训班",
        "category": "specialty",
        "industry": "construction",
        "line": "",
        "course": None,
        "content": "测试内容",
        "hours": Decimal(18),
        "mandatory_hours": Decimal(6),
        "form": "face_to_face",
        "starts_on": day(20),
        "ends_on": day(22),
        "days": 3,
        "division": institution.division,
        "venue": "测试路1号",
        "expected_number": 40,
        "capacity": 50,
        "enrol_until": None,
        "teachers": "赵测试、钱测试",
        "textbook": "",
        "exam_form": "笔试",
        "fee": Decimal(0),
        "fee_basis": "",
        "contact": "何测试",
        "phone": "020-00000000",
        "notes": "",
    }


@pytest.fixture
def draft(institution: Institution, institution_clerk: CastMember, said: dict[str, Any]) -> TrainingClass:
    return draft_class(institution, said, actor=institution_clerk.actor)


@pytest.fixture
def filed(draft: TrainingClass, bureau: Bureau, reviewer: CastMember, institution_clerk: CastMember) -> TrainingClass:
    file_class(draft, actor=institution_clerk.actor)
    draft.refresh_from_db()
    return draft


@pytest.fixture
def published(institution: Institution) -> TrainingClass:
    """Begins in twenty days; two places."""
    return TrainingClassFactory(
        institution=institution, starts_on=day(20), ends_on=day(22), filed_on=day(-10), capacity=2, title="公开测试班"
    )


@pytest.fixture
def running(institution: Institution) -> TrainingClass:
    """Began yesterday."""
    return TrainingClassFactory(
        institution=institution, starts_on=day(-1), ends_on=day(1), filed_on=day(-30), capacity=20, title="进行测试班"
    )
