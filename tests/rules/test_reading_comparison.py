from __future__ import annotations

import copy
from typing import Any

import pytest
from django.utils import translation

from policies.books import Book
from policies.shelf import shelf
from rules.reading.comparing import Comparison, Row, compare
from tests.rules.pages import page, text


@pytest.fixture(autouse=True)
def in_english():  # type: ignore[no-untyped-def]
    with translation.override("en"):
        yield


def changed(book_id: str, section: str, position: int, **values: Any) -> Book:
    """A rule set that differs from ours in these values only."""
    book = copy.copy(shelf().books[book_id])
    book.table = copy.deepcopy(book.table)
    book.table[section][position] |= values
    return book


def differing(comparison: Comparison) -> list[tuple[str, str, str]]:
    return [
        (section.name, row.topic, row.state)
        for section in comparison.without_what_is_the_same().sections
        for row in section.rows
    ]


def row_of(comparison: Comparison, section: str, topic: str) -> Row:
    rows = next(one.rows for one in comparison.sections if one.name == section)
    return next(row for row in rows if row.topic == topic)


def test_a_rule_set_is_the_same_as_itself() -> None:
    comparison = compare(shelf().books["XZ-2016"], shelf().books["XZ-2016"])

    assert comparison.all_rows > 40
    assert differing(comparison) == []


def test_a_changed_value_is_marked_and_nothing_else() -> None:
    ours = shelf().books["GD-2010"]
    place = next(n for n, item in enumerate(ours.table["convert"]) if item["activities"] == ["practice"])

    comparison = compare(ours, changed("GD-2010", "convert", place, hours=7))

    row = row_of(comparison, "convert", "Practical activity")
    assert differing(comparison) == [("convert", "Practical activity", "different")]
    for statements, words in ((row.left, "6 hours"), (row.right, "7 hours")):
        assert [(figure.words, figure.differs) for each in statements for figure in each.figures] == [(words, True)]


def test_only_the_figure_that_differs_is_marked_in_its_sentence() -> None:
    ours = shelf().books["XZ-2016"]
    place = next(n for n, item in enumerate(ours.table["convert"]) if item["activities"] == ["monograph"])

    comparison = compare(ours, changed("XZ-2016", "convert", place, characters=2000))

    row = row_of(comparison, "convert", "Monograph")
    marks = {figure.words: figure.differs for statement in row.left for figure in statement.figures}
    assert marks == {"3 hours": False, "1000 characters": True, "144 hours": False}


def test_a_changed_condition_is_a_difference_without_any_figure() -> None:
    ours = shelf().books["GZ-2012"]
    place = next(n for n, item in enumerate(ours.table["convert"]) if item["activities"] == ["skills"])

    comparison = compare(ours, changed("GZ-2012", "convert", place, only={"host": ["base"]}))

    assert differing(comparison) == [("convert", "Vocational skills training", "different")]


def test_a_changed_step_is_a_difference() -> None:
    ours = shelf().books["XZ-2016"]

    comparison = compare(ours, changed("XZ-2016", "routes", 0, steps=[{"by": "employer", "act": "recognition"}]))

    assert [topic for section, topic, _ in differing(comparison)] == ["Recognition of hours: Public subjects"]


def test_a_switched_default_is_a_difference() -> None:
    ours = shelf().books["ST-2014"]
    place = next(n for n, choice in enumerate(ours.table["choices"]) if choice["id"] == "A-23")
    switched = changed("ST-2014", "choices", place, value="required", alternatives=["left_out"])
    switched.choices = ours.choices | {"A-23": "required"}

    comparison = compare(ours, switched)

    assert [(section, topic) for section, topic, _ in differing(comparison)] == [
        ("routes", "Recognition of hours: Specialty subjects"),
        ("open", "Does the industry authority recognize specialty hours first?"),
    ]


def test_what_only_one_of_them_has_is_told_by_side() -> None:
    comparison = compare(shelf().books["GD-2010"], shelf().books["GZ-2012"])

    states = {(section, topic): state for section, topic, state in differing(comparison)}
    assert states["convert", "Vocational skills training"] == "only_right"
    assert states["cycle", "Years of the cycle"] == "only_right"
    mirrored = compare(shelf().books["GZ-2012"], shelf().books["GD-2010"])
    assert ("convert", "Vocational skills training", "only_left") in differing(mirrored)


def test_the_same_hours_told_in_other_places_are_no_other_hours() -> None:
    comparison = compare(shelf().books["GD-2010"], shelf().books["GZ-2012"])

    row = row_of(comparison, "convert", "Paper, Research project")
    assert [figure.differs for statement in row.left for figure in statement.figures] == [False, False]


def test_activities_that_both_books_treat_alike_share_a_row() -> None:
    comparison = compare(shelf().books["GD-2010"], shelf().books["XZ-2016"])

    topics = [row.topic for section in comparison.sections if section.name == "convert" for row in section.rows]
    assert {"Paper", "Research project", "Monograph", "Patent"} <= set(topics)
    assert len(topics) == len(set(topics))


def test_the_page_marks_differences_in_words_and_shapes() -> None:
    found = page("/rules/compare/?a=GD-2018&b=GD-2021")

    assert "At least 72 hours a year." in text(found)
    assert "<ins>90 hours</ins>" in found
    assert "≠ different" in text(found)
    assert "＝ the same" in text(found)


def test_only_what_differs_can_be_shown() -> None:
    everything = page("/rules/compare/?a=GD-2018&b=GD-2021")
    differences = page("/rules/compare/?a=GD-2018&b=GD-2021&only=on")

    assert "7 of 39 points differ." in text(everything)
    assert "7 of 39 points differ." in text(differences)
    assert differences.count("compare__row--different") == everything.count("compare__row--different") == 7
    assert "compare__row--same" in everything
    assert "compare__row--same" not in differences


def test_a_rule_set_is_offered_beside_the_one_it_builds_on() -> None:
    found = page("/rules/compare/?a=GZ-2012")

    assert '<option value="GZ-2012" selected>' in found
    assert '<option value="GD-2010" selected>' in found


@pytest.mark.parametrize("query", ["", "?a=XZ-2016", "?a=NO-1", "?b=GD-2010"])
def test_the_form_can_be_opened_from_anywhere(query: str) -> None:
    found = page(f"/rules/compare/{query}")

    assert found.count(" selected>") >= 1
    assert "points differ" not in text(found)


@pytest.mark.parametrize(
    ("query", "problem"),
    [
        ("a=GD-2010&b=GD-2010", "Choose two different rule sets."),
        ("a=GD-2010&b=NO-1", "NO-1 is not one of the available choices."),
        ("a=&b=GD-2010", "This field is required."),
    ],
)
def test_a_wrong_choice_is_explained(query: str, problem: str) -> None:
    found = text(page(f"/rules/compare/?{query}"))

    assert problem in found
    assert "points differ" not in found
