from __future__ import annotations

import datetime
import io
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from django.core.files.base import ContentFile
from django.test import Client
from PIL import Image

from jobs.models import Job
from people.enums import FileType
from people.models import Professional
from records.ledger.services import refresh_ledger
from records.models import Evidence, LearningRecord
from tests.factories import EvidenceFactory, LearningRecordFactory

ENOUGH = {"public": "30", "specialty": "60", "elective": "12"}
"""Of what every rule set asks for since 2010."""


@pytest.fixture(autouse=True)
def kept_files(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


def study(person: Professional, year: int, *, refresh: bool = True, **hours: str) -> list[LearningRecord]:
    """Recognized classes of that year; 2024 and 2025 as much as the rules ask for, unless said otherwise."""
    made = [
        LearningRecordFactory(
            professional=person,
            recognized=True,
            category=category,
            title=f"{year}测试{category}",
            facts={"hours": count, "mandatory": count if category == "specialty" else "0"},
            source="institution",
            ended_on=datetime.date(year, 5, 20),
        )
        for category, count in (hours or ENOUGH).items()
    ]
    if refresh:
        refresh_ledger([person.pk])
    return made


def prove(record: LearningRecord, kind: str, content: bytes) -> Evidence:
    evidence: Evidence = EvidenceFactory(
        record=record, file=ContentFile(content, name="x"), file_type=FileType(kind), size=len(content)
    )
    return evidence


def pdf_with(*words: str, password: str = "", wide: bool = False) -> bytes:
    """A PDF with a page for each word."""
    pdf = pikepdf.new()
    for word in words:
        pdf.add_blank_page(page_size=(842, 595) if wide else (595, 842))
        page = pdf.pages[-1]
        font = pikepdf.Dictionary(Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica)
        page.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=font))
        page.Contents = pdf.make_stream(f"BT /F1 40 Tf 100 400 Td ({word}) Tj ET".encode())
    written = io.BytesIO()
    lock = pikepdf.Encryption(owner=password, user=password) if password else False
    pdf.save(written, encryption=lock)
    return written.getvalue()


def picture(kind: str = "JPEG") -> bytes:
    written = io.BytesIO()
    Image.new("RGBA" if kind == "PNG" else "RGB", (300, 200), "teal").save(written, kind)
    return written.getvalue()


def words_of(pdf: pikepdf.Pdf, page: int) -> bytes:
    """Whatever is drawn on the page, the pages laid on it included."""
    return b"".join(stream.read_bytes() for stream in _streams(pdf.pages[page]))


def _streams(page: Any) -> list[Any]:
    contents = page.obj.Contents
    found = list(contents) if isinstance(contents, pikepdf.Array) else [contents]
    drawn = b"".join(stream.read_bytes() for stream in found)
    # Pages share their resources: what counts is what a page draws.
    forms = page.obj.Resources.get("/XObject", {}).items()
    return found + [form for name, form in forms if form.get("/Subtype") == "/Form" and f"{name} Do".encode() in drawn]


@pytest.fixture
def zip_of() -> Callable[[Client, Job], zipfile.ZipFile]:
    def fetch(client: Client, job: Job) -> zipfile.ZipFile:
        answer: Any = client.get(f"/jobs/{job.pk}/result/")
        assert answer.status_code == 200
        return zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content)))

    return fetch
