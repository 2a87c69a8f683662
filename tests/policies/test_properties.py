"""What holds for every sound question, whatever its records."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from policies.asking import ask
from policies.shelf import shelf
from tests.policies.questions import annual_questions, cycle_questions, questions_with_doubles, records_of

Question = dict[str, Any]
many = settings(max_examples=300, deadline=None)


@many
@given(annual_questions() | questions_with_doubles() | cycle_questions())
def test_hours_are_never_negative(question: Question) -> None:
    answer = ask(question)

    figures = [*answer["counted"].values(), *answer["shortfall"].values(), *(r["hours"] for r in answer["records"])]
    assert min(figures) >= 0


@many
@given(annual_questions() | questions_with_doubles() | cycle_questions())
def test_every_figure_is_the_sum_of_its_reasons(question: Question) -> None:
    answer = ask(question)

    for record in answer["records"]:
        assert record["hours"] == sum(one["hours"] for one in record["because"])
        if question["ask"] == "annual":
            assert record["hours"] == record["by_year"].get(str(question["year"]), 0)
    assert answer["counted"]["total"] == sum(record["hours"] for record in answer["records"])
    assert answer["counted"]["total"] == sum(answer["counted"][line] for line in ("public", "specialty", "elective"))
    assert answer["required"] == {one["line"]: one["hours"] for one in answer["because"]}


@many
@given(annual_questions() | questions_with_doubles() | cycle_questions())
def test_outcome_and_shortfall_follow_from_what_is_required_and_counted(question: Question) -> None:
    answer = ask(question)

    short = {line: floor - answer["counted"][line] for line, floor in answer["required"].items()}
    assert answer["shortfall"] == {line: hours for line, hours in short.items() if hours > 0}
    assert answer["outcome"] == ("fail" if answer["shortfall"] else "pass")


@many
@given(annual_questions())
def test_no_cap_is_exceeded(question: Question) -> None:
    answer = ask(question)

    book = shelf().books[answer["ruleset"]]
    filled: Counter[tuple[str, str]] = Counter()
    for given_record, record in zip(question["records"], answer["records"], strict=True):
        for conversion in book.conversions.get(given_record["activity"], ()):
            if conversion.pool:
                filled.update({(conversion.pool, year): hours for year, hours in record["by_year"].items()})
                break
        if any(conversion.most_years for conversion in book.conversions.get(given_record["activity"], ())):
            assert sum(record["by_year"].values()) <= 2 * answer["required"]["total"] or "hours" in given_record
    assert all(hours <= book.pools[pool].hours for (pool, _), hours in filled.items())
    assert answer["counted"]["mandatory"] <= answer["counted"]["specialty"]


@many
@given(annual_questions() | cycle_questions(), st.data())
def test_one_more_record_never_lowers_a_line(question: Question, data: st.DataObject) -> None:
    before = ask(question)["counted"]
    question["records"].append(data.draw(records_of(question.get("year", 2015), "one more")))

    after = ask(question)["counted"]

    assert all(after[line] >= before[line] for line in ("total", "public", "specialty", "elective"))


@many
@given(questions_with_doubles())
def test_what_is_there_twice_counts_once(question: Question) -> None:
    """Of records with one identifier, of one event, and of one public course, one at most has hours."""
    answer = ask(question)

    with_hours = [
        given_record
        for given_record, record in zip(question["records"], answer["records"], strict=True)
        if record["by_year"]
    ]
    for key_of in (_external_id, _event, _public_course):
        keys = Counter(key for record in with_hours if (key := key_of(record)))
        assert max(keys.values(), default=1) == 1


def _external_id(record: dict[str, Any]) -> Any:
    return record["external_id"]


def _event(record: dict[str, Any]) -> Any:
    return record["activity"], record["course"], record["end"]


def _public_course(record: dict[str, Any]) -> Any:
    return record["category"] == "public" and record["course"]


@many
@given(annual_questions() | cycle_questions(), st.randoms())
def test_order_of_the_records_does_not_matter(question: Question, random: Any) -> None:
    before = ask(question)
    random.shuffle(question["records"])

    after = ask(question)

    assert {line: before[line] for line in ("counted", "shortfall", "outcome")} == {
        line: after[line] for line in ("counted", "shortfall", "outcome")
    }


@many
@given(annual_questions())
def test_the_same_question_has_the_same_answer_and_keeps_as_it_was(question: Question) -> None:
    asked = repr(question)

    first, second = ask(question), ask(question)

    assert first == second
    assert repr(question) == asked


def test_same_project_is_the_only_way_to_lose_by_more() -> None:
    """One side of a project counts (X-17): a patent that outweighs the award takes its place, and never adds to it."""
    award = {"id": "a", "activity": "award", "end": "2015-06-01", "level": "city", "grade": 2, "project": "K"}
    patent = {"id": "b", "activity": "patent", "end": "2015-06-01", "kind": "invention", "project": "K"}
    question = {"id": "q", "ask": "annual", "place": "320300", "year": 2015, "records": [award, patent]}

    hours = {record["id"]: record["hours"] for record in ask(question)["records"]}

    assert hours == {"a": Decimal(0), "b": Decimal(48)}
