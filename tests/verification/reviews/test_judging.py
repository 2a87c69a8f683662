"""The worked examples H1 to H4 and H27, on rows of the database."""

from __future__ import annotations

import datetime
from decimal import Decimal
from typing import Any

import pytest

from people.models import Employer, Professional
from tests.factories import LearningRecordFactory, ProfessionalFactory, TitleFactory
from verification.reviews.judging import Case

pytestmark = pytest.mark.django_db


def engineer(house: Employer, level: str = "intermediate") -> Professional:
    started_on = datetime.date(2010, 1, 1)
    person: Professional = ProfessionalFactory(employer=house, employer__started_on=started_on)
    TitleFactory(professional=person, level=level, obtained_on=started_on)
    return person


def did(person: Professional, year: int, category: str = "specialty", activity: str = "class", **facts: Any) -> None:
    LearningRecordFactory(
        professional=person,
        recognized=True,
        activity=activity,
        category=category,
        facts=facts,
        ended_on=datetime.date(year, 6, 1),
    )


def judged(person: Professional, year: int) -> tuple[bool, dict[str, Decimal]]:
    single = Case(person, year).single
    assert single is not None
    return single.is_enough, single.short


def test_the_worked_examples_of_a_single_year(house: Employer) -> None:
    h1, h2, h3, h4 = engineer(house), engineer(house, "assistant"), engineer(house), engineer(house)
    did(h1, 2015, "public", hours="24")
    did(h1, 2015, hours="24")
    did(h1, 2015, activity="meeting", level="national", days=2)
    did(h2, 2015, "public", hours="24")
    did(h2, 2015, hours="16", host="university", days=2)
    did(h3, 2015, "public", hours="20")
    did(h3, 2015, hours="60")
    did(h4, 2015, "public", hours="24", passed=False)
    did(h4, 2015, hours="60")

    assert judged(h1, 2015) == (True, {})
    assert judged(h2, 2015) == (True, {})
    assert judged(h3, 2015) == (False, {"public": Decimal(4)})
    assert judged(h4, 2015) == (False, {"total": Decimal(12), "public": Decimal(24)})


def test_the_average_of_an_appointment_is_judged_beside_the_single_year(house: Employer) -> None:
    person = engineer(house)
    for year, hours in ((2013, 76), (2014, 36), (2015, 36)):
        did(person, year, "public", hours="24")
        did(person, year, hours=str(hours))
    case = Case(person, 2015)

    cycle = case.over(2013, 2015)
    assert cycle is not None
    assert (cycle.is_enough, cycle.years, cycle.counted["total"]) == (True, (2013, 2014, 2015), Decimal(220))
    assert cycle.required == {"total": Decimal(216), "public": Decimal(72)}
    assert sorted(map(Decimal, cycle.credits.values())) == [24, 24, 24, 36, 36, 76]
    assert judged(person, 2015) == (False, {"total": Decimal(12)})

    so_far = case.over(2015, 2017)
    assert so_far is not None
    assert (so_far.years, so_far.is_enough) == ((2015,), False), "years to come are not asked for"
