import datetime

import pytest

from audit.actors import ANONYMOUS
from people.models import Membership, Organization, User
from people.roles import Role
from tests.factories import MembershipFactory, OrganizationFactory, UserFactory

pytestmark = pytest.mark.django_db

DAY = datetime.date(2026, 3, 31)
ONE = datetime.timedelta(days=1)


@pytest.mark.parametrize(
    ("started_on", "ended_on", "is_current"),
    [
        (DAY, None, True),
        (DAY + ONE, None, False),
        (DAY - ONE, DAY, True),
        (DAY - ONE, DAY - ONE, False),
        (DAY, DAY, True),
        (DAY + ONE, DAY + ONE, False),
    ],
)
def test_query_and_property_agree_on_what_is_current(started_on, ended_on, is_current):
    membership = MembershipFactory(started_on=started_on, ended_on=ended_on)

    assert membership.is_current(DAY) is is_current
    assert Membership.objects.current(DAY).exists() is is_current


class TestVisibleTo:
    @pytest.fixture(autouse=True)
    def strangers(self, other_hr_clerk, bureau_clerk):
        """Somebody whose rows could leak."""

    @pytest.mark.parametrize("who", ["professional", "hr_clerk"])
    def test_people_see_themselves_and_their_own(self, request, who):
        member = request.getfixturevalue(who)

        assert list(User.objects.visible_to(member.actor)) == [member.user]
        assert list(Membership.objects.visible_to(member.actor)) == [member.membership]
        seen = Organization.objects.visible_to(member.actor).values_list("pk", flat=True)
        assert list(seen) == [member.membership.organization_id]

    @pytest.mark.parametrize("who", ["administrator", "auditor"])
    def test_who_reads_everybody_sees_all(self, request, who):
        actor = request.getfixturevalue(who).actor

        assert User.objects.visible_to(actor).count() == User.objects.count() == 3
        assert Membership.objects.visible_to(actor).count() == Membership.objects.count()
        assert Organization.objects.visible_to(actor).count() == Organization.objects.count()

    def test_the_public_sees_nothing(self):
        assert not User.objects.visible_to(ANONYMOUS).exists()
        assert not Membership.objects.visible_to(ANONYMOUS).exists()
        assert not Organization.objects.visible_to(ANONYMOUS).exists()

    def test_organization_is_out_of_sight_once_the_hat_ended_but_the_hat_is_not(self, professional):
        professional.membership.ended_on = datetime.date(2020, 12, 31)
        professional.membership.save()

        assert not Organization.objects.visible_to(professional.actor).exists()
        assert list(Membership.objects.visible_to(professional.actor)) == [professional.membership]

    def test_organization_of_a_hat_held_but_not_worn_is_in_sight(self, professional):
        second = MembershipFactory(user=professional.user, role=Role.HR_CLERK)

        seen = Organization.objects.visible_to(professional.actor)

        assert {each.pk for each in seen} == {professional.membership.organization_id, second.organization_id}

    def test_two_hats_in_one_organization_show_it_once(self, professional, employer):
        MembershipFactory(user=professional.user, organization=employer, role=Role.HR_CLERK)

        assert Organization.objects.visible_to(professional.actor).count() == 1


def test_with_current_hats_leaves_out_what_has_ended():
    held = MembershipFactory()
    MembershipFactory(user=held.user, ended_on=DAY - ONE)

    user = User.objects.with_current_hats(DAY).get()

    assert user.current_hats == [held]


def test_session_signature_changes_with_the_generation_and_with_the_password():
    user = UserFactory()
    first = user.get_session_auth_hash()

    user.session_generation += 1
    second = user.get_session_auth_hash()
    user.set_password("yet another password")
    third = user.get_session_auth_hash()

    assert len({first, second, third}) == 3


def test_membership_reads_as_organization_and_role():
    with_organization = MembershipFactory(organization=OrganizationFactory(name="甲测试单位"), role=Role.AUDITOR)
    without = MembershipFactory(organization=None, role=Role.AUDITOR)

    assert str(with_organization) == f"甲测试单位 {with_organization.get_role_display()}"
    assert str(without) == without.get_role_display()
