"""Who waits is said twice: by `statements` for the issue itself, which must not be slowed by what lists need, and by
`queries` for the desks. In a world with one of each kind both name the same people."""

from __future__ import annotations

import datetime
from collections.abc import Callable

import pytest
from django.db import connection

from certificates.desk.queries import READY, UNCONFIRMED, in_group, years_of_bureau
from certificates.enums import EndKind
from certificates.issuing.issuers import areas_served
from certificates.issuing.services import end_certificate, issue_one, replace_certificate, waiting_at
from certificates.issuing.statements import IS_CONFIRMED, Lot
from certificates.layouts import layout_for
from certificates.models import Confirmation
from people.models import Bureau
from tests.cast import CastMember
from tests.certificates.conftest import YEAR
from tests.factories import AgencyFactory, BureauFactory, EmployerFactory
from verification.enums import Kind
from verification.models import Verification
from verification.services import void_verification

pytestmark = pytest.mark.django_db
Years = Callable[..., Verification]
TODAY = datetime.date(2026, 11, 28)


def named_by_statement(bureau: Bureau, on: datetime.date) -> dict[str, set[int]]:
    layout = layout_for(bureau.area, on)
    assert layout is not None
    lot = Lot(YEAR, layout, areas_served(bureau, on))
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT verified.id, {IS_CONFIRMED} {lot.waiting}", lot.parameters)
        rows = cursor.fetchall()
    return {
        READY: {number for number, is_confirmed in rows if is_confirmed},
        UNCONFIRMED: {number for number, is_confirmed in rows if not is_confirmed},
    }


def named_by_desk(bureau: Bureau, on: datetime.date, reader: CastMember) -> dict[str, set[int]]:
    years = years_of_bureau(reader.actor, YEAR).filter(issuing_area__in=areas_served(bureau, on))
    return {group: set(in_group(years, group, on).values_list("pk", flat=True)) for group in (READY, UNCONFIRMED)}


def test_desks_and_issue_name_the_same_people(
    verified: Years, ready: Years, district_head: CastMember, auditor: CastMember
) -> None:
    haizhu = district_head.membership.organization.bureau
    guangzhou = BureauFactory(name="甲市测试人社局", place="440100")
    yunlong = BureauFactory(name="云龙测试人社局", place="320303")
    agency = AgencyFactory(name="测试人才中心", place="440100", level="city")
    held_by_agency = EmployerFactory(place="440105", files_held_by=agency)
    without_bureau = EmployerFactory(place="440106")
    in_xuzhou = EmployerFactory(place="320303")

    def confirmed(**options: object) -> Verification:
        year = verified(**options)
        Confirmation.objects.create(
            verification=year, employer=year.employer, confirmed_on=TODAY, confirmed_by=district_head.user
        )
        return year

    expected = {
        haizhu: {READY: {ready(), verified(industry="health"), confirmed()}, UNCONFIRMED: {verified()}},
        guangzhou: {
            READY: {ready(employer=held_by_agency), confirmed(employer=without_bureau)},
            UNCONFIRMED: {verified(employer=held_by_agency), verified(employer=without_bureau)},
        },
        yunlong: {
            READY: {verified(employer=in_xuzhou, kind=Kind.REVIEW), confirmed(employer=in_xuzhou, kind=Kind.REVIEW)},
            UNCONFIRMED: set(),
        },
    }
    # None of these waits anywhere.
    ready(year=YEAR - 1)
    ready(first_year=YEAR - 1)
    ready(kind=Kind.REVIEW)
    verified(employer=in_xuzhou)
    void_verification(ready(), reason="学时有误", actor=district_head.actor)
    issue_one(ready(), actor=district_head.actor)
    replace_certificate(
        issue_one(ready(), actor=district_head.actor), EndKind.REISSUED, reason="遗失", actor=district_head.actor
    )
    end_certificate(
        issue_one(ready(), actor=district_head.actor), EndKind.FRAUD, reason="抽检", actor=district_head.actor
    )

    for bureau, groups in expected.items():
        numbers = {group: {each.pk for each in years} for group, years in groups.items()}
        assert named_by_statement(bureau, TODAY) == numbers, bureau
        assert named_by_desk(bureau, TODAY, auditor) == numbers, bureau
        assert waiting_at(bureau, YEAR) == (len(numbers[READY]), len(numbers[UNCONFIRMED]))
    # Before the employer confirmed, all of Guangdong was ready.
    before = datetime.date(2018, 10, 31)
    assert named_by_statement(haizhu, before) == named_by_desk(haizhu, before, auditor)
    assert not named_by_desk(haizhu, before, auditor)[UNCONFIRMED]
