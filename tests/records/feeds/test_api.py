"""The door for systems of others: who may call, what a call may hold, what comes back."""

from __future__ import annotations

import datetime
import json
import logging
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from people.models import Professional
from records.enums import FeedKind
from records.feeds.kinds import address_of
from records.feeds.openapi import example_call, example_row
from records.models import FeedCall, FeedRow, FeedSource, LearningRecord
from tests.factories import EmployerFactory, FeedSourceFactory, ProfessionalFactory, StudySiteFactory
from tests.factories.professionals import invented_number
from tests.records.feeds.conftest import NUMBER, TOKEN, row

pytestmark = pytest.mark.django_db
Post = Callable[..., Any]


def test_answer_has_an_outcome_for_each_row_in_both_languages(feed: FeedSource, post: Post) -> None:
    answer = post({"rows": [row(), row("r-2", hours=-1), row()]})

    assert answer.status_code == 200
    assert answer["Content-Type"] == "application/json"
    told = answer.json()
    assert [told[name] for name in ("received", "taken", "refused", "unchanged")] == [3, 1, 2, 0]
    assert told["rows"][0] == {"row": 1, "external_id": "r-1", "outcome": "taken", "state": "recognized"}
    assert told["rows"][1] == {
        "row": 2,
        "external_id": "r-2",
        "outcome": "refused",
        "code": "negative",
        "field": "hours",
        "message": "不能为负数。",
        "message_en": "This must not be negative.",
    }
    assert told["rows"][2]["code"] == "doubled"
    assert "row 1" in told["rows"][2]["message_en"]
    feed.refresh_from_db()
    assert feed.last_call_at is not None


def test_empty_call_is_answered(feed: FeedSource, post: Post) -> None:
    assert post({"rows": []}).json() == {
        **dict.fromkeys(("received", "taken", "unchanged", "corrected", "voided", "refused"), 0),
        "rows": [],
    }


@pytest.mark.parametrize("kind", list(FeedKind))
def test_example_of_the_description_is_taken(kind: FeedKind, person: Professional, post: Post) -> None:
    area = "320311" if kind == FeedKind.DISTANCE else "440105"
    industry = kind.value if kind in (FeedKind.EDUCATION, FeedKind.HEALTH) else "general"
    sample = example_row(kind)["person"]
    ProfessionalFactory(
        name=sample["name"], number=sample["number"], employer=EmployerFactory(place=area), industry=industry
    )
    site = StudySiteFactory(categories=["specialty"]) if kind == FeedKind.SITE else None
    FeedSourceFactory(kind=kind, area=area[:2], token=TOKEN, site=site)

    answer = post(example_call(kind), kind=kind).json()

    assert [each["outcome"] for each in answer["rows"]] == ["taken", "refused"], answer
    assert answer["rows"][0]["state"] == ("submitted" if kind == FeedKind.SITE else "recognized")


# Who may call


@pytest.mark.parametrize(
    ("token", "code"), [(None, "token_missing"), ("", "token_missing"), ("xsf_wrong", "token_unknown")]
)
def test_without_a_right_token_nothing_is_read(feed: FeedSource, post: Post, token: str | None, code: str) -> None:
    answer = post(b"{ no json", token=token)

    assert (answer.status_code, answer.json()["code"]) == (401, code)
    assert answer["WWW-Authenticate"] == 'Bearer realm="feeds"'


@pytest.mark.parametrize("scheme", ["Basic", "Token", "", "Bearer\u00e4"])
def test_token_comes_as_bearer(feed: FeedSource, scheme: str) -> None:
    header = f"{scheme} {TOKEN}".encode().decode("latin-1")
    answer = Client().post(
        "/api/v1/feeds/province-public/", "{}", content_type="application/json", headers={"Authorization": header}
    )

    assert (answer.status_code, answer.json()["code"]) == (401, "token_missing")


