from __future__ import annotations

import pytest

from rules.calculator.drafts import KEYS, MOST_ACTIVITIES, Drafts, identities, read_drafts
from rules.calculator.vocabulary import FACTS

NEW = {"end": "2026-11-21"}
THREE = {"a1": "patent", "a2": "award", "pj2": "1", "a3": "class", "h3": "8", "co3": "2"}


def read(query: dict[str, str]) -> Drafts:
    return read_drafts(query, FACTS, NEW)


def activities_of(drafts: Drafts) -> list[tuple[int, str]]:
    return [(draft.number, draft.activity) for draft in drafts.all]


def test_address_holds_activities_with_their_facts():
    drafts = read(THREE)

    assert activities_of(drafts) == [(1, "patent"), (2, "award"), (3, "class")]
    assert drafts.all[2].given == {"hours": "8", "course": "2"}
    assert not drafts.has_acted


def test_every_fact_has_a_short_name_of_its_own():
    facts = {fact for of_activity in FACTS.values() for fact in of_activity}

    assert facts <= {*KEYS}
    assert len({*KEYS.values()}) == len(KEYS)


def test_gaps_are_closed_and_references_follow():
    drafts = read({"a2": "patent", "a7": "award", "pj7": "2"})

    assert activities_of(drafts) == [(1, "patent"), (2, "award")]
    assert drafts.all[1].given == {"project": "1"}


def test_added_activity_stands_last_with_a_day():
    drafts = read(THREE | {"add": "meeting"})

    assert activities_of(drafts)[-1] == (4, "meeting")
    assert drafts.all[-1].given == NEW
    assert drafts.has_acted
    assert drafts.acted_on == 4


def test_copy_stands_behind_its_original_and_references_still_mean_the_same():
    drafts = read(THREE | {"copy": "1"})

    assert activities_of(drafts) == [(1, "patent"), (2, "patent"), (3, "award"), (4, "class")]
    assert drafts.all[2].given == {"project": "1"}
    assert drafts.all[3].given["course"] == "3"
    assert drafts.acted_on == 2


def test_removing_drops_the_references_to_what_is_gone():
    drafts = read(THREE | {"remove": "1"})

    assert activities_of(drafts) == [(1, "award"), (2, "class")]
    assert drafts.all[0].given == {"project": ""}
    assert drafts.all[1].given["course"] == "1"


def test_no_more_activities_than_a_link_can_hold():
    full = {f"a{number}": "class" for number in range(1, MOST_ACTIVITIES + 1)}

    added, copied, beyond = read(full | {"add": "class"}), read(full | {"copy": "3"}), read(full | {"a31": "class"})

    assert len(added.all) == len(copied.all) == len(beyond.all) == MOST_ACTIVITIES
    assert added.is_full
    assert beyond.left_out == 1


@pytest.mark.parametrize(
    "query",
    [
        {"a0": "class"},
        {"a1": "nonsense"},
        {"a1000": "class"},
        {"h1": "8"},
        {"add": "nonsense"},
        {"copy": "9"},
        {"remove": "first"},
        {"a٣": "class"},
    ],
)
def test_nonsense_is_no_activity(query):
    assert read(query).all == []


@pytest.mark.parametrize(
    ("references", "named"),
    [
        ({1: "", 2: ""}, {}),
        ({1: "", 2: "1"}, {1: "1", 2: "1"}),
        ({1: "3", 2: "3", 3: ""}, {1: "3", 2: "3", 3: "3"}),
        ({1: "", 2: "1", 3: "2"}, {1: "1", 2: "1", 3: "1"}),
        ({1: "2", 2: "1"}, {1: "1", 2: "1"}),
        ({1: "2", 2: "3", 3: "2"}, {1: "2", 2: "2", 3: "2"}),
        ({1: "1"}, {1: "1"}),
        ({1: "own 1", 2: "1", 3: ""}, {1: "own 1", 2: "own 1"}),
        ({1: "7"}, {1: "7"}),
    ],
)
def test_what_is_the_same_has_one_name(references, named):
    assert identities(references) == named
