"""Counted from the ledgers, shown with a list behind every figure, and only what lies in the own area."""

from __future__ import annotations

import datetime
import io
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from python_calamine import CalamineWorkbook

from audit.actors import SYSTEM
from jobs.models import Job
from jobs.services import start_job
from people.models import Professional
from tests.cast import CastMember
from tests.verification.conftest import LAST_MONTH, YEAR, work_all
from verification.batch.services import try_year
from verification.dashboard.figures import Tally, board_of
from verification.dashboard.kinds import DashboardFigures
from verification.dashboard.scope import Scope
from verification.models import DoneTally, YearTally

Person = Callable[..., Professional]
ClientOf = Callable[[CastMember], Client]
BOARD, PEOPLE = f"/dashboard/?year={YEAR}", f"/dashboard/people/?year={YEAR}"


@pytest.fixture
def counted(done: Person, short: Person) -> Professional:
    """One who is done, one who lacks two hours, one who lacks much."""
    person = done()
    short()
    short(public=10)
    count()
    return person


def count() -> None:
    start_job(DashboardFigures.name, {}, actor=SYSTEM)
    work_all()


def sheets_of(job: Job) -> dict[str, list[list[Any]]]:
    job.refresh_from_db()
    with job.result_file.open() as file:
        book = CalamineWorkbook.from_filelike(io.BytesIO(file.read()))
    return {name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names}


def test_board_tells_how_many_are_done_and_what_the_others_lack(
    counted: Professional, city_clerk: CastMember, client_of: ClientOf
) -> None:
    board = board_of(Scope("4401"), YEAR, "", actor=city_clerk.actor)
    told = client_of(city_clerk).get(BOARD).content.decode()

    assert board.whole == Tally(
        people=3, done=1, near=1, short_total=2, short_public=1, short_specialty=2, short_elective=1
    )
    assert [(part.key, part.tally.people) for part in board.parts] == [("440105", 3)]
    assert board.months[YEAR][""][LAST_MONTH.month - 1] == 1
    assert DoneTally.objects.get(year=YEAR).day == LAST_MONTH
    monday = LAST_MONTH - datetime.timedelta(days=LAST_MONTH.weekday())
    assert [week for week in board.weeks if week[1]] == [(max(monday, board.weeks[0][0]), 1)]
    assert len({week for week, _done in board.weeks}) == len(board.weeks) <= 53
    assert {week.weekday() for week, _done in board.weeks} == {0}
    assert "Week by week" in told
    assert "2</a> still to come" in told
    assert "One person</a> is short of at most 8 hours" in told


def test_every_figure_leads_to_as_many_people_as_it_says(
    counted: Professional, city_clerk: CastMember, client_of: ClientOf
) -> None:
    client = client_of(city_clerk)
    whole = board_of(Scope("4401"), YEAR, "", actor=city_clerk.actor).whole

    for group in ("people", "done", "verified", "to_come", "near", "waiting", "untouched", "unruled", "short_public"):
        page = client.get(f"{PEOPLE}&group={group}").context["people"]
        assert page.total == getattr(whole, group), group
    assert client.get(f"{PEOPLE}&group=nonsense").status_code == 404
    assert client.get(f"{PEOPLE}&employer=x").status_code == 404


def test_what_has_changed_is_counted_again_and_nothing_else(counted: Professional, short: Person) -> None:
    before = YearTally.objects.get(year=YEAR)
    count()
    assert YearTally.objects.get(year=YEAR).pk == before.pk

    short(public=30)
    count()
    assert YearTally.objects.get(year=YEAR).people == 4


def test_another_area_is_not_there(
    counted: Professional, city_clerk: CastMember, other_head: CastMember, hr_clerk: CastMember, client_of: ClientOf
) -> None:
    client = client_of(city_clerk)

    assert client.get(f"{BOARD}&area=44").status_code == 404
    assert client.get(f"{BOARD}&area=440105").status_code == 200
    assert client.get(f"{BOARD}&area=4401-own").context["board"].whole.people == 0
    assert client_of(other_head).get(BOARD).context["board"].whole.people == 0
    assert client_of(hr_clerk).get(BOARD).status_code == 403
    assert client.get("/dashboard/waiting/?by=x").status_code == 404
    assert client.get("/dashboard/waiting/?by=employer&age=4").status_code == 200


def test_board_and_lists_take_as_many_queries_for_many_as_for_one(
    counted: Professional, short: Person, city_clerk: CastMember, client_of: ClientOf
) -> None:
    client = client_of(city_clerk)
    addresses = (BOARD, f"{PEOPLE}&group=to_come")
    asked = []
    for _round in range(3):
        for address in addresses:
            with CaptureQueriesContext(connection) as queries:
                client.get(address)
            asked.append(len(queries))
        short()
        short()
        count()

    assert asked[2:4] == asked[4:6]
    assert asked[2] < 30


def test_board_and_list_are_exported_without_numbers_of_documents(
    counted: Professional, city_clerk: CastMember, client_of: ClientOf
) -> None:
    client = client_of(city_clerk)
    client.post(reverse("dashboard:export"), {"year": YEAR})
    client.post(reverse("dashboard:people_export"), {"year": YEAR, "group": "done"})
    work_all()
    board_job, people_job = Job.objects.filter(kind__in=("dashboard_export", "dashboard_people_export")).order_by("pk")

    whole = sheets_of(board_job)["All together"]
    assert sum(row[1] for row in sheets_of(board_job)["By week"][1:]) == 1
    assert whole[1][1:3] == [3, 1]
    (listed,) = sheets_of(people_job).values()
    assert [row[0] for row in listed] == ["Name", counted.name]
    assert not any("号" in head or "Document" in head for head in listed[0])


def test_lists_of_a_batch_are_exported(counted: Professional, city_clerk: CastMember, client_of: ClientOf) -> None:
    run = try_year(YEAR, area="4401", actor=city_clerk.actor)
    work_all()
    client = client_of(city_clerk)
    client.post(reverse("verification:export", args=[run.pk, "short"]), {"area": "440105"})
    client.post(reverse("verification:export", args=[run.pk, "all"]))
    work_all()
    one, every = (sheets_of(job) for job in Job.objects.filter(kind="year_end_list").order_by("pk"))

    assert [len(rows) for rows in one.values()] == [3]
    assert len(every) == 11
    assert len(every["Short of– Specialty subjects"]) == 3
    assert client.post(reverse("verification:export", args=[run.pk, "nonsense"])).status_code == 404
    assert client.post(reverse("verification:export", args=[run.pk, "short"]), {"area": "4402"}).status_code == 404