@pytest.mark.parametrize(
    ("days", "is_open"), [({"ended_on": -1}, False), ({"ended_on": 0}, True), ({"started_on": 1}, False)]
)
def test_feed_is_open_from_its_first_day_to_its_last(
    feed: FeedSource, post: Post, days: dict[str, int], is_open: bool
) -> None:
    for name, days_off in days.items():
        setattr(feed, name, timezone.localdate() + datetime.timedelta(days=days_off))
    feed.save()

    answer = post({"rows": [row()]})

    assert answer.status_code == (200 if is_open else 401)
    assert is_open or answer.json()["code"] == "feed_ended"


def test_token_is_good_for_its_kind_alone(feed: FeedSource, post: Post) -> None:
    answer = post({"rows": [row()]}, kind=FeedKind.SITE)

    assert (answer.status_code, answer.json()["code"]) == (403, "other_kind")
    assert not FeedCall.objects.exists()


def test_session_of_an_officer_is_no_token(feed: FeedSource, bureau_clerk: Any, client_of: Any) -> None:
    answer = client_of(bureau_clerk).post(
        "/api/v1/feeds/province-public/", {"rows": []}, content_type="application/json"
    )

    assert answer.status_code == 401


@pytest.mark.usefixtures("one_stretch_of_time")
def test_each_feed_has_its_number_of_calls_a_minute(feed: FeedSource, post: Post, settings: Any) -> None:
    settings.FEED_CALLS_PER_MINUTE = 2
    other = FeedSourceFactory(token="xsf_other")

    answers = [post({"rows": []}) for _ in range(3)]

    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert answers[2].json()["code"] == "too_many_requests"
    assert 0 < int(answers[2]["Retry-After"]) <= 60
    assert other.is_open_on(timezone.localdate())
    assert post({"rows": []}, token="xsf_other").status_code == 200


def test_address_takes_nothing_but_post(feed: FeedSource) -> None:
    for method in ("get", "put", "patch", "delete", "options"):
        answer = getattr(Client(), method)(
            "/api/v1/feeds/site/", content_type="application/json", headers={"Authorization": f"Bearer {TOKEN}"}
        )
        assert (answer.status_code, answer["Allow"]) == (405, "POST")


# What a call may hold


def test_at_most_ten_thousand_rows(feed: FeedSource, post: Post) -> None:
    answer = post({"rows": [{}] * 10_001})

    assert (answer.status_code, answer.json()["code"]) == (413, "too_many_rows")
    assert not FeedCall.objects.exists()


def test_body_has_its_limit(feed: FeedSource, post: Post, settings: Any) -> None:
    settings.FEED_REQUEST_BYTES = 1000

    answer = post({"rows": [row(title="长" * 1000)]})

    assert (answer.status_code, answer.json()["code"]) == (413, "content_too_large")


BROKEN_BODIES = {
    "nothing": (b"", "not_json"),
    "half an object": (b'{"rows": [', "not_json"),
    "no JSON": (b"rows=1", "not_json"),
    "another encoding": ('{"rows": ["林"]}'.encode("gb18030"), "not_json"),
    "a lone byte": (b'{"rows": ["\xff"]}', "not_json"),
    "raw surrogate": (b'{"rows": ["\xed\xa0\x80"]}', "not_json"),
    "not a number": (b'{"rows": [NaN]}', "not_json"),
    "infinity": (b'{"rows": [-Infinity]}', "not_json"),
    "a very deep list": (b'{"rows": ' + b"[" * 100_000 + b"]" * 100_000 + b"}", "not_json"),
    "a number of ten thousand digits": (b'{"rows": [' + b"9" * 10_000 + b"]}", "not_json"),
    "an exponent beyond all measure": (b'{"rows": [1e99999999999999999999]}', "not_json"),
    "a list": (b"[]", "bad_call"),
    "a text": (b'"rows"', "bad_call"),
    "null": (b"null", "bad_call"),
    "no rows": (b"{}", "bad_call"),
    "rows that are an object": (b'{"rows": {}}', "bad_call"),
    "rows that are null": (b'{"rows": null}', "bad_call"),
    "something besides": (b'{"rows": [], "dry_run": true}', "bad_call"),
    "a byte order mark": (b'\xef\xbb\xbf{"rows": []}', "not_json"),
}


