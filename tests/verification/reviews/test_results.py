"""The public look-up: by name with number, one neutral answer otherwise, and nothing of the number anywhere (S-9)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client

from tests.cast import english_client
from tests.factories import BureauFactory, EmployerFactory, ProfessionalFactory
from verification.enums import Kind, Way
from verification.models import Verification, VerificationVoid
from verification.reviews.results import register_certificates, unregister_certificates

pytestmark = pytest.mark.django_db

URL = "/annual-reviews/results/"
NUMBER = "320303197812310031"


@pytest.fixture(autouse=True)
def _no_guesses_yet() -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


def reviewed(year: int = 2025, **more: Any) -> Verification:
    employer = EmployerFactory(name="徐州测试单位", place="320303")
    person = ProfessionalFactory(name="徐测试", number=NUMBER, employer=employer)
    figures = {f"counted_{line}": 0 for line in ("specialty", "mandatory", "elective")}
    return Verification.objects.create(
        professional=person,
        kind=Kind.REVIEW,
        way=Way.REVIEW,
        first_year=year,
        last_year=year,
        employer=employer,
        area="320303",
        place="320303",
        industry="general",
        title_level="intermediate",
        ruleset="XZ-2016",
        rules_version="x",
        counted_total=72,
        counted_public=24,
        credits={},
        **figures,
        **more,
    )


def look_up(client: Client, name: str, number: str, address: str = "198.51.100.7") -> Any:
    return client.post(URL, {"name": name, "number": number}, REMOTE_ADDR=address)


def test_name_and_number_together_find_the_result_and_nothing_else_does(
    django_assert_num_queries: Any, capfd: Any
) -> None:
    BureauFactory(name="云龙测试人社局", place="320303")
    verification = reviewed()
    ProfessionalFactory(name="无测试", number="44051119900307008X")
    client = english_client()

    found = look_up(client, " 徐 测试 ", "３２０３０３ 19781231 0031")
    missed = [
        look_up(client, name, number)
        for name, number in (("别测试", NUMBER), ("徐测试", "440105198501010019"), ("无测试", "44051119900307008X"))
    ]

    assert found.status_code == 200
    assert "继续教育审验合格" in found.content.decode()
    assert "云龙测试人社局" in found.content.decode()
    assert "县（市）区职称办" in found.content.decode()
    assert [answer.status_code for answer in missed] == [404, 404, 404]
    texts = {
        answer.content.decode().split("<main", 1)[1].split('name="csrfmiddlewaretoken"', 1)[0] for answer in missed
    }
    assert len(texts) == 1, "what was wrong is told by nothing"
    for answer in (found, *missed):
        assert NUMBER not in answer.content.decode()
        assert "no-store" in answer["Cache-Control"]
    assert NUMBER not in "".join(capfd.readouterr())

    VerificationVoid.objects.create(verification=verification, reason="伪造", is_fraud=True)
    voided = look_up(client, "徐测试", NUMBER).content.decode()
    assert "Voided for fraud" in voided
    assert "取消当年度申报" in voided


def test_a_hit_and_a_miss_take_the_same_statements() -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from verification.reviews.results import results_for

    reviewed()
    statements = []
    for name, number in (("徐测试", NUMBER), ("别测试", NUMBER), ("徐测试", "440105198501010019")):
        with CaptureQueriesContext(
            connection,
        ) as queries:
            results_for(name, number)
        statements.append([each["sql"].replace(name, "?") for each in queries.captured_queries])

    assert [len(each) for each in statements] == [2, 2, 2]


@pytest.mark.usefixtures("one_stretch_of_time")
def test_names_are_not_tried_on_one_number_from_many_addresses() -> None:
    reviewed()

    answers = [look_up(english_client(), f"测试{n}", NUMBER, f"203.0.113.{n}").status_code for n in range(12)]

    assert answers == [404] * 10 + [429] * 2
    assert look_up(english_client(), "徐测试", NUMBER, "192.0.2.1").status_code == 429
    assert look_up(english_client(), "徐测试", "440105198501010019").status_code == 404, "others still get in"


def test_what_lacks_is_asked_for_and_an_address_shows_nothing() -> None:
    reviewed()
    client = english_client()

    assert look_up(client, "徐测试", "").status_code == 422
    shown = client.get(f"{URL}?name=徐测试&number={NUMBER}")
    assert shown.status_code == 200
    assert "继续教育审验合格" not in shown.content.decode()
    assert client.put(URL).status_code == 405


def test_the_room_of_certificates_finds_by_its_own_numbers() -> None:
    verification = reviewed()

    def finder(number: str) -> Verification | None:
        return verification if number == "XZ-1" else None

    register_certificates(finder)
    try:
        found = english_client().post(URL, {"certificate": " XZ-1 "})
        missed = english_client().post(URL, {"certificate": "XZ-2"})
    finally:
        unregister_certificates(finder)
    assert "徐*试" in found.content.decode()
    assert "徐测试" not in found.content.decode(), "numbers follow each other: nobody walks through them for names"
    assert missed.status_code == 404
