from __future__ import annotations

import json
import logging
from collections.abc import Callable, Iterator
from decimal import Decimal
from io import StringIO
from typing import Any

import pytest
import structlog
from django.test import Client
from django.urls import path

from people.models import User

# Invented: no such division, and the check digits are those of nobody.
IDENTITIES = ["99010119900307123X", "99010119900307123x", "990101199003071234", "990101900307123", "99010190030712X"]
PHONE = "13900005678"

Lines = Callable[[], list[dict[str, Any]]]


@pytest.fixture
def lines() -> Iterator[Lines]:
    """What the configured handler has written so far, read back as JSON."""
    (handler,) = logging.getLogger().handlers[:1]
    assert isinstance(handler, logging.StreamHandler)
    written = StringIO()
    terminal = handler.setStream(written)
    yield lambda: [json.loads(line) for line in written.getvalue().splitlines()]
    handler.setStream(terminal)


@pytest.fixture(params=[*IDENTITIES, PHONE])
def number(request: pytest.FixtureRequest) -> str:
    return request.param


def text_of(lines: Lines) -> str:
    return json.dumps(lines(), ensure_ascii=False)


@pytest.mark.parametrize("sentence", ["{} was entered", "证件号码{}已登记", "id={}&x", "ID{}", "q=%E5%BC%A0{}%E5"])
def test_a_number_in_a_message_is_masked(lines: Lines, number: str, sentence: str) -> None:
    structlog.get_logger("test").warning(sentence.format(number))

    assert len(lines()) == 1
    assert number not in text_of(lines)
    assert "****" in text_of(lines)


@pytest.mark.parametrize("make", [str, lambda number: {"deep": [number]}, lambda number: {number: "as a name"}, repr])
def test_a_number_in_a_value_is_masked(lines: Lines, number: str, make: Callable[[str], Any]) -> None:
    structlog.get_logger("test").warning("entered", value=make(number))

    assert number not in text_of(lines)
    assert "****" in text_of(lines)


@pytest.mark.parametrize("make", [int, Decimal, lambda number: (int(number),)])
def test_a_number_that_is_no_text_is_masked(lines: Lines, make: Callable[[str], Any]) -> None:
    structlog.get_logger("test").warning("entered", value=make("990101199003071234"))

    assert "990101199003071234" not in text_of(lines)
    assert "9901*************4" in text_of(lines)


def test_a_number_in_an_exception_is_masked(lines: Lines, number: str) -> None:
    try:
        raise ValueError(f"{number} is nobody")
    except ValueError:
        structlog.get_logger("test").exception("failed")
        logging.getLogger("test").exception("failed")

    assert ["ValueError" in line["exception"] for line in lines()] == [True, True]
    assert number not in text_of(lines)


def test_a_number_logged_by_a_library_is_masked(lines: Lines, number: str) -> None:
    logging.getLogger("library").warning("entered %s", number)

    assert lines()[0]["event"].startswith("entered ")
    assert number not in text_of(lines)


@pytest.mark.parametrize("value", [3.123456789012345, 1763650000, True, None, "a1b2c3d4-0000-4000-8000-000000000001"])
def test_other_values_stay_as_they_are(lines: Lines, value: Any) -> None:
    structlog.get_logger("test").warning("measured", value=value)

    assert lines()[0]["value"] == value


def fail(request: object) -> None:
    structlog.get_logger("test").warning("about_to_fail")
    raise RuntimeError("990101199003071234 broke it")


def greet(request: Any) -> Any:
    from django.http import HttpResponse

    actor_label = request.actor.label
    structlog.get_logger("test").warning("greeted")
    return HttpResponse(actor_label)


urlpatterns = [path("greet/", greet), path("fail/", fail)]


@pytest.mark.urls("tests.ops.test_logs")
def test_request_and_user_stand_on_every_line_of_a_request(lines: Lines, client: Client, db: None) -> None:
    user = User.objects.create_user("wang", display_name="王测试")
    client.force_login(user)

    client.get("/greet/?q=990101199003071234")

    greeted, finished = lines()
    assert [greeted["event"], finished["event"]] == ["greeted", "request_finished"]
    assert greeted["request_id"] == finished["request_id"]
    assert [greeted["user_id"], finished["user_id"]] == [user.pk, user.pk]
    assert finished["request"] == "GET /greet/?q=9901*************4"
    assert finished["code"] == 200


@pytest.mark.urls("tests.ops.test_logs")
def test_a_failed_request_is_logged_once_with_its_cause(lines: Lines, client: Client, db: None) -> None:
    client.raise_request_exception = False

    client.get("/fail/")

    failed = [line for line in lines() if "exception" in line]
    assert [line["event"] for line in failed] == ["request_failed"]
    assert "RuntimeError" in failed[0]["exception"]
    assert "990101199003071234" not in text_of(lines)


def test_one_time_link_cannot_be_used_by_who_reads_the_log(lines: Lines, client: Client, db: None) -> None:
    client.get("/accounts/access/a-secret-of-27-characters-x/")

    assert "a-secret" not in text_of(lines)
    assert lines()[-1]["request"] == "GET /accounts/access/***/"


@pytest.mark.parametrize(
    ("proxies", "claimed", "told"),
    [(0, "203.0.113.7", "127.0.0.1"), (1, "198.51.100.1, 203.0.113.7", "203.0.113.7"), (2, "203.0.113.7", "127.0.0.1")],
)
def test_address_is_that_which_the_proxies_saw(
    lines: Lines, settings: Any, client: Client, proxies: int, claimed: str, told: str
) -> None:
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = proxies

    client.get("/healthz", headers={"x-forwarded-for": claimed})

    assert [line["ip"] for line in lines() if line["event"] == "request_finished"] == [told]
