"""Who may approve study sites. Everybody sees them."""

from __future__ import annotations

from audit.actors import Actor
from courses.catalogs.access import may_publish
from courses.models import StudySite


def may_approve(actor: Actor) -> bool:
    """Bureaus, and the authorities for what their industry studies (GD18 三(二))."""
    return may_publish(actor)


def may_keep(actor: Actor, site: StudySite) -> bool:
    return may_approve(actor) and site.approved_by_id == actor.organization_id
