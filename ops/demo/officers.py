"""Who acts for each body. Only the cast can be signed in to; the others are on lists and decide in the stories."""

from __future__ import annotations

import datetime

from audit.actors import SYSTEM
from ops.demo.organizations import EMPLOYERS
from ops.demo.world import World
from people.enums import OrganizationKind
from people.models import Membership, Organization, User
from people.roles import Role
from people.services import grant_memberships, open_accounts

ROLES = {
    OrganizationKind.EMPLOYER: (Role.HR_CLERK,),
    OrganizationKind.AGENCY: (Role.HR_CLERK,),
    OrganizationKind.DIRECT_POINT: (Role.HR_CLERK,),
    OrganizationKind.INSTITUTION: (Role.INSTITUTION_CLERK,),
    OrganizationKind.INDUSTRY_AUTHORITY: (Role.AUTHORITY_REVIEWER,),
    OrganizationKind.BUREAU: (Role.BUREAU_CLERK, Role.BUREAU_HEAD),
    OrganizationKind.OPERATOR: (),
}
LARGE_STAFF = 10
"""With so many people there is a head of HR beside the clerk."""


def appoint(world: World) -> None:
    """Somebody in every office; in some also somebody who has left it."""
    offices = [(body, role) for body in world.organizations.values() for role in _roles_in(body)]
    hats = [_hat(world, body, role) for body, role in offices]
    former = [_former(world, body, role) for body, role in offices[::9]]
    open_accounts([hat.user for hat in [*hats, *former]], actor=SYSTEM)
    grant_memberships([*hats, *former], actor=SYSTEM)
    for (body, role), hat in zip(offices, hats, strict=True):
        world.officers.setdefault((body.name, role), hat)


def _roles_in(body: Organization) -> tuple[Role, ...]:
    house = EMPLOYERS.get(body.name)
    if house and house.staff >= LARGE_STAFF:
        return (Role.HR_CLERK, Role.HR_HEAD)
    return ROLES[OrganizationKind(body.kind)]


def _hat(world: World, body: Organization, role: Role) -> Membership:
    started_on = _day(world, 2014, 2024)
    return Membership(user=_account(world), organization=body, role=role, started_on=started_on)


def _former(world: World, body: Organization, role: Role) -> Membership:
    hat = _hat(world, body, role)
    hat.ended_on = hat.started_on + datetime.timedelta(days=world.random.randrange(200, 700))
    return hat


def _account(world: World) -> User:
    name = world.names.draw()
    return User(username=f"officer-{len(world.names.taken):04d}", display_name=name)


def _day(world: World, first_year: int, last_year: int) -> datetime.date:
    return datetime.date(world.random.randint(first_year, last_year), world.random.randint(1, 12), 1)
