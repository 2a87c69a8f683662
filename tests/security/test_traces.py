"""Numbers of documents stand sealed in their tables and nowhere else: no log, address, row, file or name of a file
tells them (H11). Whatever takes a number is first made to, in every way there is; tests/people has the pages."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.http import HttpResponse

from changes.models import Correction
from jobs.models import Job
from people.professionals.numbers import number_in
from people.roles import Role
from tests.access.world import World
from tests.changes.conftest import upload as proof
from tests.factories.professionals import invented_number
from tests.jobs.conftest import work_until_idle
from tests.uploads.books import workbook
from uploads.models import Upload

pytestmark = pytest.mark.django_db

LISTED, REFUSED, CORRECTED, LOOKED_UP, REGISTERED = (invented_number(9200 + count) for count in range(5))
NUMBERS = (LISTED, REFUSED, CORRECTED, LOOKED_UP, REGISTERED)


@pytest.fixture
def answers(world: World, caplog: pytest.LogCaptureFixture) -> list[HttpResponse]:
    """Everything that takes a number, sound or not, and with numbers where none should stand."""
    caplog.set_level(logging.DEBUG)
    clerk = world.client(world.first.members[Role.HR_CLERK])
    person = world.client(world.first.members[Role.PROFESSIONAL])
    rows = [["姓名", "身份证号"], ["新测试", LISTED], ["错测试", REFUSED[:-1] + ("1" if REFUSED[-1] != "1" else "2")]]
    book = SimpleUploadedFile(f"新测试{LISTED}.xlsx", workbook([*rows, ["又测试", REFUSED]]))
    entry = {"name": "又测试", "kind": "resident_id", "industry": "health", "started_on": "2021-03-01"}
    sent = [
        clerk.post("/uploads/new/staff/", {"file": book}),
        clerk.post("/people/new/", entry | {"number": REGISTERED}),
        clerk.post("/people/new/", entry | {"number": REGISTERED}),
        clerk.post("/people/lookup/", {"number": LOOKED_UP}),
        clerk.get("/people/", {"name": LOOKED_UP}),
        clerk.get("/nothing/", {"number": LOOKED_UP}),
        world.client(None).post("/accounts/login/", {"login": REGISTERED, "password": REGISTERED}),
        person.post(
            "/changes/document/",
            {"kind": "resident_id", "number": CORRECTED, "proof": proof(name=f"{CORRECTED}.png")},
        ),
    ]
    work_until_idle()
    upload = Upload.objects.latest("pk")
    sent.append(clerk.post(f"/uploads/{upload.pk}/commit/"))
    work_until_idle()
    return sent


def tables() -> Iterator[tuple[str, str]]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        names = [name for (name,) in cursor.fetchall()]
        for name in names:
            cursor.execute(f"SELECT coalesce(string_agg(row::text, chr(10)), '') FROM \"{name}\" row")
            yield name, cursor.fetchone()[0]


def told(text: str) -> list[str]:
    return [number for number in NUMBERS if number in text]


def test_the_numbers_were_there_to_be_told(answers: list[HttpResponse]) -> None:
    assert [answer.status_code for answer in answers] == [302, 302, 422, 422, 200, 404, 200, 302, 302]
    assert Upload.objects.latest("pk").written == 2
    assert Correction.objects.latest("pk").number_tail == CORRECTED[-4:]
    assert Job.objects.filter(kind="upload_commit").exists()


def test_no_table_tells_a_number(answers: list[HttpResponse]) -> None:
    leaks = {name: told(text) for name, text in tables() if told(text)}

    assert leaks == {}


def test_no_file_is_named_by_a_number_or_holds_one_in_clear(answers: list[HttpResponse]) -> None:
    files = [path for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file()]

    assert files
    assert [path for path in files if told(str(path))] == []
    assert [path for path in files if any(number.encode() in path.read_bytes() for number in NUMBERS)] == []


def test_no_address_and_no_header_tells_a_number(answers: list[HttpResponse]) -> None:
    assert told("".join(str(answer.headers) for answer in answers)) == []


def test_no_line_of_the_log_tells_a_number(answers: list[HttpResponse], caplog: pytest.LogCaptureFixture) -> None:
    handler = logging.getLogger().handlers[0]
    written = "".join(handler.format(record) for record in caplog.get_records("setup"))

    assert "/people/lookup/" in written
    assert "/uploads/" in written
    assert told(written) == []


def test_a_number_is_found_by_who_may_open_it(world: World, answers: list[HttpResponse]) -> None:
    """What was sealed above is what was sent."""
    person = world.first.person
    assert number_in(person.documents.get()) not in NUMBERS

    page = answers[1].headers["Location"]
    shown = world.client(world.first.members[Role.HR_HEAD]).post(f"{page}number/", {"reason": "核对"})

    assert REGISTERED in shown.content.decode()
