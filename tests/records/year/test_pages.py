from __future__ import annotations

import datetime
import io
import re
import zipfile

import pytest
from django.utils import timezone

from jobs.models import Job
from people.models import Professional
from records.calendars.services import make_feed
from records.ledger.services import refresh_ledger
from records.models import CalendarFeed, LedgerYear, Reminder, TrainingSpend
from records.reminders.services import send_reminders
from records.year.building import Year
from records.year.ways import ways_of
from tests.cast import CastMember
from tests.factories import LearningRecordFactory, ProfessionalFactory, TrainingClassFactory
from tests.jobs.conftest import work_until_idle

pytestmark = pytest.mark.django_db

THIS = timezone.localdate().year


@pytest.fixture
def person(professional: CastMember) -> Professional:
    return Professional.objects.get(user=professional.user)


def recognized(person: Professional, **facts: object) -> None:
    LearningRecordFactory(professional=person, recognized=True, **({"ended_on": datetime.date(THIS, 3, 12)} | facts))
    refresh_ledger([person.pk], years=[THIS])


def page(client_of, who: CastMember, address: str) -> str:
    answer = client_of(who).get(address)
    assert answer.status_code == 200
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", answer.content.decode()))


# My year


def test_the_sentence_says_what_is_missing_until_when(
    client_of, professional: CastMember, person: Professional
) -> None:
    recognized(person, category="public", facts={"hours": "30"})
    recognized(person, category="elective", facts={"hours": "18"})

    told = page(client_of, professional, "/my-year/")

    assert "42 hours still missing (Specialty subjects)" in told
    assert "31" in told.partition("made up by")[2][:20]


def test_hours_under_review_are_told_apart(client_of, professional: CastMember, person: Professional) -> None:
    LearningRecordFactory(professional=person, state="submitted", ended_on=datetime.date(THIS, 3, 12))

    year = Year(person, THIS)

    assert year.answer["counted"]["total"] == 0
    assert year.waiting_hours == 18
    assert "18 hours are under review" in page(client_of, professional, "/my-year/")


def test_a_record_without_hours_says_why_in_its_line(client_of, professional: CastMember, person: Professional) -> None:
    recognized(person, facts={"hours": "18", "passed": False})

    assert "Not counted" in page(client_of, professional, "/my-year/")
    assert Year(person, THIS).entries[0].why_not


def test_somebody_without_employer_is_told_what_comes_first(client_of, professional: CastMember, person) -> None:
    person.employments.all().delete()

    assert "First comes an employer" in page(client_of, professional, "/my-year/")


def test_a_year_before_any_rule_set_has_a_page(client_of, professional: CastMember, person) -> None:
    assert "no rules can be named yet" in page(client_of, professional, "/my-year/2005/")


def test_a_year_to_come_is_none(client_of, professional: CastMember, person) -> None:
    assert client_of(professional).get(f"/my-year/{THIS + 1}/").status_code == 404


def test_another_paper_adds_what_the_rules_leave_and_open_classes_are_offered(
    professional: CastMember, person: Professional
) -> None:
    recognized(person, activity="paper", facts={"venue": "issn_cn", "level": "provincial", "role": "other", "rank": 2})
    soon = timezone.localdate() + datetime.timedelta(days=2)
    if soon.year == THIS:
        TrainingClassFactory(starts_on=soon, ends_on=soon, days=1, capacity=1)
        full = TrainingClassFactory(starts_on=soon, ends_on=soon, days=1, capacity=0)

    ways = ways_of(Year(person, THIS), actor=professional.actor)

    assert {one.activity: one.hours for one in ways.more}["paper"] == 14
    if soon.year == THIS:
        assert [offer.training_class.pk for offer in ways.classes].count(full.pk) == 0
        assert len(ways.classes) == 1


def test_my_year_takes_as_many_queries_with_three_records_as_with_one(
    client_of, professional: CastMember, person: Professional, django_assert_num_queries
) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client = client_of(professional)
    recognized(person)
    client.get("/my-year/")
    with CaptureQueriesContext(
        connection,
    ) as with_one:
        client.get("/my-year/")
    recognized(person)
    recognized(person)

    with django_assert_num_queries(len(with_one)):
        client.get("/my-year/")


# Calendar


def test_the_calendar_names_nobody_and_ends_with_its_revocation(
    client, client_of, professional: CastMember, person: Professional
) -> None:
    _feed, token = make_feed(person, actor=professional.actor)

    told = client.get(f"/calendar/{token}.ics").content.decode()

    assert "BEGIN:VCALENDAR" in told
    assert f"DTSTART;VALUE=DATE:{THIS}1231" in told
    assert person.name not in told
    assert CalendarFeed.objects.get().token_hash != token
    client_of(professional).post("/my-year/calendar/revocation/")
    assert client.get(f"/calendar/{token}.ics").status_code == 404


