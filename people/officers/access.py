"""Who may hand out which hats: the head of a body its own, a bureau those of the heads in its area."""

from __future__ import annotations

from audit.actors import Actor
from people.enums import OrganizationKind
from people.models import Organization, OrganizationQuerySet
from people.roles import Role

_STAFF_OFFICE = (Role.HR_CLERK, Role.HR_HEAD)
ROLES_OF = {
    OrganizationKind.EMPLOYER: _STAFF_OFFICE,
    OrganizationKind.AGENCY: _STAFF_OFFICE,
    OrganizationKind.DIRECT_POINT: _STAFF_OFFICE,
    OrganizationKind.INSTITUTION: (Role.INSTITUTION_CLERK,),
    OrganizationKind.INDUSTRY_AUTHORITY: (Role.AUTHORITY_REVIEWER,),
    OrganizationKind.BUREAU: (Role.BUREAU_CLERK, Role.BUREAU_HEAD),
    OrganizationKind.OPERATOR: (Role.AUDITOR, Role.SYSTEM_ADMINISTRATOR),
}
HEADS = frozenset({Role.HR_HEAD, Role.BUREAU_HEAD})
# In a body that a bureau answers for, it names who runs it; the rest is that person's affair.
NAMED_FROM_ABOVE = frozenset({Role.HR_HEAD, Role.INSTITUTION_CLERK, Role.AUTHORITY_REVIEWER, Role.BUREAU_HEAD})


def may_give_hats(actor: Actor) -> bool:
    return actor.can("people.give_hats")


def organizations_served_by(actor: Actor) -> OrganizationQuerySet:
    """Those in which this actor may hand out some hat."""
    standing = Organization.objects.standing()
    if not may_give_hats(actor) or not actor.organization_id:
        return standing.none()
    if actor.hat == Role.SYSTEM_ADMINISTRATOR:
        return standing
    own = standing.filter(pk=actor.organization_id)
    return own | standing.filter(area__startswith=actor.area) if actor.area else own


def roles_to_give(actor: Actor, organization: Organization) -> tuple[Role, ...]:
    roles = ROLES_OF[OrganizationKind(organization.kind)]
    if actor.hat == Role.SYSTEM_ADMINISTRATOR:
        return roles
    if organization.pk == actor.organization_id:
        return roles if actor.hat in HEADS else ()
    return tuple(role for role in roles if role in NAMED_FROM_ABOVE)
