"""C-1, A-01 … A-04; the cases F of the worked examples."""

from __future__ import annotations

import datetime

import pytest

from audit.actors import SYSTEM
from certificates.numbers import NumberFault, compose, issuer_code, parse
from people.divisions.services import load_divisions
from people.enums import Level
from people.models import Bureau, Division

DAY = datetime.date(2014, 12, 20)


@pytest.mark.parametrize(
    ("code", "year", "sequence", "expected"),
    [
        ("440105", 2013, 1, "44010513000001"),  # F1
        ("440105", 2014, 1, "44010514000001"),  # F2: starts anew each year
        ("440100", 2014, 123, "44010014000123"),  # F3
        ("440000", 2014, 1, "44000014000001"),  # F4
        ("441900", 2014, 57, "44190014000057"),  # F5
        ("440511", 2012, 8, "44051112000008"),  # F6
    ],
)
def test_number_is_composed_as_in_the_worked_examples(code: str, year: int, sequence: int, expected: str) -> None:
    assert compose(code, year, sequence, book="GD-2010") == expected


def test_xuzhou_composes_in_the_same_way_under_its_own_province() -> None:
    assert compose("320371", 2025, 12, book="") == "32037125000012"
    parsed = parse("32037125000012")
    assert (parsed.issuer_code, parsed.study_year, parsed.sequence) == ("320371", 2025, 12)
    with pytest.raises(NumberFault):
        parse("33037125000012")


def test_typed_number_is_taken_apart_with_spaces_and_in_full_width() -> None:
    for typed in ("44051114000007", " 440511 14 000007 ", "４４０５１１１４０００００７"):  # F8
        parsed = parse(typed)
        assert (parsed.issuer_code, parsed.study_year, parsed.sequence) == ("440511", 2014, 7)


@pytest.mark.parametrize("typed", ["4401051400001", "4401051400000A", "44010514000000", "33010514000001", ""])  # F9
def test_what_is_no_number_is_refused_in_words(typed: str) -> None:
    with pytest.raises(NumberFault) as refused:
        parse(typed)

    assert refused.value.zh != refused.value.en
    assert "{" not in refused.value.zh + refused.value.en


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("place", "level", "on", "code"),
    [
        ("440183", Level.COUNTY, datetime.date(2013, 12, 20), "440183"),  # F7: 增城
        ("440183", Level.COUNTY, datetime.date(2015, 3, 2), "440118"),
        ("440118", Level.COUNTY, datetime.date(2013, 12, 20), "440183"),
        ("440100", Level.CITY, DAY, "440100"),
        ("440000", Level.PROVINCE, DAY, "440000"),
        ("441900", Level.CITY, DAY, "441900"),
        ("320371", Level.COUNTY, datetime.date(2026, 1, 5), "320371"),
    ],
)
def test_code_is_that_in_force_on_the_day_of_issue(place: str, level: Level, on: datetime.date, code: str) -> None:
    load_divisions(actor=SYSTEM)
    division = Division.objects.filter(code=place).order_by("valid_from").last()
    bureau = Bureau.objects.create(name="测试人社局", division=division, level=level)

    assert issuer_code(bureau, on) == code
