"""One click, and what comes out of it, read back."""

from __future__ import annotations

import datetime
import io
import zipfile
from collections.abc import Callable
from typing import Any

import pikepdf
from django.test import Client

from audit.models import Event
from jobs.enums import JobState
from jobs.models import Job
from tests.cast import CastMember
from tests.factories import ProfessionalFactory, TitleFactory
from tests.jobs.conftest import work_until_idle
from tests.verification.packs.conftest import pdf_with, picture, prove, study, words_of

ClientOf = Callable[[Any], Client]
HOSTILE = b"%PDF-1.7\n1 0 obj << /Type /Catalog >> endobj\n" + b"\x00\xff" * 100 + b"\n%%EOF\n"


def order(client: Client, address: str = "/title-applications/order/", on: str = "2026-11-28") -> Job:
    answer = client.post(address, {"applied_on": on, "applying_for": ""})
    assert answer.status_code == 302, answer.content.decode()
    return Job.objects.get(pk=int(answer.headers["Location"].split("/")[2]))


def test_pack_has_everything_in_order_and_nothing_of_others(
    client_of: ClientOf, professional: CastMember, zip_of: Callable[[Client, Job], zipfile.ZipFile]
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
    other = study(ProfessionalFactory(employer=professional.membership.organization), 2026)[0]
    prove(other, "pdf", pdf_with("OfSomebodyElse"))
    client = client_of(professional)

    job = order(client)
    assert order(client).pk == job.pk
    work_until_idle()
    job.refresh_from_db()
    open("/tmp/pack.zip", "wb").write(job.result_file.open("rb").read())
    print(job.state, job.error, job.result)
    print(zipfile.ZipFile("/tmp/pack.zip").namelist())
    assert 0
