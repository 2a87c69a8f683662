"""The verbs of the desks for programs, and what they refuse."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from certificates.desk import api
from certificates.models import Certificate, Series
from tests.cast import CastMember
from tests.certificates.conftest import YEAR
from tests.factories import ProfessionalFactory
from verification.models import Verification

pytestmark = pytest.mark.django_db
Verified = Callable[..., Verification]
ClientOf = Callable[[CastMember], Client]
ROOT = "/api/v1/certificates/"


def send(client: Client, address: str, **body: Any) -> Any:
    return client.post(f"{ROOT}{address}", json.dumps(body), content_type="application/json")


def test_bureau_issues_and_hr_confirms_and_who_is_left_out_is_told_why(
    ready: Verified, verified: Verified, hr_clerk: CastMember, district_clerk: CastMember, client_of: ClientOf
) -> None:
    first, second, waiting = ready(), ready(), verified()
    bureau, hr = client_of(district_clerk), client_of(hr_clerk)

    listed = bureau.get(f"{ROOT}waiting/?year={YEAR}").json()["results"]
    found = {each["verification_id"]: each["is_confirmed_or_needs_none"] for each in listed}
    assert found == {first.pk: True, second.pk: True, waiting.pk: False}
    answer = send(bureau, "issue/", verifications=[first.pk, second.pk, waiting.pk]).json()
    assert answer["issued"] == [{"first": "44010525000001", "last": "44010525000002", "count": 2}]
    assert [each["verification_id"] for each in answer["left_out"]] == [waiting.pk]
    assert "has not confirmed" in answer["left_out"][0]["reason"]

    assert send(hr, "confirmations/", verifications=[waiting.pk]).json()["issued"][0]["count"] == 1
    rows = hr.get(f"{ROOT}?year={YEAR}&state=valid").json()["results"]
    assert {each["verification_id"] for each in rows} == {first.pk, second.pk, waiting.pk}
    assert rows[0]["printed"]["confirmed_by"] == "甲测试单位"


def test_head_ends_and_replaces_and_repeats_the_number(
    ready: Verified, district_head: CastMember, client_of: ClientOf, monkeypatch: pytest.MonkeyPatch
) -> None:
    head = client_of(district_head)
    send(head, "issue/", verifications=[ready().pk])
    old = Certificate.objects.get()

    said = {"kind": "reissued", "reason": "证书遗失", "number": old.number}
    assert send(head, f"{old.pk}/replacement/", **said | {"number": "44010525999999"}).status_code == 400
    monkeypatch.setattr(api, "is_fresh", lambda request: False)
    assert "Sign in again" in send(head, f"{old.pk}/replacement/", **said).json()["detail"]
    monkeypatch.undo()
    new = send(head, f"{old.pk}/replacement/", **said).json()
    assert (new["replaces"], new["number"]) == (old.number, "44010525000002")
    assert head.get(f"{ROOT}{old.pk}/").json()["end"]["kind"] == "reissued"
    taken = {"received_by": "测试", "received_on": timezone.localdate().isoformat()}
    assert send(head, f"{new['id']}/receipt/", **taken).json()["receipt"]["received_by"] == "测试"
    assert send(head, f"{new['id']}/receipt/", **taken).json()["code"] == "conflict"
    ending = {"kind": "fraud", "reason": "伪造", "number": new["number"]}
    assert send(head, f"{new['id']}/end/", **ending).json()["end"]["kind"] == "fraud"
    assert send(head, f"{new['id']}/end/", **ending).json()["code"] == "conflict"


def test_refusals_have_their_code_and_nothing_is_half_done(
    ready: Verified, verified: Verified, hr_clerk: CastMember, district_clerk: CastMember,
    other_bureau_clerk: CastMember, client_of: ClientOf,
) -> None:  # fmt: skip
    years = [ready(), ready()]
    bureau = client_of(district_clerk)

    assert send(bureau, "issue/", verifications=[years[0].pk, 2**31]).json()["code"] == "not_found"
    assert send(client_of(other_bureau_clerk), "issue/", verifications=[years[0].pk]).status_code == 404
    assert send(bureau, "issue/", verifications=[]).json()["code"] == "invalid"
    assert send(bureau, "confirmations/", verifications=[years[0].pk]).json()["code"] == "forbidden"
    assert bureau.get(f"{ROOT}waiting/").json()["fields"] == {"year": ["Say which study year, for example 2025."]}
    own = verified(professional=ProfessionalFactory(user=hr_clerk.user))
    answer = send(client_of(hr_clerk), "confirmations/", verifications=[own.pk])
    assert (answer.status_code, "their own" in answer.json()["detail"]) == (403, True)
    Series.objects.create(issuer_code="440105", study_year=YEAR, last=999_998)
    assert "used up" in send(bureau, "issue/", verifications=[each.pk for each in years]).json()["detail"]
    assert not Certificate.objects.exists()
