"""Two changes of one person's ledger at once, with real connections."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.db import transaction

from records.ledger.services import refresh_ledger
from records.models import LearningRecord, LedgerYear
from tests.factories import EmployerFactory, LearningRecordFactory, ProfessionalFactory

pytestmark = [pytest.mark.races, pytest.mark.django_db(transaction=True)]


def recognize(record: LearningRecord) -> None:
    with transaction.atomic():
        LearningRecord.objects.filter(pk=record.pk).update(state="recognized", recognized_on=record.ended_on)
        refresh_ledger([record.professional_id])


def test_two_refreshes_at_once_lose_nothing(race):
    for _turn in range(10):
        person = ProfessionalFactory(employer=EmployerFactory())
        one, other = (LearningRecordFactory(professional=person, course_key=f"K{n}") for n in range(2))

        race(lambda one=one: recognize(one), lambda other=other: recognize(other))

        assert LedgerYear.objects.get(professional=person, study_year=2026).counted_total == Decimal(36)


def test_lists_of_the_same_people_in_another_order_do_not_wait_in_a_circle(race):
    people = [ProfessionalFactory(employer=EmployerFactory()).pk for _count in range(6)]

    outcomes = race(lambda: refresh_ledger(people, years=[2026]), lambda: refresh_ledger(people[::-1], years=[2026]))

    assert not [outcome for outcome in outcomes if isinstance(outcome, Exception)]
    assert LedgerYear.objects.filter(study_year=2026).count() == len(people)
