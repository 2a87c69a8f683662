"""The time line of any number of books and places."""

from __future__ import annotations

from copy import copy
from datetime import date

import pytest
from django.utils import translation

from policies.shelf import Shelf, shelf
from rules.reading import shelves
from rules.reading.time_line import Span, stacked, text_width, time_line

TODAY = date(2026, 7, 2)


def span(name: str, first: int, last: int | None = None, lane: str = "广东省", confirmed: bool = True) -> Span:
    return Span(name, f"{name} 的规则", lane, first, last, confirmed, f"/rules/{name}/")


def ids(rows: list[list[Span]]) -> list[list[str]]:
    return [[one.id for one in row] for row in rows]


def test_books_that_follow_each_other_share_a_row() -> None:
    assert ids(stacked([span("B", 2018, 2020), span("A", 2010, 2017)])) == [["A", "B"]]


def test_a_gap_between_books_stays_empty() -> None:
    drawn = time_line([span("A", 2010, 2011), span("B", 2015, 2016)], TODAY)

    first, second = drawn.lanes[0].bars
    assert second.x - (first.x + first.width) > 3 * first.width / 2


def test_books_that_overlap_stand_in_rows_of_their_own() -> None:
    rows = stacked([span("A", 2010, 2015), span("B", 2012, 2013), span("C", 2014), span("D", 2016)])

    assert ids(rows) == [["A", "D"], ["B", "C"]]


def test_nothing_follows_a_book_without_an_end() -> None:
    assert ids(stacked([span("A", 2010), span("B", 2030)])) == [["A"], ["B"]]


def test_lanes_lie_below_each_other_and_leave_room_for_their_rows() -> None:
    drawn = time_line([span("A", 2010), span("B", 2012), span("C", 2011, lane="徐州市")], TODAY)

    heights = [bar.y for lane in drawn.lanes for bar in lane.bars]
    assert [lane.name for lane in drawn.lanes] == ["广东省", "徐州市"]
    assert heights == sorted(set(heights))
    assert drawn.height > heights[-1] + 26


def test_every_bar_lies_between_the_names_and_the_edge() -> None:
    drawn = time_line([span("A", 2010, 2012), span("B", 2013), span("C", 1999, 2035, lane="徐州市")], TODAY)

    for lane in drawn.lanes:
        for bar in lane.bars:
            assert text_width(lane.name) < bar.x
            assert bar.x + bar.width <= drawn.width


def test_today_stands_where_its_part_of_the_year_has_passed() -> None:
    drawn = time_line([span("A", 2016)], TODAY)
    year = {tick.year: tick.x for tick in drawn.ticks}

    assert drawn.today_x == pytest.approx((year[2026] + drawn.width) / 2, abs=2)


def test_a_book_of_the_future_widens_the_line_beyond_today() -> None:
    drawn = time_line([span("A", 2030)], TODAY)

    assert drawn.today_x < drawn.lanes[0].bars[0].x


def test_a_short_bar_has_the_end_of_its_name_or_none() -> None:
    long_line = [span("X-2000", 2000, 2016), span("GZ-2017", 2017, 2017), span("A-VERY-LONG-ONE", 2018, 2018)]

    labels = [bar.label for bar in time_line(long_line, TODAY).lanes[0].bars]

    assert labels == ["X-2000", "", "ONE"]
    assert time_line([span("X", 2010, 2016), span("GZ-2017", 2017, 2017)], TODAY).lanes[0].bars[1].label == "2017"


def test_no_books_are_no_lanes() -> None:
    assert time_line([], TODAY).lanes == []


def test_the_line_has_few_years_however_long_it_is() -> None:
    assert len(time_line([span("A", 1900)], TODAY).ticks) <= 10


def test_the_year_under_the_word_for_today_is_not_named() -> None:
    named = {tick.year: tick.is_named for tick in time_line([span("A", 2010)], date(2026, 11, 20)).ticks}

    assert (named[2024], named[2026]) == (True, False)


def test_our_books_stand_by_place_with_the_chosen_one_marked() -> None:
    drawn = shelves.drawn(TODAY, here="GZ-2012")

    bars = {bar.span.id: bar for lane in drawn.lanes for bar in lane.bars}
    assert len(drawn.lanes) == 5
    assert set(bars) == set(shelf().books)
    assert [name for name, bar in bars.items() if bar.is_here] == ["GZ-2012"]
    assert [name for name, bar in bars.items() if not bar.span.is_confirmed] == ["GD-2021"]


def test_a_book_of_several_places_stands_in_each_of_their_lanes(monkeypatch: pytest.MonkeyPatch) -> None:
    moved = copy(shelf().books["XZ-2016"])
    moved.places = ("320300", "320100")
    ours = Shelf({}, [shelf().books["GD-2010"], moved])
    monkeypatch.setattr(shelves, "shelf", lambda: ours)

    with translation.override("en"):
        lanes = {lane.name: [bar.span.id for bar in lane.bars] for lane in shelves.drawn(TODAY).lanes}

    assert lanes == {"Guangdong": ["GD-2010"], "Nanjing": ["XZ-2016"], "Xuzhou": ["XZ-2016"]}


@pytest.mark.parametrize(
    ("year", "expected"),
    [
        (2009, {}),
        (2014, {"GD-2010": ["Guangdong"], "GZ-2012": ["Guangzhou"], "ST-2014": ["Shantou"]}),
        (2017, {"GD-2010": ["Guangdong", "Shantou"], "GZ-2017": ["Guangzhou"], "XZ-2016": ["Xuzhou"]}),
        (
            2026,
            {
                "GD-2021": ["Guangdong", "Guangzhou", "Shantou"],
                "GD-2018-ACC": ["Guangdong, accounting"],
                "XZ-2016": ["Xuzhou"],
            },
        ),
    ],
)
def test_what_is_in_force_is_told_by_place(year: int, expected: dict[str, list[str]]) -> None:
    with translation.override("en"):
        found = {rules.book.id: list(rules.lanes) for rules in shelves.in_force(year)}

    assert found == expected
