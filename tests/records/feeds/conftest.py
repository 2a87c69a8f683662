from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from people.models import Employer, Professional
from records.enums import FeedKind
from records.feeds.authentication import actor_of_feed
from records.feeds.kinds import address_of
from records.feeds.taking import Outcome, take_rows
from records.models import FeedSource
from tests.factories import FeedSourceFactory, ProfessionalFactory
from tests.factories.professionals import invented_number

Row = dict[str, Any]
TOKEN = "xsf_a-token-of-the-tests"
NUMBER = invented_number(4711)
ANSWERED = {"taken", "unchanged", "corrected", "voided", "refused"}


@pytest.fixture
def person(employer: Employer) -> Professional:
    person: Professional = ProfessionalFactory(name="林测试", employer=employer, number=NUMBER)
    return person


@pytest.fixture
def feed(person: Professional) -> FeedSource:
    """The provincial platform."""
    feed: FeedSource = FeedSourceFactory(token=TOKEN)
    return feed


def row(external_id: str = "r-1", **other: Any) -> Row:
    """Somebody finished a public course of 18 hours. What is given as None is left out."""
    whole = {
        "external_id": external_id,
        "person": {"number": NUMBER, "name": "林测试"},
        "title": "人工智能基础与应用",
        "course_code": "GX2026-01",
        "hours": 18,
        "ended_on": "2026-05-20",
        **other,
    }
    return {name: value for name, value in whole.items() if value is not None}


def take(feed: FeedSource, *rows: Any) -> list[Outcome]:
    return take_rows(feed, rows, actor=actor_of_feed(feed))


def verdicts(outcomes: list[Outcome]) -> list[str]:
    return [outcome.refusal.code if outcome.refusal else outcome.verdict.value for outcome in outcomes]


@pytest.fixture
def post(db: None) -> Callable[..., Any]:
    def post(body: Any, *, token: str | None = TOKEN, kind: str = FeedKind.PROVINCE_PUBLIC, **headers: str) -> Any:
        content = body if isinstance(body, (bytes, str)) else json.dumps(body)
        signed = {"Authorization": f"Bearer {token}"} if token is not None else {}
        return Client().post(
            f"/api/v1/feeds/{address_of(kind)}/", content, content_type="application/json", headers=signed | headers
        )

    return post


def today() -> str:
    return timezone.localdate().isoformat()
