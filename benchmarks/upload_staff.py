"""A staff list of 20,000 people from Excel: checked, then written, as a worker does it.

The limit is a bare COPY of the same rows, as texts and into one table: what the database itself takes for them. All
that is more is what makes them people: reading Excel, check digits, sealed numbers, readings of names, accounts,
documents, titles, employments, hats, and a trail.
"""

from __future__ import annotations

import datetime
import io
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import xlsxwriter
from django.conf import settings
from django.db import connection

from audit.actors import Actor
from benchmarks.measure import WIDTHS, benchmark_database, print_head
from jobs.worker import work_once
from people.documents import check_character
from people.enums import OrganizationKind
from people.hats import actor_wearing
from people.models import Employer, Membership, Professional, User
from people.roles import Role
from people.staff_import.kind import StaffImport
from uploads.kinds import kind_of
from uploads.models import Upload
from uploads.services import decide_upload, receive_upload

PEOPLE = 20_000
ROUNDS = 3
MOST_SECONDS = 60
SURNAMES = "李王张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗单解欧区曾"
GIVEN = "晓岚国栋洁仪文涛永康文博静怡敬之一鸣思远梅兰竹菊松柏青云海波"
BARE_COLUMNS = [column.key for column in StaffImport.columns]


def main() -> bool:
    with benchmark_database(), tempfile.TemporaryDirectory() as folder:
        settings.MEDIA_ROOT = Path(folder)
        make_bare_table()
        print_head(f"A staff list of {PEOPLE:,} people. Limit: bare COPY of the same rows. Rows a second")
        results = [one_round(number) for number in range(ROUNDS)]
        limit, checking, writing = (sorted(times)[ROUNDS // 2] for times in zip(*results, strict=True))
        told("read, checked and staged", limit, checking)
        told("written: people, accounts, hats, trail", limit, writing)
        passed = checking + writing <= MOST_SECONDS
        told("the whole", limit, checking + writing, "met" if passed else "MISSED", f"≤{MOST_SECONDS} s")
        print(f"{checking + writing:.1f} s for all of it")
    return passed


def one_round(number: int) -> tuple[float, float, float]:
    rows = list(people(number))
    content = workbook(rows)
    actor = an_hr_clerk(number)
    with stopwatch() as copied:
        copy_bare(rows)
    with stopwatch() as checked:
        upload, _is_new = receive_upload(kind_of("staff"), "list.xlsx", content, actor=actor)
        work()
    upload.refresh_from_db()
    assert upload.accepted == PEOPLE, upload.__dict__
    with stopwatch() as wrote:
        decide_upload(upload, is_whole=False, actor=actor)
        work()
    assert Upload.objects.get(pk=upload.pk).written == PEOPLE
    assert Professional.objects.count() == PEOPLE * (number + 1)
    return copied.seconds, checked.seconds, wrote.seconds


class stopwatch:  # noqa: N801 - reads as a statement
    seconds = 0.0

    def __enter__(self) -> stopwatch:
        self._start = time.perf_counter()
        return self

    def __exit__(self, *_error: object) -> None:
        self.seconds = time.perf_counter() - self._start


def work() -> None:
    while work_once("benchmark"):
        pass


def told(name: str, limit: float, seconds: float, verdict: str = "", goal: str = "") -> None:
    rates = (f"{PEOPLE / limit:,.0f} /s", f"{PEOPLE / seconds:,.0f} /s")
    print(WIDTHS.format(name, *rates, f"{seconds / limit:.0f}", goal, verdict))


# What is uploaded


def people(number: int) -> Iterator[list[str]]:
    for count in range(number * PEOPLE, (number + 1) * PEOPLE):
        name = SURNAMES[count % len(SURNAMES)] + GIVEN[count % 29] + GIVEN[count % 31 % len(GIVEN)]
        yield [
            name,
            "",
            identity_number(count),
            f"139{count:08}",
            "工程技术",
            "中级",
            "工程师",
            "2019年12月20日",
            "住建",
            f"A-{count}",
            "设计",
            "2021-07-01",
        ]


def identity_number(count: int) -> str:
    day = datetime.date(1960, 1, 1) + datetime.timedelta(days=count % 15_000)
    first = f"440105{day:%Y%m%d}{count // 15_000 + 1:03}"
    return first + check_character(first)


def workbook(rows: list[list[str]]) -> bytes:
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, {"constant_memory": True}) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, [column.aliases[0] for column in StaffImport.columns])
        for number, row in enumerate(rows, start=1):
            for place, text in enumerate(row):
                sheet.write_string(number, place, text)
    return target.getvalue()


def an_hr_clerk(number: int) -> Actor:
    user = User.objects.create_user(f"clerk.{number}", display_name="陈测试")
    employer = Employer.objects.create(kind=OrganizationKind.EMPLOYER, name=f"测试单位{number}", ownership="public")
    hat = Membership.objects.create(
        user=user, organization=employer, role=Role.HR_CLERK, started_on=datetime.date(2020, 1, 1)
    )
    return actor_wearing(user, hat)


# The limit


def make_bare_table() -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE TABLE bare_person ({', '.join(f'{column} text' for column in BARE_COLUMNS)})")


def copy_bare(rows: list[list[str]]) -> None:
    with connection.cursor() as cursor, cursor.copy("COPY bare_person FROM STDIN") as copy:
        for row in rows:
            copy.write_row(row)


if __name__ == "__main__":
    sys.exit(not main())
