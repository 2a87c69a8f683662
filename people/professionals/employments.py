"""Where somebody works, from when to when. The professional hat goes along: of the employer while there is one, of
nobody in between, so that nobody loses sight of the own data with the job."""

from __future__ import annotations

import datetime

from django.db import transaction
from django.db.models import Q
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from audit.actors import Actor
from audit.services import record
from people.models import Employer, Employment, Membership, Professional
from people.organizations.locks import lock_standing
from people.professionals import standing
from people.professionals.trail import reference_to_part, told_employment
from people.roles import Role
from people.services import amend_membership, end_membership, grant_membership
from ui.errors import Conflict

ONE_DAY = datetime.timedelta(days=1)


@transaction.atomic
def start_employment(
    professional: Professional,
    employer: Employer,
    *,
    started_on: datetime.date,
    staff_number: str = "",
    position: str = "",
    actor: Actor,
) -> Employment:
    """Of somebody who has no employer at that time. Side effects, in order: the employment; the hat; what follows
    from it (`standing`); audit."""
    _lock(professional)
    lock_standing(employer)
    _require_no_other(professional, started_on)
    employment = Employment.objects.create(
        professional=professional,
        employer=employer,
        started_on=started_on,
        staff_number=staff_number,
        position=position,
    )
    _wear_hat_of(professional, employer, started_on, actor)
    standing.changed([professional.pk])
    record("employment.started", reference_to_part(employment), actor=actor, after=told_employment(employment))
    return employment


@transaction.atomic
def end_employment(professional: Professional, *, on: datetime.date, actor: Actor, reason: str = "") -> Employment:
    """`on` is the last day. Side effects, in order: the employment ends; from the next day a hat of nobody; audit."""
    _lock(professional)
    employment = _end(_open_employment(professional), on, actor, reason)
    _wear_hat_of(professional, None, on + ONE_DAY, actor)
    return employment


@transaction.atomic
def change_employment(
    professional: Professional,
    employer: Employer,
    on: datetime.date,
    *,
    staff_number: str = "",
    position: str = "",
    actor: Actor,
    reason: str = "",
) -> Employment:
    """`on` is the first day with the new employer, and the day before the last one with the old, if there is one."""
    _lock(professional)
    under_way = professional.employments.filter(ended_on=None).select_related("employer").first()
    if under_way:
        _require_another(under_way, employer)
        _end(under_way, on - ONE_DAY, actor, reason)
    return start_employment(
        professional, employer, started_on=on, staff_number=staff_number, position=position, actor=actor
    )


def _lock(professional: Professional) -> None:
    """One change of somebody's employment after the other."""
    Professional.objects.select_for_update(no_key=True).get(pk=professional.pk)


def _open_employment(professional: Professional) -> Employment:
    employment = professional.employments.filter(ended_on=None).select_related("employer", "professional").first()
    if employment is None:
        raise Conflict(_("%(name)s has no employment that could end.") % {"name": professional})
    return employment


def _end(employment: Employment, on: datetime.date, actor: Actor, reason: str) -> Employment:
    if on < employment.started_on:
        raise Conflict(
            _("The employment began on %(date)s; it cannot end before.")
            % {"date": date_format(employment.started_on, "DATE_FORMAT")}
        )
    before = told_employment(employment)
    employment.ended_on = on
    employment.save(update_fields=["ended_on"])
    after = told_employment(employment)
    record("employment.ended", reference_to_part(employment), actor=actor, before=before, after=after, reason=reason)
    return employment


def _require_no_other(professional: Professional, started_on: datetime.date) -> None:
    """A new employment has no end yet, so that each one that reaches its first day is in its way."""
    reaching = professional.employments.filter(Q(ended_on=None) | Q(ended_on__gte=started_on))
    other = reaching.select_related("employer").first()
    if other is None:
        return
    if other.ended_on is None:
        raise Conflict(
            _("%(name)s is employed by another employer. That employment has to end first.") % {"name": professional}
        )
    raise Conflict(
        _("%(name)s was employed until %(date)s. A new employment can begin on the day after at the earliest.")
        % {"name": professional, "date": date_format(other.ended_on, "DATE_FORMAT")}
    )


def _require_another(under_way: Employment, employer: Employer) -> None:
    if under_way.employer_id == employer.pk:
        raise Conflict(_("%(name)s is with this employer already.") % {"name": under_way.professional})


# The hat


def _wear_hat_of(professional: Professional, employer: Employer | None, on: datetime.date, actor: Actor) -> None:
    worn = _open_hat(professional)
    if worn and worn.started_on >= on:
        # Begun on that day or not yet at all: there is no day on which it would have been worn.
        amend_membership(worn, organization=employer, started_on=on, actor=actor)
        return
    if worn:
        end_membership(worn, ended_on=on - ONE_DAY, actor=actor)
    grant_membership(professional.user, employer, Role.PROFESSIONAL, started_on=on, actor=actor)


def _open_hat(professional: Professional) -> Membership | None:
    hats = Membership.objects.filter(user_id=professional.user_id, role=Role.PROFESSIONAL, ended_on=None)
    return hats.order_by("started_on").last()