@pytest.mark.parametrize("body", BROKEN_BODIES)
def test_broken_body_is_turned_away_as_a_whole(feed: FeedSource, post: Post, body: str) -> None:
    content, code = BROKEN_BODIES[body]

    answer = post(content)

    assert (answer.status_code, answer.json()["code"]) == (400, code)
    assert set(answer.json()) == {"code", "detail", "request_id"}
    assert not FeedCall.objects.exists()


def test_form_is_no_json(feed: FeedSource) -> None:
    answer = Client().post(
        "/api/v1/feeds/province-public/", {"rows": "1"}, headers={"Authorization": f"Bearer {TOKEN}"}
    )

    assert (answer.status_code, answer.json()["code"]) == (415, "unsupported_media_type")


SURROGATE = "\ud83d"
HOSTILE_ROWS: dict[str, tuple[Any, str, str]] = {
    # the row as a whole
    "null": (None, "not_an_object", ""),
    "a list": ([1], "not_an_object", ""),
    "a text": ("row", "not_an_object", ""),
    "an empty object": ({}, "missing", "external_id"),
    "an unknown field": (row(note="x"), "unknown_field", "note"),
    "an unknown field with a script": (row(**{"<script>": "x"}), "unknown_field", ""),
    "a very deep field": (row(held_by=[[[[[]]]]]), "not_text", "held_by"),
    # ids
    "an id that is a number": (row(17), "not_text", "external_id"),
    "an id of blanks": (row("   "), "empty", "external_id"),
    "an id of 101 characters": (row("x" * 101), "too_long", "external_id"),
    "an id with NUL": (row("a\x00b"), "bad_characters", "external_id"),
    "an id with half a character": (row(f"a{SURROGATE}"), "bad_characters", "external_id"),
    "an id with a line break": (row("a\nb"), "bad_characters", "external_id"),
    # persons
    "no person": (row(person=None), "missing", "person"),
    "a person as text": (row(person=NUMBER), "not_an_object", "person"),
    "a number as number": (row(person={"number": int(NUMBER[:17]), "name": "林测试"}), "not_text", "person.number"),
    "a number in exponents": (
        row(person={"number": "4.40105E+17", "name": "林测试"}),
        "person_unknown",
        "person.number",
    ),
    "a number of 15 digits": (
        row(person={"number": "440105850101001", "name": "林测试"}),
        "document_old_fifteen_digits",
        "person.number",
    ),
    "a number of zeros": (
        row(person={"number": "0" * 18, "name": "林测试"}),
        "document_no_such_birthday",
        "person.number",
    ),
    "a number that is a statement": (
        row(person={"number": "' OR 1=1 --", "name": "林测试"}),
        "person_unknown",
        "person.number",
    ),
    "no name": (row(person={"number": NUMBER}), "missing", "person.name"),
    "a name with NUL": (row(person={"number": NUMBER, "name": "林\x00"}), "bad_characters", "person.name"),
    "somebody's phone besides": (
        row(person={"number": NUMBER, "name": "林测试", "phone": "1"}),
        "unknown_field",
        "person.phone",
    ),
    # what was done
    "an activity of another kind": (row(activity="patent"), "not_one_of", "activity"),
    "an activity that is a list": (row(activity=["online"]), "not_one_of", "activity"),
    "a category of another kind": (row(category="specialty"), "not_one_of", "category"),
    "no title": (row(title=None), "missing", "title"),
    "a title of 201 characters": (row(title="课" * 201), "too_long", "title"),
    "days of an online course": (row(days=3), "unknown_field", "days"),
    # days
    "February 30": (row(ended_on="2026-02-30"), "no_such_day", "ended_on"),
    "month 13": (row(ended_on="2026-13-01"), "no_such_day", "ended_on"),
    "a day as number": (row(ended_on=20260520), "not_a_day", "ended_on"),
    "a day with its time": (row(ended_on="2026-05-20T08:00:00"), "not_a_day", "ended_on"),
    "a day in another order": (row(ended_on="20-05-2026"), "not_a_day", "ended_on"),
    "full-width digits in a day": (row(ended_on="２０２６-05-20"), "not_a_day", "ended_on"),
    "the week of a year": (row(ended_on="2026-W20-3"), "not_a_day", "ended_on"),
    "a day to come": (row(ended_on="2999-12-31"), "day_to_come", "ended_on"),
    "the year 1": (row(ended_on="0001-01-01"), "too_long_ago", "ended_on"),
    "an end before the start": (row(started_on="2026-05-21"), "ends_before_start", "ended_on"),
    # hours
    "hours -1": (row(hours=-1), "negative", "hours"),
    "hours 0": (row(hours=0), "not_positive", "hours"),
    "hours 1e400": ("1e400", "too_large", "hours"),
    "hours 1e-400": ("1e-400", "too_many_decimals", "hours"),
    "hours of 400 digits": ("9" * 400, "too_large", "hours"),
    "hours 0.001": (row(hours=0.001), "too_many_decimals", "hours"),
    "hours １８": (row(hours="１８"), "not_a_number", "hours"),
    "hours as text": (row(hours="18"), "not_a_number", "hours"),
    "hours true": (row(hours=True), "not_a_number", "hours"),
    "no hours": (row(hours=None), "missing", "hours"),
    "passed as text": (row(passed="true"), "not_true_or_false", "passed"),
    "passed as 1": (row(passed=1), "not_true_or_false", "passed"),
    "withdrawn as text": (row(withdrawn="yes"), "not_true_or_false", "withdrawn"),
}


