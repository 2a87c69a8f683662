import pytest
from django.contrib.auth import SESSION_KEY

from audit.models import Event
from people.roles import Role
from tests.factories import MembershipFactory, UserFactory

pytestmark = pytest.mark.django_db

URL = "/accounts/demo/"


@pytest.fixture
def demo_clerk():
    return MembershipFactory(user__username="demo.clerk", user__is_demo=True, role=Role.HR_CLERK).user


def test_one_click_signs_in(client, demo_clerk):
    answer = client.post(URL, {"account": "demo.clerk"})

    assert answer.url == "/"
    assert client.session[SESSION_KEY] == str(demo_clerk.pk)
    assert Event.objects.get().action == "account.signed_in"


def test_the_wanted_page_is_kept(client, demo_clerk):
    assert client.post(URL, {"account": "demo.clerk", "next": "/accounts/hats/"}).url == "/accounts/hats/"


def test_never_leads_away(client, demo_clerk):
    assert client.post(URL, {"account": "demo.clerk", "next": "//evil.example"}).url == "/"


def test_changing_accounts_signs_the_first_one_out(demo_clerk, professional, client_of):
    client = client_of(professional)

    client.post(URL, {"account": "demo.clerk"})

    assert client.session[SESSION_KEY] == str(demo_clerk.pk)
    assert list(Event.objects.order_by("id").values_list("action", "actor_label")) == [
        ("account.signed_out", "林测试"),
        ("account.signed_in", demo_clerk.display_name),
    ]


@pytest.mark.parametrize("account", ["lin.test", "nobody", "", "demo.clerk\x00"])
def test_other_accounts_are_not_found(client, demo_clerk, professional, account):
    answer = client.post(URL, {"account": account})

    assert answer.status_code == 404
    assert SESSION_KEY not in client.session


def test_closed_demo_account_is_not_found(client):
    UserFactory(username="closed", is_demo=True, is_active=False)

    assert client.post(URL, {"account": "closed"}).status_code == 404


def test_get_is_refused(client, demo_clerk):
    assert client.get(URL).status_code == 405


@pytest.mark.parametrize("method", ["get", "post"])
def test_is_nowhere_where_data_is_real(client, demo_clerk, settings, method):
    settings.DEMO = False

    answer = getattr(client, method)(URL, {"account": "demo.clerk"})

    assert answer.status_code == 404
    assert SESSION_KEY not in client.session


def test_accounts_are_offered_in_demo_mode_only(client, demo_clerk, professional, settings):
    in_demo_mode = client.get("/accounts/login/").content.decode()
    settings.DEMO = False
    in_production = client.get("/accounts/login/").content.decode()

    assert 'value="demo.clerk"' in in_demo_mode
    assert "lin.test" not in in_demo_mode
    assert "demo.clerk" not in in_production


def test_accounts_stand_in_the_group_of_their_first_hat(client, demo_clerk):
    auditor = MembershipFactory(user__is_demo=True, role=Role.AUDITOR, organization=None).user
    MembershipFactory(user=demo_clerk, role=Role.PROFESSIONAL)

    groups = client.get("/accounts/login/").context["demo_groups"]

    assert [(str(group.label), group.accounts) for group in groups] == [
        ("Employers and agencies", [demo_clerk]),
        ("Running this system", [auditor]),
    ]


def test_each_account_says_all_its_hats(client, demo_clerk):
    second = MembershipFactory(user=demo_clerk, role=Role.PROFESSIONAL)

    page = client.get("/accounts/login/").content.decode()

    assert f"<span>{demo_clerk.memberships.first()}</span><span>{second}</span>" in page


def test_who_holds_no_hat_is_listed_too(client):
    idle = UserFactory(is_demo=True)

    groups = client.get("/accounts/login/").context["demo_groups"]

    assert [group.accounts for group in groups] == [[idle]]


def test_wants_the_token_of_our_form(client, demo_clerk):
    client.handler.enforce_csrf_checks = True

    assert client.post(URL, {"account": "demo.clerk"}).status_code == 403
