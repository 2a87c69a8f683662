"""Who may write and publish which catalogs. Which ones are seen is answered by `Catalog.objects.visible_to`."""

from __future__ import annotations

from audit.actors import Actor
from courses.access import PUBLISHES
from courses.enums import CatalogKind
from courses.models import Catalog


def may_publish(actor: Actor) -> bool:
    """A bureau or an industry authority: whoever answers for an area."""
    return actor.can(PUBLISHES) and actor.organization_id is not None and bool(actor.area)


def kinds_of(actor: Actor) -> list[CatalogKind]:
    """An authority says what its industry studies, a bureau what everybody does (GD10 六, GDQ18 一)."""
    if not may_publish(actor):
        return []
    return [CatalogKind.GUIDE] if actor.industry else [CatalogKind.PUBLIC, CatalogKind.MAKEUP]


def may_keep(actor: Actor, catalog: Catalog) -> bool:
    """The publisher itself and nobody else, the bureau above included."""
    return may_publish(actor) and catalog.publisher_id == actor.organization_id
