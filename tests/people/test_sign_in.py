from __future__ import annotations

import json

import pytest
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.test import Client

from audit.models import Event
from tests.factories import MembershipFactory, UserFactory
from tests.factories.people import PASSWORD

pytestmark = pytest.mark.django_db

URL = "/accounts/login/"


def sign_in(client, username, password=PASSWORD, **extra):
    return client.post(URL, {"login": username, "password": password, **extra})


def is_signed_in(client):
    return SESSION_KEY in client.session


def events_of(user):
    return list(Event.objects.filter(object_type="people.user", object_id=str(user.pk)).order_by("id"))


def test_sign_in_page_helps_password_managers(client):
    page = client.get(URL).content.decode()

    assert 'autocomplete="username"' in page
    assert 'autocomplete="current-password"' in page
    assert "placeholder" not in page
    assert "onpaste" not in page


def test_sign_in_leads_home(client, professional):
    answer = sign_in(client, "lin.test")

    assert answer.status_code == 302
    assert answer.url == "/"
    assert is_signed_in(client)


def test_sign_in_finds_the_name_in_any_case(client, professional):
    sign_in(client, " Lin.TEST ")

    assert is_signed_in(client)


def test_sign_in_leads_to_the_page_that_was_wanted(client, professional):
    wanted = client.get("/accounts/hats/")

    form = client.get(wanted.url).content.decode()
    answer = sign_in(client, "lin.test", next="/accounts/hats/")

    assert '<input type="hidden" name="next" value="/accounts/hats/">' in form
    assert answer.url == "/accounts/hats/"


@pytest.mark.parametrize(
    "elsewhere",
    [
        "https://evil.example/",
        "//evil.example/",
        "/\\evil.example/",
        "\\\\evil.example",
        "https:evil.example",
        "javascript:alert(1)",
        "http://testserver@evil.example/",
        "\t//evil.example",
    ],
)
def test_sign_in_never_leads_away(client, professional, elsewhere):
    answer = sign_in(client, "lin.test", next=elsewhere)

    assert answer.url == "/"


def test_sign_in_page_sends_those_signed_in_on(professional, client_of):
    answer = client_of(professional).get(URL)

    assert answer.status_code == 302
    assert answer.url == "/"


def test_sign_in_is_written_down_in_the_hat_worn(client, professional):
    sign_in(client, "lin.test")

    event = events_of(professional.user)[-1]
    assert event.action == "account.signed_in"
    assert event.actor == professional.user
    assert event.hat == "professional"
    assert event.organization_label == "甲测试单位"
    assert event.request_id


@pytest.mark.parametrize("username", ["lin.test", "nobody.test"])
def test_wrong_password_and_unknown_name_get_the_same_answer(client, professional, username):
    answer = sign_in(client, username, "not the password")

    page = answer.content.decode()
    assert answer.status_code == 200
    assert "error-summary" in page
    assert "The name or number, or the password, is not right." in page
    assert "What you typed is kept." not in page
    assert f'value="{username}"' in page
    assert "not the password" not in page
    assert not is_signed_in(client)


def test_wrong_password_is_written_down_without_what_was_typed(client, professional):
    sign_in(client, "lin.test", "my neighbour's secret")

    event = events_of(professional.user)[-1]
    assert event.action == "account.sign_in_failed"
    assert event.actor is None
    assert event.request_id
    assert "secret" not in json.dumps([event.before, event.after, event.reason])


def test_unknown_name_leaves_no_trace(client, professional):
    sign_in(client, "nobody.test")

    assert not Event.objects.exists()


def test_empty_form_names_both_fields(client):
    answer = sign_in(client, "", "")

    assert set(answer.context["form"].errors) == {"login", "password"}


def test_closed_account_is_refused_in_words(client, professional):
    professional.user.is_active = False
    professional.user.save()

    answer = sign_in(client, "lin.test")

    assert "This account is closed." in answer.content.decode()
    assert events_of(professional.user)[-1].action == "account.sign_in_refused"
    assert not is_signed_in(client)


def test_closed_account_is_not_betrayed_to_who_has_no_password(client, professional):
    professional.user.is_active = False
    professional.user.save()

    answer = sign_in(client, "lin.test", "guess")

    assert "This account is closed." not in answer.content.decode()


def test_closing_an_account_ends_its_sessions(professional, client_of):
    client = client_of(professional)
    professional.user.is_active = False
    professional.user.save()

    answer = client.get("/accounts/profile/")

    assert answer.status_code == 302
    assert answer.url == "/accounts/login/?next=/accounts/profile/"


