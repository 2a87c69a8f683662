"""Every rule set says how it verifies a year, with a sentence that stands in its document."""

from __future__ import annotations

import datetime
import re
from pathlib import Path

import pytest

from policies.shelf import shelf
from verification.enums import Way
from verification.ways import (
    WayFault,
    automatic_rulesets,
    last_grace_day,
    read_ways,
    rulesets_open_on,
    way_of,
    ways,
)

TEXTS = "".join(path.read_text() for path in Path("policies/sources").glob("*.txt"))


def bare(text: str) -> str:
    return re.sub(r"\s", "", text)


def test_every_rule_set_has_its_way() -> None:
    assert ways().keys() == shelf().books.keys()


@pytest.mark.parametrize("ruleset", ways())
def test_quoted_sentence_stands_in_a_document(ruleset: str) -> None:
    assert bare(ways()[ruleset].quote) in bare(TEXTS)


def test_xuzhou_reviews_shantou_has_its_days_and_the_others_pass_by_themselves() -> None:
    assert (way_of("XZ-2016"), way_of("ST-2014"), way_of("GZ-2017")) == (Way.REVIEW, Way.DAYS, Way.AUTOMATIC)
    assert way_of("nowhere") is None
    assert "ST-2014" not in automatic_rulesets()


def test_days_of_grace_last_until_the_end_of_january() -> None:
    assert last_grace_day(2025) == datetime.date(2026, 1, 31)
    assert "GD-2021" in rulesets_open_on(datetime.date(2026, 1, 31), 2025)
    assert rulesets_open_on(datetime.date(2026, 2, 1), 2025) == []


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("[NO-1]\nway = 'automatic'", "NO-1: no book"),
        ("[GD-2021]\nway = 'by lot'\nrule = 'x'\ncite = 'x'\nquote = 'x'", "GD-2021"),
        ("[GD-2021]\nway = 'review'", "GD-2021"),
        ("[GD-2021]\nway = 'review'\nrule = 'x'\ncite = 'x'\nquote = 'x'\ngrace = '02-31'", "GD-2021"),
        ("[GD-2021]\nway = 'review'\nrule = 'x'\ncite = 'x'\nquote = 'x'\nelse = 1", "GD-2021"),
    ],
)
def test_unsound_file_is_refused(text: str, problem: str) -> None:
    with pytest.raises(WayFault, match=problem):
        read_ways(text)
