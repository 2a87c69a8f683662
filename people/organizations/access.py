"""Who may do what to organizations. Which of them one sees is answered by `Organization.objects.visible_to`."""

from __future__ import annotations

from audit.actors import Actor
from people.access import may_read_everybody
from people.enums import OrganizationKind
from people.models import Merge, Organization


def may_browse(actor: Actor) -> bool:
    """The list is for those who answer for an area, or read everything; others see the organization they are of."""
    return may_read_everybody(actor) or bool(actor.area)


def may_register(actor: Actor) -> bool:
    return actor.can("people.register_organization") and bool(actor.area)


def may_keep(actor: Actor, organization: Organization) -> bool:
    """Amend, close and open again; commission an institution."""
    return may_register(actor) and answers_for(actor, organization.kind, organization.area)


def may_merge(actor: Actor, *organizations: Organization) -> bool:
    return actor.can("people.merge_organizations") and all(
        answers_for(actor, organization.kind, organization.area) for organization in organizations
    )


def may_undo(actor: Actor, merge: Merge) -> bool:
    return may_merge(actor, merge.kept, merge.dropped)


def answers_for(actor: Actor, kind: str, area: str) -> bool:
    """What belongs to the city is not the district's, though it stands there. For a bureau the one above answers."""
    if not actor.area or not area.startswith(actor.area):
        return False
    return kind != OrganizationKind.BUREAU or area != actor.area
