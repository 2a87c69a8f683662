"""The public subject of 2018 could be made up until the end of June 2019 (GDQ18 四; worked examples G7, G8)."""

from __future__ import annotations

import datetime

import pytest

from courses.enums import SubjectCategory
from people.models import Employer, Professional
from records.ledger.services import refresh_ledger
from records.models import LedgerYear
from tests.factories import LearningRecordFactory, ProfessionalFactory
from verification.batch.statements import Question, pass_all
from verification.models import BatchRun, Verification


@pytest.fixture
def person(employer: Employer) -> Professional:
    """Short of the 18 hours of the public subject of 2018; the year-end batch of 2018 is over."""
    person: Professional = ProfessionalFactory(employer=employer, employer__started_on=datetime.date(2016, 1, 1))
    for category, hours in ((SubjectCategory.SPECIALTY, "42"), (SubjectCategory.ELECTIVE, "12")):
        LearningRecordFactory(
            professional=person,
            recognized=True,
            category=category,
            facts={"hours": hours},
            ended_on=datetime.date(2018, 11, 20),
        )
    refresh_ledger([person.pk], years=[2018])
    BatchRun.objects.create(
        year=2018, state="done", finished_at=datetime.datetime(2018, 12, 31, 22, tzinfo=datetime.UTC)
    )
    return person


def make_up(
    person: Professional,
    monkeypatch: pytest.MonkeyPatch,
    *,
    ended_on: datetime.date,
    recognized_on: datetime.date | None = None,
    category: str = SubjectCategory.PUBLIC,
) -> LedgerYear:
    monkeypatch.setattr("records.ledger.services.database_day", lambda: recognized_on or ended_on)
    LearningRecordFactory(
        professional=person,
        recognized=True,
        activity="online",
        category=category,
        facts={"hours": "18"},
        ended_on=ended_on,
        makeup_for=2018,
        recognized_on=recognized_on or ended_on,
    )
    refresh_ledger([person.pk])
    return LedgerYear.objects.get(professional=person, study_year=2018)


@pytest.mark.parametrize(
    ("ended_on", "recognized_on", "passes"),
    [
        (datetime.date(2019, 6, 30), None, True),
        (datetime.date(2019, 7, 1), None, False),
        # The last day of study is the 30th; whoever recognizes it may take as long as after December 31.
        (datetime.date(2019, 6, 30), datetime.date(2019, 7, 31), True),
        (datetime.date(2019, 6, 30), datetime.date(2019, 8, 1), False),
    ],
)
def test_made_up_public_subject_passes_the_person_at_that_moment(
    person: Professional,
    monkeypatch: pytest.MonkeyPatch,
    ended_on: datetime.date,
    recognized_on: datetime.date | None,
    passes: bool,
) -> None:
    ledger = make_up(person, monkeypatch, ended_on=ended_on, recognized_on=recognized_on)

    assert (ledger.outcome == "pass") == (ended_on <= datetime.date(2019, 6, 30))
    assert Verification.objects.filter(professional=person, last_year=2018, batch=None).exists() == passes
    if not passes:  # and the batch, run again whenever, does not let it slip through either
        assert pass_all(Question(2018, datetime.date(2020, 1, 1), people=(person.pk,)), batch=None) == 0


def test_extension_covers_neither_a_specialty_subject_nor_what_was_merely_recognized_late(
    person: Professional, monkeypatch: pytest.MonkeyPatch
) -> None:
    ledger = make_up(person, monkeypatch, ended_on=datetime.date(2019, 3, 1), category=SubjectCategory.SPECIALTY)
    assert (ledger.counted_specialty, ledger.outcome) == (42, "fail")  # G8: it counts in 2019

    monkeypatch.setattr("records.ledger.services.database_day", lambda: datetime.date(2019, 5, 1))
    LearningRecordFactory(
        professional=person,
        recognized=True,
        category=SubjectCategory.PUBLIC,
        facts={"hours": "18"},
        ended_on=datetime.date(2018, 12, 1),
        recognized_on=datetime.date(2019, 5, 1),
    )
    refresh_ledger([person.pk])

    assert LedgerYear.objects.get(professional=person, study_year=2018).outcome == "pass"
    assert not Verification.objects.exists()
