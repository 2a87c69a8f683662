"""Of a whole house or bureau: all certificates as one PDF in the chosen order, the roster, the summary."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from django.test import Client
from python_calamine import CalamineWorkbook

from certificates.enums import EndKind
from certificates.issuing.services import end_certificate
from certificates.models import Certificate, Receipt
from certificates.sheets import printing
from jobs.enums import JobState
from jobs.models import Job
from people.models import Employer
from tests.cast import CastMember
from tests.certificates.conftest import YEAR
from tests.certificates.sheets.archive import faults_of
from tests.certificates.sheets.tools import run
from tests.factories import EmployerFactory, ProfessionalFactory
from tests.jobs.conftest import work_until_idle

pytestmark = pytest.mark.django_db
PAPERS = "/certificates/papers/"


def taken(client: Client, **said: Any) -> tuple[Job, bytes]:
    answer = client.post(PAPERS, {"year": YEAR, "order": "number"} | said)
    assert answer.status_code == 302, answer.content.decode()
    work_until_idle()
    job = Job.objects.latest("pk")
    assert (job.state, job.error) == (JobState.COMPLETED, "")
    result: Any = client.get(f"/jobs/{job.pk}/result/")
    return job, b"".join(result.streaming_content)


def rows_of(book: bytes) -> list[list[Any]]:
    return list(CalamineWorkbook.from_filelike(io.BytesIO(book)).get_sheet_by_index(0).to_python())


def test_papers_of_a_house(
    issued: Callable[..., Certificate],
    employer: Employer,
    hr_clerk: CastMember,
    professional: CastMember,
    district_clerk: CastMember,
    district_head: CastMember,
    client_of: Callable[[CastMember], Client],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    staff = [
        issued(professional=ProfessionalFactory(name=name, employer=employer, employer__staff_number=number))
        for name, number in (("丙测试", "A-1"), ("甲测试", "A-3"), ("乙测试", "A-2"))
    ]
    other = EmployerFactory(name="邻测试单位", place="440105")
    issued(professional=ProfessionalFactory(name="外测试", employer=other), employer=other)
    end_certificate(staff[0], EndKind.FRAUD, reason="as seen", actor=district_head.actor)
    Receipt.objects.create(certificate=staff[1], received_by="丁测试", received_on="2026-11-02", noted_by=hr_clerk.user)
    monkeypatch.setattr(printing, "SHEETS_A_SLICE", 1)
    client = client_of(hr_clerk)

    assert client.get(PAPERS).status_code == 200
    _job, content = taken(client, paper="print-pdf", order="staff_number")
    (tmp_path / "all.pdf").write_bytes(content)
    text = run("pdftotext", "-raw", tmp_path / "all.pdf", "-")
    pages = [page for page in text.split("\f") if page.strip()]
    assert [name for page in pages for name in ("甲测试", "乙测试", "丙测试", "外测试") if name in page] == [
        "乙测试",
        "甲测试",
    ]
    assert "No syntax or stream encoding errors" in run("qpdf", "--check", tmp_path / "all.pdf")
    assert faults_of(content) == []
    read_aloud = run("pdfinfo", "-struct-text", tmp_path / "all.pdf")
    assert read_aloud.count("Art\n") == read_aloud.count("H1") == 2
    with pikepdf.open(io.BytesIO(content)) as pdf, pdf.open_outline() as outline:
        assert [str(item.title) for item in outline.root] == ["乙测试", "甲测试"]

    job, content = taken(client, paper="roster-xlsx")
    rows = rows_of(content)
    assert rows[0][0] == "《广东省专业技术人员继续教育证书》发放名册"
    assert [row[3] for row in rows[3:6]] == ["丙测试", "甲测试", "乙测试"]
    assert rows[3][9]
    assert rows[4][1:9] == [
        *(staff[1].number, staff[1].blank_form, "甲测试", "甲测试单位", str(YEAR)),
        *(f"{staff[1].issued_on}", "丁测试", "2026-11-02"),
    ]
    assert job.result == {"rows": 3}
    by_name = rows_of(taken(client, paper="roster-xlsx", order="name")[1])
    assert [row[3] for row in by_name[3:6]] == ["丙测试", "甲测试", "乙测试"], "bing, jia, yi"

    _job, content = taken(client, paper="summary-pdf")
    (tmp_path / "summary.pdf").write_bytes(content)
    told = run("pdftotext", "-layout", tmp_path / "summary.pdf", "-")
    assert f"{YEAR}年广东省专业技术人员继续教育证书汇总表" in told
    assert all(each.number in told for each in staff)

    bureau = client_of(district_clerk)
    assert {row[3] for row in rows_of(taken(bureau, paper="roster-xlsx")[1])} >= {"外测试", "甲测试"}
    of_one = rows_of(taken(bureau, paper="roster-xlsx", employer=other.name)[1])
    assert "外测试" in {row[3] for row in of_one}
    assert "甲测试" not in {row[3] for row in of_one}

    assert (
        bureau.post(PAPERS, {"year": YEAR, "order": "name", "paper": "print-pdf", "employer": "no"}).status_code == 422
    )
    assert client.post(PAPERS, {"year": "1999", "order": "name", "paper": "print-pdf"}).status_code == 422
    assert client_of(professional).get(PAPERS).status_code == 403
