"""What changes organizations. Each verb writes its audit row in the transaction of the change.

Whether the actor may do it is asked by the caller (`people.organizations.access`). What cannot be true of an
organization is refused as a ValidationError by field, what cannot be done now as a Conflict.
"""

from __future__ import annotations

import datetime
from collections.abc import Collection
from typing import Any, TypeVar

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from audit.actors import Actor
from audit.services import Values, record
from people.divisions.queries import division_on
from people.enums import AuthorityForm, Industry, Level, OrganizationKind, Ownership
from people.models import (
    Agency,
    Bureau,
    Commission,
    DirectPoint,
    Division,
    Employer,
    IndustryAuthority,
    Institution,
    Membership,
    Organization,
)
from people.organizations.facts import require_consistent
from people.organizations.locks import lock, lock_standing
from people.organizations.queries import of_own_kind
from people.professionals import standing
from people.roles import Role
from people.services import end_membership
from ui.errors import Conflict

Kind = TypeVar("Kind", bound=Organization)

# What follows from the facts, or is changed by a verb of its own.
NO_FACTS = {"id", "organization_ptr", "kind", "name_key", "area", "closed_on", "merged_into"}


# Registering


def register_bureau(name: str, *, level: Level, division: Division, uscc: str = "", actor: Actor) -> Bureau:
    return _register(Bureau(name=name, level=level, division=division, uscc=uscc), actor=actor)


def register_employer(
    name: str,
    *,
    division: Division,
    ownership: Ownership,
    belongs_to: Level,
    industry: Industry = Industry.GENERAL,
    uscc: str = "",
    files_held_by: Agency | None = None,
    actor: Actor,
) -> Employer:
    employer = Employer(
        name=name,
        division=division,
        ownership=ownership,
        belongs_to=belongs_to,
        industry=industry,
        uscc=uscc,
        files_held_by=files_held_by,
    )
    return _register(employer, actor=actor)


def register_institution(
    name: str, *, division: Division, run_by: Level, is_approved_base: bool = False, uscc: str = "", actor: Actor
) -> Institution:
    institution = Institution(name=name, division=division, run_by=run_by, is_approved_base=is_approved_base, uscc=uscc)
    return _register(institution, actor=actor)


def register_industry_authority(
    name: str,
    *,
    division: Division,
    level: Level,
    industry: Industry,
    form: AuthorityForm = AuthorityForm.DEPARTMENT,
    uscc: str = "",
    actor: Actor,
) -> IndustryAuthority:
    authority = IndustryAuthority(name=name, division=division, level=level, industry=industry, form=form, uscc=uscc)
    return _register(authority, actor=actor)


def register_agency(name: str, *, division: Division, level: Level, uscc: str = "", actor: Actor) -> Agency:
    return _register(Agency(name=name, division=division, level=level, uscc=uscc), actor=actor)


def register_direct_point(name: str, *, division: Division, uscc: str = "", actor: Actor) -> DirectPoint:
    return _register(DirectPoint(name=name, division=division, uscc=uscc), actor=actor)


@transaction.atomic
def register_operator(name: str, *, actor: Actor) -> Organization:
    """Who runs this system: it has no place, and no bureau answers for it."""
    operator = Organization.objects.create(kind=OrganizationKind.OPERATOR, name=name)
    record("organization.registered", operator, actor=actor, after={"kind": operator.kind, "name": name})
    return operator


@transaction.atomic
def _register(organization: Kind, *, actor: Actor) -> Kind:
    require_consistent(organization)
    _save(organization)
    record("organization.registered", organization, actor=actor, after=facts_of(organization))
    return organization


# Changing


@transaction.atomic
def amend_organization(organization: Kind, facts: Values, *, actor: Actor, reason: str = "") -> Kind:
    """Changes what differs; writes nothing where nothing does."""
    locked = lock_standing(organization)
    before, area_before = facts_of(locked), locked.area
    for name, value in facts.items():
        setattr(locked, name, value)
    require_consistent(locked)
    after = facts_of(locked)
    changed = [name for name, value in after.items() if before[name] != value]
    if changed:
        _save(locked, update_fields=changed)
        record(
            "organization.amended",
            locked,
            actor=actor,
            before={name: before[name] for name in changed},
            after={name: after[name] for name in changed},
            reason=reason,
        )
        if locked.area != area_before and isinstance(locked, Employer):
            standing.changed_for_staff(locked)
    return locked


