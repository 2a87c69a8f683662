"""Writes what the check has planned: new people by the path of every registration, changes set by set."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from audit.actors import Actor
from audit.services import record_many
from people.bulk import insert_all
from people.enums import Industry
from people.models import Employer, Employment, Professional
from people.professionals import standing
from people.professionals.registration import title_of
from people.professionals.services import Registration, register_professionals
from people.professionals.trail import told_title
from people.staff_import.checks import StaffPlan
from uploads.kinds import CheckedRow

OF_EMPLOYMENT = ("staff_number", "position")


def write_staff(rows: Sequence[CheckedRow], employer: Employer, *, actor: Actor) -> None:
    new = [row for row in rows if row.plan.employment is None]
    register_professionals([_registration(row, employer) for row in new], actor=actor)
    _bring_up_to_date([row.plan for row in rows if row.plan.employment is not None], actor=actor)


def _registration(row: CheckedRow, employer: Employer) -> Registration:
    plan: StaffPlan = row.plan
    return Registration(
        name=row.values["name"],
        document=plan.document,
        phone=plan.phone,
        industry=Industry(row.values["industry"] or employer.industry),
        title=plan.title,
        employer=employer,
        started_on=plan.started_on,
        staff_number=row.values["staff_number"],
        position=row.values["position"],
    )


def _bring_up_to_date(plans: Sequence[StaffPlan], *, actor: Actor) -> None:
    """Side effects, in order: employments; industries; titles; audit; what follows (`standing`)."""
    changes = [change for plan in plans if (change := _change(plan))]
    Employment.objects.bulk_update([plan.employment for plan in plans if plan.employment], OF_EMPLOYMENT)
    Professional.objects.bulk_update([plan.employment.professional for plan in plans if plan.employment], ["industry"])
    insert_all(
        title_of(plan.employment.professional, plan.title)
        for plan in plans
        if plan.adds_title and plan.title and plan.employment
    )
    record_many("professional.amended", changes, actor=actor)
    standing.changed([person.pk for person, _before, after in changes if {"industry", "title"} & after.keys()])


def _change(plan: StaffPlan) -> tuple[Professional, dict[str, Any], dict[str, Any]] | None:
    """Makes the change to the rows at hand; says what it was for the trail."""
    employment = plan.employment
    assert employment is not None
    person = employment.professional
    before: dict[str, Any] = {}
    after: dict[str, Any] = {}
    for name, wanted in plan.changes.items():
        owner = employment if name in OF_EMPLOYMENT else person
        before[name], after[name] = getattr(owner, name), wanted
        setattr(owner, name, wanted)
    if plan.adds_title and plan.title:
        after["title"] = told_title(title_of(person, plan.title))
    return (person, before, after) if after else None
