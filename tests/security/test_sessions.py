"""A session begins and ends with whoever it is of (H8). The pages for signing in and out are tried in tests/people, the
end of rights in tests/access/test_stale_rights.py; here is what goes across."""

from __future__ import annotations

import datetime
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
import time_machine
from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone

from people.access_links.services import make_access_links
from tests.cast import CastMember, english_client
from tests.factories.people import PASSWORD
from tests.ops.test_production import STRONG

pytestmark = pytest.mark.django_db

PROFILE = "/accounts/profile/"
NEW = "long and invented 71"


def signed_in(name: str = "lin.test", client: Client | None = None) -> Client:
    client = client or english_client()
    client.post("/accounts/login/", {"login": name, "password": PASSWORD})
    assert SESSION_KEY in client.session
    return client


def with_cookie(value: str) -> Client:
    thief = english_client()
    thief.cookies["sessionid"] = value
    return thief


def is_in(client: Client) -> bool:
    return client.get(PROFILE).status_code == 200


# Fixation


def test_a_session_planted_before_signing_in_is_not_the_one_after(professional: CastMember) -> None:
    client = english_client()
    client.get("/accounts/access/anything/")
    planted = client.cookies["sessionid"].value

    signed_in(client=client)

    assert client.cookies["sessionid"].value != planted
    assert not is_in(with_cookie(planted))
    assert not Session.objects.filter(session_key=planted).exists()


def test_a_name_of_a_session_that_never_was_is_not_taken(professional: CastMember) -> None:
    client = with_cookie("a" * 32)

    signed_in(client=client)

    assert client.cookies["sessionid"].value != "a" * 32
    assert not is_in(with_cookie("a" * 32))


def test_the_token_of_forms_is_another_one_after_signing_in(professional: CastMember) -> None:
    client = english_client()
    client.get("/accounts/login/")
    before = client.cookies["csrftoken"].value

    signed_in(client=client)

    assert client.cookies["csrftoken"].value != before


def test_the_first_sign_in_by_a_link_changes_the_session_too(professional: CastMember, hr_clerk: CastMember) -> None:
    client, user = english_client(), professional.user
    link = make_access_links([user], at=timezone.now(), actor=hr_clerk.actor)[0]
    client.get(f"/accounts/access/{link.token}/")
    before = client.cookies["sessionid"].value
    tail = user.professional.documents.get().number_tail

    client.post("/accounts/first-sign-in/", {"proof": tail, "username": "lin.new", "password1": NEW, "password2": NEW})

    assert is_in(client)
    assert client.cookies["sessionid"].value != before
    assert not is_in(with_cookie(before))


# The end


@pytest.mark.parametrize(
    ("address", "form"),
    [
        ("/accounts/logout/", {}),
        ("/accounts/password/change/", {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW}),
    ],
)
def test_a_cookie_from_before_opens_nothing(address: str, form: dict[str, str], professional: CastMember) -> None:
    client = signed_in()
    stolen = client.cookies["sessionid"].value
    assert is_in(with_cookie(stolen))

    client.post(address, form)

    assert not is_in(with_cookie(stolen))
    assert with_cookie(stolen).get("/api/v1/jobs/").status_code == 403


def test_signing_out_on_one_device_leaves_the_other_one_in(professional: CastMember) -> None:
    office, phone = signed_in(), signed_in()

    office.post("/accounts/logout/")

    assert (is_in(office), is_in(phone)) == (False, True)


def test_everywhere_else_means_every_other_device(professional: CastMember) -> None:
    office, phone, home = signed_in(), signed_in(), signed_in()

    office.post("/accounts/sessions/others/ending/")

    assert [is_in(device) for device in (office, phone, home)] == [True, False, False]


def test_whoever_is_let_in_anew_by_a_link_ends_the_sessions_of_before(
    professional: CastMember, hr_clerk: CastMember
) -> None:
    stolen = signed_in()
    user = professional.user
    link = make_access_links([user], at=timezone.now(), actor=hr_clerk.actor)[0]
    tail = user.professional.documents.get().number_tail
    owner = english_client()
    owner.get(f"/accounts/access/{link.token}/")

    owner.post("/accounts/first-sign-in/", {"proof": tail, "username": "lin.new", "password1": NEW, "password2": NEW})

    assert (is_in(owner), is_in(stolen)) == (True, False)


def test_a_session_is_over_after_twelve_hours(professional: CastMember) -> None:
    client = signed_in()
    after_work = timezone.now() + datetime.timedelta(hours=12, minutes=1)

    with time_machine.travel(after_work):
        assert not is_in(client)


# Cookies


def test_no_script_reads_the_cookies_and_no_other_site_sends_them(professional: CastMember) -> None:
    cookies = signed_in().cookies

    for name in ("sessionid", "csrftoken"):
        assert cookies[name]["samesite"] == "Lax"
        assert cookies[name]["httponly"]
        assert not cookies[name]["domain"]


PRODUCTION = """
import json, django
django.setup()
from django.conf import settings
from django.test import Client
plain = Client().get("/accounts/login/", headers={"host": "xueshi.example"})
safe = Client().get("/healthz", secure=True, headers={"host": "xueshi.example"})
names = ["SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE", "SESSION_COOKIE_HTTPONLY", "CSRF_COOKIE_HTTPONLY"]
told = {name: getattr(settings, name) for name in names}
told["plain"] = [plain.status_code, plain.headers["Location"]]
told["strict"] = safe.headers["Strict-Transport-Security"]
print(json.dumps(told))
"""


def test_in_production_cookies_travel_by_https_alone(tmp_path: Path) -> None:
    variables = STRONG | {
        "XUESHI_VAR": str(tmp_path),
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "LOG_LEVEL": "ERROR",
    }

    done = subprocess.run(
        [sys.executable, "-c", PRODUCTION],
        cwd=settings.BASE_DIR,
        env={"PATH": os.environ["PATH"]} | variables,
        capture_output=True,
        text=True,
        check=True,
    )

    told = json.loads(done.stdout.splitlines()[-1])
    assert told.pop("plain") == [301, "https://xueshi.example/accounts/login/"]
    assert told.pop("strict") == "max-age=31536000; includeSubDomains; preload"
    assert all(told.values())