@transaction.atomic
def close_organization(organization: Kind, *, closed_on: datetime.date, actor: Actor, reason: str = "") -> Kind:
    """From that day on it no longer acts. Side effects, in order: the hats of its officers end on the day; audit.

    Its people stay where they are until they tell of a new employer: their hours are theirs.
    """
    locked = lock_standing(organization)
    for hat in _officers_after(locked, closed_on):
        end_membership(hat, ended_on=max(closed_on, hat.started_on), actor=actor, reason=reason)
    locked.closed_on = closed_on
    locked.save(update_fields=["closed_on"])
    record("organization.closed", locked, actor=actor, after={"closed_on": closed_on.isoformat()}, reason=reason)
    return locked


def _officers_after(organization: Organization, day: datetime.date) -> Collection[Membership]:
    outlasting = organization.memberships.exclude(ended_on__lte=day).exclude(role=Role.PROFESSIONAL)
    return outlasting.select_related("user", "organization").order_by("pk")


@transaction.atomic
def reopen_organization(organization: Kind, *, actor: Actor, reason: str = "") -> Kind:
    """It acts again. Hats that ended with the closing are granted anew by whoever grants them."""
    locked = lock(organization)
    if locked.closed_on is None or locked.merged_into_id:
        raise Conflict(_("“%(name)s” is not closed.") % {"name": locked})
    before = {"closed_on": locked.closed_on.isoformat()}
    locked.closed_on = None
    locked.save(update_fields=["closed_on"])
    record("organization.reopened", locked, actor=actor, before=before, after={"closed_on": None}, reason=reason)
    return locked


@transaction.atomic
def move_to_successors(*, actor: Actor) -> int:
    """Every organization whose place has ended stands in what the place became. Answers how many that were."""
    today = timezone.localdate()
    stranded = Organization.objects.filter(
        division__valid_to__lt=today, division__successor__isnull=False, merged_into=None, closed_on=None
    ).select_related("division")
    moved = 0
    for organization in stranded.order_by("pk"):
        assert organization.division is not None
        division = division_on(organization.division, today)
        if division:
            amend_organization(of_own_kind(organization), {"division": division}, actor=actor)
            moved += 1
    return moved


@transaction.atomic
def commission_institution(institution: Institution, year: int, lines: Collection[str], *, actor: Actor) -> None:
    """The lines of work it may train in that year are these and no others (ST14 四(二))."""
    locked = lock_standing(institution)
    had = set(locked.commissions.filter(year=year).values_list("line", flat=True))
    wanted = set(lines)
    if had == wanted:
        return
    locked.commissions.filter(year=year).exclude(line__in=wanted).delete()
    Commission.objects.bulk_create(
        Commission(institution=locked, year=year, line=line) for line in sorted(wanted - had)
    )
    record(
        "institution.commissioned",
        locked,
        actor=actor,
        before={"year": year, "lines": sorted(had)},
        after={"year": year, "lines": sorted(wanted)},
    )


# Shared


def facts_of(organization: Organization) -> Values:
    """What was entered about it, in a form that the audit trail can keep."""
    return {
        field.name: _plain(getattr(organization, field.name))
        for field in organization._meta.concrete_fields
        if field.name not in NO_FACTS
    }


def _plain(value: Any) -> Any:
    if isinstance(value, Division):
        return value.code
    return value.name if isinstance(value, Organization) else value


def _save(organization: Organization, **options: Any) -> None:
    try:
        with transaction.atomic():
            organization.save(**options)
    except IntegrityError as error:
        raise _doubled(organization, error) from error


def _doubled(organization: Organization, error: IntegrityError) -> ValidationError:
    if "organization_uscc_once" in str(error):
        return ValidationError({"uscc": _("This code is registered already, for another organization of this kind.")})
    if "organization_name_once" in str(error):
        return ValidationError({"name": _("There is an organization of this kind, name and place already.")})
    raise error
