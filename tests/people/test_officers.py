"""Who acts for a body: hats given, taken back and lent for a while, by whoever may."""

from __future__ import annotations

import datetime
from collections.abc import Callable

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from people.models import Bureau, Employer, Membership, User
from people.officers.access import roles_to_give
from people.officers.services import LONGEST_DEPUTY, give_hat, name_deputy, take_hat
from people.roles import Role
from tests.cast import CastMember
from tests.factories import BureauFactory, EmployerFactory, MembershipFactory, UserFactory
from ui.errors import Conflict

TODAY = timezone.localdate()
ONE_DAY = datetime.timedelta(days=1)

ClientOf = Callable[[CastMember | User], Client]


def wearing(role: Role, organization: object) -> CastMember:
    hat = MembershipFactory(role=role, organization=organization)
    return CastMember(hat.user, hat)


@pytest.fixture
def hr_head(employer: Employer) -> CastMember:
    return wearing(Role.HR_HEAD, employer)


@pytest.fixture
def bureau_head(bureau_clerk: CastMember) -> CastMember:
    return wearing(Role.BUREAU_HEAD, bureau_clerk.membership.organization)


@pytest.fixture
def newcomer(db: None) -> User:
    user: User = UserFactory(username="new.comer", display_name="新来的人")
    return user


# Who may give what


def test_a_hat_of_no_body_is_nobodys_to_take(
    hr_head: CastMember, administrator: CastMember, auditor: CastMember, client_of: ClientOf
) -> None:
    for member in (hr_head, administrator):
        for name in ("take_hat", "name_deputy"):
            assert client_of(member).get(reverse(name, args=[auditor.membership.pk])).status_code == 404


def test_who_gives_no_hats_does_not_learn_which_there_are(hr_clerk: CastMember, client_of: ClientOf) -> None:
    for number in (hr_clerk.membership.pk, 2**31 - 1):
        assert client_of(hr_clerk).get(reverse("take_hat", args=[number])).status_code == 403


def test_the_head_of_a_body_gives_its_hats(hr_head: CastMember, employer: Employer) -> None:
    assert set(roles_to_give(hr_head.actor, employer)) == {Role.HR_CLERK, Role.HR_HEAD}


def test_a_clerk_gives_none(hr_clerk: CastMember, employer: Employer, client_of: ClientOf) -> None:
    assert roles_to_give(hr_clerk.actor, employer) == ()
    assert client_of(hr_clerk).get(reverse("officers")).status_code == 403


def test_a_bureau_names_the_heads_in_its_area_and_leaves_the_rest_to_them(
    bureau_head: CastMember, employer: Employer
) -> None:
    bureau = bureau_head.membership.organization
    assert bureau is not None
    inside = EmployerFactory(division=bureau.division)

    assert roles_to_give(bureau_head.actor, inside) == (Role.HR_HEAD,)
    assert set(roles_to_give(bureau_head.actor, bureau)) == {Role.BUREAU_CLERK, Role.BUREAU_HEAD}


def test_a_body_elsewhere_is_not_found(hr_head: CastMember, other_employer: Employer, client_of: ClientOf) -> None:
    client = client_of(hr_head)

    assert client.get(reverse("officers_of", args=[other_employer.pk])).status_code == 404
    assert client.post(reverse("give_hat", args=[other_employer.pk]), {}).status_code == 404


def test_the_hat_of_a_body_elsewhere_is_not_found(
    hr_head: CastMember, other_hr_clerk: CastMember, client_of: ClientOf
) -> None:
    client = client_of(hr_head)

    assert client.get(reverse("take_hat", args=[other_hr_clerk.membership.pk])).status_code == 404
    assert client.get(reverse("name_deputy", args=[other_hr_clerk.membership.pk])).status_code == 404


def test_what_one_may_not_give_is_refused_by_the_service_too(
    hr_head: CastMember, other_employer: Employer, newcomer: User
) -> None:
    with pytest.raises(PermissionDenied):
        give_hat(newcomer, other_employer, Role.HR_CLERK, started_on=TODAY, ended_on=None, actor=hr_head.actor)


