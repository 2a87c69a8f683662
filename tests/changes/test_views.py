from __future__ import annotations

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from approvals.models import Run
from approvals.services import approve, return_run, withdraw
from audit.models import Event
from changes.models import Correction, Departure, EmployerChange
from changes.services import ask_employer
from tests.cast import english_client
from tests.changes.conftest import NEW_NUMBER, picture, upload
from tests.factories import EmployerFactory, ProfessionalFactory

FIRST_DAY = (datetime.date.today() + datetime.timedelta(days=10)).isoformat()


def body(answer) -> str:
    return answer.content.decode()


def request_url(employer) -> str:
    return reverse("changes:employer_request", args=[employer.pk])


# Who may


OWN_PAGES = ["overview", "employer_search", "name_correction", "document_correction"]


@pytest.mark.parametrize("page", [*OWN_PAGES, "departures"])
def test_a_visitor_is_sent_to_the_sign_in_page(page, db):
    answer = english_client().get(reverse(f"changes:{page}"))

    assert answer.status_code == 302


@pytest.mark.parametrize("page", OWN_PAGES)
def test_only_professionals_ask_for_themselves(page, hr_clerk, bureau_clerk, auditor, client_of):
    for member in (hr_clerk, bureau_clerk, auditor):
        assert client_of(member).get(reverse(f"changes:{page}")).status_code == 403


@pytest.mark.parametrize("page", ["employer_amendment", "correction_amendment", "proof", "new_number"])
def test_what_another_asked_is_not_found(page, change_run, name_run, client_of):
    stranger = ProfessionalFactory().user
    number = EmployerChange.objects.get().pk if page == "employer_amendment" else Correction.objects.get().pk

    assert client_of(stranger).get(reverse(f"changes:{page}", args=[number])).status_code == 404


# Finding the employer


def search(client, text):
    return client.get(reverse("changes:employer_search"), {"q": text})


def test_an_employer_is_found_by_a_part_of_its_name_or_by_its_code(professional, client_of):
    EmployerFactory(name="某测试设计院", uscc="91440101MA5AABCD1X")
    client = client_of(professional)

    assert "某测试设计院" in body(search(client, "设计"))
    assert "某测试设计院" in body(search(client, "91440101ma5aabcd1x"))
    assert "No employer is called that" in body(search(client, "91440101"))


def test_the_search_says_nothing_of_who_works_there(professional, other_employer, other_hr_clerk, client_of):
    ProfessionalFactory(name="秘密测试人", employer=other_employer)

    text = body(search(client_of(professional), other_employer.name))

    assert other_employer.name in text
    assert "秘密测试人" not in text
    assert "郑测试" not in text


def test_closed_and_merged_employers_are_not_offered(professional, employer, client_of):
    closed = EmployerFactory(name="关闭测试单位", closed_on=datetime.date(2026, 1, 1))
    EmployerFactory(name="并入测试单位", merged_into=employer)
    client = client_of(professional)

    assert "No employer is called that" in body(search(client, "关闭"))
    assert "No employer is called that" in body(search(client, "并入"))
    assert client.get(request_url(closed)).status_code == 404


@pytest.mark.parametrize("text", ["", "a", "x" * 200])
def test_a_search_for_next_to_nothing_is_refused_in_words(text, professional, client_of):
    assert search(client_of(professional), text).status_code == 422


# Asking


def test_what_will_happen_is_shown_before_anything_is_sent(professional, other_employer, client_of):
    text = body(client_of(professional).post(request_url(other_employer), {"starts_on": FIRST_DAY}))

    assert "sees your name and this request, and decides" in text
    assert "甲测试单位 is told that you have left, not where to." in text
    assert not EmployerChange.objects.exists()


def test_open_matters_are_named_beforehand(name_run, professional, other_employer, client_of):
    text = body(client_of(professional).post(request_url(other_employer), {"starts_on": FIRST_DAY}))

    assert "1 open matter goes on with the bodies that stand for 乙测试单位." in text


def test_sending_leads_to_the_page_that_follows_it(professional, other_employer, client_of):
    answer = client_of(professional).post(
        request_url(other_employer), {"starts_on": FIRST_DAY, "send": "1"}, follow=True
    )

    run = Run.objects.get()
    assert answer.redirect_chain == [(reverse("approvals:detail", args=[run.pk]), 302)]
    assert "Acceptance by the employer, with 乙测试单位" in body(answer)


