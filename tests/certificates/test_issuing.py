"""Numbers, certificates, their end: what is issued, by whom, to whom, and what is refused."""

from __future__ import annotations

import datetime
from collections.abc import Callable

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, connection, transaction

from audit.models import Event
from certificates.enums import Act, EndKind
from certificates.issuing import services
from certificates.issuing.services import (
    confirm_years,
    end_certificate,
    issue_certificates,
    issue_lot,
    issue_one,
    replace_certificate,
    waiting_at,
)
from certificates.models import Certificate, CertificateEnd, LogEntry, Series
from people.models import Employer
from people.roles import Role
from tests.cast import CastMember, _cast
from tests.certificates.conftest import YEAR
from tests.factories import (
    AgencyFactory,
    BureauFactory,
    EmployerFactory,
    LearningRecordFactory,
    LedgerYearFactory,
    ProfessionalFactory,
)
from ui.errors import Conflict
from verification.certificate_numbers import numbers_of
from verification.models import Verification
from verification.services import void_for_fraud

pytestmark = pytest.mark.django_db
Verified = Callable[..., Verification]


def test_hr_confirms_and_the_certificate_is_there(
    verified: Verified, hr_clerk: CastMember, district_head: CastMember
) -> None:
    record = LearningRecordFactory(recognized=True)
    years = [verified(credits={str(record.pk): "18"}), verified()]

    issued = confirm_years(years, actor=hr_clerk.actor)

    assert [(each.first, each.last, each.count) for each in issued] == [("44010525000001", "44010525000002", 2)]
    first = Certificate.objects.get(number="44010525000001")
    printed = first.printed
    assert printed["name"] == first.professional.name
    assert printed["issuer"] == "海珠测试人社局"
    assert (printed["year"], printed["confirmed_by"], printed["layout"]) == (YEAR, "甲测试单位", "gd-2018")
    assert printed["blank_form"] == first.blank_form != printed["number"]
    entry = LogEntry.objects.get(certificate=first)
    assert entry.content == {
        "act": "issue",
        "certificate": first.number,
        "token": str(first.token),
        "printed": printed,
    }
    record.refresh_from_db()
    assert record.frozen_for == Certificate.objects.get(verification=years[0]).number
    assert Series.objects.get().last == 2
    assert numbers_of([(first.professional_id, YEAR)]) == {(first.professional_id, YEAR): first.number}
    assert Event.objects.filter(action="certificate.confirmed").count() == 2
    assert Event.objects.get(action="certificate.issued").after["count"] == 2


def test_confirmed_twice_it_is_issued_once(verified: Verified, hr_clerk: CastMember, district_head: CastMember) -> None:
    year = verified()

    confirm_years([year], actor=hr_clerk.actor)
    assert confirm_years([year], actor=hr_clerk.actor) == []

    assert Certificate.objects.count() == 1


def test_before_the_employer_confirms_the_bureau_issues_nothing(verified: Verified, district_clerk: CastMember) -> None:
    year = verified()

    with pytest.raises(Conflict, match="has not confirmed"):
        issue_one(year, actor=district_clerk.actor)

    assert waiting_at(district_clerk.membership.organization.bureau, YEAR) == (0, 1)


def test_education_and_health_are_confirmed_elsewhere(verified: Verified, district_clerk: CastMember) -> None:
    for industry in ("education", "health"):
        issue_one(verified(industry=industry), actor=district_clerk.actor)

    assert sorted(Certificate.objects.values_list("sequence", flat=True)) == [1, 2]
    assert "confirmed_by" not in Certificate.objects.first().printed


def test_line_that_is_short_is_refused_with_the_shortfall(district_clerk: CastMember, employer: Employer) -> None:
    person = ProfessionalFactory(employer=employer)  # F15
    LedgerYearFactory(professional=person, employer=employer, study_year=YEAR, short_specialty=12, short_total=12)

    assert "12" in services.why_not(person, YEAR)


def test_everybody_of_a_bureau_in_lots_without_a_gap(ready: Verified, district_clerk: CastMember) -> None:
    for _ in range(5):
        ready()
    bureau = district_clerk.membership.organization.bureau

    with transaction.atomic():
        lots = [issue_lot(bureau, YEAR, run=None, limit=2, actor=district_clerk.actor).count for _ in range(4)]

    assert lots == [2, 2, 1, 0]
    assert list(Certificate.objects.order_by("sequence").values_list("sequence", flat=True)) == [1, 2, 3, 4, 5]
    assert waiting_at(bureau, YEAR) == (0, 0)


def test_files_held_by_an_agency_are_for_the_bureau_of_its_level(ready: Verified, district_head: CastMember) -> None:
    BureauFactory(name="甲市测试人社局", place="440100")
    agency = AgencyFactory(name="测试人才中心", place="440100", level="city")
    house = EmployerFactory(name="丙测试单位", place="440105", files_held_by=agency)
    head = _cast("郭测试", "guo.test", Role.BUREAU_HEAD, BureauFactory._meta.model.objects.get(area="4401"))

    certificate = issue_one(ready(employer=house), actor=head.actor)

    assert certificate.number == "44010025000001"  # F13
    with pytest.raises(PermissionDenied):
        issue_one(ready(employer=house), actor=district_head.actor)


