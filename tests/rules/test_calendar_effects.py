"""What an edition changes: days, and the deadlines of every rule set that are reckoned in working days."""

from __future__ import annotations

from datetime import date

import pytest

from policies import workdays
from policies.workdays import Edition
from rules.calendar.days import DayKind, count_working_days, kind_of, months_of
from rules.calendar.effects import day_changes, effects_of

NOTHING = Edition(False, frozenset(), frozenset())
SEPTEMBER_2014 = workdays.calendar().editions[2014]


def with_days_off(edition, *days):
    return Edition(edition.is_confirmed, edition.holidays | set(days), edition.worked)


def effects(year, edition):
    before = workdays.calendar()
    return effects_of(before, before.with_edition(year, edition.is_confirmed, edition.holidays, edition.worked), year)


def test_results_of_classes_are_reckoned_from_each_day_on_which_one_can_end():
    """Shantou 2014: five working days after the end of the class (ST14 六(三))."""
    monday = date(2014, 9, 15)

    moved = effects(2014, with_days_off(SEPTEMBER_2014, monday)).moved

    results = [each for each in moved if each.what == "class_results"]
    # After Friday the 5th: 9, 10, 11, 12, 15 (the 8th is Mid-Autumn).
    assert {each.place for each in results} == {"440500"}
    assert (results[0].occasion, results[0].was, results[0].becomes) == (date(2014, 9, 5), monday, date(2014, 9, 16))
    assert (results[-1].occasion, results[-1].was, results[-1].becomes) == (
        date(2014, 9, 14),
        date(2014, 9, 19),
        date(2014, 9, 22),
    )


def test_accepting_days_roll_over_a_day_off():
    moved = effects(2027, with_days_off(workdays.calendar().editions[2027], date(2027, 3, 10))).moved

    assert [(each.what, each.was, each.becomes) for each in moved] == [
        ("verification_days", date(2027, 3, 10), date(2027, 3, 11))
    ]


def test_a_day_of_december_can_roll_into_the_year():
    """2023-12-30 is a Saturday, and the first days of 2024 are what the edition says."""
    known = workdays.calendar().editions[2024]

    moved = effects(2024, with_days_off(known, date(2024, 1, 2))).moved

    assert [(each.occasion, each.was, each.becomes) for each in moved] == [
        (date(2023, 12, 30), date(2024, 1, 2), date(2024, 1, 3))
    ]


def test_a_year_that_was_missing_moves_nothing():
    found = effects(2040, NOTHING)

    assert (found.moved, found.kept) == ([], 0)


def test_changed_days_are_told_in_order_with_what_they_were():
    before = Edition(False, frozenset({date(2027, 1, 1)}), frozenset({date(2027, 1, 3)}))
    after = Edition(False, frozenset({date(2027, 1, 4)}), frozenset({date(2027, 1, 3), date(2027, 1, 2)}))

    changes = [(change.date.day, change.was, change.becomes) for change in day_changes(before, after)]

    assert changes == [
        (1, DayKind.OFF, DayKind.WORKING),
        (2, DayKind.WEEKEND, DayKind.WORKED),
        (4, DayKind.WORKING, DayKind.OFF),
    ]


@pytest.mark.parametrize(("year", "days"), [(2027, 365), (2028, 366)])
def test_a_year_is_drawn_whole_each_day_in_the_column_of_its_weekday(year, days):
    drawn = [day for month in months_of(year, NOTHING) for week in month.weeks for day in week]

    assert sum(day is not None for day in drawn) == days
    assert all(day.date.weekday() == place % 7 for place, day in enumerate(drawn) if day)


def test_working_days_are_counted():
    one_of_each = Edition(False, frozenset({date(2027, 1, 1)}), frozenset({date(2027, 1, 2)}))

    assert count_working_days(2027, NOTHING) == 261
    assert count_working_days(2027, with_days_off(NOTHING, date(2027, 1, 1))) == 260
    assert count_working_days(2027, one_of_each) == 261
    assert kind_of(date(2027, 1, 2), one_of_each) == DayKind.WORKED
