import pytest
from django.db import OperationalError
from django.test import Client

from people.models import User

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.ui.urls")]

HTMX = {"HX-Request": "true"}


@pytest.fixture
def client():
    """Shows what a visitor sees instead of passing the exception on."""
    return Client(raise_request_exception=False)


@pytest.mark.parametrize(
    ("address", "status", "heading"),
    [
        ("/broken/forbidden/", 403, "You may not see this page"),
        ("/no/such/page/", 404, "There is no such page"),
        ("/form/", 405, "This address only takes a form"),
        ("/broken/conflict/", 409, "This cannot be done now"),
        ("/broken/too-many-fields/", 413, "That is too large"),
        ("/broken/too-many-requests/", 429, "Too many attempts"),
        ("/broken/fault/", 500, "Something went wrong on our side"),
        ("/broken/no-connection/", 503, "The system is unavailable for a moment"),
        ("/broken/closed-connection/", 503, "The system is unavailable for a moment"),
        ("/broken/shutdown/", 503, "The system is unavailable for a moment"),
        ("/broken/deadlock/", 500, "Something went wrong on our side"),
    ],
)
def test_error_is_a_finished_page(client, address, status, heading):
    client.cookies["language"] = "en"

    response = client.get(address)

    page = response.content.decode()
    assert response.status_code == status
    assert f"<h1>{heading}</h1>" in page
    assert page.rstrip().endswith("</html>")
    assert response["Cache-Control"] == "no-store"
    assert "script-src 'self'" in response["Content-Security-Policy"]


def test_page_says_what_the_exception_says_to_the_user(client):
    assert "Only the head may sign." in client.get("/broken/forbidden/").content.decode()
    assert "It was approved meanwhile." in client.get("/broken/conflict/").content.decode()


def test_page_of_a_fault_gives_its_number_and_no_inside(client):
    page = client.get("/broken/fault/").content.decode()

    assert "<code>" in page
    assert "secret" not in page


@pytest.mark.parametrize("address", ["/broken/fault/", "/broken/no-connection/"])
def test_pages_of_our_own_faults_touch_no_database(client, address, django_assert_num_queries):
    user = User.objects.create_user("lin", "correct horse", display_name="林晓岚", language="en")
    client.force_login(user)
    client.get("/no/such/page/")  # session, person and hats are read once by the middleware, as on every page

    with django_assert_num_queries(3):
        response = client.get(address)

    assert response.status_code >= 500
    assert 'lang="en"' in response.content.decode()


def test_database_lost_before_the_view_is_reached_is_a_503_with_retry_after(client, monkeypatch):
    client.cookies["sessionid"] = "abcdefghabcdefghabcdefghabcdefgh"
    client.cookies["language"] = "en"
    client.cookies["theme"] = "dark"

    def refuse(*args):
        raise OperationalError("connection refused")

    monkeypatch.setattr("django.contrib.sessions.backends.db.SessionStore.load", refuse)
    response = client.get("/")

    page = response.content.decode()
    assert response.status_code == 503
    assert response["Retry-After"] == "30"
    assert "The system is unavailable for a moment" in page
    assert 'lang="en" data-theme="dark"' in page


def test_error_page_that_fails_itself_still_answers(client, monkeypatch):
    def fail(*args):
        raise OSError("templates are gone")

    monkeypatch.setattr("ui.errors.render_to_string", fail)
    response = client.get("/broken/fault/")

    assert response.status_code == 500
    assert response.content.decode().startswith("500 · ")


def test_body_that_is_too_large_is_refused_by_its_announced_length(client, settings):
    settings.MAX_REQUEST_BYTES = 1000

    assert client.post("/form/", {"word": "x" * 100}).status_code == 200
    assert client.post("/form/", {"word": "x" * 1001}).status_code == 413


def test_form_without_a_valid_token_says_what_to_do():
    client = Client(enforce_csrf_checks=True)
    client.cookies["language"] = "en"

    response = client.post("/form/", {"word": "x"})

    assert response.status_code == 403
    assert "This form is out of date" in response.content.decode()


def test_part_of_a_page_gets_one_line_for_the_head_of_the_page(client):
    client.cookies["language"] = "en"

    response = client.get("/broken/conflict/", headers=HTMX)

    assert response.status_code == 409
    assert response["HX-Retarget"] == "#notices"
    assert "<html" not in response.content.decode()
    assert "It was approved meanwhile." in response.content.decode()


def test_part_of_a_page_loads_the_whole_page_when_the_session_has_ended(client):
    response = client.get("/accounts/password/change/", headers=HTMX)

    assert response.status_code == 200
    assert response["HX-Refresh"] == "true"


@pytest.mark.parametrize(
    ("address", "status", "code"),
    [
        ("/api/broken/conflict/", 409, "conflict"),
        ("/api/broken/fault/", 500, "server_error"),
        ("/api/broken/no-connection/", 503, "unavailable"),
        ("/api/no/such/", 404, "not_found"),
        ("/api/wrong-input/", 403, "forbidden"),
    ],
)
def test_programs_get_a_stable_code(client, address, status, code):
    response = client.get(address)

    assert response.status_code == status
    assert response.json()["code"] == code
    assert response.json()["request_id"]


def test_programs_learn_which_field_is_wrong(client):
    client.force_login(User.objects.create_user("lin", "correct horse", display_name="林晓岚"))

    response = client.post("/api/wrong-input/", {}, content_type="application/json")

    assert response.status_code == 400
    assert response.json()["code"] == "invalid"
    assert response.json()["fields"] == {"year": ["Too early."]}


def test_pages_of_a_signed_in_person_are_kept_by_no_cache(client):
    assert "Cache-Control" not in client.get("/").headers

    client.force_login(User.objects.create_user("lin", "correct horse", display_name="林晓岚"))

    assert client.get("/")["Cache-Control"] == "no-store"