def test_going_back_keeps_what_was_typed(professional, other_employer, client_of):
    typed = {"starts_on": FIRST_DAY, "position": "总工", "back": "1"}

    assert 'value="总工"' in body(client_of(professional).post(request_url(other_employer), typed))


@pytest.mark.parametrize("day", ["", "soon", "2019-12-31", "2031-01-01", "0001-01-01"])
def test_a_first_day_that_cannot_be_is_refused_in_words(day, professional, other_employer, client_of):
    answer = client_of(professional).post(request_url(other_employer), {"starts_on": day, "send": "1"})

    assert answer.status_code == 422
    assert not EmployerChange.objects.exists()


def test_fields_that_are_not_asked_for_change_nothing(professional, other_employer, employer, client_of):
    client_of(professional).post(
        request_url(other_employer),
        {
            "starts_on": FIRST_DAY,
            "send": "1",
            "professional": "1",
            "to_employer": employer.pk,
            "closed_at": "2026-01-01",
        },
    )

    change = EmployerChange.objects.get()
    assert (change.to_employer.pk, change.closed_at) == (other_employer.pk, None)


def test_the_new_employer_sees_the_request_and_decides(change_run, other_hr_clerk, client_of):
    client = client_of(other_hr_clerk)
    page = body(client.get(reverse("approvals:detail", args=[change_run.pk])))

    assert "林测试" in page
    assert "Take on" in page
    client.post(reverse("approvals:approval", args=[change_run.pk]), {"version": 1})

    assert Run.objects.get().state == "approved"


def test_the_old_employer_does_not_see_the_request(change_run, hr_clerk, client_of):
    assert client_of(hr_clerk).get(reverse("approvals:detail", args=[change_run.pk])).status_code == 404


def test_what_was_returned_is_amended_and_sent_again(change_run, professional, other_hr_clerk, client_of):
    address = reverse("changes:employer_amendment", args=[EmployerChange.objects.get().pk])
    client = client_of(professional)
    assert client.get(address).status_code == 409
    return_run(change_run, version=1, actor=other_hr_clerk.actor, reasons=["wrong_position"])

    assert "主任工程师" in body(client.get(address))
    client.post(address, {"starts_on": FIRST_DAY, "position": "工程师", "send": "1"})

    assert EmployerChange.objects.get().position == "工程师"
    assert Run.objects.get().state == "under_way"


# The former employer


def test_the_former_employer_reads_it_and_notes_it(change_run, hr_clerk, other_hr_clerk, client_of):
    approve(change_run, version=1, actor=other_hr_clerk.actor)
    client = client_of(hr_clerk)

    assert "1 person has left for another employer" in body(client.get("/"))
    page = body(client.get(reverse("changes:departures")))
    assert "林测试" in page
    assert "乙测试单位" not in page
    client.post(reverse("changes:departure_note", args=[Departure.objects.get().pk]))

    assert "has left for another employer" not in body(client.get("/"))


def test_a_departure_is_noted_by_the_employer_it_was_told(change_run, other_hr_clerk, client_of):
    approve(change_run, version=1, actor=other_hr_clerk.actor)
    address = reverse("changes:departure_note", args=[Departure.objects.get().pk])

    assert client_of(other_hr_clerk).post(address).status_code == 404
    assert client_of(other_hr_clerk).get(address).status_code == 405


# Corrections


def test_a_correction_of_the_name_is_sent_with_its_proof(professional, person, district_bureau, client_of):
    answer = client_of(professional).post(
        reverse("changes:name_correction"), {"name": "林测式", "proof": upload()}, follow=True
    )

    assert "Decision on the correction, with 甲区测试人社局" in body(answer)
    assert Correction.objects.get().old_value == "林测试"


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"name": "林测式"}, "This field is required"),
        ({"name": "林测试", "proof": "file"}, "stands here already"),
        ({"proof": "file"}, "This field is required"),
        ({"name": "林测式", "proof": "text"}, "neither a PDF nor a JPG or PNG"),
        ({"name": "林测式", "proof": "empty"}, "The file is empty"),
    ],
)
def test_what_cannot_be_is_told_at_its_field(typed, words, professional, person, client_of):
    contents = {"file": picture(), "text": b"hello", "empty": b""}
    if "proof" in typed:
        typed = typed | {"proof": upload(contents[typed["proof"]])}

    answer = client_of(professional).post(reverse("changes:name_correction"), typed)

    assert answer.status_code == 422
    assert words in body(answer)
    assert not Correction.objects.exists()


