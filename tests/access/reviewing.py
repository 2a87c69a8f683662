"""Reviews and appointments in the world. It lies in Guangdong, which reviews no years: the rows are laid by hand."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from approvals.chains import ChainStep
from approvals.enums import Act, By
from approvals.models import Run
from approvals.services import open_run
from people.hats import actor_wearing
from people.models import Professional
from verification.models import ANNUAL_REVIEW, Appointment, RealTimeWish, ReviewCase

if TYPE_CHECKING:
    from tests.access.world import Tenant

SAID: dict[str, Any] = {
    "purpose": "title",
    "sex": "female",
    "born_on": datetime.date(1985, 1, 1),
    "profession": "测试专业",
}
NO_HOURS = {"years": [2025], "ruleset": "GD-2021", "rules_version": "x", "required": {}, "counted": {}, "short": {}}


def run_of_review(person: Professional, tenant: Tenant) -> Run:
    """Filed, and with the employer."""
    hats = person.user.memberships.current(timezone.localdate()).select_related("organization")
    employer = tenant.employer if person.employments.filter(employer=tenant.employer).exists() else tenant.neighbour
    case = ReviewCase.objects.create(
        professional=person,
        employer=employer,
        area=employer.area,
        study_year=2025,
        occasion="concentrated",
        filed_on=datetime.date(2026, 1, 8),
        filed_by=person.user,
        figures={**NO_HOURS, "credits": {}},
        **SAID,
    )
    chain = [
        ChainStep(by=By.EMPLOYER, act=Act.FIRST_CHECK, organization=employer),
        ChainStep(by=By.DISTRICT, act=Act.REVIEW, organization=tenant.bureau),
    ]
    actor = actor_wearing(person.user, hats.get())
    about = {"professional": person, "employer": employer, "area": employer.area}
    return open_run(ANNUAL_REVIEW, case, chain, actor=actor, **about)


def appointment_of(person: Professional, tenant: Tenant) -> Appointment:
    return Appointment.objects.create(professional=person, employer=tenant.employer, first_year=2024, last_year=2026)


def wish_of(person: Professional) -> RealTimeWish:
    return RealTimeWish.objects.create(professional=person, study_year=2025, **SAID)
