"""Who still waits for a way in."""

from __future__ import annotations

from django.db.models import Q
from django.utils import timezone

from audit.actors import Actor
from people.models import Employment, Membership, MembershipQuerySet, User, UserQuerySet
from people.officers.access import HEADS
from people.roles import Role

# A password that nobody can type begins with this (django.contrib.auth.hashers).
NO_PASSWORD = "!"  # noqa: S105


def waiting_for_access(actor: Actor) -> UserQuerySet:
    """Accounts without a password that this actor may hand a link to: of an employer's own people, and of those who
    work for the employers, institutions and authorities in the area of a bureau."""
    if not actor.organization_id:
        return User.objects.none()
    open_accounts = User.objects.filter(is_active=True, password__startswith=NO_PASSWORD)
    people = open_accounts.exclude(pk__in=offices_beyond(actor).values("user"))
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


def offices_beyond(actor: Actor) -> MembershipQuerySet:
    """Those that are not the actor's to open: of another body, and for a clerk that of the own head. Whoever hands out
    the first way into an account might go it first, and would then hold every hat that the account holds."""
    offices = Membership.objects.exclude(ended_on__lt=timezone.localdate()).exclude(role=Role.PROFESSIONAL)
    own_head = Q(organization_id=actor.organization_id, role__in=HEADS)
    if actor.hat == Role.SYSTEM_ADMINISTRATOR:
        return offices.none()
    reached = Q(organization__area__startswith=actor.area) if actor.area else Q(organization_id=actor.organization_id)
    return offices.exclude(reached) if actor.hat in HEADS else offices.exclude(reached) | offices.filter(own_head)
