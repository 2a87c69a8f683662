import json

import pytest

from audit.models import Event
from tests.factories.people import PASSWORD

pytestmark = pytest.mark.django_db

URL = "/accounts/password/change/"
NEW = "another long test password"


def change(client, old=PASSWORD, new=NEW, again=NEW):
    return client.post(URL, {"oldpassword": old, "password1": new, "password2": again})


def test_page_helps_password_managers(professional, client_of):
    page = client_of(professional).get(URL).content.decode()

    assert page.count('autocomplete="new-password"') == 2
    assert 'value="lin.test" autocomplete="username" hidden' in page
    assert "placeholder" not in page


def test_change_password_leads_to_the_profile_and_says_so(professional, client_of):
    answer = change(client_of(professional))

    professional.user.refresh_from_db()
    assert professional.user.check_password(NEW)
    assert answer.url == "/accounts/profile/"


def test_change_password_keeps_this_session_and_ends_the_others(professional, client_of):
    here, elsewhere = client_of(professional), client_of(professional)
    key_before = here.cookies["sessionid"].value

    change(here)

    assert here.get("/accounts/profile/").status_code == 200
    assert here.cookies["sessionid"].value != key_before
    assert elsewhere.get("/accounts/profile/").status_code == 302


def test_change_password_is_written_down_without_either_password(professional, client_of):
    change(client_of(professional))

    event = Event.objects.get()
    assert event.action == "account.password_changed"
    assert event.actor == professional.user
    written = json.dumps([event.before, event.after, event.reason, event.object_label])
    assert PASSWORD not in written
    assert NEW not in written


@pytest.mark.parametrize(
    ("old", "new", "again", "field"),
    [
        ("not the old one", NEW, NEW, "oldpassword"),
        (PASSWORD, NEW, "something else 77", "password2"),
        (PASSWORD, "short7", "short7", "password1"),
        (PASSWORD, "2026112120261121", "2026112120261121", "password1"),
        (PASSWORD, "password123", "password123", "password1"),
        (PASSWORD, "lin.test", "lin.test", "password1"),
        ("", "", "", "oldpassword"),
    ],
    ids=["wrong old", "not the same twice", "short", "digits only", "common", "user name", "empty"],
)
def test_change_password_refuses(professional, client_of, old, new, again, field):
    answer = change(client_of(professional), old, new, again)

    professional.user.refresh_from_db()
    assert field in answer.context["form"].errors
    assert "error-summary" in answer.content.decode()
    assert professional.user.check_password(PASSWORD)
    assert not Event.objects.exists()


def test_guessing_the_old_password_is_stopped(professional, client_of):
    client = client_of(professional)

    statuses = [change(client, old=f"guess {n}").status_code for n in range(6)]

    assert statuses == [200] * 5 + [429]


@pytest.mark.parametrize("method", ["get", "post"])
def test_change_password_asks_strangers_to_sign_in(client, method):
    answer = getattr(client, method)(URL)

    assert answer.url == f"/accounts/login/?next={URL}"
