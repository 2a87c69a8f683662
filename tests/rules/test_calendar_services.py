"""Publishing an edition: what becomes true, what is refused, and what two officers at once come to."""

from __future__ import annotations

from datetime import date
from functools import partial

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.utils.translation import override

from audit.models import Event
from policies import ask, workdays
from policies.workdays import Edition
from rules.calendar.queries import current_calendar, year_in_force, years_in_force
from rules.models import CalendarEdition
from rules.services import FaultyEdition, publish_calendar
from ui.errors import Conflict

pytestmark = pytest.mark.django_db

YEAR = 2031  # far beyond the table supplied
MONDAY, TUESDAY, SATURDAY = date(2031, 3, 10), date(2031, 3, 11), date(2031, 3, 15)
ACCEPTING_DAYS = {"ask": "deadline", "place": "440500", "what": "verification_days", "year": YEAR, "month": 3}


def edition(*holidays, worked=(), is_confirmed=False):
    return Edition(is_confirmed, frozenset(holidays), frozenset(worked))


def publish(what, actor, *, year=YEAR, replaces=0, notice="", note=""):
    return publish_calendar(year, what, notice=notice, note=note, replaces=replaces, actor=actor)


class TestPublishing:
    def test_the_edition_is_in_force_from_then_on(self, administrator):
        published = publish(
            edition(MONDAY, worked=[SATURDAY], is_confirmed=True),
            administrator.actor,
            notice="A notice",
            note="It is out",
        )

        kept = CalendarEdition.objects.get()
        assert kept == published
        assert (kept.year, kept.number, kept.is_confirmed) == (YEAR, 1, True)
        assert (kept.holidays, kept.worked) == ([MONDAY], [SATURDAY])
        assert (kept.notice, kept.note, kept.published_by) == ("A notice", "It is out", administrator.user)
        assert current_calendar().editions[YEAR] == edition(MONDAY, worked=[SATURDAY], is_confirmed=True)

    def test_it_is_written_into_the_trail_with_what_was_before(self, administrator):
        publish(edition(MONDAY), administrator.actor)
        published = publish(edition(TUESDAY), administrator.actor, replaces=1, note="A slip")

        event = Event.objects.get(object_id=str(published.pk))
        assert (event.action, event.object_type) == ("calendar.published", "rules.calendaredition")
        assert (event.hat, event.reason) == ("system_administrator", "A slip")
        assert event.before == {"is_confirmed": False, "holidays": ["2031-03-10"], "worked": [], "notice": ""}
        assert event.after == {"is_confirmed": False, "holidays": ["2031-03-11"], "worked": [], "notice": ""}

    def test_the_first_edition_of_a_supplied_year_keeps_what_was_supplied_in_the_trail(self, administrator):
        supplied = workdays.calendar().editions[2026]

        publish(edition(date(2026, 1, 1), is_confirmed=True), administrator.actor, year=2026, notice="A notice")

        before = Event.objects.get().before
        assert before["holidays"] == [day.isoformat() for day in sorted(supplied.holidays)]

    @pytest.mark.parametrize(
        ("faulty", "said"),
        [
            (edition(SATURDAY), "2031-03-15 is on a weekend"),
            (edition(worked=[MONDAY]), "2031-03-10 is on a weekday"),
            (edition(date(2030, 3, 11)), "2030-03-11 is not in 2031"),
        ],
    )
    def test_days_that_do_not_fit_are_refused(self, administrator, faulty, said):
        with pytest.raises(FaultyEdition, match=said):
            publish(faulty, administrator.actor)

        assert not CalendarEdition.objects.exists()

    @pytest.mark.parametrize("replaces", [0, 2])
    def test_only_the_edition_that_was_seen_is_replaced(self, administrator, replaces):
        publish(edition(MONDAY), administrator.actor)

        with pytest.raises(Conflict, match="Somebody else published"):
            publish(edition(TUESDAY), administrator.actor, replaces=replaces)

        assert CalendarEdition.objects.count() == Event.objects.count() == 1

    def test_what_is_in_force_already_is_not_published_again(self, administrator):
        publish(edition(MONDAY), administrator.actor)

        with pytest.raises(Conflict, match="says already"):
            publish(edition(MONDAY), administrator.actor, replaces=1)

    def test_a_supplied_year_is_not_published_as_it_is(self, administrator):
        with pytest.raises(Conflict, match="says already"):
            publish(workdays.calendar().editions[2026], administrator.actor, year=2026)


