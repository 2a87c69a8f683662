"""What waits at the desks of the world: a year for its employer, an issue for a second person."""

from __future__ import annotations

from typing import TYPE_CHECKING

from certificates.issuing.runs import try_issue
from certificates.models import IssueRun
from people.roles import Role
from tests.factories import ProfessionalFactory, VerificationFactory
from verification.models import Verification

if TYPE_CHECKING:
    from tests.access.tenant import Tenant

YEAR = 2025


def waiting_year_of(tenant: Tenant) -> Verification:
    person = ProfessionalFactory(name=f"{tenant.word} waiting", employer=tenant.employer)
    made: Verification = VerificationFactory(
        professional=person, employer=tenant.employer, industry="construction", year=YEAR
    )
    return made


def issue_run_of(tenant: Tenant) -> IssueRun:
    """The head has tried it out."""
    return try_issue(tenant.bureau, YEAR, actor=tenant.members[Role.BUREAU_HEAD].actor)
