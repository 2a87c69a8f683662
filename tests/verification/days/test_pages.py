"""The pages of a verification day: HR books, officers decide, the form goes along, the year says what it is."""

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

from jobs.models import Job
from people.models import Bureau, Employer
from people.roles import Role
from records.models import LedgerYear
from tests.cast import CastMember
from tests.clock import freeze, of_then
from tests.factories import BureauFactory, EmployerFactory
from tests.jobs.conftest import work_until_idle
from tests.verification.days.conftest import OF_2012, OF_2014, Doing
from verification import certificate_numbers
from verification.batch.statements import TAKEN_OVER
from verification.days.services import book_day
from verification.models import DayBooking, Verification

ClientOf = Callable[[Any], Client]
DAY = datetime.date(2014, 5, 12)


def url(name: str, *args: int) -> str:
    return reverse(f"days:{name}", args=args)


def test_hr_books_from_the_calendar_and_the_officer_verifies(
    client_of: ClientOf,
    house: Employer,
    hr: CastMember,
    officer: CastMember,
    doing: Doing,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    done, short = doing(*OF_2014), doing(*OF_2012[:3], makeup_for=2012)
    client = client_of(hr)
    listed = client.get(url("list")).content.decode()
    assert "The next verification day is" in listed
    assert f"{url('new')}?day=2014-05-12" in listed
    assert "汕测试市人社局" in listed

    none = client.post(url("new"), {"day": "2014-05-12"})
    assert none.status_code == 422
    assert "at least one person" in none.content.decode()
    lines = [f"{done.pk}-2014", f"{short.pk}-2012"]
    answer = client.post(url("new"), {"day": "2014-05-12", "line": lines, "note": "小陈送件"})
    booking = DayBooking.objects.get()
    assert answer.headers["Location"] == url("booking", booking.pk)
    page = client.get(url("booking", booking.pk)).content.decode()
    assert "The summary form (annex 2)" in page
    again = client.post(url("new"), {"day": "2014-05-12", "line": lines})
    assert (again.status_code, DayBooking.objects.count()) == (422, 1)

    early = client_of(officer).get(url("booking", booking.pk)).content.decode()
    assert "not before" in early
    assert "Verify those selected" not in early
    freeze(monkeypatch, "2014-05-12")
    desk = client_of(officer)
    assert "1 bookings are to be decided" in desk.get("/").content.decode()
    shown = desk.get(url("booking", booking.pk))
    assert shown.context["meeting"] == 1
    left_out = desk.post(url("acceptance", booking.pk), {"seen": shown.context["seen"]})
    assert (left_out.status_code, "words" in left_out.context["form"].errors) == (422, True)
    said = {"seen": shown.context["seen"], "line": [row.line.pk for row in shown.context["rows"] if row.meets]}
    assert desk.post(url("acceptance", booking.pk), said).status_code == 302
    assert desk.post(url("acceptance", booking.pk), said).status_code == 409
    assert list(Verification.objects.values_list("professional", flat=True)) == [done.pk]
    after = client_of(hr).get(url("booking", booking.pk)).content.decode().replace("\xa0", " ")
    assert "Hours are missing: Elective subjects 12 hours" in after


def test_who_may_open_what(
    client_of: ClientOf, house: Employer, hr: CastMember, officer: CastMember, doing: Doing, auditor: CastMember
) -> None:
    person = doing(*OF_2014)
    booking = book_day(house, DAY, [(person.pk, 2014)], actor=hr.actor)
    stranger = of_then("外测试", Role.HR_CLERK, EmployerFactory(place="440511"))
    elsewhere = of_then("远测试", Role.BUREAU_CLERK, BureauFactory(place="440600"))
    auditor.membership.started_on = datetime.date(2010, 1, 1)
    auditor.membership.save()

    for member, list_code, page_code in ((hr, 200, 200), (officer, 200, 200), (auditor, 200, 200)):
        assert client_of(member).get(url("list")).status_code == list_code
        assert client_of(member).get(url("booking", booking.pk)).status_code == page_code
    for member in (stranger, elsewhere):
        assert client_of(member).get(url("booking", booking.pk)).status_code == 404
        assert client_of(member).get(url("summary", booking.pk)).status_code == 404
    assert client_of(person.user).get(url("list")).status_code == 403
    assert client_of(hr).post(url("acceptance", booking.pk), {}).status_code == 403
    assert client_of(officer).post(url("cancellation", booking.pk)).status_code == 403
    assert client_of(officer).get(url("new")).status_code == 403
    assert client_of(officer).post(url("return", booking.pk), {}).status_code == 422
    assert client_of(officer).post(url("return", booking.pk), {"reason": "缺章"}).status_code == 302
    assert "缺章" in client_of(hr).get(url("booking", booking.pk)).content.decode()
    assert client_of(hr).post(url("cancellation", booking.pk)).status_code == 409


def test_list_and_page_ask_as_much_for_three_as_for_one(
    client_of: ClientOf, house: Employer, hr: CastMember, doing: Doing
) -> None:
    one = book_day(house, DAY, [(doing(*OF_2014).pk, 2014)], actor=hr.actor)
    client = client_of(hr)
    client.get(url("list"))
    with CaptureQueriesContext(connection) as few:
        client.get(url("list"))
        client.get(url("booking", one.pk))

    three = book_day(house, DAY, [(doing(*OF_2014).pk, 2014) for _number in range(3)], actor=hr.actor)
    book_day(house, DAY, [(doing(*OF_2014).pk, 2014)], actor=hr.actor)
    with CaptureQueriesContext(connection) as many:
        client.get(url("list"))
        client.get(url("booking", three.pk))
    assert len(many) == len(few)


def test_summary_form_names_each_person_with_masked_number_and_registered_certificates(
    client_of: ClientOf,
    house: Employer,
    hr: CastMember,
    doing: Doing,
    monkeypatch: pytest.MonkeyPatch,
    settings: Any,
    tmp_path: Any,
) -> None:
    settings.MEDIA_ROOT = tmp_path
    person, other = doing(*OF_2014), doing(*OF_2012, makeup_for=2012)
    booking = book_day(house, DAY, [(person.pk, 2014), (other.pk, 2012)], actor=hr.actor)
    client = client_of(hr)

    def cells() -> list[list[list[Any]]]:
        book = CalamineWorkbook.from_filelike(io.BytesIO(client.get(url("summary", booking.pk)).content))
        return [book.get_sheet_by_name(name).to_python() for name in book.sheet_names]

    of_2012, of_2014 = cells()
    assert of_2012[0][0] == "2012年广东省专业技术人员继续教育证书汇总表"
    assert of_2014[2][:4] == ["序号", "姓名", "性别", "证件号码"]
    row = of_2014[3]
    number = person.documents.get().masked_number
    assert (row[1], row[3], row[5:9], row[9]) == (person.name, number, ["20", "42", "12", "74"], "")
    assert row[2] in ("男", "女")
    assert "单位（盖章）：" in [line[0] for line in of_2014]

    monkeypatch.setattr(certificate_numbers, "_providers", [lambda wanted: dict.fromkeys(wanted, "44050014000001")])
    assert cells()[1][3][9] == "44050014000001"

    answer = client.post(url("summary_order", booking.pk))
    work_until_idle()
    job = Job.objects.get()
    assert answer.headers["Location"] == reverse("jobs:detail", args=[job.pk])
    assert job.state == "completed"


def test_year_says_that_it_is_not_valid_until_it_was_verified(
    client_of: ClientOf, house: Employer, hr: CastMember, doing: Doing
) -> None:
    person = doing(*OF_2014)
    person.user.memberships.update(started_on=datetime.date(2011, 1, 1))
    client = client_of(person.user)
    page = reverse("my_year:year", args=[2014])
    assert "Not verified, not valid" in client.get(page).content.decode()  # E24

    row = LedgerYear.objects.get(professional=person, study_year=2014)
    Verification.objects.create(
        kind="annual",
        way="days",
        first_year=2014,
        last_year=2014,
        **{column: getattr(row, column) for column in TAKEN_OVER},
    )
    assert "Verified on" in client.get(page).content.decode()


def test_in_2026_the_pages_say_when_it_ended_and_what_there_was(
    client_of: ClientOf, house: Employer, hr: CastMember, officer: CastMember, monkeypatch: pytest.MonkeyPatch
) -> None:
    freeze(monkeypatch, "2026-11-28")

    for member in (hr, officer):
        shown = client_of(member).get(url("list")).content.decode()
        assert "The last verification day has passed: these rules ended on" in shown
        assert "The days of 2014" in shown
        assert "Book a day" not in shown
    refused = client_of(hr).get(url("new"))
    assert refused.status_code == 409
    assert "31 December 2014" in refused.content.decode()


def test_place_without_such_days_says_so(client_of: ClientOf, bureau: Bureau) -> None:
    clerk = of_then("穗测试", Role.HR_CLERK, EmployerFactory(place="440105"))

    assert "Your place knows no verification days" in client_of(clerk).get(url("list")).content.decode()
    assert client_of(clerk).get(url("new")).status_code == 409