def test_nobody_gives_or_takes_a_hat_of_their_own(hr_head: CastMember, employer: Employer) -> None:
    with pytest.raises(Conflict, match="of their own"):
        give_hat(hr_head.user, employer, Role.HR_CLERK, started_on=TODAY, ended_on=None, actor=hr_head.actor)
    with pytest.raises(Conflict, match="of their own"):
        take_hat(hr_head.membership, last_day=TODAY, reason="x", actor=hr_head.actor)


# Giving


def test_a_hat_is_given_to_somebody_with_an_account(
    hr_head: CastMember, employer: Employer, newcomer: User, client_of: ClientOf
) -> None:
    response = client_of(hr_head).post(
        reverse("give_hat", args=[employer.pk]),
        {"user": "NEW.comer", "name": "", "role": "hr_clerk", "started_on": TODAY.isoformat(), "ended_on": ""},
    )

    hat = Membership.objects.get(user=newcomer)
    assert response.status_code == 302
    assert (hat.role, hat.organization_id, hat.started_on, hat.ended_on) == ("hr_clerk", employer.pk, TODAY, None)


def test_somebody_without_account_gets_one_and_waits_for_a_link(
    hr_head: CastMember, employer: Employer, client_of: ClientOf
) -> None:
    client = client_of(hr_head)

    client.post(
        reverse("give_hat", args=[employer.pk]),
        {"user": "", "name": "钱新手", "role": "hr_clerk", "started_on": TODAY.isoformat(), "ended_on": ""},
    )

    user = User.objects.get(display_name="钱新手")
    assert not user.has_usable_password()
    assert "钱新手" in client.get(reverse("access_links")).content.decode()


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"user": "nobody.here"}, "Nobody signs in with this"),
        ({"user": "", "name": ""}, "Give either"),
        ({"name": "钱新手"}, "Give either"),
        ({"role": "bureau_head"}, "Select a valid choice"),
        ({"ended_on": "2020-01-01"}, "before the first day"),
    ],
)
def test_a_faulty_form_says_what_is_wrong_and_gives_nothing(
    hr_head: CastMember,
    employer: Employer,
    newcomer: User,
    client_of: ClientOf,
    change: dict[str, str],
    message: str,
) -> None:
    given = {"user": "new.comer", "name": "", "role": "hr_clerk", "started_on": TODAY.isoformat(), "ended_on": ""}

    response = client_of(hr_head).post(reverse("give_hat", args=[employer.pk]), given | change)

    assert message in response.content.decode()
    assert not Membership.objects.filter(user=newcomer).exists()


def test_a_hat_is_not_held_twice_at_a_time(hr_head: CastMember, hr_clerk: CastMember, employer: Employer) -> None:
    with pytest.raises(Conflict, match="already"):
        give_hat(hr_clerk.user, employer, Role.HR_CLERK, started_on=TODAY, ended_on=None, actor=hr_head.actor)


# Taking


def test_rights_end_with_the_day_after_the_last(hr_head: CastMember, hr_clerk: CastMember, client_of: ClientOf) -> None:
    client_of(hr_head).post(
        reverse("take_hat", args=[hr_clerk.membership.pk]),
        {"last_day": (TODAY - ONE_DAY).isoformat(), "reason": "left"},
    )

    assert client_of(hr_clerk).get(reverse("access_links")).status_code == 403


# Who types a name learns whether somebody signs in with it


def typed(client: Client, address: str, names: list[str]) -> list[int]:
    """What a form without a day answers: it gives nothing, and says whether the name is anybody's."""
    return [client.post(address, {"user": name, "role": "hr_clerk"}).status_code for name in names]


