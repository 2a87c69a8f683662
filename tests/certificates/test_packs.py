"""A pack for a title application with the certificates themselves in it, and what else is fed by this room."""

from __future__ import annotations

import datetime
import hashlib
import io
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from django.test import Client
from django.utils import timezone

from approvals.models import Run
from approvals.services import approve
from approvals.undoing import undo
from certificates.issuing.services import issue_one
from certificates.models import Certificate, SheetFile
from jobs.models import Job
from people.roles import Role
from tests.cast import CastMember, _cast
from tests.factories import (
    BureauFactory,
    EmployerFactory,
    ProfessionalFactory,
    TitleFactory,
)
from tests.jobs.conftest import work_until_idle
from tests.verification.packs.conftest import pdf_with, prove, study, words_of
from verification.cases import digest_of
from verification.models import ReviewCase, Verification
from verification.reviews.enums import Mode, Purpose, Sex
from verification.reviews.figures import present_figures
from verification.reviews.results import results_under
from verification.reviews.services import FormSaid, agree, file_form

OWN = "/title-applications/"
WHOLE = "申报材料.pdf"
BORN = datetime.date(1985, 1, 1)


@pytest.fixture(autouse=True)
def kept_files(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


def made(client: Client, on: str) -> zipfile.ZipFile:
    answer = client.post(f"{OWN}order/", {"applied_on": on, "applying_for": "deputy_senior"})
    work_until_idle()
    job = Job.objects.get(pk=int(answer.headers["Location"].split("/")[2]))
    assert job.error == ""
    served: Any = client.get(f"/jobs/{job.pk}/result/")
    return zipfile.ZipFile(io.BytesIO(b"".join(served.streaming_content)))


def test_from_2019_on_the_certificate_of_the_year_stands_in_the_pack_as_it_was_issued(
    client_of: Callable[[Any], Client],
    professional: CastMember,
    verified: Callable[..., Verification],
    district_clerk: CastMember,
) -> None:
    person = professional.user.professional
    person.industry = "education"  # there no employer confirms
    person.save()
    TitleFactory(professional=person, level="intermediate", name="测试工程师", obtained_on=datetime.date(2020, 12, 1))
    prove(study(person, 2026)[1], "pdf", pdf_with("TheProof"))
    issued = {
        year: issue_one(verified(professional=person, industry="education", year=year), actor=district_clerk.actor)
        for year in (2025, 2026)
    }

    archive = made(client_of(professional), "2026-11-28")

    # H-15: of 2025 nothing, although there is a certificate of it.
    assert archive.namelist() == [
        *(WHOLE, "01-2026年度继续教育证书.pdf", "02-继续教育情况汇总表.pdf", "证明材料/2-1.pdf"),
    ]
    certificate = archive.read("01-2026年度继续教育证书.pdf")
    assert hashlib.sha256(certificate).hexdigest() == SheetFile.objects.get(certificate=issued[2026]).sha256
    with pikepdf.open(io.BytesIO(archive.read(WHOLE))) as pdf:
        pages = [words_of(pdf, page) for page in range(len(pdf.pages))]
        wide = [page.mediabox[2] > page.mediabox[3] for page in pdf.pages]
        on_page = pdf.pages[1].obj.Resources.XObject
    # First page, certificate, form, list of proofs, the proof.
    assert wide == [False, True, True, False, False]
    assert any(form.get("/Subtype") == "/Form" for form in on_page.values())
    assert b" Do" in pages[1]
    assert [b"TheProof" in page for page in pages] == [False, False, False, False, True]


def test_xuzhou_brings_its_booklet_public_subjects_the_form_and_all_proofs(
    client_of: Callable[[Any], Client], db: None
) -> None:
    """XZ16 二.2, in its order; and the result is found by the number of that certificate (XZ16 二.3(3))."""
    house = EmployerFactory(name="云龙测试院", place="320303", ownership="public")
    learner = _cast("汉测试", "han.test", Role.PROFESSIONAL, house)
    person = ProfessionalFactory(user=learner.user, name="汉测试", employer=house)
    TitleFactory(professional=person, name="测试工程师", obtained_on=datetime.date(2018, 12, 1))
    year = timezone.localdate().year - 1
    public, specialty = study(person, year, public="24", specialty="50")
    prove(public, "pdf", pdf_with("PublicExam"))
    prove(specialty, "pdf", pdf_with("OtherProof"))
    clerk = _cast("彭测试", "peng.test", Role.HR_CLERK, house)
    reviewer = _cast("龙测试", "long.test", Role.BUREAU_CLERK, BureauFactory(name="云龙测试人社局", place="320303"))
    run = file_form(person, FormSaid(Purpose.TITLE, Sex.FEMALE, BORN, "建筑设计"), actor=learner.actor)
    approve(run, version=1, actor=clerk.actor)
    agree(run, version=1, mode=Mode.SINGLE, digest=_seen(run), actor=reviewer.actor)
    verification = Verification.objects.get()
    issued = issue_one(verification, actor=reviewer.actor)

    archive = made(client_of(learner), timezone.localdate().isoformat())

    assert archive.namelist() == [
        *(WHOLE, f"01-{year}年度继续教育证书.pdf", "03-徐州市专业技术人员继续教育电子登记表.pdf"),
        *("证明材料/1-1.pdf", "证明材料/2-1.pdf"),
    ]
    with pikepdf.open(io.BytesIO(archive.read(WHOLE))) as pdf:
        pages = [words_of(pdf, page) for page in range(len(pdf.pages))]
        wide = [page.mediabox[2] > page.mediabox[3] for page in pdf.pages]
    # First page, booklet, list and proof of the public subject, form, list of the others and proof.
    assert wide == [False, True, False, False, True, False, False]
    assert [b"PublicExam" in page for page in pages].index(True) == 3
    assert [b"OtherProof" in page for page in pages].index(True) == 6
    (found,) = results_under(issued.number).results
    assert (found.verification, found.stands) == (verification, True)
    undo(run, actor=reviewer.actor)  # a decision that is taken back takes the certificate with it
    assert not Certificate.objects.standing().exists()


def _seen(run: Run) -> str:
    case = ReviewCase.objects.get(pk=run.subject_id)
    return digest_of(present_figures([case])[case.pk])
