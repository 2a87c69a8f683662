"""A small known cast for every room: who she is, whose clerk he is, and a stranger of each kind to be refused.

    def test_stranger_sees_nothing(professional, other_hr_clerk, client_of):
        answer = client_of(other_hr_clerk).get(...)

Each is a `CastMember`: `.user`, `.membership` (the hat), `.actor` (the person wearing it).
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

import pytest
from django.test import Client

from audit.actors import Actor
from people.enums import OrganizationKind
from people.hats import actor_wearing
from people.models import Employer, Membership, Organization, User
from people.roles import Role
from tests.factories import BureauFactory, EmployerFactory, MembershipFactory, OrganizationFactory, ProfessionalFactory


@dataclass(frozen=True)
class CastMember:
    user: User
    membership: Membership

    @property
    def actor(self) -> Actor:
        return actor_wearing(self.user, self.membership)


def _cast(name: str, username: str, role: Role, organization: Organization | None) -> CastMember:
    membership = MembershipFactory(
        user__display_name=name, user__username=username, role=role, organization=organization
    )
    return CastMember(membership.user, membership)


@pytest.fixture
def employer(db: None) -> Employer:
    """In Haizhu, a district of Guangzhou; the first bureau's city."""
    return EmployerFactory(name="甲测试单位", place="440105")


@pytest.fixture
def other_employer(db: None) -> Employer:
    """In Jinping, a district of Shantou; the other bureau's city."""
    return EmployerFactory(name="乙测试单位", place="440511")


@pytest.fixture
def professional(employer: Employer) -> CastMember:
    """`.user.professional` is she, employed at `employer` since 2020, with a document and without a title."""
    member = _cast("林测试", "lin.test", Role.PROFESSIONAL, employer)
    ProfessionalFactory(user=member.user, name="林测试", employer=employer)
    return member


@pytest.fixture
def hr_clerk(employer: Employer) -> CastMember:
    """The clerk of the professional's employer."""
    return _cast("陈测试", "chen.test", Role.HR_CLERK, employer)


@pytest.fixture
def other_hr_clerk(other_employer: Employer) -> CastMember:
    return _cast("郑测试", "zheng.test", Role.HR_CLERK, other_employer)


@pytest.fixture
def bureau_clerk(db: None) -> CastMember:
    bureau = BureauFactory(name="甲市测试人社局", place="440100")
    return _cast("梁测试", "liang.test", Role.BUREAU_CLERK, bureau)


@pytest.fixture
def other_bureau_clerk(db: None) -> CastMember:
    bureau = BureauFactory(name="乙市测试人社局", place="440500")
    return _cast("周测试", "zhou.test", Role.BUREAU_CLERK, bureau)


@pytest.fixture
def auditor(db: None) -> CastMember:
    return _cast("沈测试", "shen.test", Role.AUDITOR, None)


@pytest.fixture
def administrator(db: None) -> CastMember:
    operator = OrganizationFactory(name="测试运行中心", kind=OrganizationKind.OPERATOR)
    return _cast("罗测试", "luo.test", Role.SYSTEM_ADMINISTRATOR, operator)


def english_client() -> Client:
    client = Client()
    client.cookies["language"] = "en"
    return client


def prove_second_factor(client: Client, user: User) -> None:
    """As if a code had been typed: clerks of a bureau have no rights before."""
    session = client.session
    session["account_authentication_methods"] = [{"method": "mfa", "at": time.time(), "reauthenticated": True}]
    session["account_authentication_methods_user"] = str(user.pk)
    session.save()


@pytest.fixture
def client_of(db: None) -> Callable[[CastMember | User], Client]:
    """A browser in which this person is signed in. It reads English, so that tests can quote the source strings."""

    def signed_in(member: CastMember | User) -> Client:
        client = english_client()
        user = member.user if isinstance(member, CastMember) else member
        client.force_login(user)
        prove_second_factor(client, user)
        return client

    return signed_in
