import datetime
from decimal import Decimal

import pytest
import time_machine
from django.template import Context, Template
from django.utils import translation

from ui import formatting

UTC = datetime.UTC
EVENING = datetime.datetime(2026, 11, 20, 1, 5, tzinfo=UTC)  # 9:05 in Shanghai


@pytest.fixture
def english():
    with translation.override("en"):
        yield


@pytest.fixture
def chinese():
    with translation.override("zh-hans"):
        yield


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (Decimal("12"), "12 hours"),
        (Decimal("12.00"), "12 hours"),
        (Decimal("7.50"), "7.5 hours"),
        (Decimal("7.25"), "7.3 hours"),
        (Decimal("1"), "1 hour"),
        (Decimal("0"), "0 hours"),
        (1200, "1,200 hours"),
    ],
)
def test_credit_hours_have_at_most_one_decimal(english, value, text):
    assert formatting.hours_text(value) == text


def test_numbers_are_grouped_by_three_in_both_languages(english):
    assert formatting.number_text(494210) == "494,210"
    with translation.override("zh-hans"):
        assert formatting.number_text(494210) == "494,210"


@pytest.mark.parametrize(
    ("share", "text"), [(0, "0%"), (0.001, "1%"), (0.614, "61%"), (0.999, "99%"), (1, "100%"), (1.2, "120%")]
)
def test_percent_is_neither_complete_nor_nothing_before_its_time(share, text):
    assert formatting.percent_text(share) == text


def test_dates_are_written_as_people_write_them_there(chinese):
    assert formatting.date_text(datetime.date(2026, 1, 5)) == "2026年1月5日"
    assert formatting.date_time_text(EVENING) == "2026年11月20日 9:05"


def test_dates_in_english_put_the_day_first(english):
    assert formatting.date_text(datetime.date(2026, 11, 20)) == "20 November 2026"
    assert formatting.date_time_text(EVENING) == "20 November 2026, 9:05"


def test_day_is_that_of_shanghai_not_of_greenwich(english):
    assert formatting.date_text(datetime.datetime(2026, 12, 31, 16, 30, tzinfo=UTC)) == "1 January 2027"


@pytest.mark.parametrize(
    ("seconds", "text"),
    [
        (0, "0 s"),
        (53.4, "53 s"),
        (60, "1 min"),
        (125, "2 min 5 s"),
        (3600, "1 h"),
        (12_000, "3 h 20 min"),
        (93_600, "1 day 2 h"),
        (-5, "0 s"),
    ],
)
def test_duration_names_its_two_largest_units(english, seconds, text):
    assert formatting.duration_text(seconds) == text


@time_machine.travel(EVENING, tick=False)
@pytest.mark.parametrize(
    ("passed", "text"),
    [
        ({"seconds": 20}, "just now"),
        ({"minutes": 1}, "1 minute ago"),
        ({"minutes": 59}, "59 minutes ago"),
        ({"hours": 3}, "3 hours ago"),
        ({"days": 29}, "29 days ago"),
        ({"days": 30}, "21 October 2026"),
    ],
)
def test_time_ago_becomes_a_date_after_a_month(english, passed, text):
    assert formatting.time_ago_text(EVENING - datetime.timedelta(**passed)) == text


@time_machine.travel(EVENING, tick=False)
def test_waiting_is_counted_in_days_of_the_calendar(english):
    late_yesterday = datetime.datetime(2026, 11, 19, 15, 59, tzinfo=UTC)  # 23:59 in Shanghai

    assert formatting.waiting_text(late_yesterday) == "for 1 day"
    assert formatting.waiting_text(EVENING) == "since today"


def test_filters_keep_figure_and_unit_on_one_line(english):
    template = Template("{{ hours|hours }} {{ day|date_long }} {{ nothing|hours }}{{ nothing|date_time }}")

    html = template.render(Context({"hours": 12, "day": datetime.date(2026, 11, 20), "nothing": None}))

    assert html == (
        '<span class="nowrap">12 hours</span> <time class="nowrap" datetime="2026-11-20">20 November 2026</time> '
    )


def test_progress_says_how_fast_and_how_long(english):
    html = Template("{% progress 60000 100000 label='Check' unit='rows' rate=4100 seconds_left=10 %}").render(Context())

    assert "60,000 of 100,000 rows" in html
    assert "4,100 rows per second, about 10 s left" in html
    assert 'aria-valuenow="60"' in html


def test_progress_of_unknown_length_only_counts(english):
    html = Template("{% progress 12 None label='Check' %}").render(Context())

    assert "12 done" in html
    assert "aria-valuenow" not in html
