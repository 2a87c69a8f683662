"""How an employer files (H31), and for which years somebody is appointed (H-10)."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied

from people.models import Employer
from tests.cast import CastMember
from tests.factories import ProfessionalFactory
from ui.errors import Conflict
from verification.reviews.declarations import (
    appointment_over,
    declare_appointment,
    declare_filing,
    filing_of,
    withdraw_appointment,
)
from verification.reviews.enums import Filing

pytestmark = pytest.mark.django_db


def test_a_public_house_may_not_file_on_paper_and_a_private_one_may(
    house: Employer, clerk: CastMember, other_hr_clerk: CastMember, other_employer: Employer
) -> None:
    with pytest.raises(Conflict, match="行政机关、事业单位必须采用电子登记形式"):
        declare_filing(house, Filing.PAPER, actor=clerk.actor)
    with pytest.raises(PermissionDenied):
        declare_filing(house, Filing.ELECTRONIC, actor=other_hr_clerk.actor)
    with pytest.raises(Conflict, match="no annual review"):
        declare_filing(other_employer, Filing.ELECTRONIC, actor=other_hr_clerk.actor)
    assert filing_of(house) == Filing.ELECTRONIC

    house.ownership = "private"
    house.save()
    declare_filing(house, Filing.PAPER, actor=clerk.actor)
    assert filing_of(house) == Filing.PAPER

    house.ownership = "public"
    house.save()
    assert filing_of(house) == Filing.ELECTRONIC, "what was declared before it became public holds no more"


def test_an_appointment_is_declared_once_for_its_years(
    house: Employer, clerk: CastMember, reviewer: CastMember
) -> None:
    person = ProfessionalFactory(employer=house)
    appointment = declare_appointment(person, 2023, 2025, actor=clerk.actor)

    with pytest.raises(Conflict, match="2023–2025"):
        declare_appointment(person, 2025, 2027, actor=clerk.actor)
    with pytest.raises(Conflict, match="not before the first"):
        declare_appointment(person, 2027, 2026, actor=clerk.actor)
    with pytest.raises(PermissionDenied):
        declare_appointment(person, 2026, 2028, actor=reviewer.actor)
    own = ProfessionalFactory(user=clerk.user, employer=house)
    with pytest.raises(PermissionDenied):
        declare_appointment(own, 2026, 2028, actor=clerk.actor)

    assert [appointment_over(person, house, year) for year in (2022, 2023, 2025, 2026)] == [
        None,
        appointment,
        appointment,
        None,
    ]
    withdraw_appointment(appointment, actor=clerk.actor)
    assert appointment_over(person, house, 2024) is None
    with pytest.raises(Conflict, match="already"):
        withdraw_appointment(appointment, actor=clerk.actor)