@pytest.mark.parametrize("name", HOSTILE_ROWS)
def test_hostile_row_is_refused_in_words_and_keeps_no_other_back(feed: FeedSource, post: Post, name: str) -> None:
    hostile, code, field = HOSTILE_ROWS[name]
    text = json.dumps(row("bad", hours="…") if isinstance(hostile, str) and hostile != "row" else hostile)
    if isinstance(hostile, str) and hostile != "row":  # a number that json.dumps would not write
        text = text.replace(json.dumps("…"), hostile)

    answer = post(f'{{"rows": [{text}, {json.dumps(row("good"))}]}}')

    assert answer.status_code == 200
    refused, taken = answer.json()["rows"]
    assert (refused["code"], refused["field"], refused["outcome"]) == (code, field, "refused")
    assert refused["message"] != refused["message_en"] != ""
    assert "%(" not in refused["message"] + refused["message_en"]
    assert taken["outcome"] == "taken"
    assert LearningRecord.objects.count() == FeedRow.objects.count() == 1


def test_enough_hostile_rows_are_tried() -> None:
    assert len(HOSTILE_ROWS) >= 50


# What nobody may read


def test_numbers_are_neither_said_back_nor_logged_nor_kept(
    feed: FeedSource, post: Post, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    unknown = invented_number(77)
    rows = [row(), row("r-2", person={"number": unknown, "name": "林测试"}), row("r-3", hours=NUMBER)]

    answers = [post({"rows": rows}), post({"rows": [row(NUMBER)]}, token="xsf_wrong"), post(f"{{{NUMBER}")]

    said = "".join(answer.content.decode() for answer in answers)
    kept = str([*FeedRow.objects.values(), *FeedCall.objects.values(), *LearningRecord.objects.values()])
    for secret in (NUMBER, unknown, TOKEN):
        assert secret not in said + caplog.text + kept


def test_broken_call_leaves_nothing(
    feed: FeedSource, post: Post, monkeypatch: pytest.MonkeyPatch, client: Client
) -> None:
    """All of it or nothing, and a word that names nobody."""

    def fail(*_args: Any, **_more: Any) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("records.feeds.writing.record_many", fail)
    client.raise_request_exception = False

    answer = client.post(
        "/api/v1/feeds/province-public/",
        {"rows": [row()]},
        content_type="application/json",
        headers={"Authorization": f"Bearer {TOKEN}"},
    )

    assert (answer.status_code, answer.json()["code"]) == (500, "server_error")
    assert not LearningRecord.objects.exists()
    assert not FeedRow.objects.exists()


def test_addresses_are_one_a_kind() -> None:
    assert [address_of(kind) for kind in FeedKind] == ["site", "province-public", "education", "health", "distance"]
