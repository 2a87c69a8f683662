"""Programs that check: admitted by a bureau's head, up to a thousand certificates a call, the same neutral answer."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from certificates.checking.api import MOST_AT_ONCE
from certificates.checking.limits import PER_PROGRAM
from certificates.checking.programs import Opened, open_program
from certificates.enums import EndKind
from certificates.issuing.services import issue_one, replace_certificate
from certificates.models import CheckProgram
from certificates.qr import token_text
from people.roles import Role
from tests.cast import CastMember, _cast
from tests.factories import BureauFactory
from verification.models import Verification

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("one_stretch_of_time")]
URL = "/api/v1/check/"
Years = Callable[..., Verification]


@pytest.fixture
def opened(district_head: CastMember) -> Opened:
    return open_program(name="某评委会", actor=district_head.actor)


def ask(token: str, certificates: Any) -> Any:
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    return Client().post(URL, {"certificates": certificates}, content_type="application/json", headers=headers)


def test_each_of_a_list_is_answered_in_its_order_by_few_statements(
    opened: Opened, ready: Years, district_head: CastMember
) -> None:
    old, other = issue_one(ready(), actor=district_head.actor), issue_one(ready(), actor=district_head.actor)
    new = replace_certificate(old, EndKind.REISSUED, reason="遗失", actor=district_head.actor)
    asked = [
        {"number": f"{other.number[:6]} {other.number[6:]}", "name": other.printed["name"]},
        {"token": token_text(old.token)},
        {"number": other.number, "name": "别人"},
        {"number": "44010525999999", "name": other.printed["name"]},
        {"number": "x", "name": "别人"},
        {"token": "forged"},
    ]

    with CaptureQueriesContext(connection) as few:
        answer = ask(opened.token, asked)
    with CaptureQueriesContext(connection) as many:
        ask(opened.token, asked * 3)

    results = answer.json()["results"]
    assert answer.status_code == 200
    assert [each["outcome"] for each in results] == ["valid", "replaced", *["no_match"] * 4]
    assert all(each == {"outcome": "no_match", "certificate": None} for each in results[2:])
    assert "*" in results[0]["certificate"]["name"]
    assert results[1]["certificate"]["name"] == old.printed["name"]
    assert results[1]["certificate"]["ended"]["successor"] == new.number
    assert len(few) == len(many)
    assert answer["Cache-Control"] == "no-store"


@pytest.mark.parametrize(
    "body", [[], [{}], [{"number": "44010525000001"}], "x", None, [{"token": "x"}] * (MOST_AT_ONCE + 1)]
)
def test_what_cannot_be_asked_is_refused_in_words(opened: Opened, body: Any) -> None:
    answer = ask(opened.token, body)

    assert (answer.status_code, answer.json()["code"]) == (400, "invalid")


def test_token_ends_at_once_and_no_other_opens(
    opened: Opened, district_head: CastMember, client_of: Callable[[CastMember], Client]
) -> None:
    assert ask("", [{"token": "x"}]).json()["code"] == "token_missing"
    assert ask("xsc_" + "x" * 43, [{"token": "x"}]).json()["code"] == "token_unknown"
    assert opened.token not in str(CheckProgram.objects.values())
    client = client_of(district_head)

    client.post(f"/check/programs/{opened.program.pk}/ending/")

    assert ask(opened.token, [{"token": "x"}]).json()["code"] == "token_unknown"
    assert client.post(f"/check/programs/{opened.program.pk}/ending/").status_code == 409


def test_program_that_guesses_or_floods_is_stopped(opened: Opened, district_head: CastMember, settings: Any) -> None:
    misses = [{"token": "x"}] * PER_PROGRAM[0]

    assert [ask(opened.token, misses).status_code for _ in range(2)] == [200, 429]
    other = open_program(name="另一家", actor=district_head.actor)
    settings.CHECK_CALLS_PER_MINUTE = 2
    assert [ask(other.token, [{"token": "x"}]).status_code for _ in range(3)][-1] == 429


def test_heads_admit_programs_of_their_bureau_and_nobody_else_does(
    opened: Opened,
    district_head: CastMember,
    district_clerk: CastMember,
    client_of: Callable[[CastMember], Client],
) -> None:
    other_head = _cast("郭测试", "guo.test", Role.BUREAU_HEAD, BureauFactory(name="天河测试人社局", place="440106"))
    page = client_of(district_head).get("/check/programs/").content.decode()
    made = client_of(district_head).post("/check/programs/", {"name": "珠江岸设计院"}).content.decode()

    assert "某评委会" in page
    assert opened.token not in page
    assert "xsc_" in made
    assert CheckProgram.objects.count() == 2
    assert client_of(district_clerk).get("/check/programs/").status_code == 403
    assert client_of(other_head).get(f"/check/programs/{opened.program.pk}/ending/").status_code == 404
    with pytest.raises(PermissionDenied):
        open_program(name="x", actor=district_clerk.actor)


@pytest.mark.django_db(transaction=True)
def test_program_that_guesses_in_many_calls_at_once_is_stopped_as_soon(
    opened: Opened, race: Callable[..., list[Any]]
) -> None:
    misses = [{"token": "x"}] * PER_PROGRAM[0]

    statuses = race(*[lambda: ask(opened.token, misses).status_code] * 3)

    assert sorted(statuses) == [200, 429, 429]
