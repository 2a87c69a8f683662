import datetime

import pytest

from audit.models import Event
from people.services import change_preferences
from tests.factories import MembershipFactory

pytestmark = pytest.mark.django_db

URL = "/accounts/profile/"


def choose(client, **preferences):
    return client.post("/preferences/", {"next": URL, **preferences})


class TestPage:
    def test_shows_name_and_every_hat_with_its_dates(self, professional, client_of):
        MembershipFactory(
            user=professional.user,
            organization__name="丙测试单位",
            started_on=datetime.date(2012, 3, 1),
            ended_on=datetime.date(2019, 12, 31),
        )

        page = client_of(professional).get(URL).content.decode()

        assert "林测试" in page
        assert "lin.test" in page
        assert "丙测试单位" in page
        assert "31 December 2019" in page
        assert page.count("Worn now") == 1
        assert page.count("Ended") == 1

    def test_shows_no_hat_of_anybody_else_even_to_the_administrator(self, administrator, hr_clerk, client_of):
        page = client_of(administrator).get(URL).content.decode()

        assert "甲测试单位" not in page

    def test_shows_the_last_twenty_own_acts_in_words(self, professional, hr_clerk, client_of):
        for size in ["large", "normal"] * 11:
            change_preferences(professional.user, {"type_size": size}, actor=professional.actor)
        change_preferences(hr_clerk.user, {"theme": "dark"}, actor=hr_clerk.actor)

        answer = client_of(professional).get(URL)

        newest = Event.objects.filter(actor=professional.user).order_by("-id")[:20]
        assert list(answer.context["acts"]) == list(newest)
        assert "changed preferences" in answer.content.decode()

    def test_auditor_who_reads_everything_sees_only_own_acts_here(self, auditor, hr_clerk, client_of):
        change_preferences(hr_clerk.user, {"theme": "dark"}, actor=hr_clerk.actor)

        assert client_of(auditor).get(URL).context["acts"].count() == 0

    def test_says_so_while_there_are_no_acts(self, professional, client_of):
        assert "The audit trail holds nothing of yours yet." in client_of(professional).get(URL).content.decode()

    def test_asks_strangers_to_sign_in(self, client):
        assert client.get(URL).url == f"/accounts/login/?next={URL}"

    def test_post_is_refused(self, professional, client_of):
        assert client_of(professional).post(URL).status_code == 405

    def test_address_of_the_room_leads_here(self, client):
        assert client.get("/accounts/").url == URL

    def test_asks_the_database_the_same_with_one_act_and_with_three(
        self, professional, client_of, django_assert_num_queries
    ):
        client = client_of(professional)
        change_preferences(professional.user, {"type_size": "large"}, actor=professional.actor)
        with django_assert_num_queries(5):
            client.get(URL)

        change_preferences(professional.user, {"type_size": "normal"}, actor=professional.actor)
        MembershipFactory.create_batch(2, user=professional.user)
        with django_assert_num_queries(5):
            client.get(URL)


class TestPreferences:
    def test_form_shows_what_applies_now(self, professional, client_of):
        professional.user.theme = "dark"
        professional.user.single_keys = False
        professional.user.save()

        initial = client_of(professional).get(URL).context["preferences_form"].initial

        assert initial == {"language": "en", "theme": "dark", "type_size": "normal", "single_keys": "off"}

    def test_choice_applies_at_once_and_stays_on_the_account(self, professional, client_of):
        client = client_of(professional)

        answer = choose(client, language="en", theme="dark", type_size="large", single_keys="off")

        user = professional.user
        user.refresh_from_db()
        assert answer.url == URL
        assert (user.language, user.theme, user.type_size, user.single_keys) == ("en", "dark", "large", False)
        page = client.get(URL).content.decode()
        assert '<html lang="en" data-theme="dark" class="type-large">' in page
        assert "data-single-keys" not in page

    def test_account_s_choice_follows_to_another_browser(self, professional, client_of):
        choose(client_of(professional), theme="dark")

        assert 'data-theme="dark"' in client_of(professional).get(URL).content.decode()

    def test_change_is_written_down_with_before_and_after_of_what_changed(self, professional, client_of):
        professional.user.theme = "light"
        professional.user.type_size = "normal"
        professional.user.save()

        choose(client_of(professional), theme="dark", type_size="normal")

        event = Event.objects.get()
        assert event.action == "account.preferences_changed"
        assert event.actor == professional.user
        assert event.before == {"theme": "light"}
        assert event.after == {"theme": "dark"}

    def test_choosing_what_is_chosen_already_writes_nothing(self, professional, client_of):
        client = client_of(professional)
        choose(client, theme="dark", single_keys="off")
        written = Event.objects.count()

        choose(client, theme="dark", single_keys="off")

        assert Event.objects.count() == written

    def test_what_was_chosen_before_signing_in_stays(self, client, professional):
        choose(client, type_size="large")

        client.force_login(professional.user)

        assert 'class="type-large"' in client.get(URL).content.decode()

    def test_nothing_else_of_the_account_can_be_set(self, professional, client_of):
        choose(client_of(professional), theme="dark", is_demo="on", username="boss", display_name="Boss")

        professional.user.refresh_from_db()
        assert not professional.user.is_demo
        assert professional.user.username == "lin.test"
        assert professional.user.display_name == "林测试"

    def test_visitor_s_choice_touches_no_account(self, client, professional):
        choose(client, theme="dark")

        professional.user.refresh_from_db()
        assert professional.user.theme == ""
        assert not Event.objects.exists()


class TestSignOutElsewhere:
    URL = "/accounts/sessions/others/ending/"

    def test_ends_every_other_session_and_keeps_this_one(self, professional, client_of):
        here, elsewhere = client_of(professional), client_of(professional)
        key_before = here.cookies["sessionid"].value

        answer = here.post(self.URL, follow=True)

        assert "Every other session of this account has ended." in answer.content.decode()
        assert here.cookies["sessionid"].value != key_before
        assert elsewhere.get(URL).status_code == 302

    def test_keeps_the_hat_worn_here(self, hr_clerk, client_of):
        second = MembershipFactory(user=hr_clerk.user)
        client = client_of(hr_clerk)
        client.post("/accounts/hats/", {"hat": second.pk})

        client.post(self.URL)

        assert client.get(URL).context["worn"] == second

    def test_leaves_other_people_alone(self, professional, hr_clerk, client_of):
        colleague = client_of(hr_clerk)

        client_of(professional).post(self.URL)

        assert colleague.get(URL).status_code == 200

    def test_is_written_down(self, professional, client_of):
        client_of(professional).post(self.URL)

        event = Event.objects.get()
        assert event.action == "account.sessions_ended"
        assert event.actor == professional.user

    def test_get_is_refused(self, professional, client_of):
        assert client_of(professional).get(self.URL).status_code == 405

    def test_asks_strangers_to_sign_in(self, client):
        assert client.post(self.URL).url == f"/accounts/login/?next={self.URL}"


@pytest.mark.parametrize("path", [URL, "/accounts/hats/", "/accounts/password/change/", "/accounts/logout/"])
def test_private_pages_stay_out_of_every_cache(professional, client_of, path):
    assert "no-store" in client_of(professional).get(path)["Cache-Control"]