def test_a_second_address_ends_the_first(client, professional: CastMember, person: Professional) -> None:
    _feed, first = make_feed(person, actor=professional.actor)
    _feed, second = make_feed(person, actor=professional.actor)

    assert client.get(f"/calendar/{first}.ics").status_code == 404
    assert client.get(f"/calendar/{second}.ics").status_code == 200


# HR's view


def test_the_worst_stand_first(client_of, hr_clerk: CastMember, person: Professional) -> None:
    recognized(person)
    idle = ProfessionalFactory(employer=person.employments.get().employer, name="测试甲")
    refresh_ledger([idle.pk], years=[THIS])

    told = page(client_of, hr_clerk, "/staff-year/")

    assert "2 of 2 people are short" in told
    assert told.index("测试甲") < told.index(person.name, told.index("Missing in all"))


def test_people_of_another_employer_are_not_there(client_of, other_hr_clerk: CastMember, person: Professional) -> None:
    recognized(person)

    assert person.name not in page(client_of, other_hr_clerk, "/staff-year/")
    assert client_of(other_hr_clerk).get(f"/staff-year/{person.pk}/").status_code == 404


def test_a_reminder_stands_on_the_home_page_until_it_is_noted_or_no_longer_true(
    client_of, professional: CastMember, hr_clerk: CastMember, person: Professional
) -> None:
    recognized(person)

    answer = client_of(hr_clerk).post("/staff-year/reminders/", {"person": person.pk, "year": THIS}, follow=True)

    assert "1 person is reminded." in answer.content.decode()
    assert f"Hours of {THIS} are missing" in page(client_of, professional, "/")
    short = LedgerYear.objects.filter(professional=person, study_year=THIS)
    short.update(outcome="pass")
    assert f"Hours of {THIS} are missing" not in page(client_of, professional, "/")
    short.update(outcome="fail")
    client_of(professional).post(f"/my-year/reminders/{Reminder.objects.get().pk}/")
    assert f"Hours of {THIS} are missing" not in page(client_of, professional, "/")


def test_nobody_is_reminded_twice_in_a_week(hr_clerk: CastMember, person: Professional) -> None:
    recognized(person)
    first = send_reminders([person.pk], THIS, actor=hr_clerk.actor)

    second = send_reminders([person.pk], THIS, actor=hr_clerk.actor)

    assert (first.reminded, second.reminded, second.too_early) == (1, 0, 1)
    Reminder.objects.update(sent_at=timezone.now() - datetime.timedelta(days=8))
    assert send_reminders([person.pk], THIS, actor=hr_clerk.actor).reminded == 1


def test_whoever_is_short_of_nothing_is_not_reminded(hr_clerk: CastMember, person: Professional) -> None:
    refresh_ledger([person.pk], years=[THIS])
    LedgerYear.objects.update(outcome="pass")

    assert send_reminders([person.pk], THIS, actor=hr_clerk.actor).not_short == 1


def test_the_export_shows_no_number_and_no_formula(client_of, hr_clerk: CastMember, person: Professional) -> None:
    Professional.objects.filter(pk=person.pk).update(name="=1+1")
    recognized(person)

    client_of(hr_clerk).post("/staff-year/export/", {"year": THIS})
    work_until_idle()

    job = Job.objects.get(kind="staff_years_export")
    answer = client_of(hr_clerk).get(f"/jobs/{job.pk}/result/")
    with zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content))) as book:
        sheet = book.read("xl/worksheets/sheet1.xml").decode()
    assert "<f>" not in sheet
    assert "=1+1" in sheet
    assert f"****{person.documents.get().number_tail}" in sheet


def test_spend_below_the_share_says_by_how_much_and_by_which_article(client_of, hr_clerk: CastMember) -> None:
    """G16."""
    answer = client_of(hr_clerk).post(
        "/staff-year/spend/", {"year": THIS - 1, "wages": "8000000", "spent": "110000"}, follow=True
    )

    told = answer.content.decode()
    assert "below by 10,000 yuan" in told
    assert "粤人社规〔2018〕11号" in told
    assert TrainingSpend.objects.get().spent == 110_000


def test_the_api_gives_lines_of_those_one_sees(client_of, hr_clerk: CastMember, other_hr_clerk, person) -> None:
    recognized(person)

    rows = client_of(hr_clerk).get(f"/api/v1/ledger/?study_year={THIS}").json()["results"]

    assert [(row["professional_id"], row["counted"]["total"]) for row in rows] == [(person.pk, "18")]
    assert client_of(other_hr_clerk).get("/api/v1/ledger/").json()["results"] == []
