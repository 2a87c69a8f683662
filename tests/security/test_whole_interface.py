"""The whole interface as its own description has it (OpenAPI), tried by Schemathesis as everybody there is: no answer
of 500, none that the description does not know, none of another shape than it says.

Few examples in the suite, so that it stays quick; `make thorough` tries more, `SCHEMATHESIS_EXAMPLES=200` still more.
"""

from __future__ import annotations

import os
import warnings
from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections, transaction
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.schemas import APIOperation
from schemathesis.specs.openapi import checks

from config.wsgi import application
from records.models import FeedSource
from tests.access.expectations import ROUTES
from tests.access.world import ANONYMOUS, ROLES, World
from tests.counts import sample_of
from tests.factories import FeedSourceFactory

EXAMPLES = int(os.environ.get("SCHEMATHESIS_EXAMPLES") or sample_of(6, sample=3))
FEED, OTHER_FEED, ENDED_FEED = "feed", "feed of another kind", "ended feed"
CALLERS = (*ROLES, FEED, OTHER_FEED, ENDED_FEED)
CHECKS = [
    not_a_server_error,
    checks.status_code_conformance,
    checks.content_type_conformance,
    checks.response_schema_conformance,
]
CSRF = "c" * 32
SCHEMA = schemathesis.openapi.from_wsgi("/api/v1/schema/", application)
OPERATIONS: dict[str, APIOperation] = {
    f"{operation.method.upper()} {operation.path}": operation
    for operation in (found.ok() for found in SCHEMA.get_all_operations())
}


class Callers:
    """What each shows: a session, a token, or nothing."""

    def __init__(self, world: World, kind: str) -> None:
        self.world = world
        other = "site" if kind != "site" else "health"
        self.tokens = {FEED: self._feed(kind), OTHER_FEED: self._feed(other), ENDED_FEED: self._feed(kind, ended=True)}

    def _feed(self, kind: str, *, ended: bool = False) -> str:
        token = f"xsf_{kind}_{ended}"
        feed: FeedSource = FeedSourceFactory(kind=kind, token=token, area="44", organization=self.world.first.bureau)
        if ended:
            FeedSource.objects.filter(pk=feed.pk).update(ended_on="2026-01-02")
        return token

    def shown_by(self, caller: str) -> dict[str, Any]:
        if caller in self.tokens:
            return {"headers": {"Authorization": f"Bearer {self.tokens[caller]}"}}
        session = "" if caller == ANONYMOUS else self.world.sessions[self.world.actor(caller).user.pk]
        return {"cookies": {"sessionid": session, "csrftoken": CSRF}, "headers": {"X-CSRFToken": CSRF}}


def rows_for(world: World, path: str, caller: str) -> list[int]:
    """Numbers of rows that stand in some relation to the caller: random ones alone would find nothing."""
    route = path.removeprefix("/").replace("{id}", "<int:pk>")
    rule = ROUTES.get(route) or ROUTES.get(route.replace("<int:pk>", "<str:pk>"))
    if rule is None or not rule.of:
        return []
    role = caller if caller in ROLES else ANONYMOUS
    return [world.key(rule.of, relation, role) for relation in world.relations(rule.of, role)]


@pytest.fixture(autouse=True)
def one_connection() -> Iterator[None]:
    """The server closes connections between requests; the rows of the tests are in a transaction of this one."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.mark.django_db
@pytest.mark.parametrize("name", OPERATIONS)
def test_whole_interface_answers_as_it_is_described(name: str, world: World) -> None:
    operation = OPERATIONS[name]
    kind = operation.path.rstrip("/").rpartition("/")[2].replace("-", "_")
    callers = Callers(world, kind if "/feeds/" in operation.path else "province_public")
    sound = operation.as_strategy(generation_mode=GenerationMode.POSITIVE)
    hostile = operation.as_strategy(generation_mode=GenerationMode.NEGATIVE)

    @seed(20261127)
    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(st.data())
    def try_it(data: st.DataObject) -> None:
        case = data.draw(data.draw(st.sampled_from([sound, hostile])))
        drawn = dict(case.path_parameters or {})
        for caller in CALLERS:
            known = rows_for(world, operation.path, caller)
            if "id" in drawn and known:
                number = data.draw(st.sampled_from([drawn["id"], *known]))
                case.path_parameters = {**drawn, "id": number}
            with transaction.atomic():
                response = case.call(**callers.shown_by(caller))
                transaction.set_rollback(True)
            case.validate_response(response, checks=CHECKS)

    try_it()


def test_every_address_is_tried() -> None:
    described = {path for path in ROUTES if path.startswith("api/v1/") and path != "api/v1/schema/"}

    assert len({operation.path for operation in OPERATIONS.values()}) == len(described)
