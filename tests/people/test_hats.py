import datetime
from zoneinfo import ZoneInfo

import pytest
import time_machine

from audit.models import Event
from people.hats import actor_wearing, chosen_or_first, current_hats
from people.roles import Role
from tests.factories import MembershipFactory, UserFactory

pytestmark = pytest.mark.django_db

URL = "/accounts/hats/"
SHANGHAI = ZoneInfo("Asia/Shanghai")


def at(text):
    return time_machine.travel(datetime.datetime.fromisoformat(text).replace(tzinfo=SHANGHAI), tick=False)


def hat_worn(client):
    return client.get("/accounts/profile/").context["actor"].hat


@pytest.fixture
def second_hat(hr_clerk):
    return MembershipFactory(
        user=hr_clerk.user,
        organization=hr_clerk.membership.organization,
        role=Role.PROFESSIONAL,
        started_on=datetime.date(2021, 1, 1),
    )


class TestSwitching:
    def test_page_shows_the_hats_and_which_is_worn(self, hr_clerk, second_hat, client_of):
        answer = client_of(hr_clerk).get(URL)

        assert answer.context["hats"] == [hr_clerk.membership, second_hat]
        assert answer.context["worn"] == hr_clerk.membership

    def test_person_acts_in_the_chosen_hat_from_then_on(self, hr_clerk, second_hat, client_of):
        client = client_of(hr_clerk)

        answer = client.post(URL, {"hat": second_hat.pk}, follow=True)

        assert answer.redirect_chain == [("/", 302)]
        assert "You now act as: 甲测试单位 Professional." in answer.content.decode()
        assert hat_worn(client) == "professional"

    def test_choice_is_this_session_s_alone(self, hr_clerk, second_hat, client_of):
        here, elsewhere = client_of(hr_clerk), client_of(hr_clerk)

        here.post(URL, {"hat": second_hat.pk})

        assert hat_worn(elsewhere) == "hr_clerk"

    def test_switch_is_written_down_in_the_hat_taken_off(self, hr_clerk, second_hat, client_of):
        client_of(hr_clerk).post(URL, {"hat": second_hat.pk})

        event = Event.objects.get()
        assert event.action == "hat.switched"
        assert event.hat == "hr_clerk"
        assert event.before == {"role": "hr_clerk", "organization": "甲测试单位"}
        assert event.after == {"role": "professional", "organization": "甲测试单位"}
        assert "陈测试" in event.object_label

    def test_switch_leads_back_and_never_away(self, hr_clerk, second_hat, client_of):
        client = client_of(hr_clerk)

        back = client.post(URL, {"hat": second_hat.pk, "next": "/accounts/profile/"})
        away = client.post(URL, {"hat": second_hat.pk, "next": "https://evil.example/"})

        assert back.url == "/accounts/profile/"
        assert away.url == "/"

    def test_somebody_else_s_hat_is_not_found(self, professional, hr_clerk, client_of):
        client = client_of(professional)

        answer = client.post(URL, {"hat": hr_clerk.membership.pk})

        assert answer.status_code == 404
        assert hat_worn(client) == "professional"
        assert not Event.objects.exists()

    def test_administrator_who_sees_every_hat_wears_only_his_own(self, administrator, hr_clerk, client_of):
        answer = client_of(administrator).post(URL, {"hat": hr_clerk.membership.pk})

        assert answer.status_code == 404

    @pytest.mark.parametrize("hat", ["", "abc", "-1", "1.5", "²", "9" * 40, "1 OR 1=1", "\x00"])
    def test_nonsense_is_not_found(self, hr_clerk, client_of, hat):
        assert client_of(hr_clerk).post(URL, {"hat": hat}).status_code == 404

    @pytest.mark.parametrize(
        ("dates", "told"),
        [
            (
                {"started_on": datetime.date(2020, 1, 1), "ended_on": datetime.date(2020, 12, 31)},
                "until 31 December 2020",
            ),
            ({"started_on": datetime.date(2999, 1, 1)}, "from 1 January 2999"),
        ],
        ids=["ended", "to come"],
    )
    def test_own_hat_of_another_time_is_a_conflict_that_says_why(self, professional, client_of, dates, told):
        hat = MembershipFactory(user=professional.user, **dates)

        answer = client_of(professional).post(URL, {"hat": hat.pk})

        assert answer.status_code == 409
        assert told in answer.content.decode()
        assert not Event.objects.exists()

    @pytest.mark.parametrize("method", ["get", "post"])
    def test_strangers_are_asked_to_sign_in(self, client, method):
        assert getattr(client, method)(URL).url == f"/accounts/login/?next={URL}"

    def test_who_holds_no_hat_reads_so(self, client_of):
        answer = client_of(UserFactory()).get(URL)

        assert "You hold no hat today" in answer.content.decode()

    def test_page_asks_the_database_the_same_for_one_hat_and_for_three(
        self, professional, client_of, django_assert_num_queries
    ):
        client = client_of(professional)
        with django_assert_num_queries(4) as first:
            client.get(URL)
        MembershipFactory.create_batch(2, user=professional.user)

        with django_assert_num_queries(len(first)):
            client.get(URL)


