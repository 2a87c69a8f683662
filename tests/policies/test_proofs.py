from __future__ import annotations

import pytest

from policies.proofs import proof_rule_for, proof_rules
from policies.records import FACTS
from policies.shelf import shelf
from rules.reading.texts import documents


@pytest.mark.parametrize("entry", proof_rules(), ids=lambda entry: f"{entry.rulesets[0]} {entry.cite}")
def test_each_proof_quotes_its_document_word_for_word(entry):
    code, _space, article = entry.cite.partition(" ")

    assert documents()[code].find(entry.quote, article)


@pytest.mark.parametrize("entry", proof_rules(), ids=lambda entry: f"{entry.rulesets[0]} {entry.cite}")
def test_each_proof_is_of_known_rule_sets_and_activities(entry):
    assert {*entry.rulesets} <= shelf().books.keys()
    assert {*entry.activities} <= FACTS.keys()


@pytest.mark.parametrize("ruleset", shelf().books)
def test_each_rule_set_names_a_proof_for_every_activity(ruleset):
    assert all(proof_rule_for(ruleset, activity) for activity in FACTS)


def test_named_activity_goes_before_the_general_entry():
    assert proof_rule_for("GD-2021", "degree").cite == "GD10 十一"
    assert proof_rule_for("GD-2021", "meeting").cite == "GD10 五"
    assert proof_rule_for("GZ-2012", "paper").names_the_person
