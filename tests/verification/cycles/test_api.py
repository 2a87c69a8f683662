"""Cycles for programs: the verbs of the pages, with the same refusals; the list and its filters."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from typing import Any

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from approvals import services as approvals
from people.models import Professional
from tests.cast import CastMember
from tests.verification.cycles.conftest import SENIOR, Days
from verification.cycles.services import apply_for_many
from verification.models import CycleCase

ClientOf = Callable[[Any], Client]
Applicant = Callable[..., Professional]
CYCLES = "/api/v1/cycles/"
SENT = {"applying_for": "deputy_senior", "applying_name": "高级工程师", "occasion": "assessment"}


def posted(client: Client, path: str, body: dict[str, Any]) -> Any:
    return client.post(path, body, content_type="application/json")


def test_person_applies_amends_what_came_back_and_withdraws(
    days: Days, c1: Professional, professional: CastMember, hr_clerk: CastMember, client_of: ClientOf
) -> None:
    own = client_of(professional)
    sent = posted(own, CYCLES, SENT)
    told = sent.json()
    one = f"{CYCLES}{told['id']}/"

    assert (sent.status_code, told["first_year"], told["last_year"]) == (201, 2011, 2015)
    assert told["figures"]["counted"]["total"] == "360"
    assert told["figures"]["required"]["total"] == "360"
    assert told["figures"]["short"] == {}
    assert posted(own, CYCLES, SENT).json()["code"] == "conflict"
    assert posted(own, CYCLES, {**SENT, "occasion": "x"}).json()["fields"].keys() == {"occasion"}
    assert posted(own, f"{one}amendment/", SENT).status_code == 409
    returned = posted(
        client_of(hr_clerk),
        f"/api/v1/approvals/{told['run_id']}/return/",
        {"version": told["run_version"], "reasons": ["wrong_title"]},
    )
    assert returned.status_code == 200
    again = posted(own, f"{one}amendment/", {**SENT, "applying_name": "高级工程师（建筑）", "comment": "已更正"})
    assert (again.json()["state"], again.json()["applying_name"]) == ("submitted", "高级工程师（建筑）")
    assert again.json()["asked_on"] == "2016-05-10"
    assert posted(client_of(hr_clerk), f"{one}withdrawal/", {}).status_code == 403
    assert posted(own, f"{one}withdrawal/", {}).json()["state"] == "withdrawn"


def test_hr_applies_for_many_and_is_told_who_is_refused(
    days: Days,
    applicant: Applicant,
    c1: Professional,
    hr_clerk: CastMember,
    other_hr_clerk: CastMember,
    professional: CastMember,
    client_of: ClientOf,
) -> None:
    ready, short = applicant(), applicant(last=0)
    hr = client_of(hr_clerk)
    many = {**SENT, "professionals": [ready.pk, short.pk]}

    nothing = posted(hr, f"{CYCLES}applications/", many).json()
    assert nothing["sent"] == []
    assert [each["professional_id"] for each in nothing["refused"]] == [short.pk]
    assert "is short" in nothing["refused"][0]["reason"]
    assert not CycleCase.objects.exists()
    rest = posted(hr, f"{CYCLES}applications/", {**many, "without_refused": True}).json()
    assert [each["professional_id"] for each in rest["sent"]] == [ready.pk]
    assert posted(client_of(other_hr_clerk), f"{CYCLES}applications/", many).status_code == 404
    assert posted(client_of(professional), f"{CYCLES}applications/", many).status_code == 403
    assert posted(hr, CYCLES, {**SENT, "professional": short.pk}).status_code == 409
    assert posted(hr, CYCLES, {**SENT, "professional": short.pk, "although_short": True}).status_code == 201
    days.set(datetime.date(2026, 11, 28))
    ended = posted(client_of(professional), CYCLES, SENT)
    assert (ended.status_code, "From 2017 on" in ended.json()["detail"]) == (409, True)


def test_lists_are_filtered_and_cost_the_same_however_long(
    days: Days, applicant: Applicant, hr_clerk: CastMember, second_hr_clerk: CastMember, client_of: ClientOf
) -> None:
    people = [applicant() for _ in range(3)]
    runs = apply_for_many(people[:1], SENIOR, actor=hr_clerk.actor).runs
    reader = client_of(second_hr_clerk)
    addresses = (CYCLES, reverse("cycles:cases"))

    def cost() -> list[int]:
        counts = []
        for address in addresses:
            reader.get(address)
            with CaptureQueriesContext(connection) as captured:
                assert reader.get(address).status_code == 200
            counts.append(len(captured))
        return counts

    before = cost()
    runs += apply_for_many(people[1:], SENIOR, actor=hr_clerk.actor).runs
    assert cost() == before
    approvals.return_run(runs[0], version=1, reasons=["wrong_title"], comment="", actor=second_hr_clerk.actor)

    def listed(**query: Any) -> set[int]:
        found = {each["professional_id"] for each in reader.get(CYCLES, query).json()["results"]}
        return {number for number, person in enumerate(people) if person.pk in found}

    assert listed() == {0, 1, 2}
    assert listed(state="returned") == {0}
    assert listed(professional=people[1].pk) == {1}
    assert listed(year=2016) == set()
    assert reader.get(CYCLES, {"state": "x"}).status_code == 400

    def on_page(**query: Any) -> set[int]:
        html = reader.get(addresses[1], query).content.decode()
        return {number for number, run in enumerate(runs) if reverse("cycles:case", args=[run.pk]) in html}

    assert on_page() == {0, 1, 2}
    assert on_page(state="returned") == {0}
    assert on_page(year="2015", applying_for="deputy_senior") == {0, 1, 2}
    assert on_page(year="2014") == set()
    assert on_page(name=people[2].name) >= {2}
    assert on_page(name="无此人") == set()
    assert on_page(employer="测试") == {0, 1, 2}
    assert "Nothing is like that" in reader.get(addresses[1], {"year": "2014"}).content.decode()
    queue = reader.get(reverse("approvals:queue"), {"procedure": "cycle", "year": "2014"}).content.decode()
    assert "Last year of the cycle" in queue
    assert not any(reverse("cycles:case", args=[run.pk]) in queue for run in runs)