def test_layout_follows_the_day_of_issue(
    ready: Verified, verified: Verified, district_clerk: CastMember, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(services, "database_day", lambda: datetime.date(2018, 10, 31))  # F14
    before = issue_one(verified(year=2017, ruleset="GD-2010"), actor=district_clerk.actor)
    monkeypatch.setattr(services, "database_day", lambda: datetime.date(2018, 11, 1))
    after = issue_one(ready(year=2017, ruleset="GD-2010"), actor=district_clerk.actor)

    assert (before.layout, after.layout) == ("gd-2010", "gd-2018")
    assert (before.number, after.number) == ("44010517000001", "44010517000002")
    assert before.printed["issued_on"] == "2018-10-31"


def test_series_that_is_full_issues_nothing(ready: Verified, district_clerk: CastMember) -> None:
    series = Series.objects.create(issuer_code="440105", study_year=YEAR, last=999_998)
    years = [ready(), ready()]

    with pytest.raises(Conflict, match="used up"):  # F10
        issue_certificates(years, actor=district_clerk.actor)
    assert not Certificate.objects.exists()

    assert issue_one(years[0], actor=district_clerk.actor).number == "44010525999999"
    series.refresh_from_db()
    assert (series.left, series.is_nearly_full) == (0, True)


def test_number_of_a_void_certificate_is_never_given_again(ready: Verified, district_head: CastMember) -> None:
    record = LearningRecordFactory(recognized=True)
    certificate = issue_one(ready(credits={str(record.pk): "18"}), actor=district_head.actor)

    end_certificate(certificate, EndKind.FRAUD, reason="抽检发现佐证材料不实", actor=district_head.actor)

    assert issue_one(ready(), actor=district_head.actor).sequence == 2  # F11
    record.refresh_from_db()
    assert record.frozen_at is None
    assert LogEntry.objects.get(certificate=certificate, act=Act.END).content["kind"] == "fraud"
    with pytest.raises(Conflict, match="is void"):
        issue_one(certificate.verification, actor=district_head.actor)
    with pytest.raises(Conflict, match="already"):
        end_certificate(certificate, EndKind.FRAUD, reason="再次", actor=district_head.actor)


def test_corrected_name_is_printed_on_another_one_that_names_the_first(
    ready: Verified, district_head: CastMember
) -> None:
    certificate = issue_one(ready(), actor=district_head.actor)
    person = certificate.professional
    person.name = "欧阳测试"
    person.save()

    new = replace_certificate(certificate, EndKind.REPLACED, reason="姓名更正", actor=district_head.actor)

    assert (new.sequence, new.replaces, new.printed["name"]) == (2, certificate, "欧阳测试")
    assert new.printed["replaces"] == certificate.number
    certificate.refresh_from_db()
    assert not certificate.stands
    assert certificate.replaced_by == new
    again = replace_certificate(new, EndKind.REISSUED, reason="遗失", actor=district_head.actor)
    assert (again.sequence, again.round) == (3, 2)


def test_voided_year_takes_its_certificate_along(ready: Verified, district_head: CastMember) -> None:
    certificate = issue_one(ready(), actor=district_head.actor)

    void_for_fraud(certificate.professional, YEAR, reason="证明系伪造", actor=district_head.actor)

    assert CertificateEnd.objects.get().kind == EndKind.FRAUD
    with pytest.raises(Conflict):
        issue_one(certificate.verification, actor=district_head.actor)


def test_nobody_issues_confirms_or_ends_their_own_or_others_without_the_right(
    ready: Verified,
    verified: Verified,
    professional: CastMember,
    hr_clerk: CastMember,
    other_hr_clerk: CastMember,
    district_clerk: CastMember,
    district_head: CastMember,
    other_bureau_clerk: CastMember,
) -> None:
    year = ready()
    for member in (professional, other_hr_clerk, other_bureau_clerk):
        with pytest.raises(PermissionDenied):
            issue_certificates([year], actor=member.actor)
    with pytest.raises(PermissionDenied):
        confirm_years([year], actor=other_hr_clerk.actor)
    own = verified(professional=ProfessionalFactory(user=hr_clerk.user))
    with pytest.raises(PermissionDenied, match="their own"):
        confirm_years([own], actor=hr_clerk.actor)

    certificate = issue_one(year, actor=district_clerk.actor)
    with pytest.raises(PermissionDenied):
        end_certificate(certificate, EndKind.FRAUD, reason="–", actor=district_clerk.actor)
    assert Certificate.objects.visible_to(district_head.actor).get() == certificate
    assert not Certificate.objects.visible_to(other_hr_clerk.actor).exists()


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE certificates_certificate SET issued_on = '2020-01-01'",
        "DELETE FROM certificates_certificate",
        "UPDATE certificates_logentry SET content = '{}'",
        "DELETE FROM certificates_logentry",
        "TRUNCATE certificates_certificateend",
    ],
)
def test_database_itself_refuses_to_change_what_was_issued(
    ready: Verified, district_clerk: CastMember, statement: str
) -> None:
    issue_one(ready(), actor=district_clerk.actor)

    with pytest.raises(DatabaseError, match="never changes"), connection.cursor() as cursor, transaction.atomic():
        cursor.execute(statement)
