"""One click, and what comes out of it, read back."""

from __future__ import annotations

import datetime
import io
import zipfile
from collections.abc import Callable
from typing import Any

import pikepdf
import pytest
from django.test import Client

from audit.models import Event
from jobs.enums import JobState
from jobs.models import Job
from people.models import Professional
from records.ledger.services import refresh_ledger
from tests.cast import CastMember
from tests.factories import ProfessionalFactory, TitleFactory
from tests.jobs.conftest import work_until_idle
from tests.verification.packs.conftest import pdf_with, picture, prove, study, words_of
from verification.packs import sources
from verification.packs.sources import Paper

ClientOf = Callable[[Any], Client]
HOSTILE = b"%PDF-1.7\n1 0 obj << /Type /Catalog >> endobj\n" + b"\x00\xff" * 100 + b"\n%%EOF\n"
OWN = "/title-applications/"
TODAY = "2026-11-28"


def order(client: Client, address: str = OWN, on: str = TODAY) -> Job:
    answer = client.post(f"{address}order/", {"applied_on": on, "applying_for": "deputy_senior"})
    assert answer.status_code == 302, answer.content.decode()
    return Job.objects.get(pk=int(answer.headers["Location"].split("/")[2]))


def fetched(client: Client, job: Job) -> zipfile.ZipFile:
    work_until_idle()
    job.refresh_from_db()
    assert (job.state, job.error) == (JobState.COMPLETED, "")
    answer: Any = client.get(f"/jobs/{job.pk}/result/")
    return zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content)))


@pytest.fixture
def certificates(monkeypatch: pytest.MonkeyPatch) -> None:
    """As the room of certificates hands them over: of 2026, and of nothing before."""
    paper = Paper("certificate", 2026, "v1", lambda: pdf_with("TheCertificate", wide=True))
    monkeypatch.setattr(sources, "_sources", {})
    sources.register("certificate", lambda person, year: paper if year == 2026 else None)


def test_pack_has_everything_in_order_and_nothing_of_others(
    client_of: ClientOf, professional: CastMember, certificates: None
) -> None:
    person = professional.user.professional
    TitleFactory(professional=person, level="intermediate", name="测试工程师", obtained_on=datetime.date(2020, 12, 1))
    public, specialty, elective = study(person, 2026)
    prove(public, "pdf", pdf_with("FirstProof", "SecondSheet"))
    prove(public, "heic", b"\0\0\0\x18ftypheic")
    prove(specialty, "jpg", picture())
    prove(specialty, "png", picture("PNG"))
    prove(specialty, "pdf", pdf_with("Locked", password="secret"))
    prove(elective, "pdf", HOSTILE)
    prove(elective, "pdf", pdf_with("WideProof", wide=True))
    prove(elective, "ofd", b"PK\x03\x04ofd")
    prove(elective, "jpg", picture()[:200])
    other = study(ProfessionalFactory(employer=professional.membership.organization), 2026)[0]
    prove(other, "pdf", pdf_with("OfSomebodyElse"))
    client = client_of(professional)

    page = client.get(OWN, {"applied_on": TODAY}).content.decode()
    assert "2026: everything is there" in page
    assert "cannot be printed here (HEIC, OFD)" in page
    job = order(client)
    assert order(client).pk == job.pk  # nothing has changed
    archive = fetched(client, job)

    assert archive.namelist() == [
        *("申报材料.pdf", "01-2026年度继续教育证书.pdf", "02-继续教育情况汇总表.pdf"),
        *("证明材料/1-1.pdf", "证明材料/1-2.heic", "证明材料/2-1.jpg", "证明材料/2-2.png", "证明材料/2-3.pdf"),
        *("证明材料/3-1.pdf", "证明材料/3-2.pdf", "证明材料/3-3.ofd", "证明材料/3-4.jpg"),
    ]
    assert job.result == {"pages": 9, "proofs": 4, "loose": 5, "missing": 0}
    whole = archive.read("申报材料.pdf")
    shown = client.get(f"/jobs/{job.pk}/").content.decode()
    assert "Every year that is asked for is proven in the pack." in shown
    assert f"{OWN}made/{job.pk}/pdf/" in shown
    served: Any = client.get(f"{OWN}made/{job.pk}/pdf/")
    assert b"".join(served.streaming_content) == whole
    with pikepdf.open(io.BytesIO(whole)) as pdf:
        found = [words_of(pdf, page) for page in range(len(pdf.pages))]
        sizes = [page.mediabox[2] > page.mediabox[3] for page in pdf.pages]
    # Certificate, form, list of proofs; then the proofs: two sheets, two pictures, one across.
    assert b"TheCertificate" in found[1]
    assert (b"FirstProof" in found[4], b"SecondSheet" in found[5], b"WideProof" in found[8]) == (True, True, True)
    assert sizes == [False, True, True, False, False, False, True, True, True]
    assert b"OfSomebodyElse" not in b"".join(found)
    assert b"Locked" not in b"".join(found)
    assert archive.read("01-2026年度继续教育证书.pdf").startswith(b"%PDF")
    assert job.result_name == "title-application-2026-11-28.zip"
    assert not Event.objects.filter(action="evidence.taken").exists()

    prove(public, "pdf", pdf_with("Another"))
    assert order(client).pk != job.pk


