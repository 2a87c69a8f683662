"""Guessing is stopped, from wherever it comes, and honest people behind one address are not (H7)."""

from __future__ import annotations

import pytest
from django.test import Client

from people.models import Employer, User
from people.professionals.services import register_professional
from tests.cast import CastMember, english_client
from tests.factories import UserFactory
from tests.factories.people import PASSWORD
from tests.factories.professionals import checked

pytestmark = pytest.mark.django_db

URL = "/accounts/login/"
OFFICE = "198.51.100.7"
NUMBER, PHONE = "44051119900307008X", "13800138000"


def attempt(name: str, password: str, address: str, client: Client | None = None, **headers: str) -> int:
    client = client or english_client()
    return client.post(URL, {"login": name, "password": password}, REMOTE_ADDR=address, headers=headers).status_code


def test_one_account_is_not_guessed_from_two_hundred_addresses(professional: CastMember) -> None:
    answers = [attempt("lin.test", f"guess {count}", f"203.0.113.{count}") for count in range(200)]

    assert answers.count(200) <= 6, "so many guesses were looked at"
    assert answers[-1] == 429
    assert attempt("lin.test", PASSWORD, "192.0.2.1") == 429, "not even the right one is told from the others"


def test_whoever_is_guessed_at_does_not_close_the_others_out(professional: CastMember, hr_clerk: CastMember) -> None:
    for count in range(20):
        attempt("lin.test", "guess", f"203.0.113.{count}")

    assert attempt("chen.test", PASSWORD, OFFICE) == 302


def test_two_hundred_accounts_are_not_guessed_from_one_address(db: None) -> None:
    users = [UserFactory() for _ in range(200)]

    answers = [attempt(user.username, "12345678", OFFICE) for user in users]

    assert answers.count(200) <= 60, "so many guesses were looked at"
    assert answers[-1] == 429


def test_an_invented_sender_does_not_begin_the_count_anew(db: None) -> None:
    """No proxy is configured: what a visitor writes into these headers is his own word."""
    users = [UserFactory() for _ in range(80)]

    answers = [
        attempt(user.username, "12345678", OFFICE, **{"X-Forwarded-For": f"203.0.113.{count}", "X-Real-Ip": "10.0.0.1"})
        for count, user in enumerate(users)
    ]

    assert answers[-1] == 429


def test_three_hundred_honest_people_behind_one_address_all_get_in(db: None) -> None:
    """In the first minute of a working day; every tenth mistypes once."""
    users = [UserFactory() for _ in range(300)]

    for count, user in enumerate(users):
        if count % 10 == 0:
            assert attempt(user.username, "mistyped", OFFICE) == 200
        assert attempt(user.username, PASSWORD, OFFICE) == 302, f"number {count} was locked out"


# No password follows from what others know


@pytest.fixture
def registered(hr_clerk: CastMember, employer: Employer) -> User:
    details = {"document": checked(NUMBER), "phone": PHONE, "employer": employer}
    user: User = register_professional("单测试", **details, actor=hr_clerk.actor).user
    return user


@pytest.mark.parametrize(
    "guess",
    ["", NUMBER, NUMBER[-6:], NUMBER[-8:], NUMBER[6:14], PHONE, PHONE[-6:], "123456", "12345678", "Aa123456", "!"],
)
def test_nobody_gets_in_by_what_is_on_the_card(guess: str, registered: User) -> None:
    for count, name in enumerate((registered.username, NUMBER, PHONE)):
        assert attempt(name, guess, f"203.0.113.{count}") == 200

    assert not registered.has_usable_password()
    assert not registered.check_password(guess)
