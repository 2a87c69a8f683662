"""Filling a database for load tests: drawing people, sealing their numbers, writing them.

The limit is writing alone: the same rows, drawn and sealed beforehand, by COPY into the same tables with the same
indexes and foreign keys. Both are rolled back, and both check the foreign keys before.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from random import Random

from django.db import connection, transaction

from audit.actors import SYSTEM
from benchmarks.measure import benchmark_database, compare, print_head
from ops.demo.crowd import Crowd, Lines
from ops.demo.load import fill, write
from people.divisions.services import load_divisions

PEOPLE = 20_000
SEED = 7


def prepared() -> list[Lines]:
    crowd = Crowd(Random(SEED), PEOPLE)
    return [crowd.employers(), *crowd.batches()]


def write_all(batches: list[Lines]) -> None:
    for lines in batches:
        write(lines)


def checked_and_rolled_back(work: Callable[[], None]) -> Callable[[], None]:
    @transaction.atomic
    def worked() -> None:
        work()
        connection.check_constraints()
        transaction.set_rollback(True)

    return worked


def main() -> bool:
    with benchmark_database():
        load_divisions(actor=SYSTEM)
        batches = prepared()
        print_head(f"Filling a database with {PEOPLE:,} people. Limit: COPY of the same rows. People a second")
        return compare(
            "people with account, document, titles and employments",
            limit=checked_and_rolled_back(lambda: write_all(batches)),
            figure=checked_and_rolled_back(lambda: fill(PEOPLE, SEED, progress=lambda done, seconds: None)),
            goal=2.5,
            rounds=5,
            count=PEOPLE,
        )


if __name__ == "__main__":
    sys.exit(not main())
