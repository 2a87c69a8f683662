"""A page of the trail among a million events: the newest, the deepest, and those of every filter.

The limit is reading the fifty newest rows, which no page can do without.
"""

from __future__ import annotations

import sys
from collections.abc import Callable

from django.db import connection
from django.http import QueryDict

from audit.filters import EventFilter
from audit.models import Event
from audit.paging import PAGE_SIZE, page_of_events
from benchmarks.measure import benchmark_database, compare, print_head

EVENTS = 1_000_000

FILL = """
INSERT INTO audit_event (at, actor_label, hat, organization_id, organization_label, action,
                         object_type, object_id, object_label, after, reason, request_id, job_id)
SELECT timestamptz '2026-01-01' + n * interval '30 seconds',
       '测试人员 ' || n %% 5000, 'hr_clerk', n %% 300, '测试单位 ' || n %% 300,
       'record.' || CASE WHEN n %% 100000 = 0 THEN 'rejected' WHEN n %% 2 = 0 THEN 'approved' ELSE 'submitted' END,
       'records.learningrecord', (n %% 200000)::text, '专题讲座 ' || n %% 200000,
       jsonb_build_object('state', 'approved'), '', md5((n / 10)::text), CASE WHEN n %% 50 = 0 THEN n / 10000 END
FROM generate_series(1, %s) AS n
"""

PAGES = {
    "the newest": "",
    "the deepest": "before=100",
    "a frequent action": "action=record.approved",
    "a rare action": "action=record.rejected",
    "a name": "actor=测试人员 17",
    "an object": "object_type=records.learningrecord&object_id=4711",
    "an object number alone": "object_id=4711",
    "a job": "request_or_job=20",
    "a request": "request_or_job=c4ca4238a0b923820dcc509a6f75849b",
    "a day in the past": "since=2026-03-03&until=2026-03-03",
    "a frequent action on a day in the past": "action=record.submitted&since=2026-03-03&until=2026-03-03",
}


def fill() -> None:
    with connection.cursor() as cursor:
        cursor.execute(FILL, [EVENTS])
        cursor.execute("VACUUM ANALYZE audit_event")


def newest_rows() -> None:
    assert len(Event.objects.newest_first()[: PAGE_SIZE + 1]) == PAGE_SIZE + 1


def page(address: str) -> Callable[[], None]:
    query = QueryDict(address)

    def ask() -> None:
        found = EventFilter(query, queryset=Event.objects.all())
        assert found.is_valid(), found.errors
        assert page_of_events(found.qs, query).events

    return ask


def main() -> bool:
    with benchmark_database():
        fill()
        print_head(f"A page of the audit trail among {EVENTS:,} events. Limit: reading the fifty newest rows")
        results = [
            compare(name, limit=newest_rows, figure=page(address), goal=5, unit="ms") for name, address in PAGES.items()
        ]
    return all(results)


if __name__ == "__main__":
    sys.exit(not main())
