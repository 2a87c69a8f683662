"""Who still waits for a way in."""

from __future__ import annotations

from django.db.models import Q
from django.utils import timezone

from audit.actors import Actor
from people.models import Employment, Membership, User, UserQuerySet
from people.roles import Role

# A password that nobody can type begins with this (django.contrib.auth.hashers).
NO_PASSWORD = "!"  # noqa: S105


def waiting_for_access(actor: Actor) -> UserQuerySet:
    """Accounts without a password that this actor may hand a link to: of an employer's own people, and of those who
    work for the employers, institutions and authorities in the area of a bureau."""
    if not actor.organization_id:
        return User.objects.none()
    people = User.objects.filter(is_active=True, password__startswith=NO_PASSWORD)
    staff = Employment.objects.filter(ended_on=None, employer_id=actor.organization_id)
    hats = Membership.objects.current(timezone.localdate()).exclude(role=Role.PROFESSIONAL)
    if actor.hat in (Role.HR_CLERK, Role.HR_HEAD):
        return people.filter(
            Q(professional__in=staff.values("professional"))
            | Q(pk__in=hats.filter(organization_id=actor.organization_id).values("user"))
        )
    if actor.hat in (Role.BUREAU_CLERK, Role.BUREAU_HEAD) and actor.area:
        return people.filter(pk__in=hats.filter(organization__area__startswith=actor.area).values("user"))
    if actor.hat == Role.SYSTEM_ADMINISTRATOR:
        return people.filter(pk__in=hats.values("user"))
    return people.none()
