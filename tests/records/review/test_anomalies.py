"""What a reviewer looks at first."""

from __future__ import annotations

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from approvals.models import Step
from records.anomalies import look_at_records
from records.models import LearningRecord
from tests.factories import EmployerFactory, ProfessionalFactory, TrainingClassFactory


def day(number: int) -> datetime.date:
    return datetime.date(2026, 11, number)


def words_of(record: LearningRecord) -> list[str]:
    fetched = LearningRecord.objects.select_related("course", "training_class").get(pk=record.pk)
    return look_at_records([fetched]).get(record.pk, [])


def is_odd(record: LearningRecord) -> bool:
    return Step.objects.waiting().get(run__subject_id=record.pk).is_odd


def test_a_day_of_lectures_with_its_proof_is_plain(send, person):
    record, _run = send(person)

    assert words_of(record) == []
    assert not is_odd(record)


def test_without_a_proof(send, person):
    record, _run = send(person, proof=None)

    assert words_of(record) == ["No proof is attached"]
    assert is_odd(record)


def test_the_same_file_of_another_person_names_nobody(send, person, people):
    first, _run = send(people[0], proof="a" * 64)
    second, _run = send(person, proof="a" * 64)

    assert words_of(second) == ["The same file proves a record of another person, of 2026."]
    assert words_of(first) == ["The same file proves a record of another person, of 2026."]


def test_the_same_file_in_another_year(send, person):
    send(person, proof="a" * 64, started_on=datetime.date(2025, 11, 8), ended_on=datetime.date(2025, 11, 8))
    second, _run = send(person, proof="a" * 64)

    assert words_of(second) == ["The same file proves another record of this person, of 2025."]


def test_a_file_of_what_was_withdrawn_proves_nothing_twice(send, person, people):
    first, _run = send(people[0], proof="a" * 64)
    LearningRecord.objects.filter(pk=first.pk).update(state="withdrawn")
    second, _run = send(person, proof="a" * 64)

    assert words_of(second) == []


def test_more_hours_than_count_a_day(send, person):
    record, _run = send(person, activity="class", facts={"hours": "16"})

    assert words_of(record) == ["16 hours a day; at most 8 count"]


@pytest.mark.parametrize(
    ("hours", "words"),
    [
        ("4", []),
        ("8", ["With others 12 hours on 8 November 2026; at most 8 count a day"]),
        ("21", ["21 hours a day; at most 8 count", "With others 25 hours on 8 November 2026: more than the day has"]),
    ],
)
def test_several_of_one_day(hours, words, send, person):
    send(person, activity="online", category="specialty", facts={"hours": "4"})
    second, _run = send(person, activity="class", facts={"hours": hours})

    assert words_of(second) == words


def test_what_makes_an_earlier_one_odd_moves_it_to_the_front(send, person):
    first, _run = send(person)
    assert not is_odd(first)

    send(person, activity="class", facts={"hours": "8"})

    assert is_odd(first)
    assert "With others 16 hours" in words_of(first)[0]


def test_two_classes_at_one_time(send, person):
    of_days = {"activity": "class", "started_on": day(2), "ended_on": day(6), "facts": {"hours": "10"}}
    first, _run = send(person, **of_days)
    second, _run = send(person, **of_days | {"started_on": day(6), "ended_on": day(10)})

    assert (
        words_of(first) == words_of(second) == ["In two places at one time: another class or stay takes the same days"]
    )


def test_the_days_of_somebody_else_are_not_ones_own(send, person, people):
    send(people[0], activity="class", facts={"hours": "8"})
    record, _run = send(person, activity="class", facts={"hours": "8"})

    assert words_of(record) == []


def test_without_a_first_day_nothing_is_said_of_days(send, person):
    record, _run = send(person, activity="class", started_on=None, facts={"hours": "18"})

    assert words_of(record) == []


def test_more_than_the_class_has(send, person):
    training_class = TrainingClassFactory(hours=6)
    record, _run = send(person, activity="class", training_class=training_class, facts={"hours": "8"})

    assert words_of(record) == ["8 hours; the class or course has 6"]


def test_a_year_long_past(send, person):
    year = timezone.localdate().year - 2
    record, _run = send(person, started_on=None, ended_on=datetime.date(year, 5, 1))

    assert words_of(record) == [f"Long past: it was in {year}"]


def test_a_figure_outside_the_range(db):
    person = ProfessionalFactory(employer=EmployerFactory(place="320300"))
    paper = LearningRecord(
        professional=person,
        activity="paper",
        title="论文",
        ended_on=datetime.date(2026, 3, 1),
        study_year=2026,
        facts={"venue": "foreign", "proposed": "25"},
    )
    paper.save()

    assert words_of(paper) == ["25 hours proposed; the rule allows 20 to 24"]


def test_it_asks_as_often_for_many_as_for_two(send, people):
    records = [send(person)[0] for person in people]
    with CaptureQueriesContext(connection) as of_two:
        look_at_records(records[:2])
    with CaptureQueriesContext(connection) as of_all:
        look_at_records(records)

    assert len(of_all) == len(of_two)
