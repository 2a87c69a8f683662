"""What the trail costs: writing events, sealing them, proving them.

The limit of writing is a bare row of the same shape, with the same indexes for looking things up, by plain SQL:
without the columns, the index and the trigger of the chain.
"""

from __future__ import annotations

import json
import sys
from typing import Any

from django.db import connection, transaction

from audit.actors import Actor
from audit.chain import links
from audit.models import Event
from audit.services import ObjectRef, record, record_many, seal
from audit.verification import verify_range
from benchmarks.measure import benchmark_database, compare, print_head

ONE_BY_ONE, AT_ONCE, VERIFIED = 100, 1000, 20_000

TYPES = {
    "actor_id": "bigint",
    "actor_label": "text",
    "hat": "text",
    "organization_id": "bigint",
    "organization_label": "text",
    "action": "text",
    "object_type": "text",
    "object_id": "text",
    "object_label": "text",
    "before": "jsonb",
    "after": "jsonb",
    "reason": "text",
    "request_id": "text",
    "job_id": "bigint",
}
INSERT = f"INSERT INTO bare_event ({', '.join(TYPES)})"
INSERT_ONE = f"{INSERT} VALUES ({', '.join('%s' for _ in TYPES)})"
INSERT_MANY = f"{INSERT} SELECT * FROM unnest({', '.join(f'%s::{kind}[]' for kind in TYPES.values())})"

BEFORE = {"state": "submitted", "credited_hours": None}
AFTER = {"state": "approved", "credited_hours": "7.5"}
ACTOR = Actor(
    user_id=None,
    label="陈测试",
    hat="hr_clerk",
    organization_id=7,
    organization_label="珠江岸设计院（测试）",
    request_id="8d6c1b0e-0000-4000-8000-000000000001",
)
THINGS = [ObjectRef("records.learningrecord", str(n), f"装配式建筑新技术专题讲座 {n}") for n in range(AT_ONCE)]
CHANGES = [(thing, BEFORE, AFTER) for thing in THINGS]


def bare_row(thing: ObjectRef) -> tuple[Any, ...]:
    who = (ACTOR.user_id, ACTOR.label, ACTOR.hat, ACTOR.organization_id, ACTOR.organization_label)
    what = ("record.approved", thing.type, thing.id, thing.label, json.dumps(BEFORE), json.dumps(AFTER))
    return (*who, *what, "", ACTOR.request_id, None)


ROWS = [bare_row(thing) for thing in THINGS]
COLUMNS = [list(column) for column in zip(*ROWS, strict=True)]


def make_bare_table() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE TABLE bare_event (LIKE audit_event INCLUDING ALL);"
            "ALTER TABLE bare_event DROP COLUMN position, DROP COLUMN previous_hash, DROP COLUMN hash"
        )


def execute(sql: str, values: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)


# The figures and their limits


def record_each() -> None:
    for change in CHANGES[:ONE_BY_ONE]:
        with transaction.atomic():
            record("record.approved", change[0], actor=ACTOR, before=BEFORE, after=AFTER)


def insert_each() -> None:
    for row in ROWS[:ONE_BY_ONE]:
        with transaction.atomic():
            execute(INSERT_ONE, row)


@transaction.atomic
def record_within_a_change() -> None:
    for change in CHANGES[:ONE_BY_ONE]:
        record("record.approved", change[0], actor=ACTOR, before=BEFORE, after=AFTER)


@transaction.atomic
def insert_within_a_change() -> None:
    for row in ROWS[:ONE_BY_ONE]:
        execute(INSERT_ONE, row)


@transaction.atomic
def record_at_once() -> None:
    record_many("record.approved", CHANGES, actor=ACTOR)


@transaction.atomic
def insert_at_once() -> None:
    execute(INSERT_MANY, COLUMNS)


def seal_each() -> None:
    assert seal(limit=ONE_BY_ONE) == ONE_BY_ONE


def seal_at_once() -> None:
    assert seal(limit=AT_ONCE) == AT_ONCE


@transaction.atomic
def read() -> None:
    assert sum(1 for _ in links(Event.objects.filter(position__lte=VERIFIED).order_by("position"))) == VERIFIED


def verify() -> None:
    assert verify_range(1, VERIFIED).count == VERIFIED


def main() -> bool:
    with benchmark_database():
        make_bare_table()
        print_head("Writing the audit trail. Limit: a bare row of the same shape by plain SQL. Events a second")
        results = [
            compare("one event and its commit", limit=insert_each, figure=record_each, goal=2, count=ONE_BY_ONE),
            compare(
                "one event in the transaction of a change",
                limit=insert_within_a_change,
                figure=record_within_a_change,
                goal=2.5,
                count=ONE_BY_ONE,
            ),
            compare(
                "1,000 events in one statement", limit=insert_at_once, figure=record_at_once, goal=2, count=AT_ONCE
            ),
        ]
        print_head("Sealing it. Limit: writing the same events, as above. Events a second")
        results += [
            compare("events written one by one", limit=record_each, figure=seal_each, goal=1, count=ONE_BY_ONE),
            compare("events written 1,000 at once", limit=insert_at_once, figure=seal_at_once, goal=2, count=AT_ONCE),
        ]
        while seal():
            pass
        print_head("Proving it. Limit: reading the same rows. Events a second")
        results += [compare(f"{VERIFIED:,} links", limit=read, figure=verify, goal=2.5, rounds=7, count=VERIFIED)]
    return all(results)


if __name__ == "__main__":
    sys.exit(not main())
