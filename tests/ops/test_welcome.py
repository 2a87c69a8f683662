from __future__ import annotations

import datetime
from typing import Any

import pytest

from ops import welcome
from ops.capabilities import SystemPackage
from people.models import Membership, User
from people.roles import Role

pytestmark = pytest.mark.django_db

URL = "http://127.0.0.1:8000/"


@pytest.fixture
def demo_account() -> User:
    user = User.objects.create_user("shen", display_name="沈测试", is_demo=True)
    Membership.objects.create(user=user, role=Role.AUDITOR, started_on=datetime.date(2020, 1, 1))
    return user


def shown(capsys: pytest.CaptureFixture[str], host: str = "127.0.0.1") -> str:
    welcome.show(URL, host)
    return capsys.readouterr().out


def test_it_shows_where_to_go_as_whom_and_how_to_stop(capsys: pytest.CaptureFixture[str], demo_account: User) -> None:
    words = shown(capsys)

    assert URL in words
    assert "    shen             沈测试   " in words
    assert "Ctrl-C stops everything." in words
    assert "network" not in words


def test_it_warns_when_the_demo_accounts_are_open_to_the_network(
    capsys: pytest.CaptureFixture[str], demo_account: User
) -> None:
    assert "open to the whole network" in shown(capsys, host="0.0.0.0")


def test_production_has_no_demo_accounts_to_show(
    capsys: pytest.CaptureFixture[str], demo_account: User, settings: Any
) -> None:
    settings.DEMO = False

    assert "shen" not in shown(capsys, host="0.0.0.0")


def test_it_names_missing_packages_and_what_needs_them(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    missing = [SystemPackage(name=name, feature="PDF files", is_present=lambda: False) for name in ("one", "two")]
    monkeypatch.setattr(welcome, "missing_packages", lambda: missing)

    words = shown(capsys)

    assert "without which these do not work: PDF files\n    apt-get install one two\n" in words
