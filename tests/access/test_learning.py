"""Whose records, classes and catalogs each role is given, before any page or program asks for them (A1)."""

from __future__ import annotations

import pytest

from audit import actors
from people.hats import actor_wearing
from tests.access.expectations.learning import SEEN_OF_LEARNING
from tests.access.expectations.route import ALL
from tests.access.world import ANONYMOUS, ENDED, ROLES, World

pytestmark = pytest.mark.django_db


def kinds_kept_by_scope(world: World) -> dict[str, type]:
    models = {kind: type(next(iter(rows.values()))) for kind, rows in world.learning.items()}
    return {kind: model for kind, model in models.items() if hasattr(model._default_manager, "visible_to")}


def actor_of(world: World, role: str) -> actors.Actor:
    if role == ANONYMOUS:
        return actors.ANONYMOUS
    return actor_wearing(world.ended.user, None) if role == ENDED else world.actor(role).actor


def test_every_kind_of_row_has_its_table(world: World) -> None:
    assert set(kinds_kept_by_scope(world)) == set(SEEN_OF_LEARNING), (
        "Say in expectations/learning.py who sees such a row."
    )


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("kind", SEEN_OF_LEARNING)
def test_each_role_is_given_its_rows_and_no_other(kind: str, role: str, world: World) -> None:
    rows = world.learning[kind]
    model = kinds_kept_by_scope(world)[kind]

    seen = set(model._default_manager.visible_to(actor_of(world, role)).values_list("pk", flat=True))

    said = SEEN_OF_LEARNING[kind].get(role, "")
    assert {name for name, row in rows.items() if row.pk in seen} == (
        set(rows) if said == ALL else set(said.split(", ")) - {""}
    )