def test_demo_account_is_closed_where_data_is_real(client, settings):
    user = UserFactory(is_demo=True)
    settings.DEMO = False

    answer = sign_in(client, user.username)

    assert "This account is closed." in answer.content.decode()
    assert not is_signed_in(client)


def test_demo_session_is_dead_where_data_is_real(client_of, settings):
    client = client_of(UserFactory(is_demo=True))
    settings.DEMO = False

    assert client.get("/accounts/profile/").status_code == 302


def test_account_without_password_cannot_be_signed_in_to(client):
    user = UserFactory(password="!unusable")

    sign_in(client, user.username, "!unusable")

    assert not is_signed_in(client)


def test_session_given_by_a_stranger_is_worth_nothing(client, professional):
    planted = SessionStore()
    planted.create()
    client.cookies["sessionid"] = planted.session_key

    sign_in(client, "lin.test")

    assert client.cookies["sessionid"].value != planted.session_key
    assert not planted.exists(planted.session_key)


def test_session_keeps_nothing_of_who_was_signed_in_before(client, professional, other_hr_clerk, client_of):
    client = client_of(professional)
    session = client.session
    session["hat"] = 12345
    session.save()

    client.post("/accounts/logout/")
    sign_in(client, "zheng.test")

    assert client.session.get("hat") is None


def test_sign_in_wants_the_token_of_our_form(professional):
    client = Client(enforce_csrf_checks=True)

    answer = sign_in(client, "lin.test")

    assert answer.status_code == 403
    assert not is_signed_in(client)


def test_sign_in_answers_with_a_page_whatever_is_asked_for(client, professional):
    headers = {"accept": "application/json", "x-requested-with": "XMLHttpRequest"}

    answer = client.post(URL, {"login": "lin.test", "password": "wrong"}, headers=headers)

    assert answer["Content-Type"].startswith("text/html")


class TestGuessing:
    def test_seventh_guess_meets_the_429_page_from_wherever_it_comes(self, client, professional):
        guesses = [
            client.post(URL, {"login": "lin.test", "password": f"guess {n}"}, REMOTE_ADDR=f"192.0.2.{n}")
            for n in range(7)
        ]

        assert [answer.status_code for answer in guesses] == [200] * 6 + [429]
        assert guesses[-1]["Retry-After"] == "300"
        assert len(events_of(professional.user)) == 6

    def test_right_password_does_not_help_once_the_limit_is_reached(self, client, professional):
        for n in range(6):
            sign_in(client, "lin.test", f"guess {n}")

        answer = sign_in(client, "lin.test")

        assert answer.status_code == 429
        assert not is_signed_in(client)

    def test_colleagues_behind_the_same_address_are_not_locked_out(self, client, professional, hr_clerk):
        for n in range(7):
            sign_in(client, "lin.test", f"guess {n}")

        sign_in(client, "chen.test")

        assert is_signed_in(client)

    def test_many_names_tried_from_one_address_are_stopped(self, client):
        statuses = [sign_in(client, f"name{n}.test", "Spring2026").status_code for n in range(61)]

        assert statuses == [200] * 60 + [429]

    def test_signing_in_costs_nothing_of_the_limit(self, client, professional):
        for _ in range(8):
            sign_in(client, "lin.test")
            client.post("/accounts/logout/")

        sign_in(client, "lin.test")

        assert is_signed_in(client)


@pytest.mark.parametrize(
    "path",
    [
        "signup/",
        "email/",
        "confirm-email/",
        "confirm-email/abc/",
        "inactive/",
        "password/set/",
        "password/reset/",
        "password/reset/done/",
        "password/reset/key/1-abc/",
        "reauthenticate/",
        "login/code/",
        "login/code/confirm/",
    ],
)
def test_unfinished_pages_of_allauth_have_no_address(professional, client_of, path):
    assert client_of(professional).get(f"/accounts/{path}").status_code == 404
    assert Client().get(f"/accounts/{path}").status_code == 404


def test_sign_in_page_asks_the_database_the_same_for_one_demo_account_and_for_three(client, django_assert_num_queries):
    MembershipFactory(user__is_demo=True)
    with django_assert_num_queries(2):
        client.get(URL)

    MembershipFactory.create_batch(2, user__is_demo=True)
    with django_assert_num_queries(2):
        client.get(URL)
