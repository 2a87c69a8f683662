"""A certificate of somebody in each tenant."""

from __future__ import annotations

from typing import TYPE_CHECKING

from certificates.issuing.services import issue_one
from certificates.models import Certificate
from people.models import Professional
from people.roles import Role
from tests.factories import VerificationFactory

if TYPE_CHECKING:
    from tests.access.world import Tenant

YEAR = 2019


def certificate_of(person: Professional, tenant: Tenant) -> Certificate:
    """Of a year of which nothing else is told."""
    current = person.employments.get(ended_on=None).employer
    done = VerificationFactory(professional=person, employer=current, industry="education", year=YEAR)
    return issue_one(done, actor=tenant.members[Role.BUREAU_CLERK].actor)
