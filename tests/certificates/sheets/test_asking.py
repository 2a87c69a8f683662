"""To ask for a sheet, to have it drawn, to take it: who may, and that it is the same file every time."""

from __future__ import annotations

import hashlib
from collections.abc import Callable

import pytest
from django.core.files.storage import default_storage
from django.test import Client

from certificates.models import Certificate, SheetFile
from certificates.sheets.keeping import certificate_of_file
from jobs.enums import JobState
from jobs.models import Job
from tests.cast import CastMember
from tests.jobs.conftest import work_until_idle

pytestmark = pytest.mark.django_db


def test_a_sheet_is_asked_for_drawn_kept_and_taken(
    issued: Callable[..., Certificate],
    hr_clerk: CastMember,
    other_hr_clerk: CastMember,
    client_of: Callable[[CastMember], Client],
) -> None:
    certificate = issued()
    address = f"/certificates/{certificate.number}/"
    client = client_of(hr_clerk)

    page = client.get(address)
    assert page.status_code == 200
    assert certificate.printed["name"] in page.content.decode()
    assert client.get(f"{address}pdf/").status_code == 404
    assert client.get(f"{address}qr.png").content.startswith(b"\x89PNG")

    first = client.post(f"{address}order/")
    again = client.post(f"{address}order/")
    assert first.url == again.url
    work_until_idle()
    job = Job.objects.get(kind="certificate_sheet")
    assert (job.state, job.result_name) == (JobState.COMPLETED, f"{certificate.number}.pdf")

    content = b"".join(client.get(f"{address}pdf/").streaming_content)
    assert content.startswith(b"%PDF-1.7")
    kept = SheetFile.objects.get()
    assert hashlib.sha256(content).hexdigest() == kept.sha256
    assert certificate_of_file(kept.sha256) == certificate
    assert b"Make the PDF" not in client.get(address).content

    others = client_of(other_hr_clerk)
    assert [others.get(f"{address}{part}").status_code for part in ("", "pdf/", "qr.png", "seals/issuer/")] == [404] * 4
    assert others.post(f"{address}order/").status_code == 404

    default_storage.delete(kept.file)
    client.post(f"{address}order/")
    work_until_idle()
    assert b"".join(client.get(f"{address}pdf/").streaming_content) == content
