"""The word of one tenant stands in nothing that anybody of the other tenant gets: no list, count, export, file, page
of a job or answer of the API (A2). Both words are there to be found: each tenant finds its own."""

from __future__ import annotations

import io
import re
import zipfile
from typing import Any

import pytest
from django.http import HttpResponse
from django.utils import timezone

from tests.access.expectations import ROUTES, Route
from tests.access.routes import addresses_of
from tests.access.tenant import Tenant
from tests.access.world import OF_A_TENANT, World

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("known_at_once")]

# The public register of employers, of which there is no secret, is looked through to ask one of them.
PUBLIC_REGISTER = ("changes/employer/", "changes/employer/<int:pk>/")
# What a visitor sees is nobody's, but for the front page, which tells who is signed in what waits.
READABLE = [
    route
    for route, rule in ROUTES.items()
    if "GET" in rule.methods.split() and (rule.visitors == "login" or not route) and route not in PUBLIC_REGISTER
]
# What is found elsewhere would be told by its mere presence.
SEARCHES = [
    "people/?name=",
    "people/?status=left&name=",
    "api/v1/professionals/?name=",
    "organizations/?search=",
    "organizations/?state=merged&search=",
    "api/v1/organizations/?search=",
    "changes/rescues/new/?name=",
    "classes/?q=",
    "staff-year/?name=",
    "classes/places/?name=",
    "approvals/?name=",
    "approvals/waiting/?name=",
    "api/v1/approvals/?name=",
    "records/register/?name=",
    "records/registered/?name=",
]
# Lists, and what in the own tenant's answer shows that they could have told.
LISTS = {
    "people/": "hr_clerk",
    "people/?status=left": "hr_clerk",
    "organizations/": "bureau_clerk",
    "organizations/doubles/": "bureau_clerk",
    "approvals/": "bureau_clerk",
    "approvals/waiting/": "bureau_clerk",
    "uploads/": "hr_clerk",
    "year-end/": "bureau_clerk",
    f"spot-checks/anomalies/?year={timezone.localdate().year}": "bureau_clerk",
    "results/": "institution_clerk",
    "classes/": "institution_clerk",
    "my-year/": "professional",
    "staff-year/": "hr_clerk",
    "classes/places/": "professional",
    "jobs/": "hr_clerk",
    "changes/": "professional",
    "records/": "professional",
    "records/registered/": "hr_clerk",
    "records/register/": "hr_clerk",
    "changes/departures/": "hr_clerk",
    "changes/rescues/": "hr_clerk",
    "my-data/": "professional",
    "accounts/officers/": "hr_head",
    "accounts/profile/": "professional",
    "accounts/hats/": "professional",
    "api/v1/professionals/": "hr_clerk",
    "api/v1/organizations/": "bureau_clerk",
    "api/v1/approvals/": "bureau_clerk",
    "api/v1/audit/events/": "hr_clerk",
    "api/v1/jobs/": "hr_clerk",
}


def text_of(response: HttpResponse) -> str:
    content = b"".join(response.streaming_content) if response.streaming else response.content
    if content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as book:
            content = b"\n".join(book.read(name) for name in book.namelist())
    return content.decode(errors="replace") + str(response.headers)


def shows(response: HttpResponse, tenant: Tenant) -> bool:
    return tenant.word.lower() in text_of(response).lower()


def strangers_of(world: World, tenant: Tenant) -> dict[str, Any]:
    other = world.second if tenant is world.first else world.first
    return {str(role): other.members[role] for role in OF_A_TENANT}


@pytest.fixture(params=["first", "second"])
def tenant(request: pytest.FixtureRequest, world: World) -> Tenant:
    found: Tenant = getattr(world, request.param)
    return found


@pytest.mark.parametrize("address", LISTS)
def test_the_own_tenant_finds_its_word(address: str, world: World, tenant: Tenant) -> None:
    client = world.client(tenant.members[LISTS[address]])  # type: ignore[index]

    answer = client.get(f"/{address}")

    assert answer.status_code == 200
    if "left" not in address and "departures" not in address:  # these tell of people named like neither
        assert shows(answer, tenant)


def test_the_own_tenant_finds_its_word_in_its_files(world: World) -> None:
    first = world.first
    clerk, bureau = world.client(first.members["hr_clerk"]), world.client(first.members["bureau_clerk"])  # type: ignore[index]
    upload, proof = world.uploads[first.word], world.key("correction", "own", "bureau_clerk")

    assert shows(clerk.get(f"/uploads/{upload.pk}/"), first)
    assert shows(clerk.get(f"/uploads/{upload.pk}/annotated/"), first)
    assert shows(clerk.get(f"/jobs/{world.key('job', 'own', 'hr_clerk')}/result/"), first)
    assert bureau.get(f"/changes/corrections/{proof}/proof/").status_code == 200


@pytest.mark.parametrize("route", READABLE)
def test_the_word_of_the_other_tenant_is_nowhere(route: str, world: World) -> None:
    """Whatever row the address names, be it one's own or a stranger's."""
    leaks = [
        f"{role}: /{address}"
        for role, member in strangers_of(world, world.second).items()
        for address in _addresses(world, route, ROUTES[route], role)
        if shows(world.client(member).get(address), world.second)
    ]

    assert leaks == []


def _addresses(world: World, route: str, rule: Route, role: str) -> list[str]:
    addresses = addresses_of(world, route, rule.of, role, rule.parts)
    return [address for relation, address in addresses.items() if relation != "nothing"]


@pytest.mark.parametrize("search", SEARCHES)
def test_no_search_tells_that_there_is_something_elsewhere(search: str, world: World) -> None:
    """The word looked for stands in the form again; all else is as for a word that nobody has."""
    for member in strangers_of(world, world.second).values():
        assert _found(world, member, search, world.second.word) == _found(world, member, search, "Zzyzx")


def _found(world: World, member: Any, search: str, word: str) -> str:
    answer = world.client(member).get(f"/{search}{word}").content.decode()
    return re.sub(rf"{word}|[0-9A-Za-z]{{64}}|[0-9a-f-]{{36}}", "", answer, flags=re.IGNORECASE)


def test_counts_of_one_tenant_do_not_move_with_the_other(world: World) -> None:
    """The front page tells in figures what waits."""
    clerk = world.second.members["bureau_clerk"]  # type: ignore[index]
    before = _figures(world, clerk)

    world.first.more_waits()

    assert _figures(world, clerk) == before


def test_a_count_moves_where_it_should(world: World) -> None:
    clerk = world.first.members["bureau_clerk"]  # type: ignore[index]
    before = _figures(world, clerk)

    world.first.more_waits()

    assert _figures(world, clerk) != before


def _figures(world: World, member: Any) -> list[str]:
    page = world.client(member).get("/").content.decode()
    return re.findall(r"\d+", page[page.index("<main") : page.index("</main")])


@pytest.mark.parametrize("role", OF_A_TENANT)
def test_the_export_of_the_own_data_tells_nothing_of_the_other_tenant(role: str, world: World) -> None:
    member = world.first.members[role]  # type: ignore[index]
    job = world.order_export(member)

    answer = world.client(member).get(f"/jobs/{job.pk}/result/")

    assert shows(answer, world.first)
    assert not shows(answer, world.second)
