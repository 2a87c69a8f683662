"""Every route, by every method, in every role, on a row in every relation (A1). What is expected stands in
expectations.py; here is only the walk."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from django.db import transaction
from django.http import HttpResponse
from django.test import Client

from tests.access.expectations import ROUTES, Route
from tests.access.routes import addresses_of, all_routes
from tests.access.world import ANONYMOUS, ROLES, World
from ui import errors

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("known_at_once")]

PAGE_METHODS = ("GET", "POST")
API_METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")
OUTCOMES = {401: "refused", 403: "refused", 404: "hidden", 405: "no method"}


@dataclass(frozen=True)
class Cell:
    method: str
    role: str
    relation: str
    address: str

    def __str__(self) -> str:
        return f"{self.role} · {self.relation or '-'} · {self.method} {self.address}"


@pytest.fixture(autouse=True)
def short_refusals(monkeypatch: pytest.MonkeyPatch) -> None:
    """What an error page looks like is asked in tests/ui; thousands of them in one line each are written sooner."""
    monkeypatch.setattr(errors, "_as_page", errors._as_line)


def is_api(route: str) -> bool:
    return route.startswith("api/")


def cells_of(route: str, world: World) -> Iterator[Cell]:
    """A method that the route does not take never comes as far as the row: it is tried on one."""
    rule = ROUTES[route]
    for role in ROLES:
        addresses = addresses_of(world, route, rule.of, role, rule.parts)
        for method in API_METHODS if is_api(route) else PAGE_METHODS:
            takes_it = method in rule.methods.split()
            for relation, address in list(addresses.items())[: None if takes_it else 1]:
                yield Cell(method, role, relation, address)


def outcome_of(cell: Cell, route: str, world: World) -> str:
    client = world.client(None if cell.role == ANONYMOUS else world.actor(cell.role))
    with transaction.atomic():
        response = ask(client, cell, ROUTES[route].body)
        transaction.set_rollback(True)
    if response.status_code >= 500:
        return f"broken ({response.status_code})"
    if response.status_code == 302 and response.headers["Location"].startswith("/accounts/login/"):
        return "login"
    return OUTCOMES.get(response.status_code, "in")


def ask(client: Client, cell: Cell, body: dict[str, str]) -> HttpResponse:
    if cell.method == "GET":
        return client.get(cell.address)
    content: dict[str, Any] = {"content_type": "application/json"} if is_api(cell.address.lstrip("/")) else {}
    return getattr(client, cell.method.lower())(cell.address, body, **content)


def test_every_route_has_its_expectation_and_no_other() -> None:
    missing, gone = set(all_routes()) - set(ROUTES), set(ROUTES) - set(all_routes())

    assert not missing, f"Add to ROUTES in tests/access/expectations/, saying who gets there: {sorted(missing)}"
    assert not gone, f"These routes are gone; take them out of ROUTES in tests/access/expectations/: {sorted(gone)}"


def test_the_matrix_is_large(world: World) -> None:
    assert sum(1 for route in ROUTES for _cell in cells_of(route, world)) > 5000


@pytest.mark.parametrize("route", ROUTES)
def test_everybody_gets_where_they_should_and_no_further(route: str, world: World) -> None:
    rule = ROUTES[route]
    surprises = [
        f"{cell}: {found} instead of {wanted}"
        for cell in cells_of(route, world)
        if (found := outcome_of(cell, route, world)) != (wanted := _expected(rule, cell, route))
    ]

    assert not surprises, "\n".join(surprises)


def _expected(rule: Route, cell: Cell, route: str) -> str:
    return rule.expects(cell.role, cell.relation, cell.method, is_api=is_api(route))
