from __future__ import annotations

import datetime
from typing import Any

import pytest
from django.test import Client

from jobs.models import Heartbeat
from ops import capabilities, health
from people.models import Membership, User
from people.roles import Role
from tests.cast import prove_second_factor

pytestmark = pytest.mark.django_db


def signed_in(client: Client, role: Role) -> Client:
    user = User.objects.create_user("shen", display_name="沈测试")
    Membership.objects.create(user=user, role=role, started_on=datetime.date(2020, 1, 1))
    client.force_login(user)
    prove_second_factor(client, user)
    return client


def test_status_is_asked_for_at_the_sign_in_page(client: Client) -> None:
    answer = client.get("/status/")

    assert answer.status_code == 302
    assert answer["Location"] == "/accounts/login/?next=/status/"


@pytest.mark.parametrize("role", [role for role in Role if role != Role.SYSTEM_ADMINISTRATOR])
def test_status_is_closed_to_all_but_administrators(client: Client, role: Role) -> None:
    assert signed_in(client, role).get("/status/").status_code == 403


def test_status_says_what_needs_attention(client: Client) -> None:
    page = signed_in(client, Role.SYSTEM_ADMINISTRATOR).get("/status/")

    assert page.status_code == 200
    assert page.context["concerns"] == [health.Concern.NO_WORKER.label, health.Concern.NO_SCHEDULER.label]


def test_status_says_that_all_is_well(client: Client) -> None:
    Heartbeat.objects.create(process="w", role="worker")
    Heartbeat.objects.create(process="s", role="scheduler")

    page = signed_in(client, Role.SYSTEM_ADMINISTRATOR).get("/status/")

    assert page.context["concerns"] == []
    assert [part.concern for part in page.context["parts"]] == [None] * 6
    settings = next(facts for id, _heading, facts in page.context["sections"] if id == "database")
    assert ("fsync", "off") in settings  # the test cluster runs so


def test_status_says_that_redis_is_not_used(client: Client) -> None:
    page = signed_in(client, Role.SYSTEM_ADMINISTRATOR).get("/status/")

    assert [part.name for part in page.context["parts"] if not part.is_used] == ["Redis"]


def test_status_names_a_redis_that_is_away(client: Client, settings: Any, free_port: int) -> None:
    settings.REDIS_URL = f"redis://127.0.0.1:{free_port}/0"

    page = signed_in(client, Role.SYSTEM_ADMINISTRATOR).get("/status/")

    assert page.context["parts"][-1].concern == health.Concern.REDIS_GONE


def test_status_names_the_package_that_is_missing(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    absent = capabilities.SystemPackage(name="lib-invented", feature="PDF files", is_present=lambda: False)
    monkeypatch.setattr(capabilities, "PACKAGES", [absent])

    page = signed_in(client, Role.SYSTEM_ADMINISTRATOR).get("/status/")

    assert "apt-get install lib-invented" in page.content.decode()


def test_status_is_in_the_menu_of_administrators_only(client: Client) -> None:
    signed_in(client, Role.SYSTEM_ADMINISTRATOR)
    assert 'href="/status/"' in client.get("/").content.decode()

    Membership.objects.update(role=Role.AUDITOR)
    assert 'href="/status/"' not in client.get("/").content.decode()
