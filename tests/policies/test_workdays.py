"""Working days: what rests on them moves later when a year is announced, never earlier."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from policies.asking import ask
from policies.faults import BookFault
from policies.source import Source
from policies.workdays import Calendar, calendar, check_year, read_calendar

RESULTS = {"ask": "deadline", "ruleset": "ST-2014", "what": "class_results"}
SESSIONS = {"ask": "deadline", "place": "440500", "what": "verification_days"}
FRIDAY = date(2027, 6, 4)  # five working days later: June 14, over Dragon Boat on the 9th


def test_a_date_of_a_provisional_year_is_told_with_a_warning() -> None:
    answer = ask(RESULTS | {"ended_on": "2027-06-04"})

    assert answer["due"] == date(2027, 6, 14)
    assert [(warning["rule"], warning["year"]) for warning in answer["warnings"]] == [("calendar", 2027)]
    assert "not announced" in answer["warnings"][0]["text_en"]


@pytest.mark.parametrize(
    ("ended_on", "years"),
    [("2026-12-20", None), ("2026-12-25", [2027]), ("2026-12-31", [2027]), ("2027-12-20", [2027])],
)
def test_only_a_date_that_rests_on_a_provisional_year_is_doubtful(ended_on: str, years: list[int] | None) -> None:
    answer = ask(RESULTS | {"ended_on": ended_on})

    assert answer.get("warnings") == (years and [_warning(year) for year in years])


def _warning(year: int) -> dict[str, Any]:
    return {
        "rule": "calendar",
        "year": year,
        "text": f"{year} 年的节假日安排还没有公布，日期还可能推后",
        "text_en": f"the holidays of {year} are not announced yet; the date may still move later",
    }


def test_verification_days_of_a_provisional_year_are_doubtful_and_those_of_others_not() -> None:
    assert ask(SESSIONS | {"year": 2027, "month": 2})["warnings"] == [_warning(2027)]
    assert "warnings" not in ask(SESSIONS | {"year": 2026, "month": 2})


def test_announced_holidays_move_a_date_later_and_take_the_warning_away() -> None:
    announced = calendar().with_edition(2027, True, [date(2027, 6, 9), date(2027, 6, 10)], [])

    answer = ask(RESULTS | {"ended_on": "2027-06-04"}, calendar=announced)

    assert (answer["due"], "warnings" in answer) == (date(2027, 6, 15), False)


def test_announced_weekends_worked_do_not_move_a_date_that_was_shown() -> None:
    announced = calendar().with_edition(2027, True, [date(2027, 6, 9)], [date(2027, 6, 5), date(2027, 6, 6)])

    assert announced.states[-1].after(FRIDAY, 5) == date(2027, 6, 10)
    assert ask(RESULTS | {"ended_on": "2027-06-04"}, calendar=announced)["due"] == date(2027, 6, 14)


def test_each_verification_day_keeps_the_latest_date_that_was_shown() -> None:
    announced = calendar().with_edition(2014, True, [date(2014, 5, 12)], [date(2014, 5, 25)])

    asked = SESSIONS | {"year": 2014, "month": 5}
    assert ask(asked)["days"] == [date(2014, 5, day) for day in (12, 15, 20, 26, 30)]
    assert ask(asked, calendar=announced)["days"] == [date(2014, 5, day) for day in (13, 15, 20, 26, 30)]


def test_a_year_that_is_added_later_is_judged_by_its_own_editions_only() -> None:
    added = calendar().with_edition(2028, False, [date(2028, 1, 3)], [])

    assert "no 2028" in ask(RESULTS | {"ended_on": "2027-12-30"})["error"]
    assert ask(RESULTS | {"ended_on": "2027-12-30"}, calendar=added)["due"] == date(2028, 1, 7)
    assert [one["year"] for one in ask(RESULTS | {"ended_on": "2027-12-30"}, calendar=added)["warnings"]] == [
        2027,
        2028,
    ]


days_of_2027 = st.integers(0, 364).map(lambda days: date(2027, 1, 1) + timedelta(days=days))
lists_of_days = st.lists(days_of_2027, max_size=40, unique=True)


@settings(max_examples=200, deadline=None)
@given(days_of_2027.filter(lambda day: day.month < 12), st.lists(st.tuples(lists_of_days, lists_of_days), max_size=4))
def test_no_edition_ever_moves_a_date_earlier(day: date, editions: list[tuple[list[date], list[date]]]) -> None:
    known = calendar()
    shown = [(known.after(day, 5), known.first_from(day))]
    for holidays, worked in editions:
        known = known.with_edition(2027, True, holidays, worked)
        shown.append((known.after(day, 5), known.first_from(day)))

    assert shown == sorted(shown, key=lambda dates: dates[0])
    assert shown == sorted(shown, key=lambda dates: dates[1])


def test_an_edition_leaves_the_calendar_it_was_added_to_as_it_was() -> None:
    before = calendar()

    after = before.with_edition(2027, True, [], [])

    assert (len(before.states), len(after.states)) == (1, 2)
    assert before.editions[2027].holidays
    assert not before.editions[2027].is_confirmed
    assert after.editions[2027].is_confirmed
    assert after.editions[2014] == before.editions[2014]
    assert hash(before) == hash(Calendar(before.states))


FAULTS = [
    ([date(2027, 1, 2)], [], ("holidays", date(2027, 1, 2), "weekend")),
    ([], [date(2027, 1, 4)], ("worked", date(2027, 1, 4), "weekday")),
    ([date(2026, 1, 1)], [], ("holidays", date(2026, 1, 1), "is not in 2027")),
    ([], [date(2028, 1, 1)], ("worked", date(2028, 1, 1), "is not in 2027")),
    ([date(2027, 1, 2)], [date(2027, 1, 2)], ("holidays", date(2027, 1, 2), "both")),
]


@pytest.mark.parametrize(("holidays", "worked", "fault"), FAULTS)
def test_a_faulty_day_of_an_edition_is_told(holidays: list[date], worked: list[date], fault: tuple[Any, ...]) -> None:
    found = check_year(2027, holidays, worked)

    assert [(one["field"], one["day"]) for one in found] == [fault[:2]]
    assert fault[2] in found[0]["text_en"]
    assert fault[1].isoformat() in found[0]["text"]


def test_sound_editions_have_no_fault() -> None:
    for year, edition in calendar().editions.items():
        assert check_year(year, edition.holidays, edition.worked) == []


def test_a_faulty_table_of_holidays_is_refused_with_file_and_line(tmp_path: Path) -> None:
    path = tmp_path / "workdays.toml"
    path.write_text("[2030]\nconfirmed = true\nholidays = [2030-01-05]\n")

    with pytest.raises(BookFault, match=r"workdays\.toml:3: 2030\.holidays: 2030-01-05 is on a weekend"):
        read_calendar(Source(path))


def test_a_year_that_is_none_is_refused_with_file_and_line(tmp_path: Path) -> None:
    path = tmp_path / "workdays.toml"
    path.write_text("[next]\nconfirmed = false\nholidays = [2030-01-01]\n")

    with pytest.raises(BookFault, match=r"workdays\.toml:1: next: must be a year"):
        read_calendar(Source(path))
