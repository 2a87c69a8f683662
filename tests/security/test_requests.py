"""Every address against what a hostile page or a hostile network would try (H9, H10)."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

import pytest
from django.test import Client
from django.test.client import ClientHandler

from tests.access.expectations import ROUTES
from tests.access.routes import addresses_of
from tests.access.world import ANONYMOUS, ROLES, World
from tests.factories.people import PASSWORD

pytestmark = pytest.mark.django_db

# Know nobody by a session: the rule books answer everybody the same, feeds and programs that check show a token.
WITHOUT_SESSION = ("api/v1/rules/ask/", "api/v1/feeds/", "api/v1/check/")
# Published, the same for everybody: may be kept by whoever passes it on.
PUBLISHED = ("log/roots.json", "log/roots/", "check/keys.json", "check/worker.js", "check/check_certificate.py")
# A picture that a page of ours shows.
SHOWN_WITHIN_OURS = ("certificates/seals/<int:pk>/picture/",)
# To the profile, whatever is sent.
LEADS_ON = "accounts/"
EVIL = (
    "https://evil.example/",
    "//evil.example/",
    "///evil.example/",
    "/\\evil.example/",
    "\\\\evil.example/",
    "https:evil.example",
    "http://testserver@evil.example/",
    "http://testserver.evil.example/",
    "javascript:alert(1)",
    "\t//evil.example/",
    " https://evil.example/",
    "data:text/html,x",
)


def who_gets_in(route: str, method: str, world: World) -> tuple[Client, str]:
    """A browser of somebody who is let in there, and an address at which they are."""
    rule = ROUTES[route]
    for role in reversed(ROLES):
        person = None if role == ANONYMOUS else world.actor(role)
        for relation, address in addresses_of(world, route, rule.of, role, rule.parts).items():
            if rule.expects(role, relation, method, is_api=route.startswith("api/")) == "in":
                return world.client(person), address
    return world.client(None), addresses_of(world, route, rule.of, ANONYMOUS, rule.parts).popitem()[1]


POSTED = [
    route
    for route, rule in ROUTES.items()
    if "POST" in rule.methods.split() and not route.startswith(WITHOUT_SESSION) and route != LEADS_ON
]
READ = [route for route, rule in ROUTES.items() if "GET" in rule.methods.split()]


@pytest.mark.parametrize("route", POSTED)
def test_no_form_is_taken_from_another_site(route: str, world: World) -> None:
    client, address = who_gets_in(route, "POST", world)
    client.handler = ClientHandler(enforce_csrf_checks=True)
    client.defaults["HTTP_ORIGIN"] = "https://evil.example"
    content = {"content_type": "application/json"} if route.startswith("api/") else {}

    answer = client.post(address, ROUTES[route].body, **content)

    assert answer.status_code == 403


@pytest.mark.parametrize("route", READ)
def test_every_answer_says_what_a_browser_may_do_with_it(route: str, world: World) -> None:
    client, address = who_gets_in(route, "GET", world)

    headers = client.get(address).headers

    policy = headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    is_within_ours = route in SHOWN_WITHIN_OURS
    assert ("frame-ancestors 'self'" if is_within_ours else "frame-ancestors 'none'") in policy
    assert not re.search(r"unsafe|\*|http:|data:", policy)
    assert headers["X-Frame-Options"] == ("SAMEORIGIN" if is_within_ours else "DENY")
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    is_somebodys = "sessionid" in client.cookies and not route.startswith(PUBLISHED)
    assert "no-store" in headers.get("Cache-Control", "") or not is_somebodys


@pytest.mark.parametrize("address", ["/nothing/here/", "/people/1/", "/api/v1/nothing/", "/jobs/2147483647/"])
def test_errors_say_so_too(address: str, world: World) -> None:
    headers = world.client(world.ended).get(address).headers

    assert "default-src 'none'" in headers["Content-Security-Policy"]
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize("route", [*READ, "nothing/here/"])
def test_no_page_is_shown_under_another_name(route: str, world: World, settings) -> None:
    settings.ALLOWED_HOSTS = ["xueshi.example"]
    client, address = who_gets_in(route, "GET", world) if route in ROUTES else (world.client(None), f"/{route}")

    answer = client.get(address, headers={"Host": "evil.example"})

    # Three say nothing of the site: whether it lives is asked by its address in the network.
    assert answer.status_code == 400 or route in ("healthz", "readyz", "metrics")
    assert "evil.example" not in answer.headers.get("Location", "")


def test_a_forwarded_name_is_not_believed(world: World, settings) -> None:
    """Else the links that are handed out on paper would lead elsewhere."""
    settings.ALLOWED_HOSTS = ["xueshi.example", "evil.example"]
    newcomer = world.first.members["hr_clerk"].user
    newcomer.set_unusable_password()
    newcomer.save()
    client = world.client(world.first.members["hr_head"])
    client.defaults["SERVER_NAME"] = "xueshi.example"

    page = client.post(
        "/accounts/access/",
        {"account": [newcomer.pk]},
        headers={"X-Forwarded-Host": "evil.example", "Forwarded": "host=evil.example"},
    ).content.decode()

    assert "http://xueshi.example/accounts/access/" in page
    assert "evil.example" not in page


# Where `next` is taken


def signing_in(world: World, to: str) -> str:
    name = world.first.neighbours_head.user.username
    form = {"login": name, "password": PASSWORD, "next": to}
    return world.client(None).post("/accounts/login/", form).headers["Location"]


def signed_in_already(world: World, to: str) -> str:
    client = world.client(world.first.members["hr_clerk"])
    return client.get("/accounts/login/", {"next": to}).headers["Location"]


def signing_out(world: World, to: str) -> str:
    return world.client(world.first.members["hr_clerk"]).post("/accounts/logout/", {"next": to}).headers["Location"]


def choosing_preferences(world: World, to: str) -> str:
    return world.client(None).post("/preferences/", {"language": "en", "next": to}).headers["Location"]


def changing_hats(world: World, to: str) -> str:
    member = world.first.members["hr_clerk"]
    form = {"hat": member.membership.pk, "next": to}
    return world.client(member).post("/accounts/hats/", form).headers["Location"]


def confirming_the_password(world: World, to: str) -> str:
    client = world.client(world.first.members["hr_clerk"])
    form = {"password": PASSWORD, "next": to}
    return client.post("/accounts/second-factor/confirmation/password/", form).headers["Location"]


PLACES = [
    signing_in,
    signed_in_already,
    signing_out,
    choosing_preferences,
    changing_hats,
    confirming_the_password,
]


@pytest.mark.parametrize("to", EVIL)
@pytest.mark.parametrize("place", PLACES, ids=lambda place: place.__name__)
def test_no_form_leads_away(place, to: str, world: World) -> None:
    location = place(world, to)

    parts = urlsplit(location)
    assert (parts.scheme, parts.netloc) == ("", "")
    assert location.startswith("/")
    assert not location.startswith(("//", "/\\"))


@pytest.mark.parametrize("place", [signing_in, signed_in_already, choosing_preferences, changing_hats])
def test_they_do_lead_where_it_stays_here(place, world: World) -> None:
    assert place(world, "/help/") == "/help/"


# Files


def test_files_are_handed_out_to_be_kept_and_never_shown(world: World) -> None:
    clerk, bureau = world.client(world.first.members["hr_clerk"]), world.client(world.first.members["bureau_clerk"])
    files = [
        clerk.get(f"/uploads/{world.uploads['Quartz'].pk}/annotated/"),
        clerk.get("/uploads/new/staff/template/"),
        clerk.get(f"/jobs/{world.key('job', 'own', 'hr_clerk')}/result/"),
        clerk.get("/accounts/second-factor/recovery-codes/file/"),
        bureau.get(f"/changes/corrections/{world.key('correction', 'own', 'bureau_clerk')}/proof/"),
    ]

    for answer in files:
        assert answer.status_code == 200
        assert answer.headers["Content-Disposition"].startswith("attachment")
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert "html" not in answer.headers["Content-Type"]
        assert "no-store" in answer.headers["Cache-Control"]
