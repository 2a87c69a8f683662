"""Every address of the product, read from the URL configuration itself."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from django.urls import URLPattern, URLResolver, get_resolver

from tests.access.world import World

# What stands in an address and is nobody's: any that exists will do.
SHARED_PARTS = {
    "<int:year>": "2026",
    "<str:code>": "GD18",
    "<book_id:book_id>": "GD-2018",
    "<slug:provider_id>": "oidc",
    "<int:subject_id>": "1",
    "<str:token>": "not-a-token",
}


# Where the row stands in an address, and by what of it.
PLACES = {"<str:pk>": "pk", "<path:object_id>": "pk", "<int:pk>": "pk", "<int:number>": "number"}


def all_routes() -> list[str]:
    """As written in urls.py: `people/<int:pk>/number/`."""
    return sorted(set(_walk(get_resolver().url_patterns)))


def _walk(patterns: Iterable[URLPattern | URLResolver], before: str = "") -> Iterator[str]:
    for pattern in patterns:
        route = before + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from _walk(pattern.url_patterns, route)
        else:
            yield route


def address(route: str, parts: dict[str, str]) -> str:
    filled = route
    for part, value in (SHARED_PARTS | parts).items():
        filled = filled.replace(part, value)
    assert "<" not in filled, f"{route}: say in tests/access/routes.py what to put into this address"
    return f"/{filled}"


def addresses_of(world: World, route: str, kind: str, role: str, parts: dict[str, str]) -> dict[str, str]:
    """For each relation in which the row may stand to the role; one address where there is no row in it."""
    if not kind:
        return {"": address(route, parts)}
    place = next(each for each in PLACES if each in route)
    return {
        relation: address(route, parts | {place: str(world.key(kind, relation, role, PLACES[place]))})
        for relation in world.relations(kind, role)
    }
