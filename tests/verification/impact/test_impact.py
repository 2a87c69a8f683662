"""Draft rules over everybody: who would pass or fail by them, and that nothing of it is in force."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from jobs.models import Job
from people.models import Professional
from policies.drafts import draft_shelf
from policies.faults import BookFault
from policies.shelf import HERE, shelf
from records.models import LedgerYear
from tests.cast import CastMember
from tests.verification.conftest import YEAR, work_all
from tests.verification.dashboard.test_board import sheets_of
from verification.impact.queries import by, by_line, changed_people, whole_of
from verification.impact.services import keep_draft, try_draft
from verification.models import ImpactChange, ImpactRun, RuleDraft, Verification

Person = Callable[..., Professional]
ClientOf = Callable[[CastMember], Client]
IN_FORCE = (HERE / "books" / "GD-2021.toml").read_text()
STRICTER = """
id = "GD-2025"
extends = "GD-2021"
title = { zh = "公需三十二学时", en = "Public subjects at 32 hours" }
confirmed = false

[covers]
places = ["440000"]
first_year = 2025
cite = "DRAFT 一"
quote = "自2025年起"

[[required]]
line = "public"
hours = 32
rule = "H-99"
cite = "DRAFT 三"
quote = "公需科目不少于32学时"
"""
MILDER = STRICTER.replace('line = "public"\nhours = 32', 'line = "specialty"\nhours = 40')


def tried(text: str, actor: Any) -> ImpactRun:
    run = try_draft(keep_draft("草案", text, actor=actor), YEAR, YEAR, area="4401", actor=actor)
    work_all()
    run.refresh_from_db()
    return run


def test_draft_like_the_book_in_force_changes_nobody(done: Person, short: Person, city_head: CastMember) -> None:
    """Under its own name it stands in the place of the book; as a copy under another name it follows it."""
    done()
    short()
    for text in (IN_FORCE + "\n# the same\n", STRICTER.replace("32", "30")):
        run = tried(text, city_head.actor)

        whole = whole_of(run)
        assert (whole.people, whole.passing_before, whole.passing_after) == (2, 1, 1)
        assert not run.changes.exists()


def test_stricter_draft_fails_exactly_those_between_both_floors(
    done: Person, short: Person, city_head: CastMember, other_head: CastMember, hr_clerk: CastMember
) -> None:
    at_30, failing = done(), short()
    at_32 = short(public=32, specialty=42, elective=18)
    ledgers = list(LedgerYear.objects.order_by("pk").values())
    run = tried(STRICTER, city_head.actor)

    change = ImpactChange.objects.get()
    assert (change.professional, change.before, change.after) == (at_30, "pass", "fail")
    assert (change.lines, change.short_before, change.short_after) == (["public"], {}, {"public": "2"})
    assert (change.ruleset_before, change.ruleset_after) == ("GD-2021", "GD-2025")
    assert failing.pk != at_32.pk
    assert [(one.line, one.to_fail, one.to_pass, one.alone) for one in by_line(run)] == [("public", 1, 0, 1)]
    assert [(one.key, one.people, one.to_fail) for one in by(run, "city")] == [("4401", 3, 1)]
    assert [one.to_fail for one in by(run, "title_level")] == [1]
    # Nothing of it is in force, and nobody else sees it.
    assert "GD-2025" not in shelf().books
    assert list(LedgerYear.objects.order_by("pk").values()) == ledgers
    assert not Verification.objects.exists()
    assert changed_people(run, {"direction": "to_fail"}, actor=city_head.actor).count() == 1
    for stranger in (other_head, hr_clerk):
        assert not changed_people(run, {}, actor=stranger.actor).exists()
        assert not ImpactRun.objects.visible_to(stranger.actor).exists()


def test_milder_draft_passes_who_lacked_that_line_alone(done: Person, short: Person, city_head: CastMember) -> None:
    done()
    nearly = short(public=32, specialty=40, elective=18)
    short()
    run = tried(MILDER, city_head.actor)

    assert [(one.professional, one.after) for one in run.changes.all()] == [(nearly, "pass")]
    whole = whole_of(run)
    assert (whole.to_fail, whole.to_pass, whole.passing_after) == (0, 1, 2)


@pytest.mark.parametrize(
    ("text", "line", "problem"),
    [
        (STRICTER.replace("hours = 32", 'hours = "many"'), 15, "must be a number"),
        (STRICTER.replace("hours = 32", "hour = 32"), 15, "unknown key"),
        (STRICTER.replace('id = "GD-2025"', "id = "), 2, "Invalid value"),
        (STRICTER.replace("DRAFT 三", "GD99 三"), 17, "there is no document GD99"),
        (STRICTER.replace('extends = "GD-2021"', 'extends = "GD-9"'), 3, "cannot be extended"),
        (STRICTER.replace("first_year = 2025", "first_year = 2021"), 9, "overlap"),
        ("", 1, "is missing"),
    ],
)
def test_broken_draft_is_refused_with_its_line(text: str, line: int, problem: str) -> None:
    with pytest.raises(BookFault) as caught:
        draft_shelf(text)

    assert (caught.value.line, caught.value.path.name) == (line, "draft.toml")
    assert problem in caught.value.problem


def test_head_loads_compares_tries_and_exports(
    done: Person, city_head: CastMember, city_clerk: CastMember, client_of: ClientOf
) -> None:
    person = done()
    client = client_of(city_head)
    broken = client.post(reverse("impact:new"), {"name": "草案", "text": STRICTER.replace("hours = 32", "hour = 32")})
    assert broken.status_code == 422
    assert broken.context["form"].errors == {"text": ["Line 15: required.0.hour: unknown key"]}
    assert client.post(reverse("impact:new"), {"name": "草案", "text": ""}).status_code == 422
    assert not RuleDraft.objects.exists()

    client.post(reverse("impact:new"), {"name": "草案", "text": STRICTER.replace("\n", "\r\n")})
    draft = RuleDraft.objects.get()
    page = client.get(reverse("impact:draft", args=[draft.pk])).content.decode()
    assert "Compared with GD-2021" in page
    assert "By the draft, GD-2021 would end with 2024." in page

    address = reverse("impact:draft", args=[draft.pk])
    years = {"first_year": YEAR, "last_year": YEAR}
    assert client.post(address, {**years, "area": "4402"}).status_code == 422
    assert client.post(address, {**years, "last_year": YEAR - 1, "area": "4401"}).status_code == 422
    client.post(address, {**years, "area": "440105"})
    run = ImpactRun.objects.get()
    assert "every 2s" in client.get(reverse("impact:run", args=[run.pk])).content.decode()
    work_all()
    told = client.get(reverse("impact:run", args=[run.pk])).content.decode()
    assert "1 would fail instead of pass" in told
    assert person.name not in told

    people = reverse("impact:people", args=[run.pk])
    assert client.get(f"{people}?direction=to_fail&line=public&city=4401&year={YEAR}").context["people"].total == 1
    assert client.get(f"{people}?direction=to_pass").context["people"].total == 0
    assert client.get(f"{people}?direction=sideways").status_code == 404
    client.post(reverse("impact:export", args=[run.pk]))
    work_all()
    sheets = sheets_of(Job.objects.get(kind="policy_impact_export"))
    assert sheets["People who would change"][1][1] == YEAR
    assert client_of(city_clerk).get(address).status_code == 403


def test_pages_take_as_many_queries_for_many_as_for_one(
    done: Person, city_head: CastMember, client_of: ClientOf
) -> None:
    client, asked = client_of(city_head), []
    for _round in range(3):
        done()
        run = tried(STRICTER, city_head.actor)
        for name in ("run", "people"):
            with CaptureQueriesContext(connection) as queries:
                client.get(reverse(f"impact:{name}", args=[run.pk]))
            asked.append(len(queries))

    assert asked[2:4] == asked[4:6]