def test_a_number_is_checked_and_never_given_back(professional, person, district_bureau, client_of):
    client, address = client_of(professional), reverse("changes:document_correction")
    wrong = NEW_NUMBER[:-1] + ("0" if NEW_NUMBER[-1] != "0" else "1")

    refused = client.post(address, {"kind": "resident_id", "number": wrong, "proof": upload()})
    assert refused.status_code == 422
    client.post(address, {"kind": "resident_id", "number": NEW_NUMBER, "proof": upload()})

    page = body(client.get(reverse("approvals:detail", args=[Run.objects.get().pk])))
    assert NEW_NUMBER not in page
    assert NEW_NUMBER[-4:] in page


def test_the_proof_is_downloaded_by_those_who_see_the_request(
    name_run, professional, district_clerk, hr_clerk, client_of
):
    address = reverse("changes:proof", args=[Correction.objects.get().pk])

    for member in (professional, district_clerk):
        answer = client_of(member).get(address)
        assert b"".join(answer.streaming_content) == picture()
        assert answer.headers["Content-Type"] == "image/png"
        assert answer.headers["Content-Disposition"].startswith("attachment")
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert "no-store" in answer.headers["Cache-Control"]
    assert client_of(hr_clerk).get(address).status_code == 404


def test_whoever_takes_the_proof_of_somebody_else_leaves_a_trace_which_the_person_sees(
    name_run, professional, district_clerk, client_of
):
    address = reverse("changes:proof", args=[Correction.objects.get().pk])

    for member in (professional, district_clerk):
        client_of(member).get(address)

    taken = Event.objects.get(action="correction.proof_taken")
    assert taken.actor_id == district_clerk.user.pk
    assert "took the proof of" in client_of(professional).get(reverse("mydata:page")).content.decode()


def test_a_proof_that_is_gone_is_not_found(name_run, professional, client_of):
    stored = Correction.objects.get().proof
    stored.storage.delete(stored.name)

    assert client_of(professional).get(reverse("changes:proof", args=[Correction.objects.get().pk])).status_code == 404


def test_the_bureau_looks_up_the_number_after_saying_why(
    document_run, district_clerk, professional, auditor, client_of
):
    address = reverse("changes:new_number", args=[Correction.objects.get().pk])
    client = client_of(district_clerk)

    assert NEW_NUMBER not in body(client.get(address))
    assert client.post(address, {"reason": ""}).status_code == 422
    assert NEW_NUMBER in body(client.post(address, {"reason": "核对证件"}))
    assert client_of(professional).get(address).status_code == 403
    assert client_of(auditor).get(address).status_code == 403


def test_after_the_decision_the_number_is_not_looked_up_here_any_more(document_run, district_clerk, client_of):
    approve(document_run, version=1, actor=district_clerk.actor)

    assert client_of(district_clerk).get(
        reverse("changes:new_number", args=[Correction.objects.get().pk])
    ).status_code == 403  # fmt: skip


def test_a_returned_correction_is_amended(name_run, professional, district_clerk, client_of):
    return_run(name_run, version=1, actor=district_clerk.actor, reasons=["mistyped"])
    address = reverse("changes:correction_amendment", args=[Correction.objects.get().pk])
    client = client_of(professional)

    assert "林测式" in body(client.get(address))
    client.post(address, {"name": "林测示"})

    assert Correction.objects.get().new_name == "林测示"
    assert Run.objects.get().state == "under_way"


# The overview


def test_the_overview_says_where_everything_lies(change_run, name_run, professional, client_of):
    text = body(client_of(professional).get(reverse("changes:overview")))

    assert "You are with 甲测试单位." in text
    assert "now with 乙测试单位" in text
    assert "now with 甲区测试人社局" in text


def test_the_overview_asks_as_often_for_more_requests(change_run, professional, client_of):
    client, address = client_of(professional), reverse("changes:overview")
    client.get(address)
    with CaptureQueriesContext(connection) as one:
        client.get(address)
    for _again in range(2):
        withdraw(Run.objects.latest("pk"), actor=professional.actor)
        ask_employer(
            professional.user.professional, EmployerFactory(), starts_on=datetime.date.today(), actor=professional.actor
        )

    with CaptureQueriesContext(connection) as three:
        client.get(address)

    assert len(one) == len(three)
