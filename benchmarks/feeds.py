"""A call of a feed with 10,000 rows about 10,000 people, as the view does it: read, looked up, recorded, recognized,
counted in 10,000 ledgers; then the same call again.

The limit is a bare COPY of the same rows, as texts and into one table. All that is more is what makes them hours of
people: blind indexes, the rule books, runs with their steps and lines, a trail, a ledger a person.
"""

from __future__ import annotations

import datetime
import json
import sys

from django.db import connection

from audit.actors import SYSTEM
from benchmarks.measure import WIDTHS, benchmark_database, print_head
from benchmarks.upload_staff import identity_number, stopwatch
from people.divisions.services import load_divisions
from people.documents import check_document
from people.enums import DocumentKind, Level
from people.models import Bureau, Division, Employer
from people.professionals.services import Registration, register_professionals
from policies.command import from_json
from records.enums import FeedKind
from records.feeds.api import answer_of
from records.feeds.authentication import actor_of_feed
from records.feeds.taking import take_rows
from records.feeds.tokens import hash_of
from records.models import FeedSource, LedgerYear

ROWS = 10_000
ROUNDS = 3
MOST_SECONDS = 10
COLUMNS = ("external_id", "number", "name", "title", "course_code", "hours", "ended_on")


def main() -> bool:
    with benchmark_database():
        feed = prepare()
        print_head(f"A call of a feed with {ROWS:,} rows. Limit: bare COPY of the same rows. Rows a second")
        results = [one_round(feed, number) for number in range(ROUNDS)]
        limit, taking, replaying = (sorted(times)[ROUNDS // 2] for times in zip(*results, strict=True))
        passed = taking <= MOST_SECONDS
        told("taken: records, runs, trail, ledgers", limit, taking, "met" if passed else "MISSED", f"≤{MOST_SECONDS} s")
        told("the same call again", limit, replaying)
        print(f"{taking:.1f} s for a new call, {replaying:.1f} s for its replay")
    return passed


def prepare() -> FeedSource:
    """The bureau, an employer of Guangzhou, and its people."""
    load_divisions(actor=SYSTEM)
    place = Division.objects.get(code="440105", valid_to=None)
    province = Division.objects.get(code="440000", valid_to=None)
    bureau = Bureau.objects.create(name="测试省人社厅", division=province, level=Level.PROVINCE)
    employer = Employer.objects.create(name="测试单位", division=place, ownership="public")
    today = datetime.date(2026, 1, 1)
    register_professionals(
        [
            Registration(
                name=name_of(count),
                document=check_document(DocumentKind.RESIDENT_ID, identity_number(count), today=today),
                employer=employer,
                started_on=today,
            )
            for count in range(ROWS)
        ],
        actor=SYSTEM,
    )
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE TABLE bare_row ({', '.join(f'{column} text' for column in COLUMNS)})")
        cursor.execute("ANALYZE")
    return FeedSource.objects.create(
        name="测试平台",
        kind=FeedKind.PROVINCE_PUBLIC,
        organization=bureau,
        area="44",
        token_hash=hash_of("x"),
        token_tail="xxxx",
        started_on=today,
    )


def one_round(feed: FeedSource, number: int) -> tuple[float, float, float]:
    rows = [row(count, number) for count in range(ROWS)]
    body = json.dumps({"rows": rows}, ensure_ascii=False).encode()
    with stopwatch() as copied:
        copy_bare(rows)
    with stopwatch() as taken:
        answer = call(feed, body)
    assert answer["taken"] == ROWS, {key: answer[key] for key in answer if key != "rows"}
    assert LedgerYear.objects.filter(counted_public=(number + 1) * 6).count() == ROWS
    with stopwatch() as replayed:
        answer = call(feed, body)
    assert answer["unchanged"] == ROWS
    return copied.seconds, taken.seconds, replayed.seconds


def call(feed: FeedSource, body: bytes) -> dict[str, object]:
    """From the bytes of the request to those of the answer."""
    answer = answer_of(take_rows(feed, from_json(body.decode())["rows"], actor=actor_of_feed(feed)))
    json.dumps(answer, ensure_ascii=False)
    return answer


def row(count: int, number: int) -> dict[str, object]:
    return {
        "external_id": f"{number}-{count}",
        "person": {"number": identity_number(count), "name": name_of(count)},
        "title": f"测试公需科目{number}",
        "course_code": f"T-{number}",
        "hours": 6,
        "ended_on": "2026-05-20",
    }


def name_of(count: int) -> str:
    return "测试" + "甲乙丙丁戊己庚辛壬癸"[count % 10]


def copy_bare(rows: list[dict[str, object]]) -> None:
    with connection.cursor() as cursor, cursor.copy("COPY bare_row FROM STDIN") as copy:
        for each in rows:
            person = each["person"]
            assert isinstance(person, dict)
            copy.write_row([str((each | person)[column]) for column in COLUMNS])


def told(name: str, limit: float, seconds: float, verdict: str = "", goal: str = "") -> None:
    rates = (f"{ROWS / limit:,.0f} /s", f"{ROWS / seconds:,.0f} /s")
    print(WIDTHS.format(name, *rates, f"{seconds / limit:.0f}", goal, verdict))


if __name__ == "__main__":
    sys.exit(not main())