class TestRightsEndWithTheMembership:
    @pytest.mark.parametrize(
        ("now", "may"),
        [
            ("2026-03-30T12:00", True),
            ("2026-03-31T00:00", True),
            ("2026-03-31T23:59:59", True),
            ("2026-04-01T00:00", False),
            ("2026-04-01T07:59", False),  # still 31 March in UTC
            ("2026-04-01T12:00", False),
        ],
    )
    def test_last_day_counts_and_ends_at_midnight_in_shanghai(self, administrator, client_of, now, may):
        administrator.membership.ended_on = datetime.date(2026, 3, 31)
        administrator.membership.save()

        with at(now):
            answer = client_of(administrator).get("/accounts/users/")

        assert (answer.status_code == 200) is may

    @pytest.mark.parametrize(
        ("now", "may"),
        [("2026-03-31T23:59:59", False), ("2026-04-01T00:00", True), ("2026-04-01T07:59", True)],
    )
    def test_first_day_begins_at_midnight_in_shanghai(self, administrator, client_of, now, may):
        administrator.membership.started_on = datetime.date(2026, 4, 1)
        administrator.membership.save()

        with at(now):
            answer = client_of(administrator).get("/accounts/users/")

        assert (answer.status_code == 200) is may

    def test_right_is_gone_with_the_next_request_of_the_same_session(self, administrator, client_of):
        client = client_of(administrator)
        assert client.get("/accounts/users/").status_code == 200

        administrator.membership.ended_on = datetime.date(2020, 6, 30)
        administrator.membership.save()

        assert client.get("/accounts/users/").status_code == 403

    def test_chosen_hat_that_ended_gives_way_to_one_still_held(self, hr_clerk, second_hat, client_of):
        client = client_of(hr_clerk)
        client.post(URL, {"hat": second_hat.pk})

        second_hat.ended_on = datetime.date(2021, 12, 31)
        second_hat.save()

        assert hat_worn(client) == "hr_clerk"

    def test_without_any_hat_the_person_can_still_read_the_own_profile(self, professional, client_of):
        professional.membership.ended_on = datetime.date(2020, 12, 31)
        professional.membership.save()

        answer = client_of(professional).get("/accounts/profile/")

        assert answer.status_code == 200
        assert answer.context["actor"].hat == ""
        assert answer.context["actor"].capabilities == frozenset()


class TestActor:
    def test_carries_hat_organization_and_capabilities(self, administrator):
        actor = administrator.actor

        assert actor.user_id == administrator.user.pk
        assert actor.hat == "system_administrator"
        assert actor.organization_label == "测试运行中心"
        assert actor.can("people.read_all")
        assert not actor.can("audit.read")

    def test_without_a_hat_may_nothing(self, professional):
        actor = actor_wearing(professional.user, None)

        assert actor.label == "林测试"
        assert actor.capabilities == frozenset()

    def test_somebody_else_s_hat_in_the_session_is_never_worn(self, professional, hr_clerk):
        hats = current_hats(professional.user, on=datetime.date(2026, 1, 1))
        worn = chosen_or_first(hats, hr_clerk.membership.pk)

        assert worn == professional.membership
