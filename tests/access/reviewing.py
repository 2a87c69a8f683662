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
from verification.models import ANNUAL_REVIEW, CYCLE, Appointment, CycleCase, RealTimeWish, ReviewCase

if TYPE_CHECKING:
    from tests.access.tenant import Tenant

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


def run_of_cycle(person: Professional, tenant: Tenant) -> Run:
    """Sent in 2016, and with the employer."""
    hats = person.user.memberships.current(timezone.localdate()).select_related("organization")
    employer = tenant.employer if person.employments.filter(employer=tenant.employer).exists() else tenant.neighbour
    figures = {**NO_HOURS, "years": [2015], "ruleset": "GZ-2012", "credits": {}}
    case = CycleCase.objects.create(
        professional=person,
        employer=employer,
        area=employer.area,
        place="440105",
        industry=person.industry,
        title_level="intermediate",
        title_name="工程师",
        title_on=datetime.date(2014, 1, 1),
        applying_for="deputy_senior",
        occasion="assessment",
        asked_on=datetime.date(2016, 5, 10),
        first_year=2015,
        last_year=2015,
        sent_figures=figures,
        figures=figures,
        registered_by=person.user,
    )
    chain = [
        ChainStep(by=By.EMPLOYER, act=Act.FIRST_VERIFICATION, organization=employer),
        ChainStep(by=By.DISTRICT, act=Act.REVERIFICATION, organization=tenant.bureau),
    ]
    actor = actor_wearing(person.user, hats.get())
    return open_run(CYCLE, case, chain, actor=actor, professional=person, employer=employer, area=employer.area)
