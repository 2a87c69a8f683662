"""What somebody in Shantou sees of past years: in 2014, on 2015-01-05 and today (worked examples E7-E12)."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from courses.enums import CatalogKind
from people.models import Employer, Professional
from people.roles import Role
from records.ledger.services import refresh_ledger
from tests.cast import CastMember
from tests.clock import freeze, of_then
from tests.factories import (
    CatalogFactory,
    CourseFactory,
    EmployerFactory,
    LearningRecordFactory,
    ProfessionalFactory,
    TrainingClassFactory,
)
from verification.makeups.building import Person

ClientOf = Callable[[Any], Client]
JULY = datetime.date(2014, 7, 1)
SET = (
    ("public", "广东文化强省建设", "20"),
    ("specialty", "专业技术人员心理健康与心理调适", "21"),
    ("specialty", "专业技术人员突发事件应急处理", "21"),
    ("elective", "潮汕文化解读", "12"),
)


@pytest.fixture
def house(db: None, monkeypatch: pytest.MonkeyPatch) -> Employer:
    """In Jinping, Shantou, on 2014-07-01."""
    freeze(monkeypatch, "2014-07-01")
    house: Employer = EmployerFactory(place="440511")
    return house


@pytest.fixture
def person(house: Employer) -> Professional:
    """At work there since 2011."""
    person: Professional = ProfessionalFactory(employer=house, employer__started_on=datetime.date(2011, 1, 1))
    person.user.memberships.update(started_on=datetime.date(2011, 1, 1))
    return person


def make_up(person: Professional, *parts: tuple[str, str, str], year: int = 2012) -> None:
    for category, title, hours in parts:
        LearningRecordFactory(
            professional=person,
            recognized=True,
            category=category,
            title=title,
            course_key=title,
            facts={"hours": hours},
            ended_on=datetime.date(2014, 6, 12),
            makeup_for=year,
        )
    refresh_ledger([person.pk])


def year_of(person: Professional, year: int, today: datetime.date = JULY) -> Any:
    return next(each for each in Person(person, today).years if each.year == year)


def test_each_past_year_has_its_courses_and_a_complete_set_gives_74_hours(person: Professional) -> None:
    shown = Person(person, JULY)

    assert [(each.year, each.state) for each in shown.years] == [(2013, "open"), (2012, "open"), (2011, "open")]
    year = year_of(person, 2012)
    assert year.due == datetime.date(2014, 12, 31)
    assert [course.title for course in year.subjects[0].courses] == ["广东文化强省建设"]
    assert [len(subject.courses) for subject in year.subjects] == [1, 2, 5]
    assert (year.complete_set.hours, year.complete_set.passes) == (Decimal(74), True)
    assert dict(year.complete_set.parts) == {"public": 20, "specialty": 42, "elective": 12}


def test_what_was_made_up_counts_and_what_is_left_is_said(person: Professional) -> None:
    make_up(person, SET[0], SET[1], SET[3])  # E8: one specialty course

    year = year_of(person, 2012)
    assert (year.shortfall["specialty"], year.missing, year.is_met) == (21, 21, False)
    assert [course.taken is not None for course in year.subjects[1].courses] == [True, False]
    of_2013 = year_of(person, 2013)
    used = next(course for course in of_2013.subjects[2].courses if course.title == "潮汕文化解读")
    assert used.used_for == 2012  # E12
    assert of_2013.complete_set.passes  # with another of the five

    make_up(person, SET[2])
    assert year_of(person, 2012).is_met  # E7


def test_page_leads_to_open_classes_and_answers_about_one_course(client_of: ClientOf, person: Professional) -> None:
    catalog = CatalogFactory(kind=CatalogKind.MAKEUP, year=2014)
    title = "广东文化强省建设"
    course = CourseFactory(catalog=catalog, code=title, title=title, for_year=2012, hours=20)
    start = datetime.date(2014, 7, 20)
    offered = TrainingClassFactory(
        institution__place="440500",
        course=course,
        makeup_for=2012,
        category="public",
        starts_on=start,
        ends_on=start,
        days=1,
    )
    client = client_of(person.user)

    page = client.get(reverse("makeups:start"))
    shown = page.content.decode()
    assert "Can still be made up: 2013, 2012, 2011, until 31 December 2014" in shown
    assert reverse("courses:class", args=[offered.pk]) in shown
    assert "A complete set gives" in shown
    assert "makeup_for=2012&amp;category=elective" in shown

    def asked(year: int, category: str, course: str) -> str:
        query = {"year": year, "category": category, "course": course}
        return client.get(reverse("makeups:start"), query).content.decode()

    assert "makes up for 2013, not for 2011" in asked(2011, "specialty", "《自控力科学》")
    assert "Yes, it counts" in asked(2013, "specialty", "自控力科学")
    assert "only for 2010–2013" in asked(2009, "public", "")


def test_from_2015_on_nothing_is_open_and_the_page_says_what_there_was(
    client_of: ClientOf, person: Professional, monkeypatch: pytest.MonkeyPatch
) -> None:
    freeze(monkeypatch, "2015-01-05")

    shown = client_of(person.user).get(reverse("makeups:start")).content.decode()

    assert "the last offer ended on 31 December 2014" in shown
    assert "2012 could be made up until 31 December 2014" in shown  # E11
    assert "《广东文化强省建设》" in shown
    assert "Log hours" not in shown


def test_hr_sees_its_people_and_nobody_elses(
    client_of: ClientOf, house: Employer, person: Professional, auditor: CastMember
) -> None:
    make_up(person, SET[0])
    clerk = of_then("陈测试", Role.HR_CLERK, house)
    stranger = of_then("郑测试", Role.HR_CLERK, EmployerFactory(place="440511"))
    own, listed = reverse("makeups:person", args=[person.pk]), reverse("makeups:people")

    with CaptureQueriesContext(connection) as one:
        page = client_of(clerk).get(listed, {"year": "2012"})
    assert [row.professional for row in page.context["rows"]] == [person]
    assert client_of(clerk).get(own).status_code == 200
    assert client_of(stranger).get(own).status_code == 404
    assert client_of(person.user).get(own).status_code == 403
    assert client_of(stranger).get(listed, {"year": "2012"}).context["page"].total == 0
    assert client_of(clerk).get(reverse("makeups:start")).headers["Location"] == listed

    for _number in range(2):
        other = ProfessionalFactory(employer=house, employer__started_on=datetime.date(2011, 1, 1))
        make_up(other, SET[0])
    with CaptureQueriesContext(connection) as three:
        assert client_of(clerk).get(listed, {"year": "2012"}).context["page"].total == 3
    assert len(three) == len(one)