class TestKeeping:
    @pytest.fixture
    def published(self, administrator):
        published = publish(edition(MONDAY), administrator.actor)
        connection.cursor().execute("SET CONSTRAINTS ALL IMMEDIATE")  # a table with work put off is not emptied anyway
        return published

    @pytest.mark.parametrize(
        "statement",
        [
            "UPDATE rules_calendaredition SET note = 'changed'",
            "DELETE FROM rules_calendaredition",
            "TRUNCATE rules_calendaredition",
        ],
    )
    def test_the_database_refuses_to_change_what_was_published(self, published, statement):
        with pytest.raises(DatabaseError, match="what was published is kept"), transaction.atomic():
            connection.cursor().execute(statement)

    def test_a_year_has_each_number_once(self, published):
        with pytest.raises(IntegrityError, match="calendar_edition_once"), transaction.atomic():
            CalendarEdition.objects.create(year=YEAR, number=1, is_confirmed=False, holidays=[], worked=[])

    def test_no_year_is_confirmed_without_a_notice(self, published):
        with pytest.raises(IntegrityError, match="calendar_confirmed_by_a_notice"), transaction.atomic():
            CalendarEdition.objects.create(year=YEAR, number=2, is_confirmed=True, holidays=[], worked=[])


class TestCurrentCalendar:
    def test_without_editions_it_is_the_table_supplied(self, db):
        assert current_calendar() is workdays.calendar()

    def test_it_asks_for_one_row_and_reads_all_only_when_there_is_a_new_one(
        self, administrator, django_assert_num_queries
    ):
        publish(edition(MONDAY), administrator.actor)

        with django_assert_num_queries(2):
            first = current_calendar()
        with django_assert_num_queries(1):
            assert current_calendar() is first
        publish(edition(TUESDAY), administrator.actor, replaces=1)
        with django_assert_num_queries(2):
            assert current_calendar() is not first

    def test_what_was_rolled_back_is_forgotten(self, administrator):
        with transaction.atomic():
            publish(edition(MONDAY), administrator.actor)
            assert YEAR in current_calendar().editions
            transaction.set_rollback(True)

        assert YEAR not in current_calendar().editions

    def test_deadlines_that_were_shown_never_move_earlier(self, administrator):
        def accepting_days():
            return [str(day) for day in ask(ACCEPTING_DAYS, calendar=current_calendar())["days"]]

        assert "error" in ask(ACCEPTING_DAYS, calendar=current_calendar())
        publish(edition(), administrator.actor)
        shown = accepting_days()
        publish(edition(MONDAY), administrator.actor, replaces=1)
        later = accepting_days()
        publish(edition(worked=[SATURDAY]), administrator.actor, replaces=2)

        assert shown == ["2031-03-10", "2031-03-17", "2031-03-20", "2031-03-25", "2031-03-31"]
        assert later == ["2031-03-11", "2031-03-17", "2031-03-20", "2031-03-25", "2031-03-31"]
        assert accepting_days() == later

    def test_the_interface_for_programs_rests_on_it(self, administrator, client):
        publish(edition(MONDAY), administrator.actor)

        answer = client.post("/api/v1/rules/ask/", ACCEPTING_DAYS, content_type="application/json").json()

        assert answer["days"][0] == "2031-03-11"
        assert [warning["year"] for warning in answer["warnings"]] == [YEAR]


class TestYears:
    def test_editions_are_laid_over_the_table_supplied(self, administrator):
        publish(edition(MONDAY), administrator.actor)
        publish(edition(TUESDAY), administrator.actor, replaces=1)

        years = years_in_force(actor=administrator.actor)

        assert [each.year for each in years[:2]] == [YEAR, max(workdays.calendar().editions)]
        assert (years[0].number, years[0].edition) == (2, edition(TUESDAY))
        assert (years[1].number, years[1].published) == (0, None)

    def test_a_year_that_nobody_entered_is_none(self, administrator):
        assert year_in_force(YEAR, actor=administrator.actor) is None


@pytest.mark.races
@pytest.mark.django_db(transaction=True)
class TestRaces:
    def test_of_two_who_publish_at_once_one_is_told(self, administrator, race):
        outcomes = race(
            partial(publish, edition(MONDAY), administrator.actor),
            partial(publish, edition(TUESDAY), administrator.actor),
        )

        assert sorted(type(outcome).__name__ for outcome in outcomes) == ["CalendarEdition", "Conflict"]
        refused = next(outcome for outcome in outcomes if isinstance(outcome, Conflict))
        with override("en"):
            assert "Somebody else published" in str(refused.message)
        assert CalendarEdition.objects.count() == Event.objects.count() == 1

    def test_two_years_at_once_are_both_published(self, administrator, race):
        outcomes = race(
            partial(publish, edition(MONDAY), administrator.actor),
            partial(publish, edition(), administrator.actor, year=YEAR + 1),
        )

        assert [type(outcome) for outcome in outcomes] == [CalendarEdition, CalendarEdition]
        assert {YEAR, YEAR + 1} <= current_calendar().editions.keys()