def test_numbers_are_not_tried_one_after_the_other(
    hr_head: CastMember, employer: Employer, hr_clerk: CastMember, newcomer: User, client_of: ClientOf
) -> None:
    """Under the two forms together, and in another browser."""
    give, deputize = reverse("give_hat", args=[employer.pk]), reverse("name_deputy", args=[hr_clerk.membership.pk])
    names = [f"1380013{count:04}" for count in range(15)]

    answers = typed(client_of(hr_head), give, names) + typed(client_of(hr_head), deputize, names)

    assert answers == [200] * 30
    assert typed(client_of(hr_head), give, [newcomer.username, "nobody"]) == [429, 429]
    assert typed(client_of(hr_head), deputize, [newcomer.username]) == [429]


def test_whoever_types_no_name_is_not_counted_and_another_head_goes_on(
    hr_head: CastMember, employer: Employer, client_of: ClientOf
) -> None:
    address = reverse("give_hat", args=[employer.pk])
    assert typed(client_of(hr_head), address, ["nobody"] * 31)[-1] == 429

    assert typed(client_of(hr_head), address, ["", " "]) == [200, 200]
    assert typed(client_of(wearing(Role.HR_HEAD, employer)), address, ["nobody"]) == [200]


# Deputies


def test_a_deputy_may_do_the_same_for_a_while(
    hr_head: CastMember, hr_clerk: CastMember, newcomer: User, client_of: ClientOf
) -> None:
    deputy = name_deputy(hr_clerk.membership, newcomer, started_on=TODAY, ended_on=TODAY + ONE_DAY, actor=hr_head.actor)

    assert deputy.deputy_for == hr_clerk.membership
    assert client_of(newcomer).get(reverse("access_links")).status_code == 200
    assert "deputy" in client_of(hr_head).get(reverse("officers")).content.decode()


@pytest.mark.parametrize("days", [0, 180])
def test_a_deputy_is_named_for_180_days_at_most(
    hr_head: CastMember, hr_clerk: CastMember, newcomer: User, days: int
) -> None:
    last = TODAY + datetime.timedelta(days=days)

    assert name_deputy(hr_clerk.membership, newcomer, started_on=TODAY, ended_on=last, actor=hr_head.actor).pk


def test_a_longer_deputy_is_refused(hr_head: CastMember, hr_clerk: CastMember, newcomer: User) -> None:
    last = TODAY + LONGEST_DEPUTY + ONE_DAY

    with pytest.raises(Conflict, match="180 days"):
        name_deputy(hr_clerk.membership, newcomer, started_on=TODAY, ended_on=last, actor=hr_head.actor)


def test_nobody_is_their_own_deputy(hr_head: CastMember, hr_clerk: CastMember) -> None:
    with pytest.raises(Conflict, match="own deputy"):
        name_deputy(hr_clerk.membership, hr_clerk.user, started_on=TODAY, ended_on=TODAY, actor=hr_head.actor)


# The list


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_asks_the_database_as_often_for_three_as_for_one(
    rows: int,
    hr_head: CastMember,
    employer: Employer,
    client_of: ClientOf,
    django_assert_num_queries: Callable[..., object],
) -> None:
    for _ in range(rows):
        MembershipFactory(role=Role.HR_CLERK, organization=employer)
    client = client_of(hr_head)
    client.get(reverse("officers"))

    with django_assert_num_queries(QUERIES):  # type: ignore[attr-defined]
        client.get(reverse("officers"))


QUERIES = 6


def test_professionals_are_not_in_the_list(hr_head: CastMember, professional: CastMember, client_of: ClientOf) -> None:
    assert professional.user.display_name not in client_of(hr_head).get(reverse("officers")).content.decode()


def test_a_bureau_of_a_city_names_the_heads_of_the_bureaus_below(bureau_head: CastMember) -> None:
    bureau = bureau_head.membership.organization
    assert bureau is not None
    below = BureauFactory(division=bureau.division)

    assert isinstance(below, Bureau)
    assert roles_to_give(bureau_head.actor, below.organization_ptr) == (Role.BUREAU_HEAD,)
