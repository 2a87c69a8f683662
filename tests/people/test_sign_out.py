import pytest
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.models import Session

from audit.models import Event
from tests.cast import english_client

pytestmark = pytest.mark.django_db

URL = "/accounts/logout/"


def test_sign_out_page_asks_first(professional, client_of):
    client = client_of(professional)

    answer = client.get(URL)

    assert "You are signed in as 林测试 on this device." in answer.content.decode()
    assert SESSION_KEY in client.session


def test_sign_out_leads_to_the_sign_in_page_and_says_so(professional, client_of):
    answer = client_of(professional).post(URL, follow=True)

    assert answer.redirect_chain == [("/accounts/login/", 302)]
    assert "You are signed out." in answer.content.decode()


def test_sign_out_is_written_down(professional, client_of):
    client_of(professional).post(URL)

    event = Event.objects.get()
    assert event.action == "account.signed_out"
    assert event.actor == professional.user
    assert event.hat == "professional"


def test_cookie_kept_from_before_sign_out_is_dead(professional, client_of):
    client = client_of(professional)
    thief = english_client()
    thief.cookies["sessionid"] = client.cookies["sessionid"].value
    assert thief.get("/accounts/profile/").status_code == 200

    client.post(URL)

    assert thief.get("/accounts/profile/").status_code == 302
    assert not Session.objects.exists()


def test_who_is_not_signed_in_is_not_asked(client):
    for answer in (client.get(URL), client.post(URL)):
        assert answer.status_code == 302
        assert answer.url == "/accounts/login/"
    assert not Event.objects.exists()


def test_sign_out_never_leads_away(professional, client_of):
    answer = client_of(professional).post(URL, {"next": "https://evil.example/"})

    assert answer.url == "/accounts/login/"


def test_sign_out_wants_the_token_of_our_form(professional, client_of):
    client = client_of(professional)
    client.handler.enforce_csrf_checks = True

    answer = client.post(URL)

    assert answer.status_code == 403
    assert SESSION_KEY in client.session
