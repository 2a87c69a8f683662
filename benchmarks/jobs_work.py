"""What the job table costs beside the same work done by bare statements.

The limit is what any queue in a database must do: take a row that nobody else has, write the work, mark it done. The
figure does the same and has the token, the lease, the stages, the figures of the job and the audit trail besides.
Slices of one item are the worst case: what a claim costs is meant to be shared by some hundred items.
"""

from __future__ import annotations

import sys
import uuid

from django.db import connection, transaction

from audit.actors import SYSTEM
from benchmarks.measure import benchmark_database, compare, print_head
from jobs.enums import Stage
from jobs.leases import claim, hand_back
from jobs.models import RehearsalMark
from jobs.running import SliceRun
from jobs.services import start_job
from jobs.worker import work_once

STEPS = 100
SLICES = 50

CLAIM = """
    UPDATE bare_slice SET token = %s
    WHERE id = (SELECT id FROM bare_slice WHERE token IS NULL ORDER BY id FOR UPDATE SKIP LOCKED LIMIT 1)
    RETURNING id
"""


def bare_steps() -> None:
    for number in range(STEPS):
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("UPDATE bare_slice SET position = %s WHERE id = 0", [number])
            cursor.execute("INSERT INTO bare_mark (item) VALUES (%s)", [number])


def our_steps() -> None:
    held = claim("benchmark")
    assert held is not None
    assert held.stage == Stage.WORK
    run = SliceRun(held, should_stop=lambda: False)
    for batch in run.batches():
        with run.step(batch):
            RehearsalMark.objects.bulk_create([RehearsalMark(job=run.job, item=batch.start)])
        if run.position % STEPS == 0:
            break
    hand_back(held)


def bare_slices() -> None:
    with connection.cursor() as cursor:
        cursor.execute("UPDATE bare_slice SET token = NULL WHERE id > 0")
        for _number in range(SLICES):
            with transaction.atomic():
                cursor.execute(CLAIM, [uuid.uuid4()])
            with transaction.atomic():
                cursor.execute("INSERT INTO bare_mark (item) VALUES (1)")
                cursor.execute("UPDATE bare_slice SET position = 1 WHERE id = 1")


def our_slices() -> None:
    job = start_job("rehearsal", {"slices": SLICES, "items": 1, "milliseconds": 0}, actor=SYSTEM)
    while work_once("benchmark", job_id=job.pk):
        pass


def prepare() -> None:
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE bare_slice (id bigint PRIMARY KEY, token uuid, position bigint)")
        cursor.execute("CREATE TABLE bare_mark (id bigserial PRIMARY KEY, item bigint)")
        cursor.execute("INSERT INTO bare_slice SELECT n FROM generate_series(0, %s) n", [SLICES])
        cursor.execute("UPDATE bare_slice SET token = %s WHERE id = 0", [uuid.uuid4()])


def main() -> bool:
    print_head("Background work. Limit: the same by bare statements")
    with benchmark_database():
        prepare()
        slices = compare(
            "slices of one item, claimed, done and closed", limit=bare_slices, figure=our_slices, goal=12, count=SLICES
        )
        start_job("rehearsal", {"slices": 1, "items": 1_000_000, "milliseconds": 0}, actor=SYSTEM)
        work_once("benchmark")
        steps = compare("steps: fence, work, commit", limit=bare_steps, figure=our_steps, goal=5, count=STEPS)
    return slices and steps


if __name__ == "__main__":
    sys.exit(not main())
