"""The door for programs: the same questions and answers as the command, for everybody, in bounds."""

from __future__ import annotations

import io
import json
from decimal import Decimal
from typing import Any

import jsonschema
import pytest
import time_machine
from django.core.management import call_command
from django.test import Client

from policies.command import answer_lines
from rules import api
from rules.openapi import EXAMPLES
from tests.cast import english_client
from tests.policies.contract import HERE, NOTES

pytestmark = pytest.mark.django_db

URL = "/api/v1/rules/ask/"
SAMPLE = {"id": "s", "ask": "sample", "reviewed": 137}


def post(body: Any, client: Client | None = None, content_type: str = "application/json", **headers: str) -> Any:
    content = body if isinstance(body, (bytes, str)) else json.dumps(body)
    return (client or english_client()).post(URL, content, content_type=content_type, headers=headers)


def exactly(text: str) -> Any:
    return json.loads(text, parse_float=Decimal)


def known_questions() -> list[dict[str, Any]]:
    """Every case that is JSON, sound or not, as the contract writes it."""
    lines = [line for path in sorted((HERE / "cases").glob("*.jsonl")) for line in path.read_text().splitlines()]
    cases = [json.loads(line) for line in lines if line]
    return [{key: value for key, value in case.items() if key not in NOTES} for case in cases if "raw" not in case]


def told_by_command(questions: list[dict[str, Any]]) -> list[dict[str, Any]]:
    out = io.StringIO()
    answer_lines([json.dumps(question).encode() for question in questions], out)
    return [exactly(line) for line in out.getvalue().splitlines()]


class TestAnswers:
    def test_every_known_question_is_answered_as_by_the_command(self):
        questions = known_questions()
        assert len(questions) > 300

        answers = [
            answer
            for start in range(0, len(questions), 1000)
            for answer in exactly(post(questions[start : start + 1000]).content.decode())
        ]

        assert answers == told_by_command(questions)

    def test_one_question_gets_one_answer(self):
        answer = post(SAMPLE)

        assert (answer.status_code, answer["Content-Type"]) == (200, "application/json")
        assert (answer.json()["id"], answer.json()["sample"]) == ("s", 28)

    def test_hours_are_printed_as_the_command_prints_them(self):
        record = '{"id": "c", "activity": "class", "end": "2013-05-01", "hours": %s}'
        records = ", ".join(record.replace('"c"', f'"{n}"') % hours for n, hours in enumerate(["9.60", "72.00", "1e1"]))

        answer = post(f'{{"ask": "annual", "place": "440600", "year": 2013, "records": [{records}]}}')

        text = answer.content.decode()
        assert all(f'"hours": {hours},' in text for hours in ("9.6", "72", "10"))

    def test_an_empty_list_is_answered_with_one(self):
        assert post([]).json() == []

    def test_a_signed_in_person_needs_no_token_either(self, hr_clerk):
        client = Client(enforce_csrf_checks=True)
        client.force_login(hr_clerk.user)

        assert post(SAMPLE, client).status_code == 200

    def test_half_a_character_is_echoed_as_it_came(self):
        answer = post('{"id": "\\ud800", "ask": "sample", "reviewed": 5}')

        assert answer.json()["id"] == "\ud800"


BAD_ALONE = {
    "no kind": ({"id": "q"}, "ask: is missing"),
    "unknown kind": ({"id": "q", "ask": "oracle"}, "ask: must be one of"),
    "unknown key": (SAMPLE | {"color": "red"}, "color: is not known"),
    "negative": (SAMPLE | {"reviewed": -1}, "reviewed: must not be negative"),
    "text for a number": (SAMPLE | {"reviewed": "137"}, "reviewed: must be a number"),
    "null": (SAMPLE | {"reviewed": None}, "reviewed: must be a number"),
    "no book": ({"ask": "annual", "place": "110000", "year": 2013, "records": []}, "place: no rule set"),
    "record that is none": ({"ask": "annual", "place": "440600", "year": 2013, "records": [7]}, "records[0]"),
    "no question": (7, "question: must be an object"),
    "a word": ("\u5b66\u65f6", "question: must be an object"),
}


