"""A certificate of somebody in each tenant."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

from django.utils import timezone

from certificates.checking.programs import open_program
from certificates.issuing.services import issue_one
from certificates.models import Certificate, CheckProgram, ShareLink
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


def link_to(certificate: Certificate) -> ShareLink:
    return ShareLink.objects.create(
        certificate=certificate,
        token_hash=f"{certificate.pk:064}",
        token_tail="tail",
        expires_at=timezone.now() + datetime.timedelta(days=9),
    )


def program_of(tenant: Tenant) -> CheckProgram:
    return open_program(name=f"{tenant.word}", actor=tenant.members[Role.BUREAU_HEAD].actor).program
