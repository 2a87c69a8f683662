"""The pages of the working days: for everybody to read, for officers to publish."""

from __future__ import annotations

import re
from datetime import date

import pytest

from policies.workdays import Edition
from rules.models import CalendarEdition
from rules.services import publish_calendar

pytestmark = pytest.mark.django_db

LIST = "/rules/calendar/"
NEW_YEAR = {"days": ["2027-01-01"], "state": "provisional", "notice": "", "note": "", "replaces": 0}


def page(year, act=""):
    return f"/rules/calendar/{year}/{act}"


def text_of(answer):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", answer.content.decode()))


@pytest.fixture
def client(client):
    client.cookies["language"] = "en"
    return client


@pytest.fixture
def officer(administrator, client_of):
    return client_of(administrator)


@pytest.fixture
def published(administrator):
    first = Edition(False, frozenset({date(2027, 1, 1)}), frozenset())
    return publish_calendar(2027, first, notice="", note="A first guess", replaces=0, actor=administrator.actor)


class TestReading:
    def test_everybody_reads_the_years_the_newest_first(self, client):
        answer = client.get(LIST)

        years = [each.year for each in answer.context["years"]]
        assert years == sorted(years, reverse=True)
        assert f"{years[0] + 1} is not in the calendar yet" in text_of(answer)
        assert "Enter" not in text_of(answer)

    def test_the_list_asks_the_same_however_many_editions_there_are(
        self, client, administrator, published, django_assert_num_queries
    ):
        publish_calendar(
            2028, Edition(False, frozenset(), frozenset()), notice="", note="", replaces=0, actor=administrator.actor
        )

        with django_assert_num_queries(1):
            client.get(LIST)

    def test_a_year_is_drawn_with_its_days_and_told_as_a_table(self, client):
        answer = client.get(page(2026))

        told = text_of(answer)
        assert "248 working days: 19 weekdays are off, 6 weekend days are worked instead." in told
        assert "1 January 2026 Thursday day off" in told
        assert "4 January 2026 Sunday weekend day worked" in told
        assert len(answer.context["months"]) == 12

    def test_a_provisional_year_says_that_deadlines_may_move_later(self, client):
        assert "and then only to a later day" in text_of(client.get(page(2027)))
        assert "and then only to a later day" not in text_of(client.get(page(2026)))

    def test_the_history_keeps_every_edition_and_names_the_officer_to_officers_only(self, client, officer, published):
        told, told_to_officers = text_of(client.get(page(2027))), text_of(officer.get(page(2027)))

        assert "edition 1 · provisional" in told
        assert "A first guess" in told
        assert "supplied with the rule books" in told
        assert ("罗测试" in told, "罗测试" in told_to_officers.split("History")[1]) == (False, True)

    def test_a_year_that_nobody_entered_says_so(self, client, officer):
        assert "2050 is not in the calendar" in text_of(client.get(page(2050)))
        assert "Enter 2050" not in text_of(client.get(page(2050)))
        assert "Enter 2050" in text_of(officer.get(page(2050)))

    @pytest.mark.parametrize("year", ["0", "3000", "99999999"])
    def test_there_is_no_page_of_a_year_beyond_all_calendars(self, client, year):
        assert client.get(page(year)).status_code == 404

    def test_an_officer_finds_it_in_the_menu(self, officer, professional, client_of):
        entries = [entry["label"] for entry in officer.get(LIST).context["navigation"]]
        others = [entry["label"] for entry in client_of(professional).get(LIST).context["navigation"]]

        assert ("Working days" in entries, "Working days" in others) == (True, False)


@pytest.mark.parametrize(("act", "method"), [("edit/", "get"), ("preview/", "post"), ("editions/", "post")])
class TestWhoMayPublish:
    def test_a_visitor_is_asked_to_sign_in(self, client, act, method):
        answer = getattr(client, method)(page(2027, act), NEW_YEAR)

        assert (answer.status_code, answer.url.split("?")[0]) == (302, "/accounts/login/")

    @pytest.mark.parametrize("member", ["professional", "hr_clerk", "bureau_clerk", "auditor"])
    def test_another_hat_may_not(self, request, client_of, act, method, member):
        client = client_of(request.getfixturevalue(member))

        assert getattr(client, method)(page(2027, act), NEW_YEAR).status_code == 403
        assert not CalendarEdition.objects.exists()

    def test_there_is_nothing_to_publish_for_an_impossible_year(self, officer, act, method):
        assert getattr(officer, method)(page(3000, act), NEW_YEAR).status_code == 404


def test_the_head_of_a_bureau_may_publish(bureau_clerk, client_of):
    bureau_clerk.membership.role = "bureau_head"
    bureau_clerk.membership.save()

    assert client_of(bureau_clerk).get(page(2027, "edit/")).status_code == 200


@pytest.mark.parametrize("act", ["preview/", "editions/"])
def test_they_take_a_form_only(officer, act):
    assert officer.get(page(2027, act)).status_code == 405


