"""What the ledger tells the finder of courses."""

import datetime
from decimal import Decimal

import pytest

from audit.actors import ANONYMOUS
from records.enums import RecordSource
from records.gaps import gap_of_professional
from tests.factories import LearningRecordFactory, LedgerYearFactory

pytestmark = pytest.mark.django_db


def test_without_a_ledger_everything_of_the_year_is_short(professional):
    gap = gap_of_professional(professional.actor, 2026)

    assert gap.place == "440105"
    assert gap.short == {"total": 90, "public": 30, "specialty": 42, "elective": 18}
    assert [reason.words.split(":")[0] for reason in gap.reasons] == [
        "Public subjects",
        "Specialty subjects",
        "Elective subjects",
    ]
    assert not any(reason.confirmed for reason in gap.reasons)


def test_the_ledger_says_what_is_left(professional, employer):
    LedgerYearFactory(
        professional=professional.user.professional,
        study_year=2019,
        employer=employer,
        place="440105",
        ruleset="GD-2018",
        title_level="none",
        short_total=Decimal(12),
        short_public=Decimal(0),
        short_specialty=Decimal(0),
        short_elective=Decimal(12),
    )

    gap = gap_of_professional(professional.actor, 2019)

    assert gap.short == {"total": 12, "elective": 12}
    assert gap.categories == ["elective"]
    assert [(reason.words, reason.citation) for reason in gap.reasons] == [
        ("Elective subjects: At least 12 hours in 2019", "粤人社办〔2018〕277号 三")
    ]


def test_public_courses_that_counted_are_known(professional):
    she = professional.user.professional
    usual = {"professional": she, "category": "public", "activity": "online", "source": RecordSource.PERSON}
    LearningRecordFactory(**usual, course_key="P-1", ended_on=datetime.date(2025, 5, 1), recognized=True)
    LearningRecordFactory(**usual, course_key="P-2", ended_on=datetime.date(2025, 5, 1))

    assert gap_of_professional(professional.actor, 2026).taken == {"P-1"}


@pytest.mark.parametrize("who", ["hr_clerk", "bureau_clerk", "auditor"])
def test_nobody_else_has_a_gap(who, request):
    assert gap_of_professional(request.getfixturevalue(who).actor, 2026) is None


def test_visitors_have_none():
    assert gap_of_professional(ANONYMOUS, 2026) is None


def test_years_without_a_rule_set_have_none(professional):
    assert gap_of_professional(professional.actor, 2005) is None


def test_the_finder_says_it(professional, client_of):
    page = client_of(professional).get("/courses/").content.decode()

    assert "you are short of 30 hours of public subjects" in page
