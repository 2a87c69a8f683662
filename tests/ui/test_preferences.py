import pytest

from people.models import User
from ui import preferences

pytestmark = pytest.mark.django_db


@pytest.fixture
def user():
    return User.objects.create_user("lin", "correct horse", display_name="林晓岚")


@pytest.fixture
def heard(monkeypatch):
    heard = []
    monkeypatch.setattr(preferences, "_listeners", [lambda request, changes: heard.append((request.user, changes))])
    return heard


def choose(client, **fields):
    return client.post("/preferences/", fields)


def test_page_is_chinese_whatever_the_browser_asks_for(client):
    page = client.get("/", headers={"Accept-Language": "en-GB,en;q=0.9"}).content.decode()

    assert '<html lang="zh-hans">' in page


def test_choice_of_a_visitor_is_kept_in_a_cookie_and_shown_on_the_next_page(client):
    choose(client, language="en", theme="dark", type_size="large", single_keys="off")

    page = client.get("/").content.decode()

    assert '<html lang="en" data-theme="dark" class="type-large">' in page
    assert "data-single-keys" not in page
    assert client.cookies["language"]["httponly"]
    assert client.cookies["language"]["samesite"] == "Lax"


def test_choice_of_a_visitor_reaches_no_account(client, heard):
    choose(client, language="en")

    assert heard == []


def test_choice_of_a_signed_in_person_is_told_to_those_who_keep_accounts(client, user, heard):
    client.force_login(user)

    choose(client, theme="dark", single_keys="off")

    assert heard == [(user, {"theme": "dark", "single_keys": False})]


def test_account_goes_before_the_browser(client, user):
    choose(client, language="zh-hans", theme="light")
    User.objects.filter(pk=user.pk).update(language="en", theme="dark")
    client.force_login(user)

    page = client.get("/").content.decode()

    assert '<html lang="en" data-theme="dark"' in page


def test_account_without_a_language_leaves_it_to_the_browser(client, user):
    choose(client, language="en")
    client.force_login(user)

    assert '<html lang="en"' in client.get("/").content.decode()


def test_nonsense_in_a_cookie_is_as_good_as_none(client):
    client.cookies["language"] = "tlh"
    client.cookies["theme"] = '"><script>'

    assert '<html lang="zh-hans">' in client.get("/").content.decode()


@pytest.mark.parametrize("fields", [{"language": "tlh"}, {"theme": "pink"}, {"type_size": ""}, {"single_keys": "1"}])
def test_choice_that_is_not_offered_is_refused(client, fields):
    response = choose(client, **fields)

    assert response.status_code == 400
    assert not set(fields) & set(client.cookies)


def test_one_returns_to_the_page_one_was_on(client):
    response = choose(client, language="en", next="/styleguide/?theme=dark")

    assert (response.status_code, response["Location"]) == (302, "/styleguide/?theme=dark")


@pytest.mark.parametrize(
    "elsewhere",
    ["https://evil.example/", "//evil.example/", "/\\evil.example", "javascript:alert(1)", "http:///evil.example", ""],
)
def test_one_is_never_led_to_another_site(client, elsewhere):
    assert choose(client, language="en", next=elsewhere)["Location"] == "/"


def test_page_in_answer_to_a_form_leads_back_to_the_page_before(client):
    own = client.post("/nowhere/", headers={"Referer": "http://testserver/jobs/?page=2"})
    foreign = client.post("/nowhere/", headers={"Referer": "http://evil.example/jobs/"})

    assert 'name="next" value="/jobs/?page=2"' in own.content.decode()
    assert 'name="next" value="/"' in foreign.content.decode()


def test_preferences_are_not_changed_by_a_link(client):
    assert client.get("/preferences/?language=en").status_code == 405
