import datetime

import pytest
from django.utils import timezone

from audit.models import Event
from people.professionals.numbers import number_in, phone_in
from tests.factories import (
    EmployerFactory,
    EmploymentFactory,
    ProfessionalFactory,
    TitleFactory,
)

pytestmark = pytest.mark.django_db

LIST = "/people/"
PHONE = "13800138000"
READERS = ["hr_clerk", "bureau_clerk", "auditor", "administrator"]
STRANGERS = ["other_hr_clerk", "other_bureau_clerk"]


def day(text):
    return datetime.date.fromisoformat(text)


def page_of(professional, part=""):
    return f"/people/{professional.pk}/{part}"


def of_everybody(*names):
    return pytest.mark.parametrize("reader", names, indirect=True)


# One person


@of_everybody("professional", *READERS)
def test_details_show_titles_employments_and_the_document_masked(reader, she, employer, client_of):
    TitleFactory(professional=she, name="高级工程师")

    body = client_of(reader).get(page_of(she)).content.decode()

    tail = she.documents.get().number_tail
    assert all(told in body for told in ("林测试", "高级工程师", "甲测试单位", f"****{tail}"))
    assert number_in(she.documents.get()) not in body


@of_everybody(*STRANGERS)
def test_details_of_a_stranger_are_not_found(reader, she, client_of):
    for part in ("", "number/", "titles/new/", "employment/ending/"):
        assert client_of(reader).get(page_of(she, part)).status_code == 404


def test_details_of_a_colleague_are_not_found_by_another(she, other_employer, client_of):
    colleague = ProfessionalFactory(employer=she.employments.get().employer)

    assert client_of(colleague.user).get(page_of(she)).status_code == 404


def test_details_ask_to_sign_in(she, client):
    assert client.get(page_of(she)).url == f"/accounts/login/?next={page_of(she)}"


def test_looking_is_noted_for_the_person_to_read(she, hr_clerk, professional, client_of):
    client_of(hr_clerk).get(page_of(she))
    client_of(professional).get(page_of(she))

    assert [event.actor for event in Event.objects.filter(action="professional.viewed")] == [hr_clerk.user]


def test_details_cost_the_same_however_long_the_history(she, employer, auditor, client_of, django_assert_num_queries):
    client = client_of(auditor)
    client.get(page_of(she))
    with django_assert_num_queries(10):
        client.get(page_of(she))

    for year in (2001, 2003, 2005):
        TitleFactory(professional=she, obtained_on=datetime.date(year, 1, 1))
        EmploymentFactory(
            professional=she,
            employer=EmployerFactory(),
            started_on=datetime.date(year, 1, 1),
            ended_on=datetime.date(year, 12, 31),
        )
    with django_assert_num_queries(10):
        client.get(page_of(she))


# A number in full


@of_everybody("hr_head", "bureau_clerk")
def test_a_number_is_shown_once_for_a_reason(reader, she, client_of):
    client = client_of(reader)
    number = number_in(she.documents.get())
    assert number not in client.get(page_of(she, "number/")).content.decode()

    answer = client.post(page_of(she, "number/"), {"reason": "核对社保"})

    assert number in answer.content.decode()
    assert answer.headers["Cache-Control"] == "no-store"
    assert Event.objects.get(action="identity.revealed").reason == "核对社保"


def test_ones_own_number_is_shown_without_asking_why(she, professional, client_of):
    answer = client_of(professional).post(page_of(she, "number/"))

    assert number_in(she.documents.get()) in answer.content.decode()
    assert Event.objects.get(action="identity.revealed").actor == professional.user


@pytest.mark.parametrize("reason", ["", "  ", "x" * 201])
def test_without_a_reason_no_number_is_shown(she, bureau_clerk, client_of, reason):
    answer = client_of(bureau_clerk).post(page_of(she, "number/"), {"reason": reason})

    assert answer.status_code == 422
    assert number_in(she.documents.get()) not in answer.content.decode()


@of_everybody("hr_clerk", "auditor", "administrator")
def test_hats_that_may_not_see_numbers_are_refused(reader, she, client_of):
    assert client_of(reader).get(page_of(she, "number/")).status_code == 403
    assert client_of(reader).post(page_of(she, "number/"), {"reason": "好奇"}).status_code == 403
    assert "number/" not in client_of(reader).get(page_of(she)).content.decode()


# The end of an employment


