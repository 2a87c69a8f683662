"""One-time links: the first way into an account, and never a password made from a number."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from audit.models import Event
from people.access_links.queries import waiting_for_access
from people.access_links.services import MOST_FAILED_PROOFS, make_access_links
from people.models import AccessLink, Employer, IdentityDocument, User
from people.roles import Role
from people.vault import blind_index
from tests.cast import CastMember, _cast, english_client
from tests.factories import MembershipFactory
from tests.factories.professionals import EmploymentFactory, ProfessionalFactory

NOW = datetime.datetime(2026, 11, 21, 10, 0, tzinfo=datetime.UTC)
PASSWORD = "a password of my own"

ClientOf = Callable[[CastMember | User], Client]


@pytest.fixture(autouse=True)
def clock() -> object:
    with time_machine.travel(NOW, tick=False) as clock:
        yield clock


@pytest.fixture
def newcomer(employer: Employer) -> User:
    """Registered by her employer, and not yet able to sign in."""
    professional = ProfessionalFactory(name="新来的人")
    EmploymentFactory(professional=professional, employer=employer)
    user: User = professional.user
    user.set_unusable_password()
    user.save()
    IdentityDocument.objects.filter(professional=professional).update(number_tail="008X")
    return user


@pytest.fixture
def link(newcomer: User, hr_clerk: CastMember) -> str:
    """The address that is handed over."""
    made = make_access_links([newcomer], at=NOW, actor=hr_clerk.actor)[0]
    return reverse("open_access_link", args=[made.token])


def opened(address: str) -> Client:
    client = english_client()
    client.get(address)
    return client


def answers(proof: str = "008X", username: str = "xin.lai", password: str = PASSWORD) -> dict[str, str]:
    return {"proof": proof, "username": username, "password1": password, "password2": password}


# Coming in


def test_the_owner_chooses_a_name_and_a_password_and_is_in(link: str, newcomer: User) -> None:
    client = opened(link)

    response = client.post(reverse("first_sign_in"), answers(proof="008x"))

    newcomer.refresh_from_db()
    assert response.status_code == 302
    assert newcomer.username == "xin.lai"
    assert newcomer.check_password(PASSWORD)
    assert client.get(reverse("profile")).status_code == 200


def test_the_token_leaves_the_address_at_once(link: str) -> None:
    response = english_client().get(link)

    assert response.status_code == 302
    assert response["Location"] == reverse("first_sign_in")


def test_a_link_works_once(link: str) -> None:
    opened(link).post(reverse("first_sign_in"), answers())

    second = opened(link).get(reverse("first_sign_in"))

    assert second.status_code == 410
    assert "no longer works" in second.content.decode()


def test_a_link_works_for_fourteen_days(link: str, clock: time_machine.Coordinates) -> None:
    clock.move_to(NOW + datetime.timedelta(days=14, seconds=-1))
    in_time = opened(link).get(reverse("first_sign_in")).status_code
    clock.move_to(NOW + datetime.timedelta(days=14))
    late = opened(link).get(reverse("first_sign_in")).status_code

    assert (in_time, late) == (200, 410)


def test_a_newer_link_ends_the_older_one(link: str, newcomer: User, hr_clerk: CastMember) -> None:
    make_access_links([newcomer], at=NOW, actor=hr_clerk.actor)

    assert opened(link).get(reverse("first_sign_in")).status_code == 410


def test_whoever_found_the_link_cannot_guess_the_proof(link: str, newcomer: User) -> None:
    client = opened(link)

    for number in range(MOST_FAILED_PROOFS):
        client.post(reverse("first_sign_in"), answers(proof=f"{number:04}"))
    response = client.post(reverse("first_sign_in"), answers())

    newcomer.refresh_from_db()
    assert response.status_code == 410
    assert not newcomer.has_usable_password()
    assert Event.objects.filter(action="access_link.failed").count() == MOST_FAILED_PROOFS


def test_a_wrong_proof_says_how_many_tries_are_left(link: str) -> None:
    response = opened(link).post(reverse("first_sign_in"), answers(proof="1111"))

    assert "4 tries are left" in response.content.decode()


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"password": "12345678"}, "only of digits"),
        ({"password": "short"}, "Too short"),
        ({"username": "13800138000"}, "the first is a letter"),
        ({"username": "chen.test"}, "This name is taken"),
    ],
)
def test_a_bad_choice_is_told_and_the_link_stays_good(
    link: str, hr_clerk: CastMember, change: dict[str, str], message: str
) -> None:
    client = opened(link)

    refused = client.post(reverse("first_sign_in"), answers(**change))

    assert refused.status_code == 200
    assert message.lower().rstrip(".") in refused.content.decode().lower() or "numeric" in refused.content.decode()
    assert client.post(reverse("first_sign_in"), answers()).status_code == 302


def test_the_token_is_not_kept(link: str) -> None:
    token = link.rstrip("/").rpartition("/")[2]

    assert AccessLink.objects.get().token_hash != token
    assert not Event.objects.filter(after__icontains=token).exists()


def test_tokens_are_not_tried_one_after_the_other(settings: Any, db: None) -> None:
    settings.ACCOUNT_RATE_LIMITS = settings.ACCOUNT_RATE_LIMITS | {"access_link": "6/m/ip"}
    client = english_client()

    answers = [client.get(f"/accounts/access/guess-{count}/").status_code for count in range(7)]

    assert answers == [302] * 6 + [429]


# Making links


def test_hr_sees_and_makes_links_for_its_own_people_alone(
    newcomer: User, hr_clerk: CastMember, other_hr_clerk: CastMember, client_of: ClientOf
) -> None:
    own, other = client_of(hr_clerk), client_of(other_hr_clerk)

    page = own.get(reverse("access_links")).content.decode()
    slips = own.post(reverse("access_links"), {"account": [newcomer.pk]})
    foreign = other.post(reverse("access_links"), {"account": [newcomer.pk]})

    assert "新来的人" in page
    assert "新来的人" not in other.get(reverse("access_links")).content.decode()
    assert "/accounts/access/" in slips.content.decode()
    assert slips["Cache-Control"] == "no-store"
    assert foreign.status_code == 302
    assert AccessLink.objects.count() == 1


def test_one_foreign_account_among_many_refuses_all(
    newcomer: User, professional: CastMember, hr_clerk: CastMember, client_of: ClientOf
) -> None:
    client_of(hr_clerk).post(reverse("access_links"), {"account": [newcomer.pk, professional.user.pk]})

    assert not AccessLink.objects.exists()


def test_page_of_a_person_offers_links_until_the_person_can_sign_in(
    newcomer: User, hr_clerk: CastMember, client_of: ClientOf
) -> None:
    page, offer = reverse("professionals:detail", args=[newcomer.professional.pk]), f'href="{reverse("access_links")}"'

    assert offer in client_of(hr_clerk).get(page).content.decode()
    newcomer.set_password(PASSWORD)
    newcomer.save()

    assert offer not in client_of(hr_clerk).get(page).content.decode()


def test_who_has_a_password_is_given_no_link(
    professional: CastMember, hr_clerk: CastMember, client_of: ClientOf
) -> None:
    """Or HR could take over the account: whoever lost a password needs employer and bureau together."""
    client = client_of(hr_clerk)

    assert professional.user.display_name not in client.get(reverse("access_links")).content.decode()


def waiting_for(member: CastMember) -> list[User]:
    return list(waiting_for_access(member.actor))


def test_a_clerk_does_not_open_the_account_of_the_own_head(hr_clerk: CastMember, employer: Employer) -> None:
    """Whoever hands out the first way into an account might go it first."""
    heads = [_cast(f"头{count}", f"head{count}.test", Role.HR_HEAD, employer) for count in range(2)]
    User.objects.filter(pk=heads[0].user.pk).update(password="!")

    assert waiting_for(hr_clerk) == []
    assert waiting_for(heads[1]) == [heads[0].user]


@pytest.mark.parametrize("role", [Role.AUDITOR, Role.SYSTEM_ADMINISTRATOR, Role.HR_CLERK])
def test_who_holds_an_office_elsewhere_is_not_let_in_by_the_employer(
    role: Role, newcomer: User, hr_clerk: CastMember, other_employer: Employer, administrator: CastMember
) -> None:
    body = None if role == Role.AUDITOR else other_employer
    MembershipFactory(user=newcomer, role=role, organization=body)

    assert waiting_for(hr_clerk) == []
    assert newcomer in waiting_for(administrator)


def test_a_bureau_lets_in_the_heads_of_its_area_and_of_no_other(
    bureau_clerk: CastMember, other_bureau_clerk: CastMember, employer: Employer
) -> None:
    head = _cast("头测试", "head.test", Role.HR_HEAD, employer)
    User.objects.filter(pk=head.user.pk).update(password="!")

    assert waiting_for(bureau_clerk) == [head.user]
    assert waiting_for(other_bureau_clerk) == []


@pytest.mark.parametrize("who", ["professional", "auditor"])
def test_others_may_not_make_links(who: str, request: pytest.FixtureRequest, client_of: ClientOf) -> None:
    client = client_of(request.getfixturevalue(who))

    assert client.get(reverse("access_links")).status_code == 403
    assert client.post(reverse("access_links"), {"account": ["1"]}).status_code == 403


# The names to sign in with


@pytest.mark.parametrize("typed", ["xin.lai", "XIN.LAI", "138 0013 8000", "+86 13800138000", "44051119900307008x"])
def test_one_signs_in_by_name_telephone_or_document(typed: str, newcomer: User) -> None:
    User.objects.filter(pk=newcomer.pk).update(username="xin.lai", phone_index=blind_index("phone", "13800138000"))
    IdentityDocument.objects.filter(professional__user=newcomer).update(
        number_index=blind_index("identity", "44051119900307008X")
    )
    newcomer.set_password(PASSWORD)
    newcomer.save(update_fields=["password"])
    client = english_client()

    response = client.post(reverse("account_login"), {"login": typed, "password": PASSWORD})

    assert response.status_code == 302
    assert client.get(reverse("profile")).status_code == 200
    assert "44051119900307008" not in str(dict(client.session))
    assert "13800138000" not in str(dict(client.session))


def test_failures_are_counted_together_whatever_name_is_used(newcomer: User) -> None:
    User.objects.filter(pk=newcomer.pk).update(username="xin.lai", phone_index=blind_index("phone", "13800138000"))
    names = ["xin.lai", "13800138000"] * 4

    answers = [
        english_client().post(reverse("account_login"), {"login": name, "password": "a guess"}).status_code
        for name in names
    ]

    assert answers[:6] == [200] * 6
    assert answers[6:] == [429] * 2


def test_the_chosen_name_can_be_changed(professional: CastMember, client_of: ClientOf) -> None:
    response = client_of(professional).post(reverse("sign_in_name"), {"username": "lin.xin"})

    professional.user.refresh_from_db()
    assert response.status_code == 302
    assert professional.user.username == "lin.xin"
    assert Event.objects.filter(action="account.renamed").exists()


def test_a_taken_name_is_refused(professional: CastMember, hr_clerk: CastMember, client_of: ClientOf) -> None:
    response = client_of(professional).post(reverse("sign_in_name"), {"username": hr_clerk.user.username.upper()})

    assert "This name is taken" in response.content.decode()
