import datetime

import pytest
from django.db import IntegrityError, transaction

from audit.actors import SYSTEM
from audit.models import Event
from people import services
from people.models import Membership, User
from people.roles import Role
from tests.factories import MembershipFactory, OrganizationFactory, UserFactory

pytestmark = pytest.mark.django_db


def test_open_account_without_a_password_leaves_none_that_could_be_guessed():
    services.open_account("wang.test", "王测试", actor=SYSTEM)

    user = User.objects.get(username="wang.test")
    assert user.display_name == "王测试"
    assert not user.has_usable_password()
    assert not user.is_demo


def test_open_account_is_written_down():
    user = services.open_account("wang.test", "王测试", actor=SYSTEM)

    event = Event.objects.get()
    assert event.action == "account.opened"
    assert event.object_id == str(user.pk)
    assert event.after == {"username": "wang.test", "display_name": "王测试"}


def test_open_account_refuses_a_name_that_differs_only_in_case():
    UserFactory(username="wang.test")

    with pytest.raises(IntegrityError), transaction.atomic():
        services.open_account("Wang.Test", "王测试", actor=SYSTEM)

    assert not Event.objects.exists()


def test_grant_membership_is_written_down_with_its_terms():
    user, organization = UserFactory(username="wang.test"), OrganizationFactory(name="甲测试单位")

    services.grant_membership(user, organization, Role.HR_CLERK, started_on=datetime.date(2026, 1, 1), actor=SYSTEM)

    assert user.memberships.get().role == Role.HR_CLERK
    assert Event.objects.get().after == {
        "user": "wang.test",
        "role": "hr_clerk",
        "organization": "甲测试单位",
        "started_on": "2026-01-01",
        "ended_on": None,
    }


def test_end_membership_sets_the_last_day_and_writes_it_down(administrator):
    membership = MembershipFactory()

    services.end_membership(membership, ended_on=datetime.date(2026, 3, 31), actor=administrator.actor, reason="调离")

    membership.refresh_from_db()
    event = Event.objects.get()
    assert membership.ended_on == datetime.date(2026, 3, 31)
    assert event.action == "membership.ended"
    assert (event.before["ended_on"], event.after["ended_on"]) == (None, "2026-03-31")
    assert event.reason == "调离"


def test_a_hat_cannot_end_before_it_began():
    membership = MembershipFactory(started_on=datetime.date(2026, 1, 1))

    with pytest.raises(IntegrityError), transaction.atomic():
        services.end_membership(membership, ended_on=datetime.date(2025, 12, 31), actor=SYSTEM)

    membership.refresh_from_db()
    assert membership.ended_on is None
    assert not Event.objects.exists()


@pytest.mark.parametrize("organization", ["甲测试单位", None])
def test_nobody_holds_the_same_hat_twice_at_a_time(organization):
    where = OrganizationFactory(name=organization) if organization else None
    first = MembershipFactory(organization=where, role=Role.AUDITOR)

    with pytest.raises(IntegrityError), transaction.atomic():
        MembershipFactory(user=first.user, organization=where, role=Role.AUDITOR)

    assert Membership.objects.count() == 1


def test_end_sessions_counts_on_from_what_is_stored():
    user = UserFactory()
    stale = User.objects.get(pk=user.pk)
    services.end_sessions(user, actor=SYSTEM)

    services.end_sessions(stale, actor=SYSTEM)

    user.refresh_from_db()
    assert user.session_generation == 2


def test_change_preferences_keeps_what_another_request_chose_meanwhile():
    user = UserFactory()
    stale = User.objects.get(pk=user.pk)
    services.change_preferences(user, {"theme": "dark"}, actor=SYSTEM)

    services.change_preferences(stale, {"type_size": "large"}, actor=SYSTEM)

    user.refresh_from_db()
    assert (user.theme, user.type_size) == ("dark", "large")


def test_change_preferences_touches_nothing_that_is_no_preference():
    user = UserFactory(username="wang.test")

    services.change_preferences(user, {"username": "boss", "theme": "dark"}, actor=SYSTEM)

    user.refresh_from_db()
    assert user.username == "wang.test"
    assert Event.objects.get().after == {"theme": "dark"}
