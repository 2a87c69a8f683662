"""Two officers on one booking, and one year booked twice: with real connections."""

from __future__ import annotations

import datetime
from functools import partial
from typing import Any

import pytest

from people.models import Employer
from tests.cast import CastMember
from tests.clock import freeze
from tests.verification.days.conftest import OF_2014, Doing
from ui.errors import Conflict
from verification.days.services import accept_booking, book_day, digest_of, ledgers_of
from verification.models import DayBooking, Verification

pytestmark = [pytest.mark.races, pytest.mark.django_db(transaction=True)]
DAY = datetime.date(2014, 5, 12)


def test_one_of_two_officers_verifies_and_a_year_is_booked_once(
    house: Employer,
    hr: CastMember,
    officer: CastMember,
    second_officer: CastMember,
    doing: Doing,
    race: Any,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    year = (doing(*OF_2014).pk, 2014)
    booked = race(*[partial(book_day, house, DAY, [year], actor=hr.actor)] * 2)
    assert sorted(type(each) is Conflict for each in booked) == [False, True]
    booking = DayBooking.objects.get()

    freeze(monkeypatch, "2014-05-12")
    lines, seen = [booking.lines.get().pk], digest_of(ledgers_of([year]).values())
    acts = [partial(accept_booking, booking, lines, seen=seen, actor=each.actor) for each in (officer, second_officer)]
    accepted = race(*acts)
    assert sorted(type(each) is Conflict for each in accepted) == [False, True]
    assert Verification.objects.count() == 1
