"""Signing in through OpenID Connect, against a real provider: a process of its own on loopback."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator
from importlib import reload

import pytest
import requests
from django.conf import settings
from django.test import Client, override_settings
from django.urls import clear_url_caches, reverse

import config.urls
import people.single_sign_on.urls
import people.urls
from audit.models import Event
from ops.processes import wait_until
from people.models import User
from tests.cast import CastMember, english_client
from tests.servers import free_port

ClientOf = Callable[[CastMember | User], Client]


@pytest.fixture(scope="module")
def provider() -> Iterator[str]:
    port = free_port()
    process = subprocess.Popen(
        [sys.executable, "-m", "oidc_provider_mock", "--port", str(port)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    address = f"http://127.0.0.1:{port}"
    assert wait_until(lambda: _answers(f"{address}/.well-known/openid-configuration"), seconds=90)
    yield address
    process.terminate()
    process.wait()


def _answers(address: str) -> bool:
    try:
        return requests.get(address, timeout=1).ok
    except requests.ConnectionError:
        return False


@pytest.fixture(autouse=True)
def configured(provider: str) -> Iterator[None]:
    app = settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"][0]
    changed = app | {
        "client_id": "xueshi",
        "secret": "test",
        "settings": {"server_url": provider, "fetch_userinfo": False},
    }
    with override_settings(
        SINGLE_SIGN_ON={"name": "Provider", "id": "oidc"},
        SOCIALACCOUNT_PROVIDERS={"openid_connect": {"OAUTH_PKCE_ENABLED": True, "APPS": [changed]}},
    ):
        _read_addresses_anew()
        yield
    _read_addresses_anew()


def _read_addresses_anew() -> None:
    for module in (people.single_sign_on.urls, people.urls, config.urls):
        reload(module)
    clear_url_caches()


def go_through_provider(client: Client, subject: str, *, process: str = "login") -> str:
    """What a browser would do: the form, the provider's own page, the way back. Answers where it led to."""
    asked = client.post(reverse("openid_connect_login", args=["oidc"]) + f"?process={process}")
    agreed = requests.post(asked["Location"], data={"sub": subject}, allow_redirects=False, timeout=5)
    way_back = agreed.headers["Location"].removeprefix("http://testserver")
    answer = client.get(way_back)
    return str(answer.get("Location", "")) or answer.content.decode()


def test_an_account_connects_once_and_is_then_signed_in_by_the_provider(
    professional: CastMember, client_of: ClientOf
) -> None:
    go_through_provider(client_of(professional), "lin@provider", process="connect")
    newly = english_client()

    led_to = go_through_provider(newly, "lin@provider")

    assert led_to == reverse("home")
    assert newly.get(reverse("profile")).status_code == 200
    assert Event.objects.filter(action="single_sign_on.connected").count() == 1


def test_an_identity_that_nobody_connected_opens_no_account(db: None) -> None:
    before = User.objects.count()

    page = go_through_provider(english_client(), "stranger@provider")

    assert "Not connected yet" in page
    assert User.objects.count() == before


def test_an_identity_is_connected_with_one_account_only(
    professional: CastMember, hr_clerk: CastMember, client_of: ClientOf
) -> None:
    go_through_provider(client_of(professional), "shared@provider", process="connect")

    go_through_provider(client_of(hr_clerk), "shared@provider", process="connect")

    newly = english_client()
    go_through_provider(newly, "shared@provider")
    assert "林测试" in newly.get(reverse("profile")).content.decode()


def test_the_provider_does_not_replace_the_second_factor_of_an_officer(
    bureau_clerk: CastMember, client_of: ClientOf
) -> None:
    go_through_provider(client_of(bureau_clerk), "officer@provider", process="connect")
    newly = english_client()
    go_through_provider(newly, "officer@provider")

    assert newly.get(reverse("jobs:list"))["Location"] == reverse("mfa_index")


def test_a_closed_account_stays_closed(professional: CastMember, client_of: ClientOf) -> None:
    go_through_provider(client_of(professional), "closed@provider", process="connect")
    User.objects.filter(pk=professional.user.pk).update(is_active=False)
    newly = english_client()

    go_through_provider(newly, "closed@provider")

    assert newly.get(reverse("profile")).status_code == 302


def test_it_can_be_disconnected(professional: CastMember, client_of: ClientOf) -> None:
    client = client_of(professional)
    go_through_provider(client, "gone@provider", process="connect")
    account = professional.user.socialaccount_set.get()

    client.post(reverse("socialaccount_connections"), {"account": account.pk})

    assert "Not connected yet" in go_through_provider(english_client(), "gone@provider")
    assert Event.objects.filter(action="single_sign_on.disconnected").count() == 1


def test_nothing_that_the_provider_tells_is_kept(professional: CastMember, client_of: ClientOf) -> None:
    go_through_provider(client_of(professional), "lin@provider", process="connect")

    assert professional.user.socialaccount_set.get().extra_data == {}


def test_a_forged_answer_is_refused(professional: CastMember) -> None:
    client = english_client()

    answer = client.get(reverse("openid_connect_callback", args=["oidc"]) + "?code=stolen&state=forged")

    assert "did not sign you in" in answer.content.decode()
    assert client.get(reverse("profile")).status_code == 302
