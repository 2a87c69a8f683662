"""Right after a great load PostgreSQL takes full tables for empty ones. What goes through everybody leaves it no choice
between joins, of which one would then compare everybody with everybody."""

from __future__ import annotations

import datetime

import pytest
from django.db import connection
from django.db.models import QuerySet

from people.models import Professional
from records.ledger.kinds import LedgerOpening, people_of_area
from records.ledger.reading import RECORDS, rows_of
from records.ledger.standing import JOBS, TITLES, careers_of
from tests.factories import EmployerFactory, LearningRecordFactory, ProfessionalFactory, TitleFactory

pytestmark = pytest.mark.django_db


def planned(statement: str, *parameters: object) -> str:
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN {statement}", parameters)
        return "\n".join(row[0] for row in cursor.fetchall())


def planned_of(people: QuerySet[Professional]) -> str:
    text, parameters = people.values("pk").query.sql_with_params()
    return planned(text, *parameters)


@pytest.mark.parametrize("statement", [JOBS, TITLES, RECORDS])
def test_what_belongs_to_people_is_looked_up_person_by_person(statement: str) -> None:
    plan = planned(statement, "{1,2,3}")

    assert "Nested Loop" in plan
    assert "Join Filter" not in plan
    assert "Hash" not in plan


def test_people_of_an_area_are_asked_one_by_one() -> None:
    here, gone = (ProfessionalFactory(employer=EmployerFactory(place="440105")) for _turn in range(2))
    gone.employments.update(ended_on="2020-01-01")
    elsewhere = ProfessionalFactory(employer=EmployerFactory(place="320303"))

    assert {*people_of_area("4401")} == {here, gone}
    assert {*people_of_area("32")} == {elsewhere}
    assert {*people_of_area("")} >= {here, gone, elsewhere}
    for people in (people_of_area("4401"), LedgerOpening().people({})):
        assert "Join" not in planned_of(people)
        assert "SubPlan" in planned_of(people)


def test_whoever_is_asked_about_twice_is_told_of_once() -> None:
    person = ProfessionalFactory(employer=EmployerFactory(place="440105"))
    later, earlier = (
        LearningRecordFactory(professional=person, recognized=True, ended_on=day)
        for day in (datetime.date(2026, 5, 2), datetime.date(2026, 5, 1))
    )
    TitleFactory(professional=person)

    rows = rows_of([person.pk, person.pk])

    assert [row[2] for row in rows[person.pk]] == [earlier.pk, later.pk]
    career = careers_of([person.pk, person.pk])[person.pk]
    assert (len(career.jobs), len(career.titles)) == (1, 1)
