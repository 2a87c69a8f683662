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
    last_makeup_day,
    read_ways,
    rulesets_open_on,
    way_of,
    ways,
    years_made_up_on,
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


def test_public_subject_of_2018_alone_may_be_made_up_and_recognized_until_the_end_of_july() -> None:
    assert last_makeup_day(2018) == datetime.date(2019, 7, 31)
    assert (last_makeup_day(2017), last_makeup_day(2019), last_makeup_day(2012)) == (None, None, None)
    assert years_made_up_on(datetime.date(2019, 7, 31)) == [2018]
    assert years_made_up_on(datetime.date(2019, 8, 1)) == years_made_up_on(datetime.date(2018, 12, 31)) == []


def test_shantou_closes_with_2014_and_quotes_its_notice() -> None:
    closing = ways()["ST-2014"].closing
    assert closing is not None
    assert closing.on == datetime.date(2014, 12, 31)
    assert bare(closing.quote) in bare(TEXTS)
    assert [name for name, way in ways().items() if way.closing] == ["ST-2014"]


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
