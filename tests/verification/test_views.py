"""The year-end in the browser: tried, confirmed by another, halted, and the people behind each figure."""

from __future__ import annotations

import datetime
from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from people.models import Professional
from tests.cast import CastMember
from tests.verification.conftest import YEAR, work_all
from verification.batch.services import halt, try_year
from verification.enums import BatchState
from verification.models import BatchRun, Hold, Verification

Person = Callable[..., Professional]
ClientOf = Callable[[CastMember], Client]


@pytest.fixture
def tried(done: Person, short: Person, city_clerk: CastMember) -> BatchRun:
    done()
    short()
    run = try_year(YEAR, area="4401", actor=city_clerk.actor)
    work_all()
    run.refresh_from_db()
    return run


def page_of(run: BatchRun) -> str:
    return reverse("verification:batch", args=[run.pk])


def test_clerk_tries_out_a_year_of_the_own_area(done: Person, city_clerk: CastMember, client_of: ClientOf) -> None:
    done()

    answer = client_of(city_clerk).post(reverse("verification:batches"), {"year": YEAR})

    run = BatchRun.objects.get()
    assert answer.headers["Location"] == page_of(run)
    assert (run.year, run.area, run.state) == (YEAR, "4401", BatchState.DRY)


@pytest.mark.parametrize("year", ["", "2009", "2999", "x"])
def test_year_that_cannot_be_tried_is_said_at_the_field(year: str, city_clerk: CastMember, client_of: ClientOf) -> None:
    answer = client_of(city_clerk).post(reverse("verification:batches"), {"year": year})

    assert answer.status_code == 422
    assert b"error-summary" in answer.content
    assert not BatchRun.objects.exists()


def test_dry_run_shows_who_would_pass_and_whose_turn_it_is(
    tried: BatchRun, city_clerk: CastMember, city_head: CastMember, client_of: ClientOf
) -> None:
    to_the_clerk = client_of(city_clerk).get(page_of(tried)).content.decode()
    to_the_head = client_of(city_head).get(page_of(tried)).content.decode()

    assert "1 of 2 people would pass." in to_the_clerk
    assert "Confirm: 1 people pass" not in to_the_clerk
    assert "Who tried it out does not confirm it." in to_the_clerk
    assert "Confirm: 1 people pass" in to_the_head


def test_second_person_confirms_and_the_page_reports(
    tried: BatchRun, city_head: CastMember, client_of: ClientOf
) -> None:
    client = client_of(city_head)

    client.post(reverse("verification:confirmation", args=[tried.pk]))
    work_all()

    assert Verification.objects.count() == 1
    assert "1 of 2 people have passed." in client.get(page_of(tried)).content.decode()


def test_who_tried_it_out_is_refused_to_confirm(tried: BatchRun, city_clerk: CastMember, client_of: ClientOf) -> None:
    answer = client_of(city_clerk).post(reverse("verification:confirmation", args=[tried.pk]))

    assert answer.status_code == 403
    assert not Verification.objects.exists()


def test_confirmation_pressed_twice_is_told_that_it_is_under_way(
    tried: BatchRun, city_head: CastMember, client_of: ClientOf
) -> None:
    client, address = client_of(city_head), reverse("verification:confirmation", args=[tried.pk])

    assert client.post(address).status_code == 302
    assert client.post(address).status_code == 409


def test_page_asks_for_itself_while_it_works_and_no_longer(
    done: Person, city_clerk: CastMember, client_of: ClientOf
) -> None:
    done()
    run = try_year(YEAR, area="4401", actor=city_clerk.actor)
    client = client_of(city_clerk)

    assert "every 2s" in client.get(page_of(run)).content.decode()
    work_all()
    assert "every 2s" not in client.get(page_of(run)).content.decode()


@pytest.mark.parametrize(
    ("group", "names"),
    [("passed", []), ("short", ["short"]), ("short_specialty", ["short"]), ("short_public", []), ("waiting", [])],
)
def test_figure_leads_to_the_people_behind_it(
    group: str, names: list[str], tried: BatchRun, city_clerk: CastMember, client_of: ClientOf
) -> None:
    answer = client_of(city_clerk).get(reverse("verification:people", args=[tried.pk, group]))

    listed = [row[0].name for row in answer.context["rows"]]
    short = Professional.objects.filter(ledger_years__outcome="fail", ledger_years__study_year=YEAR)
    assert listed == ([one.name for one in short] if names else [])