class TestEditing:
    def test_the_form_shows_what_is_in_force(self, officer):
        answer = officer.get(page(2026, "edit/"))

        content = answer.content.decode()
        assert content.count('name="days"') == 365
        assert content.count(" checked") == 19 + 6 + 1  # days off, weekend days worked, the state
        assert "1 January, Thursday: day off" in content
        assert "4 January, Sunday: weekend day worked" in content

    def test_a_year_that_nobody_entered_begins_empty_and_provisional(self, officer):
        form = officer.get(page(2050, "edit/")).context["form"]

        assert (form.ticked, form["state"].value(), form["replaces"].value()) == ([], "provisional", 0)

    @pytest.mark.parametrize(
        ("typed", "said"),
        [
            ({"state": "confirmed", "days": ["2027-03-10"]}, "Say which notice confirms the year"),
            ({"state": "settled"}, "Select a valid choice"),
            ({"days": ["2026-03-10"]}, "2026-03-10 is no day of this year."),
            ({"days": ["tomorrow"]}, "tomorrow is no day of this year."),
            ({"notice": "x" * 201}, "at most 200 characters"),
            ({"replaces": ""}, "This field is required"),
        ],
    )
    @pytest.mark.parametrize("act", ["preview/", "editions/"])
    def test_what_does_not_fit_is_told_and_what_was_typed_is_kept(self, officer, typed, said, act):
        answer = officer.post(page(2027, act), NEW_YEAR | {"note": "my reason"} | typed)

        assert answer.status_code == 422
        assert said in text_of(answer)
        assert "my reason" in answer.content.decode()
        assert not CalendarEdition.objects.exists()

    def test_nothing_changed_is_no_edition(self, officer, published):
        answer = officer.post(page(2027, "preview/"), NEW_YEAR | {"replaces": 1, "note": "Only a remark"})

        assert (answer.status_code, "Nothing is changed yet." in text_of(answer)) == (422, True)


class TestPreview:
    CHANGED = NEW_YEAR | {"days": ["2027-01-01", "2027-03-10", "2027-03-20"], "replaces": 1}

    def test_it_shows_the_days_and_the_deadlines_that_move_and_publishes_nothing(self, officer, published):
        told = text_of(officer.post(page(2027, "preview/"), self.CHANGED))

        assert "2 days change." in told
        assert "10 March 2027 Wednesday working day day off" in told
        assert "20 March 2027 Saturday weekend weekend day worked" in told
        assert "One deadline moves to a later day." in told
        assert "Days on which certificates are verified Shantou 10 March 2027 10 March 2027 11 March 2027" in told
        assert CalendarEdition.objects.count() == 1

    def test_it_says_which_deadlines_stay_though_they_could_be_earlier(self, officer, published):
        """March 20, now worked, and September 15, which the edition before had set free already."""
        told = text_of(officer.post(page(2027, "preview/"), self.CHANGED))

        assert "2 deadlines would now fall on an earlier day. They stay where they were" in told

    def test_a_change_of_the_state_moves_nothing(self, officer, published):
        confirmed = NEW_YEAR | {"state": "confirmed", "notice": "A notice", "replaces": 1}

        told = text_of(officer.post(page(2027, "preview/"), confirmed))

        assert "No day changes." in told
        assert "No deadline moves." in told
        assert "provisional → confirmed" in told

    def test_the_first_edition_of_a_year_moves_nothing_that_was_shown(self, officer):
        told = text_of(officer.post(page(2032, "preview/"), NEW_YEAR | {"days": ["2032-03-10"]}))

        assert "One day changes." in told
        assert "No deadline moves." in told

    def test_who_goes_on_editing_finds_all_that_was_typed(self, officer):
        typed = self.CHANGED | {"state": "confirmed", "notice": "A notice", "note": "my reason", "replaces": 0}

        answer = officer.post(page(2027, "edit/"), typed)

        form = answer.context["form"]
        assert (answer.status_code, form.is_bound) == (200, False)
        assert {name: str(form[name].value()) for name in typed} == {name: str(typed[name]) for name in typed}

    def test_what_somebody_else_published_meanwhile_is_told_before(self, officer, published):
        answer = officer.post(page(2027, "preview/"), self.CHANGED | {"replaces": 0})

        assert (answer.status_code, "Somebody else published" in text_of(answer)) == (409, True)


class TestPublishing:
    def test_the_edition_is_in_force_and_its_page_says_so(self, officer, administrator):
        typed = NEW_YEAR | {
            "days": ["2027-02-08", "2027-02-20"],
            "state": "confirmed",
            "notice": "A notice",
            "note": "Out",
        }

        answer = officer.post(page(2027, "editions/"), typed, follow=True)

        assert answer.redirect_chain == [("/rules/calendar/2027/", 302)]
        assert "Edition 1 of 2027 is in force." in text_of(answer)
        edition = CalendarEdition.objects.get()
        assert (edition.holidays, edition.worked) == ([date(2027, 2, 8)], [date(2027, 2, 20)])
        assert (edition.is_confirmed, edition.notice, edition.note) == (True, "A notice", "Out")
        assert edition.published_by == administrator.user

    def test_the_form_of_the_preview_publishes_what_it_showed(self, officer):
        shown = officer.post(page(2027, "preview/"), NEW_YEAR | {"days": ["2027-02-08", "2027-02-20"]})
        hidden = re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', shown.content.decode())
        sent: dict[str, list[str]] = {}
        for name, value in hidden:
            sent.setdefault(name, []).append(value)

        officer.post(page(2027, "editions/"), sent)

        edition = CalendarEdition.objects.get()
        assert (edition.holidays, edition.worked) == ([date(2027, 2, 8)], [date(2027, 2, 20)])

    def test_who_comes_second_is_told(self, officer, published):
        answer = officer.post(page(2027, "editions/"), NEW_YEAR | {"days": ["2027-03-10"]})

        assert (answer.status_code, "Somebody else published" in text_of(answer)) == (409, True)
        assert CalendarEdition.objects.count() == 1
