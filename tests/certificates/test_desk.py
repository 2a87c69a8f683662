"""The desks: who may have a certificate, what HR confirms, what the person reads, what happens afterwards."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.html import strip_tags
from pytest_django import DjangoAssertNumQueries

from audit.models import Event
from certificates.enums import EndKind
from certificates.issuing.runs import try_issue
from certificates.issuing.services import end_certificate, issue_one, replace_certificate
from certificates.models import Certificate, Confirmation, Receipt, Series
from changes.enums import CorrectedField
from changes.models import Correction
from people.models import Employer
from tests.cast import CastMember
from tests.certificates.conftest import YEAR
from tests.factories import LedgerYearFactory, ProfessionalFactory
from verification.models import Verification

pytestmark = pytest.mark.django_db
Verified = Callable[..., Verification]
ClientOf = Callable[[CastMember], Client]
DESK = f"/certificates/desk/?year={YEAR}"


def test_desk_tells_who_may_have_one_and_issues_to_those_ticked(
    ready: Verified, verified: Verified, district_head: CastMember, district_clerk: CastMember, client_of: ClientOf
) -> None:
    first, second, own = ready(), ready(), ready(professional=ProfessionalFactory(user=district_clerk.user))
    verified()
    ended = issue_one(ready(), actor=district_head.actor)
    end_certificate(ended, EndKind.FRAUD, reason="–", actor=district_head.actor)
    client = client_of(district_clerk)

    page = client.get(DESK)
    assert page.context["groups"].counts == {"ready": 3, "unconfirmed": 1, "issued": 0, "void": 1}
    assert "Your own: a colleague or the body above issues it" in page.content.decode()
    answer = client.post("/certificates/desk/issue/", {"year": YEAR, "chosen": [first.pk, second.pk]}, follow=True)
    assert "2 certificates were issued: 44010525000002–44010525000003." in answer.content.decode()
    assert client.post("/certificates/desk/issue/", {"year": YEAR, "chosen": [own.pk]}).status_code == 403
    again = client.post("/certificates/desk/issue/", {"year": YEAR, "chosen": [first.pk]}, follow=True)
    assert "To 1 of those ticked none was issued" in again.content.decode()
    nothing = client.post("/certificates/desk/issue/", {"year": YEAR}, follow=True)
    assert "Nothing was ticked" in nothing.content.decode()

    narrowed = client.get(f"{DESK}&group=issued&industry=education&employer=甲&name=nobody")
    assert narrowed.context["groups"].total == 0
    Series.objects.update(last=900_000)
    assert "more than 80 % are gone" in client.get(DESK).content.decode()


def test_register_has_every_number_in_order_whoever_the_person_works_for(
    ready: Verified, district_head: CastMember, other_bureau_clerk: CastMember, client_of: ClientOf
) -> None:
    people = [ProfessionalFactory(name=name) for name in ("甲测试", "乙测试", "丙测试")]  # they work elsewhere by now
    issued = [issue_one(ready(professional=person), actor=district_head.actor) for person in people]
    end_certificate(issued[0], EndKind.WITHDRAWN, reason="认定有误", actor=district_head.actor)
    replace_certificate(issued[1], EndKind.REISSUED, reason="遗失", actor=district_head.actor)
    client = client_of(district_head)
    register = f"/certificates/register/?year={YEAR}"

    page = client.get(register)
    assert [each.sequence for each in page.context["page"]] == [1, 2, 3, 4]
    gaps = page.context["gaps"]
    assert (gaps.given, gaps.valid, gaps.replaced, gaps.void) == (4, 2, 1, 1)
    void = client.get(f"{register}&state=void&number=0001")
    assert [each.printed["name"] for each in void.context["page"]] == ["甲测试"]
    assert not client_of(other_bureau_clerk).get(register).context["page"].total


@pytest.mark.parametrize(
    ("address", "who"),
    [(DESK, "district_head"), (f"{DESK}&group=issued", "district_head"),
     (f"/certificates/register/?year={YEAR}", "district_head"), (f"/certificates/staff/?year={YEAR}", "hr_clerk")],
)  # fmt: skip
def test_lists_ask_the_same_for_one_row_and_for_three(
    address: str,
    who: str,
    ready: Verified,
    verified: Verified,
    request: pytest.FixtureRequest,
    district_head: CastMember,
    client_of: ClientOf,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    client = client_of(request.getfixturevalue(who))

    def rows() -> None:
        verified(), ready()
        issue_one(ready(), actor=district_head.actor)

    rows()
    client.get(address)
    with django_assert_num_queries(10_000, exact=False) as one:
        client.get(address)
    rows(), rows()
    with django_assert_num_queries(len(one)):
        client.get(address)


def test_hr_confirms_its_people_but_itself_and_notes_who_took_them(
    verified: Verified, hr_clerk: CastMember, district_head: CastMember, other_hr_clerk: CastMember, client_of: ClientOf
) -> None:
    years = [verified(), verified()]
    own = verified(professional=ProfessionalFactory(user=hr_clerk.user))
    client = client_of(hr_clerk)
    assert "2 verified years wait for your confirmation" in client.get("/").content.decode()

    page = client.get(f"/certificates/staff/?year={YEAR}")
    assert page.context["groups"].counts["unconfirmed"] == 3
    assert "Nobody confirms their own year." in page.content.decode()
    chosen = {"year": YEAR, "chosen": [each.pk for each in years]}
    assert client_of(other_hr_clerk).post("/certificates/staff/confirmation/", chosen).status_code == 302
    assert not Confirmation.objects.exists()
    answer = client.post("/certificates/staff/confirmation/", chosen, follow=True)
    assert "2 years were confirmed." in answer.content.decode()
    assert client.post("/certificates/staff/confirmation/", {"chosen": [own.pk]}).status_code == 403

    issued = Certificate.objects.get(verification=years[0])
    today = timezone.localdate().isoformat()
    taken = {"year": YEAR, "chosen": [issued.pk], "received_on": today}
    client.post("/certificates/staff/receipts/", taken)
    assert Receipt.objects.get().received_by == issued.printed["name"]
    assert client.post("/certificates/staff/receipts/", taken).status_code == 409
    other = Certificate.objects.get(verification=years[1])
    address = f"/certificates/issued/{other.pk}/receipt/"
    assert client.post(address, {"received_by": "代领测试", "received_on": "2001-01-01"}).status_code == 409
    assert client.post(address, {"received_by": "", "received_on": today}).status_code == 422
    client.post(address, {"received_by": "代领测试", "received_on": today})
    assert Receipt.objects.get(certificate=other).received_by == "代领测试"
    assert Event.objects.filter(action="certificate.handed_over").count() == 2


def test_person_reads_what_there_is_and_why_there_is_none(
    ready: Verified, professional: CastMember, district_head: CastMember, employer: Employer, client_of: ClientOf
) -> None:
    person = professional.user.professional
    certificate = issue_one(ready(professional=person), actor=district_head.actor)
    new = replace_certificate(certificate, EndKind.REISSUED, reason="遗失", actor=district_head.actor)
    LedgerYearFactory(
        professional=person, employer=employer, study_year=YEAR - 1, short_specialty=12, required_specialty=42
    )

    page = strip_tags(client_of(professional).get("/certificates/mine/").content.decode())
    assert new.number in page
    assert certificate.number in page
    assert "12 hours of 42 hours missing" in page
    answer = client_of(professional).get("/certificates/mine/")
    assert reverse("my_year:year", args=[YEAR - 1]) in answer.content.decode()
    assert f"Your certificate of {YEAR} was issued" in client_of(professional).get("/").content.decode()


def test_name_that_was_corrected_is_told_to_person_and_bureau(
    ready: Verified, professional: CastMember, district_head: CastMember, client_of: ClientOf
) -> None:
    person = professional.user.professional
    certificate = issue_one(ready(professional=person), actor=district_head.actor)
    Correction.objects.create(
        professional=person, field=CorrectedField.NAME, old_value=person.name, new_name="新名", closed_at=timezone.now()
    )
    assert "bears your old name" not in client_of(professional).get("/").content.decode()
    person.name = "新名"
    person.save()

    assert "bears your old name" in client_of(professional).get("/").content.decode()
    assert "was corrected since" in client_of(professional).get("/certificates/mine/").content.decode()
    assert "1 certificate bears a name that was corrected since" in client_of(district_head).get("/").content.decode()
    found = client_of(district_head).get(f"/certificates/register/?year={YEAR}&state=old_name")
    assert list(found.context["page"]) == [certificate]
    address = f"/certificates/issued/{certificate.pk}/replacement/"
    said = {"why": "replaced-0", "words": "依据更正申请", "looked_again": "on"}
    assert "will say “新名”" in client_of(district_head).get(address).content.decode()
    client_of(district_head).post(address, said)
    assert Certificate.objects.get(replaces=certificate).printed["name"] == "新名"
    assert "bears your old name" not in client_of(professional).get("/").content.decode()


def test_certificate_is_ended_after_a_second_look(
    ready: Verified, district_head: CastMember, district_clerk: CastMember, client_of: ClientOf
) -> None:
    certificate = issue_one(ready(), actor=district_head.actor)
    address, client = f"/certificates/issued/{certificate.pk}/end/", client_of(district_head)
    assert client_of(district_clerk).get(address).status_code == 403
    assert client.post(address, {"why": "fraud-0"}).status_code == 422
    assert client.post(address, {"why": "reissued-0", "words": "–"}).status_code == 422
    said = {"why": "fraud-0", "words": "结业证书编号不实"}

    looked = client.post(address, said)
    assert "becomes void, for good" in looked.content.decode()
    assert certificate.stands
    client.post(address, {**said, "looked_again": "on"})

    certificate = Certificate.objects.get(pk=certificate.pk)
    assert certificate.end.kind == EndKind.FRAUD
    assert "结业证书编号不实" in certificate.end.reason
    assert client.post(address, {**said, "looked_again": "on"}).status_code == 409


def test_issue_to_everybody_on_its_pages(
    ready: Verified, district_head: CastMember, district_clerk: CastMember, client_of: ClientOf
) -> None:
    ready()
    clerk, bureau = client_of(district_clerk), district_clerk.membership.organization.bureau
    assert clerk.post("/certificates/runs/", {"issuer": bureau.pk, "year": 1999}).status_code == 422
    page = clerk.post("/certificates/runs/", {"issuer": bureau.pk, "year": YEAR}, follow=True)
    address = page.redirect_chain[-1][0]
    assert "1 certificates would be issued." in page.content.decode()
    assert "Confirm: issue 1 certificate" not in page.content.decode()
    assert "Confirm: issue 1 certificate" in client_of(district_head).get(address).content.decode()
    assert f"Issue of {YEAR} to everybody of" in client_of(district_head).get("/").content.decode()
    Series.objects.create(issuer_code="440105", study_year=YEAR, last=999_999)
    full = client_of(district_head).get(address).content.decode()
    assert "do not last" in full
    assert "Confirm: issue" not in full
    assert client_of(district_head).post(f"{address}confirmation/").status_code == 409
    assert clerk.post(f"{address}discard/").status_code == 302
    try_issue(bureau, YEAR, actor=district_clerk.actor)
