"""Which years an application brings, by rule set and day; each with a sentence that stands in its document."""

from __future__ import annotations

import datetime
import re
from pathlib import Path

import pytest

from policies.shelf import shelf
from verification.packs.rules import FILE, PackFault, PackRule, pack_rules, read_rules, rule_for

TEXTS = re.sub(r"\s", "", "".join(path.read_text() for path in Path("policies/sources").glob("*.txt")))
RULES = [rule for rules in pack_rules().values() for rule in rules]


def test_every_rule_set_says_it_for_every_day_it_covers() -> None:
    assert pack_rules().keys() == shelf().books.keys()
    for name, book in shelf().books.items():
        first = max(book.first_year, 2016) if name == "XZ-2016" else book.first_year
        for year in range(first, min(book.last_year or 2030, 2030) + 1):
            for day in (datetime.date(year, 1, 1), datetime.date(year, 12, 31)):
                assert rule_for(name, day) is not None, (name, day)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: f"{rule.ruleset}-{rule.applied_from.year}")
def test_quoted_sentences_stand_in_a_document(rule: PackRule) -> None:
    for said in rule.said:
        assert re.sub(r"\s", "", said.quote) in TEXTS


def test_from_2019_on_only_the_year_of_the_application() -> None:
    last, first = (rule_for("GD-2018", day) for day in (datetime.date(2018, 12, 31), datetime.date(2019, 1, 1)))

    assert last is not None
    assert first is not None
    assert (last.years.which, last.years.is_own) == ("since_title", True)
    assert (first.years.which, first.years.is_own, first.years.rule) == ("application", False, "H-15")
    assert rule_for("GZ-2012", datetime.date(2016, 5, 1)).years.which == "cycle"  # type: ignore[union-attr]
    assert rule_for("nowhere", datetime.date(2016, 5, 1)) is None


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("[[XZ-2016]]\napplied", "[[XX-2016]]\napplied"),
        ('cite = "XZ16 二.4"', 'cite = "XX16 二.4"'),
        ('cite = "XZ16 二.4"\n', ""),
        ('quote = "专业技术人员继续教育证书"', 'quote = " "'),
        ('which = "before"', 'which = "whenever"'),
        ('parts = ["certificate", "public", "form", "proofs"]', 'parts = ["certificate", "form"]'),
        ("[[XZ-2016]]\napplied_from", "[[XZ-2016]]\nfrom"),
    ],
    ids=["rule set", "document", "no citation", "no quote", "years", "parts", "key"],
)
def test_what_is_not_sound_is_refused(before: str, after: str) -> None:
    text = FILE.read_text()
    assert before in text
    text = text.replace("[XZ-2016.", "[XX-2016.") if "XX-2016" in after else text

    with pytest.raises(PackFault):
        read_rules(text.replace(before, after))
