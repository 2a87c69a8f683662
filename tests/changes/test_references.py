"""What becomes of wishes to change when two employers that are the same are merged."""

from __future__ import annotations

import datetime

import pytest
from django.utils import timezone

from audit.actors import SYSTEM
from changes.models import Departure, EmployerChange
from people.organizations.merging import merge_organizations
from tests.factories import EmployerFactory
from tests.factories.professionals import ProfessionalFactory
from ui.errors import Conflict

pytestmark = pytest.mark.django_db

DAY = datetime.date(2026, 12, 1)


@pytest.fixture
def kept():
    return EmployerFactory(place="440106")


def wish(from_employer, to_employer, **fields):
    return EmployerChange.objects.create(
        professional=ProfessionalFactory(),
        from_employer=from_employer,
        to_employer=to_employer,
        starts_on=DAY,
        **fields,
    )


def merge(kept, dropped):
    return merge_organizations(kept, dropped, reason="重复登记", actor=SYSTEM)


def test_open_wishes_to_come_and_to_leave_go_on_at_the_kept_one(employer, other_employer, kept):
    leaving, coming = wish(employer, other_employer), wish(other_employer, employer)

    merge(kept, employer)

    leaving.refresh_from_db()
    coming.refresh_from_db()
    assert (leaving.from_employer, coming.to_employer) == (kept, kept)


def test_wish_of_before_still_tells_where_it_led(employer, other_employer, kept):
    granted = wish(employer, other_employer, closed_at=timezone.now())

    merge(kept, employer)

    granted.refresh_from_db()
    assert granted.from_employer == employer


def test_wish_to_go_from_the_one_to_the_other_is_settled_first(employer, kept):
    moving = wish(employer, kept)

    with pytest.raises(Conflict, match="Settle them first"):
        merge(kept, employer)

    EmployerChange.objects.filter(pk=moving.pk).update(closed_at=timezone.now())
    merge(kept, employer)


def test_departure_that_nobody_noted_yet_is_noted_by_the_kept_one(employer, other_employer, kept):
    departure = Departure.objects.create(change=wish(employer, other_employer), employer=employer, last_day=DAY)

    merge(kept, employer)

    departure.refresh_from_db()
    assert departure.employer == kept
