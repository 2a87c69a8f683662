from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ui.charts import (
    Bar,
    HeatRow,
    HeatTable,
    LineChart,
    Part,
    Ring,
    Series,
    Sparkline,
    heat_level,
    keep_apart,
    percentage,
    round_above,
)


@pytest.mark.parametrize(
    ("share", "text"), [(0, "0%"), (0.5, "50%"), (1, "100%"), (1 / 3, "33.33%"), (1.7, "100%"), (-1, "0%")]
)
def test_percentage_stays_within_the_drawing(share, text):
    assert percentage(share) == text


def test_parts_of_a_bar_are_laid_end_to_end():
    bar = Bar([Part("passed", 50, "passed"), Part("short", 30, "short"), Part("waiting", 20, "waiting")], scale=200)

    assert [(each.start, each.length) for each in bar.stretches] == [("0%", "25%"), ("25%", "15%"), ("40%", "10%")]


def test_bar_with_a_floor_has_its_ground_up_to_the_floor():
    bar = Bar([Part("specialty", 30, "specialty")], scale=44, floor=42)

    assert bar.tick == bar.ground == "95.45%"
    assert Bar([], scale=44).ground == "100%"


def test_bar_ends_at_the_edge_when_more_was_done_than_fits():
    bar = Bar([Part("public", 30, "public"), Part("pending", 20, "pending"), Part("rest", 1, "rest")], scale=40)

    assert [(each.start, each.length) for each in bar.stretches] == [("0%", "75%"), ("75%", "25%")]


@given(st.lists(st.floats(min_value=0, max_value=1e6), max_size=8), st.floats(min_value=0.1, max_value=1e6))
def test_bar_is_never_longer_than_its_ground(amounts, scale):
    bar = Bar([Part("", amount, "passed") for amount in amounts], scale=scale)

    assert sum(float(each.length.rstrip("%")) for each in bar.stretches) <= 100.05


def test_ring_draws_what_waits_after_what_counts():
    ring = Ring(value=78, required=90, waiting=8)

    assert (ring.value_dash, ring.waiting_dash, ring.waiting_offset) == ("78 12", "8 82", "-78")


def test_ring_is_full_and_not_more_when_the_requirement_is_exceeded():
    ring = Ring(value=96, required=90, waiting=8)

    assert (ring.value_dash, ring.waiting_dash) == ("90 0", "0 90")


@pytest.fixture
def chart():
    return LineChart(
        [Series("2025", [2, 58, 86]), Series("2026", [2, 61, None], is_now=True)],
        ["Jan", "Nov", "Dec"],
        unit="%",
        top=100,
    )


def test_line_ends_where_nothing_is_known_yet(chart):
    last_year, this_year = chart.lines

    assert len(last_year.points.split()) == 3
    assert len(this_year.points.split()) == 2
    assert this_year.end == (chart.x(1), chart.y(61))


def test_scale_runs_from_the_bottom_to_the_top(chart):
    assert chart.y(0) == chart.bottom
    assert chart.y(100) == 12
    assert [tick.text for tick in chart.heights] == ["0%", "25%", "50%", "75%", "100%"]


def test_table_behind_the_lines_has_every_value(chart):
    assert chart.rows == [("Jan", [2, 2]), ("Nov", [58, 61]), ("Dec", [86, None])]


def test_long_axis_shows_every_second_label():
    chart = LineChart([Series("", range(12))], [f"{month}" for month in range(1, 13)])

    assert [tick.text for tick in chart.places] == ["1", "3", "5", "7", "9", "11"]


def test_chart_without_any_value_draws_no_line():
    chart = LineChart([Series("2026", [None, None])], ["Jan", "Feb"])

    assert chart.lines == []
    assert chart.highest == 1


def test_series_of_one_value_does_not_divide_by_zero():
    assert LineChart([Series("2026", [5])], ["Jan"]).lines[0].points == "44.0,91.5"


@pytest.mark.parametrize(("value", "above"), [(0, 1), (7, 8), (61, 80), (100, 100), (101, 200), (494210, 800000)])
def test_top_of_the_scale_is_a_round_number(value, above):
    assert round_above(value) == above


@given(st.lists(st.floats(min_value=0, max_value=250), max_size=12))
def test_labels_never_overlap(heights):
    moved = sorted(keep_apart(heights, 13, lowest=224))

    assert all(below - above >= 13 - 1e-9 for above, below in pairwise(moved))
    assert all(height <= 224 for height in moved)


def test_labels_that_do_not_overlap_stay():
    assert keep_apart([100, 20, 60], 13) == [100, 20, 60]


def test_sparkline_shares_its_steps_with_the_line_behind_it():
    line = Sparkline(values=[0, 50], common=[0, 50, 100])

    assert line.points == "1.0,46.0 80.0,23.0"
    assert line.common_points == "1.0,46.0 80.0,23.0 159.0,0.0"


def test_old_work_is_shaded_more_than_the_same_amount_of_young_work():
    table = HeatTable(["3 days", "30 days", "more"], [1, 3, 4], [HeatRow("Employer", [100, 100, 100])])

    ((_row, cells),) = table.shaded

    assert [cell.level for cell in cells] == [1, 3, 4]
    assert [cell.amount for cell in cells] == [100, 100, 100]


@pytest.mark.parametrize(("amount", "level"), [(10_000, 4), (50, 4), (49, 3), (5, 3), (4, 2), (0, 1)])
def test_small_part_of_all_that_waits_is_shaded_less(amount, level):
    assert heat_level(4, amount, total=10_000) == level


def test_nothing_at_all_is_never_less_than_the_plain_ground():
    assert heat_level(1, 0, total=10_000) == 1
