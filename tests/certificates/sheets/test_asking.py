"""To ask for a sheet, to have it drawn, to take it: who may, and that it is the same file every time."""

from __future__ import annotations

import datetime
import hashlib
import re
from collections.abc import Callable

import pytest
import time_machine
from django.core.files.storage import default_storage
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from certificates.models import Certificate, SheetFile
from certificates.sheets.keeping import certificate_of_file
from certificates.sheets.passes import SECONDS
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
    given = re.search(r'href="(/certificates/passed/[^"]+)"', client.get(address).content.decode())
    assert given, "instead of the button that has it made"
    assert_is_for_this_session(given[1], certificate, content, client, client_of(other_hr_clerk))

    others = client_of(other_hr_clerk)
    assert [others.get(f"{address}{part}").status_code for part in ("", "pdf/", "qr.png", "seals/issuer/")] == [404] * 4
    assert others.post(f"{address}order/").status_code == 404

    default_storage.delete(kept.file)
    client.post(f"{address}order/")
    work_until_idle()
    assert b"".join(client.get(f"{address}pdf/").streaming_content) == content


def assert_is_for_this_session(
    given: str, certificate: Certificate, content: bytes, client: Client, others: Client
) -> None:
    with CaptureQueriesContext(connection) as asked:
        answer = client.get(given)
    assert b"".join(answer.streaming_content) == content  # type: ignore[attr-defined]
    assert answer["Content-Disposition"] == f'attachment; filename="{certificate.number}.pdf"'
    assert answer["Cache-Control"] == "no-store"
    assert len(asked) == 0

    anew = f"/certificates/{certificate.number}/pdf/"
    forged = f"{given[:-6]}AAAAAA"
    for visitor, address in ((others, given), (Client(), given), (client, forged)):
        assert visitor.get(address).headers["Location"] == anew
    with time_machine.travel(timezone.now() + datetime.timedelta(seconds=SECONDS + 2), tick=False):
        assert client.get(given).headers["Location"] == anew
    assert client.post(given).status_code == 404