class TestBadQuestions:
    @pytest.mark.parametrize(("question", "error"), BAD_ALONE.values(), ids=BAD_ALONE)
    def test_alone_it_is_a_bad_request_that_names_the_field(self, question, error):
        answer = post(json.dumps(question))

        assert (answer.status_code, answer.json()["code"]) == (400, "bad_question")
        assert answer.json()["error"].startswith(error)

    def test_in_a_list_it_is_answered_in_its_place(self):
        answer = post([SAMPLE, {"id": "bad", "ask": "sample"}, SAMPLE])

        assert answer.status_code == 200
        assert [each["id"] for each in answer.json()] == ["s", "bad", "s"]
        assert answer.json()[1] == {"id": "bad", "error": "reviewed: is missing"}

    @pytest.mark.parametrize(
        "body",
        [b"{", b"\xff\xfe{}", b"[" * 100_000, b'{"reviewed": NaN}', b'{"reviewed": 1e99999999999999999999}', b"[]]"],
        ids=["cut off", "bytes", "deep", "NaN", "beyond all measure", "too much"],
    )
    def test_what_is_no_json_is_told_in_our_error_body(self, body):
        answer = post(body)

        assert (answer.status_code, answer.json()["code"]) == (400, "bad_request")
        assert answer.json()["detail"].startswith("This is no JSON")

    @pytest.mark.parametrize("content_type", ["text/plain", "application/x-www-form-urlencoded", "text/xml"])
    def test_another_type_is_not_taken(self, content_type):
        answer = post(json.dumps(SAMPLE), content_type=content_type)

        assert (answer.status_code, answer.json()["code"]) == (415, "unsupported_media_type")

    @pytest.mark.parametrize("method", ["get", "put", "options"])
    def test_it_can_only_be_posted_to(self, method):
        answer = getattr(english_client(), method)(URL)

        assert (answer.status_code, answer.json()["code"]) == (405, "method_not_allowed")

    def test_without_a_body_the_kind_is_missing(self):
        assert post(b"").json()["error"] == "ask: is missing"


class TestLimits:
    def test_a_thousand_questions_are_answered_and_one_more_is_not(self):
        within, beyond = post([SAMPLE] * 1000), post([SAMPLE] * 1001)

        assert (within.status_code, len(within.json())) == (200, 1000)
        assert (beyond.status_code, beyond.json()["code"]) == (413, "content_too_large")
        assert beyond.json()["detail"] == "At most 1000 questions at once."

    def test_what_is_too_long_to_read_is_refused(self, monkeypatch):
        monkeypatch.setattr(api, "MOST_BYTES", 100)

        assert post(SAMPLE).status_code == 200
        assert post(SAMPLE | {"id": "x" * 100}).json()["code"] == "content_too_large"


class TestThrottle:
    @pytest.fixture(autouse=True)
    def twenty_seconds_into_a_minute(self):
        with time_machine.travel("2026-11-21T03:00:20Z", tick=False):
            yield

    def test_questions_are_counted_and_not_requests(self, settings):
        settings.ASK_QUESTIONS_PER_MINUTE = 10

        statuses = [post([SAMPLE] * 4).status_code for _ in range(3)]
        answer = post([SAMPLE] * 3)

        assert statuses == [200, 200, 429]
        assert (answer.status_code, answer.json()["code"], answer["Retry-After"]) == (429, "too_many_requests", "40")
        assert post([SAMPLE] * 2).status_code == 200

    def test_a_new_minute_begins_anew(self, settings):
        settings.ASK_QUESTIONS_PER_MINUTE = 1
        assert [post(SAMPLE).status_code for _ in range(2)] == [200, 429]

        with time_machine.travel("2026-11-21T03:01:00Z", tick=False):
            assert post(SAMPLE).status_code == 200

    def test_a_long_question_counts_as_several(self, settings):
        settings.ASK_QUESTIONS_PER_MINUTE = 3

        assert post(SAMPLE | {"id": "x" * 4 * api.BYTES_OF_ONE_QUESTION}).status_code == 429
        assert post(SAMPLE).status_code == 200

    def test_another_address_has_its_own_count_which_nobody_can_claim(self, settings):
        settings.ASK_QUESTIONS_PER_MINUTE = 1
        elsewhere = english_client()
        elsewhere.defaults["REMOTE_ADDR"] = "192.0.2.7"

        assert post(SAMPLE).status_code == 200
        assert post(SAMPLE, elsewhere).status_code == 200
        assert post(SAMPLE, **{"X-Forwarded-For": "192.0.2.8"}).status_code == 429


class TestDescription:
    @pytest.fixture
    def schema(self, hr_clerk, client_of) -> dict[str, Any]:
        described: dict[str, Any] = client_of(hr_clerk).get("/api/v1/schema/").json()
        return described

    def test_it_is_sound_and_complete(self, capsys):
        call_command("spectacular", "--validate", "--fail-on-warn", "--file", "/dev/null")

        assert "Warning" not in capsys.readouterr().err

    def test_it_fits_exactly_what_is_answered(self, schema):
        """Every known question: those that are answered fit the description, and so do their answers."""
        validator = jsonschema.Draft4Validator(schema | {"$ref": "#/components/schemas/Question"})
        answers = jsonschema.Draft4Validator(schema | {"$ref": "#/components/schemas/Answer"})
        questions = known_questions()

        for question, answer in zip(questions, told_by_command(questions), strict=True):
            if "error" not in answer:
                validator.validate(question)
                answers.validate(answer)

    @pytest.mark.parametrize("question", [case[0] for name, case in BAD_ALONE.items() if name != "no book"])
    def test_it_does_not_fit_a_bad_question(self, schema, question):
        validator = jsonschema.Draft4Validator(schema | {"$ref": "#/components/schemas/Question"})

        assert not validator.is_valid(question)

    @pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.name)
    def test_every_example_is_answered(self, example):
        answer = post(example.value)

        assert answer.status_code == 200
        assert '"error"' not in answer.content.decode()
