import datetime

import pytest

from people.roles import Role
from tests.factories import MembershipFactory, UserFactory

pytestmark = pytest.mark.django_db

URL = "/accounts/users/"


def names_on(answer):
    return [account.username for account in answer.context["accounts"]]


@pytest.mark.parametrize("reader", ["administrator", "auditor"])
def test_list_shows_every_account(request, reader, professional, other_hr_clerk, client_of):
    member = request.getfixturevalue(reader)

    answer = client_of(member).get(URL)

    assert names_on(answer) == sorted([member.user.username, "lin.test", "zheng.test"])


@pytest.mark.parametrize("stranger", ["professional", "hr_clerk", "bureau_clerk"])
def test_list_is_closed_to_others(request, stranger, client_of):
    member = request.getfixturevalue(stranger)

    answer = client_of(member).get(URL)

    assert answer.status_code == 403
    assert "/accounts/users/" not in client_of(member).get("/accounts/profile/").content.decode()


def test_list_asks_strangers_to_sign_in(client):
    assert client.get(URL).url == f"/accounts/login/?next={URL}"


def test_post_is_refused(administrator, client_of):
    assert client_of(administrator).post(URL).status_code == 405


@pytest.mark.parametrize("name", ["林测", "LIN.T", "lin.test"])
def test_filter_finds_by_part_of_either_name(administrator, professional, hr_clerk, client_of, name):
    answer = client_of(administrator).get(URL, {"name": name})

    assert names_on(answer) == ["lin.test"]


def test_filter_finds_by_a_role_held_today(administrator, professional, hr_clerk, client_of):
    MembershipFactory(
        user=professional.user,
        role=Role.HR_CLERK,
        started_on=datetime.date(2015, 1, 1),
        ended_on=datetime.date(2016, 1, 1),
    )

    answer = client_of(administrator).get(URL, {"role": "hr_clerk"})

    assert names_on(answer) == ["chen.test"]


def test_filter_shows_an_account_with_two_hats_once(administrator, hr_clerk, client_of):
    MembershipFactory(user=hr_clerk.user, role=Role.HR_CLERK)

    assert names_on(client_of(administrator).get(URL, {"role": "hr_clerk"})) == ["chen.test"]


def test_nothing_found_says_what_to_do(administrator, client_of):
    answer = client_of(administrator).get(URL, {"name": "nobody of this name"})

    assert "No account is like that" in answer.content.decode()


@pytest.mark.parametrize(
    "query",
    [{"role": "king"}, {"name": "x" * 101}, {"name": "\x00"}, {"sort": "password"}, {"page": "9999"}, {"page": "abc"}],
)
def test_nonsense_in_the_address_breaks_nothing(administrator, client_of, query):
    answer = client_of(administrator).get(URL, query)

    assert answer.status_code == 200
    assert names_on(answer) == ["luo.test"]


def test_sorting_by_last_sign_in_puts_the_newest_first(administrator, client_of):
    for day in (1, 3, 2):
        last_login = datetime.datetime(2026, 5, day, tzinfo=datetime.UTC)
        UserFactory(username=f"may.{day}", last_login=last_login)

    names = names_on(client_of(administrator).get(URL, {"sort": "-last_sign_in"}))

    assert [name for name in names if name.startswith("may")] == ["may.3", "may.2", "may.1"]


def test_list_asks_the_database_the_same_for_one_row_and_for_three(administrator, client_of, django_assert_num_queries):
    client = client_of(administrator)
    with django_assert_num_queries(6):
        client.get(URL)

    MembershipFactory.create_batch(2)
    with django_assert_num_queries(6):
        client.get(URL)