def test_hr_makes_one_for_its_people_and_leaves_a_trace(
    client_of: ClientOf, professional: CastMember, hr_clerk: CastMember, other_hr_clerk: CastMember
) -> None:
    person: Professional = professional.user.professional
    proof = prove(study(person, 2026)[0], "png", picture("PNG"))
    address = f"{OWN}people/{person.pk}/"
    stranger, client = client_of(other_hr_clerk), client_of(hr_clerk)

    assert "2026 asked for; not proven yet: 2026" in client.get(address).content.decode()
    assert "It passes by itself" not in client.get(address).content.decode()  # 12 of 18 elective hours
    job = order(client, address)
    archive = fetched(client, job)

    assert "证明材料/1-1.png" in archive.namelist()
    assert job.result["missing"] == 1
    assert [event.object_id for event in Event.objects.filter(action="evidence.taken")] == [str(proof.pk)]
    assert Event.objects.filter(action="pack.ordered").count() == 1
    assert stranger.get(address).status_code == 404
    assert stranger.post(f"{address}order/", {"applied_on": TODAY}).status_code == 404
    for somebody in (stranger, client_of(professional)):
        assert somebody.get(f"{OWN}made/{job.pk}/pdf/").status_code == 404
        assert somebody.get(f"/jobs/{job.pk}/result/").status_code == 404
    assert client_of(professional).get(address).status_code == 403


def test_person_who_left_meanwhile_is_in_no_pack_of_hr(
    client_of: ClientOf, professional: CastMember, hr_clerk: CastMember
) -> None:
    person: Professional = professional.user.professional
    study(person, 2026)
    job = order(client_of(hr_clerk), f"{OWN}people/{person.pk}/")

    person.employments.update(ended_on=datetime.date(2026, 1, 31))
    refresh_ledger([person.pk])
    work_until_idle()

    job.refresh_from_db()
    assert (job.state, job.result_file.name) == (JobState.FAILED, "")
    assert job.error.startswith("The person is no longer yours")


@pytest.mark.parametrize("typed", ["", "yesterday", "1999-01-01", "2031-01-01"])
def test_day_that_cannot_be_is_named_and_orders_nothing(
    client_of: ClientOf, professional: CastMember, typed: str
) -> None:
    client = client_of(professional)

    assert client.get(OWN, {"applied_on": typed}).status_code == 422
    assert client.post(f"{OWN}order/", {"applied_on": typed}).status_code == 422
    assert not Job.objects.exists()
