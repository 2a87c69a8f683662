"""The pages of spot checks: the officer's way through a check, the person heard, the employer told, the public."""

from __future__ import annotations

import io
from collections.abc import Callable

import python_calamine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from audit.models import Event
from people.models import Organization
from people.roles import Role
from tests.cast import CastMember, english_client
from tests.factories import MembershipFactory
from tests.verification.conftest import work_all
from tests.verification.spotchecks.conftest import YEAR, Decided, next_night
from verification.models import Anomaly, EligibilityCancellation, SpotCheck, SpotCheckCase, SpotCheckFinding
from verification.spotchecks.enums import FindingVerdict, FraudState
from verification.spotchecks.findings import note_finding
from verification.spotchecks.services import close_list, draw_sample

ClientOf = Callable[[CastMember], Client]
PDF = b"%PDF-1.7\n%%EOF\n"


def at(name: str, *parts: int) -> str:
    return reverse(f"spot_checks:{name}", args=parts)


def page(client: Client, name: str, *parts: int) -> str:
    answer = client.get(at(name, *parts))
    assert answer.status_code == 200, (name, answer.status_code)
    return answer.content.decode()


def as_person(case: SpotCheckCase) -> CastMember:
    user = case.professional.user
    return CastMember(user, MembershipFactory(user=user, role=Role.PROFESSIONAL))


def test_officers_way_from_the_list_to_the_report(
    decided: Decided,
    body: Organization,
    body_clerk: CastMember,
    city_clerk: CastMember,
    client_of: ClientOf,
) -> None:
    people = [decided().professional for _each in range(3)]
    client = client_of(city_clerk)
    assert body.name in page(client, "bodies")
    assert client_of(body_clerk).get(at("bodies")).context["page"].total == 0  # the own body is for the bureau above
    assert "Close the list" in page(client, "start", body.pk, YEAR)

    answer = client.post(at("start", body.pk, YEAR))
    check = SpotCheck.objects.get()
    assert answer.headers["Location"] == at("check", check.pk)
    assert "The seed is not there yet" in page(client, "check", check.pk)
    assert client.get(at("report", check.pk)).status_code == 404
    assert client.post(at("draw", check.pk)).status_code == 409
    next_night()
    assert "Draw now" in page(client, "check", check.pk)
    client.post(at("draw", check.pk))

    case = check.cases.get(draw_number__gt="")
    told = page(client, "case", case.pk)
    assert case.professional.name in told
    assert "What did you find?" in told
    assert client.post(at("finding", case.pk), {"verdict": "remark"}).status_code == 422
    other = next(each for each in people if each != case.professional)
    assert client.get(at("case", check.cases.get(professional=other).pk)).status_code == 404  # not drawn
    answer = client.post(
        at("finding", case.pk),
        {"verdict": "remark", "words": "缺签到表", "proof": SimpleUploadedFile("x.pdf", PDF)},
    )
    assert answer.headers["Location"] == at("check", check.pk)
    finding = SpotCheckFinding.objects.get()
    assert (finding.verdict, finding.words, finding.proof_type) == ("remark", "缺签到表", "pdf")
    assert b"".join(client.get(at("finding_proof", finding.pk)).streaming_content) == PDF
    assert Event.objects.filter(action="spot_check.proof_taken").exists()

    assert "Write the report" in page(client, "check", check.pk)
    assert client.post(at("report", check.pk), {"words": ""}).status_code == 422
    client.post(at("report", check.pk), {"words": "请补签到表。"})
    report = page(client_of(body_clerk), "report", check.pk)
    assert "请补签到表。" in report
    assert "缺签到表" in report
    book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(client.get(at("export", check.pk)).content))
    assert book.get_sheet_by_index(0).to_python()[1][1] == case.professional.name
    assert book.get_sheet_by_index(1).to_python()[1][1:6] == [3, 1, 0, 0, 1]


def test_fraud_is_heard_seconded_and_noted_on_pages(
    case: SpotCheckCase, city_clerk: CastMember, city_head: CastMember, hr_clerk: CastMember, client_of: ClientOf
) -> None:
    clerk, head, me = client_of(city_clerk), client_of(city_head), client_of(as_person(case))
    record = case.professional.records.get()
    said = {"verdict": "fraud", "words": "证书系伪造"}
    assert clerk.post(at("finding", case.pk), said).status_code == 422
    clerk.post(at("finding", case.pk), said | {"records": [record.pk]})
    finding = SpotCheckFinding.objects.get()
    assert "A colleague looks a second time" in page(clerk, "case", case.pk)
    assert clerk.post(at("confirmation", case.pk)).status_code == 403
    assert head.post(at("confirmation", case.pk)).status_code == 409

    assert "证书系伪造" in page(me, "heard", finding.pk)
    assert "doubts records of this year" in me.get(f"/my-year/{YEAR}/").content.decode()
    assert head.get(at("heard", finding.pk)).status_code == 404
    assert me.post(at("heard", finding.pk), {"words": ""}).status_code == 422
    me.post(at("heard", finding.pk), {"words": "请再核实。"})
    assert "请再核实。" in page(head, "case", case.pk)
    assert head.post(at("dropping", case.pk), {"verdict": "fraud", "words": "x"}).status_code == 422

    answer = head.post(at("confirmation", case.pk), {"words": ""})
    cancellation = EligibilityCancellation.objects.get()
    assert answer.headers["Location"] == at("cancellation", cancellation.pk)
    this_year = timezone.localdate().year
    assert f"The eligibility of {this_year} is cancelled." in me.get(f"/my-year/{this_year}/").content.decode()
    hr = client_of(hr_clerk)
    assert "We were told" in page(hr, "cancellation", cancellation.pk)
    assert "We were told" not in page(me, "cancellation", cancellation.pk)
    assert me.post(at("cancellation", cancellation.pk)).status_code == 403
    hr.post(at("cancellation", cancellation.pk))
    assert "noted on" in page(hr, "cancellation", cancellation.pk)
    assert "Fraud was confirmed" in page(me, "heard", finding.pk)
    assert me.get(f"/people/{case.professional.pk}/").status_code == 200