def test_list_of_people_takes_as_many_queries_for_many_as_for_one(
    tried: BatchRun,
    short: Person,
    city_clerk: CastMember,
    client_of: ClientOf,
) -> None:
    client, address = client_of(city_clerk), reverse("verification:people", args=[tried.pk, "short"])
    client.get(address)

    with CaptureQueriesContext(connection) as one:
        client.get(address)
    short()
    short()

    with CaptureQueriesContext(connection) as three:
        client.get(address)

    assert len(three) == len(one)


def test_county_is_held_for_a_reason_that_everybody_reads(
    tried: BatchRun, city_head: CastMember, city_clerk: CastMember, client_of: ClientOf
) -> None:
    address = reverse("verification:halt", args=[tried.pk, "440105"])
    client = client_of(city_head)

    assert client.post(address, {"reason": ""}).status_code == 422
    client.post(address, {"reason": "区局正在补录"})

    hold = Hold.objects.get()
    assert (hold.area, hold.set_by) == ("440105", city_head.user)
    assert "区局正在补录" in client_of(city_clerk).get(page_of(tried)).content.decode()
    client.post(reverse("verification:lift", args=[tried.pk, hold.pk]))
    assert not Hold.objects.in_force().exists()


def test_halt_of_another_area_is_refused(
    tried: BatchRun, city_head: CastMember, administrator: CastMember, client_of: ClientOf
) -> None:
    answer = client_of(city_head).post(reverse("verification:halt", args=[tried.pk, "440511"]), {"reason": "x"})
    hold = halt("44", reason="全省暂停", actor=administrator.actor)
    lifted = client_of(city_head).post(reverse("verification:lift", args=[tried.pk, hold.pk]))

    assert (answer.status_code, lifted.status_code) == (403, 403)
    assert client_of(city_head).get(reverse("verification:halt", args=[tried.pk, "44x"])).status_code == 404
    assert [*Hold.objects.in_force()] == [hold]


def test_batch_of_another_area_is_not_there(tried: BatchRun, other_head: CastMember, client_of: ClientOf) -> None:
    for name in ("batch", "confirmation", "discard", "again"):
        address = reverse(f"verification:{name}", args=[tried.pk])
        answer = client_of(other_head).get(address) if name == "batch" else client_of(other_head).post(address)
        assert answer.status_code == 404, name


def test_discarded_dry_run_decides_nothing(tried: BatchRun, city_head: CastMember, client_of: ClientOf) -> None:
    client_of(city_head).post(reverse("verification:discard", args=[tried.pk]))

    tried.refresh_from_db()
    assert tried.state == BatchState.DISCARDED
    assert not Verification.objects.exists()


def test_county_alone_is_carried_out_again(tried: BatchRun, city_head: CastMember, client_of: ClientOf) -> None:
    client = client_of(city_head)
    client.post(reverse("verification:confirmation", args=[tried.pk]))
    work_all()

    assert client.post(reverse("verification:again", args=[tried.pk]), {"area": "440199"}).status_code == 404
    assert client.post(reverse("verification:again", args=[tried.pk]), {"area": "440105"}).status_code == 302
    work_all()

    tried.refresh_from_db()
    assert tried.state == BatchState.DONE


def test_this_year_is_shown_as_not_yet_to_be_confirmed(
    done: Person, city_clerk: CastMember, city_head: CastMember, client_of: ClientOf
) -> None:
    done()
    this_year = datetime.date.today().year
    if datetime.date.today() >= datetime.date(this_year, 12, 31):
        this_year += 1
    run = BatchRun.objects.create(year=this_year, area="4401", state=BatchState.TRIED, started_by=city_clerk.user)

    told = client_of(city_head).get(page_of(run)).content.decode()

    assert "has not ended: this can be confirmed from December 31 on." in told
    assert "people pass</button>" not in told