def test_hr_notes_the_last_day(she, hr_clerk, client_of):
    answer = client_of(hr_clerk).post(page_of(she, "employment/ending/"), {"ended_on": "2026-06-30", "reason": "退休"})

    assert answer.url == LIST
    assert she.employments.get().ended_on == day("2026-06-30")
    assert client_of(hr_clerk).get(page_of(she)).status_code == 404


@pytest.mark.parametrize("ended_on", ["", "never", "1949-01-01"])
def test_a_last_day_that_is_none_is_refused(she, hr_clerk, client_of, ended_on):
    answer = client_of(hr_clerk).post(page_of(she, "employment/ending/"), {"ended_on": ended_on})

    assert answer.status_code == 422
    assert she.employments.get().ended_on is None


def test_a_last_day_before_the_first_is_a_conflict(she, hr_clerk, client_of):
    answer = client_of(hr_clerk).post(page_of(she, "employment/ending/"), {"ended_on": "2019-12-31"})

    assert answer.status_code == 409


def test_a_last_day_already_noted_is_a_conflict(she, hr_clerk, client_of):
    tomorrow = timezone.localdate() + datetime.timedelta(days=1)
    client = client_of(hr_clerk)
    client.post(page_of(she, "employment/ending/"), {"ended_on": tomorrow.isoformat()})

    assert client.post(page_of(she, "employment/ending/"), {"ended_on": tomorrow.isoformat()}).status_code == 409


@of_everybody("professional", "bureau_clerk", "auditor")
def test_only_hr_notes_a_last_day(reader, she, client_of):
    assert client_of(reader).post(page_of(she, "employment/ending/"), {"ended_on": "2026-06-30"}).status_code == 403


# My details


def test_my_details_are_mine(she, professional, client_of):
    body = client_of(professional).get("/people/me/").content.decode()

    assert "甲测试单位" in body
    assert f"****{she.documents.get().number_tail}" in body
    assert number_in(she.documents.get()) not in body


def test_who_is_no_professional_has_no_such_page(hr_clerk, client_of, client):
    assert client_of(hr_clerk).get("/people/me/").status_code == 404
    assert client_of(hr_clerk).get("/people/me/phone/").status_code == 404
    assert client.get("/people/me/").url == "/accounts/login/?next=/people/me/"


TITLE = {"series": "engineering", "level": "senior", "title": "正高级工程师", "obtained_on": "2024-12-01"}


@of_everybody("professional", "hr_clerk")
def test_a_title_is_entered_by_the_person_or_by_hr(reader, she, client_of):
    answer = client_of(reader).post(page_of(she, "titles/new/"), TITLE)

    assert answer.url == ("/people/me/" if reader.user == she.user else page_of(she))
    assert she.titles.get().name == "正高级工程师"


@pytest.mark.parametrize("changes", [{"level": ""}, {"title": ""}, {"obtained_on": "2199-01-01"}, {"series": "king"}])
def test_a_title_that_lacks_something_is_refused(she, professional, client_of, changes):
    answer = client_of(professional).post(page_of(she, "titles/new/"), TITLE | changes)

    assert answer.status_code == 422
    assert not she.titles.exists()


def test_a_title_entered_twice_is_a_conflict(she, professional, client_of):
    client = client_of(professional)
    client.post(page_of(she, "titles/new/"), TITLE)

    assert client.post(page_of(she, "titles/new/"), TITLE).status_code == 409


@of_everybody("bureau_clerk", "auditor")
def test_others_enter_no_title(reader, she, client_of):
    assert client_of(reader).post(page_of(she, "titles/new/"), TITLE).status_code == 403


def test_a_phone_is_changed_by_its_owner(she, professional, client_of):
    answer = client_of(professional).post("/people/me/phone/", {"phone": "139 0013 9000"})

    she.user.refresh_from_db()
    assert answer.url == "/people/me/"
    assert phone_in(she.user) == "13900139000"
    assert "****9000" in client_of(professional).get("/people/me/").content.decode()


@pytest.mark.parametrize("phone", ["12345", "x" * 31, PHONE])
def test_a_phone_that_is_none_or_is_taken_is_refused(she, professional, client_of, phone):
    ProfessionalFactory(phone=PHONE)

    answer = client_of(professional).post("/people/me/phone/", {"phone": phone})

    assert answer.status_code == 422
    assert phone_in(she.user) == ""