def test_dropped_doubt_is_told_to_the_person(
    case: SpotCheckCase, city_clerk: CastMember, city_head: CastMember, client_of: ClientOf
) -> None:
    records = [*case.professional.records.all()]
    finding = note_finding(case, verdict=FindingVerdict.FRAUD, words="疑似", records=records, actor=city_clerk.actor)
    client_of(city_head).post(at("dropping", case.pk), {"verdict": "in_order", "words": "已核实"})

    finding.refresh_from_db()
    assert finding.fraud_state == FraudState.DROPPED
    assert "Nothing follows from it" in page(client_of(as_person(case)), "heard", finding.pk)


def test_everybody_can_take_list_seed_and_script(drawn: SpotCheck, case: SpotCheckCase) -> None:
    from verification.spotchecks.drawing import hash_of

    visitor = english_client()
    assert drawn.code in page(visitor, "published")
    told = page(visitor, "published_check", drawn.pk)
    assert drawn.seed in told
    assert case.number in told
    assert case.draw_number in told
    assert case.professional.name not in told
    listed = visitor.get(at("published_list", drawn.pk)).content.decode()
    assert hash_of(listed) == drawn.list_hash
    assert visitor.get(at("script")).content.startswith(b'"""Draw a spot check again')


def test_strangers_find_nothing(
    drawn: SpotCheck,
    case: SpotCheckCase,
    body_clerk: CastMember,
    other_head: CastMember,
    professional: CastMember,
    hr_clerk: CastMember,
    auditor: CastMember,
    client_of: ClientOf,
) -> None:
    for member in (body_clerk, other_head, hr_clerk, professional):
        for name, number in (("check", drawn.pk), ("case", case.pk), ("export", drawn.pk)):
            assert client_of(member).get(at(name, number)).status_code == 404, (member.user, name)
    assert client_of(hr_clerk).get(at("bodies")).status_code == 403
    assert client_of(other_head).get(at("start", drawn.body_id, YEAR)).status_code in (403, 404)
    reading = client_of(auditor)
    assert case.professional.name in page(reading, "check", drawn.pk)
    assert reading.post(at("finding", case.pk), {"verdict": "in_order"}).status_code == 403
    assert english_client().get(at("check", drawn.pk)).status_code == 302


def test_anomaly_leads_to_the_records_and_into_a_check(
    drawn: SpotCheck, case: SpotCheckCase, city_clerk: CastMember, auditor: CastMember, client_of: ClientOf
) -> None:
    other = drawn.cases.exclude(pk=case.pk).get().professional
    learned = other.records.get()
    learned.started_on, learned.facts = learned.ended_on, {"hours": "30"}
    learned.save()
    client = client_of(city_clerk)
    answer = client.post(at("anomalies"), {"year": YEAR})
    assert answer.headers["Location"].startswith("/jobs/")
    work_all()

    anomaly = Anomaly.objects.get()
    listed = client.get(at("anomalies"), {"year": YEAR, "kind": "impossible_day"}).content.decode()
    assert f"1 anomaly of {YEAR}" in listed
    assert other.name in listed
    assert learned.title in page(client, "anomaly", anomaly.pk)
    assert client.get(at("anomalies"), {"year": YEAR, "kind": "bunched"}).context["page"].total == 0
    said = {"person": other.pk, "check": drawn.pk, "reason": ""}
    assert client.post(at("taking", anomaly.pk), said).status_code == 422
    assert client_of(auditor).post(at("taking", anomaly.pk), said | {"reason": "x"}).status_code == 403
    client.post(at("taking", anomaly.pk), said | {"reason": "一日 30 学时"})
    assert "Taken in, not random" in page(client, "check", drawn.pk)
    assert "In a check" in client.get(at("anomalies"), {"year": YEAR}).content.decode()
    content = client.get(at("anomaly_export"), {"year": YEAR}).content
    rows = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()
    assert rows[1][2] == other.name


def test_lists_take_as_many_queries_for_many_as_for_one(
    decided: Decided, body: Organization, city_clerk: CastMember, city_head: CastMember, client_of: ClientOf
) -> None:
    client = client_of(city_clerk)
    for _each in range(15):
        decided()
    check = draw_first(close_list(body, YEAR, actor=city_clerk.actor), city_clerk)
    drawn = [*check.cases.filter(draw_number__gt="")]
    note_finding(drawn[0], verdict=FindingVerdict.IN_ORDER, actor=city_clerk.actor)
    client.get(at("check", check.pk))
    client.get(at("case", drawn[1].pk))  # leaves the trace of a look, once
    with CaptureQueriesContext(connection) as three:
        client.get(at("check", check.pk))
    client.get(at("case", drawn[1].pk))  # leaves the trace of a look, once
    with CaptureQueriesContext(connection) as one_record:
        client.get(at("case", drawn[1].pk))
    for _each in range(2):
        decided(drawn[1].professional)
    with CaptureQueriesContext(connection) as three_records:
        client.get(at("case", drawn[1].pk))

    assert len(drawn) == 3
    assert len(three) < 30
    assert len(three_records) == len(one_record)


def draw_first(check: SpotCheck, member: CastMember) -> SpotCheck:
    next_night()
    return draw_sample(check, actor=member.actor)
