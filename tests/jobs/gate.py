"""Where a crew can be caught at its work: however fast it is, and however late somebody comes to kill it."""

from __future__ import annotations

import contextlib
from typing import Any

import psycopg

from ops.embedded.cluster import DATABASE
from tests.jobs.crew import WORKER, Crew

NUMBER = 1977
STOP_AT_THE_GATE = f"""
    CREATE OR REPLACE FUNCTION stop_at_the_gate() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            IF current_setting('application_name') = '{WORKER}' THEN
                PERFORM pg_advisory_xact_lock_shared({NUMBER});
            END IF;
            RETURN NULL;
        END $$;
"""
LEADS_THERE = """
    CREATE OR REPLACE TRIGGER leads_to_the_gate AFTER INSERT OR UPDATE ON {table}
        FOR EACH STATEMENT EXECUTE FUNCTION stop_at_the_gate()
"""
STANDING = f"SELECT pid FROM pg_locks WHERE locktype = 'advisory' AND objid = {NUMBER} AND NOT granted"
# A step begins by moving the position of its slice: the row that others still see has the step's transaction as `xmax`.
IN_STEP = f"""
    SELECT worker FROM jobs_slice JOIN pg_locks AS own ON own.transactionid = jobs_slice.xmax
    WHERE own.locktype = 'transactionid' AND own.granted AND own.pid IN ({STANDING})
        AND state = 'running' AND stage = 'work' AND attempts <= 3
"""
"""Whoever stands at the gate in a step. A slice whose worker dies five times without any progress is taken for poisoned
and fails, as it should (jobs/failures.py): nobody is killed over one that has been tried three times."""


class Gate:
    """Workers stop at it when they have written to one of the tables, in the middle of their transaction. Entered, it
    is closed; left, it is open for good. For those that poll: Celery, when it has lost its broker, may wait for whoever
    stands here before it fills its pool again."""

    def __init__(self, crew: Crew, *tables: str) -> None:
        self.crew, self.tables = crew, tables

    def __enter__(self) -> Gate:
        with self.crew.cluster.connect(DATABASE) as connection:
            connection.execute(STOP_AT_THE_GATE)
            for table in self.tables:
                connection.execute(LEADS_THERE.format(table=table))
        self.close()
        return self

    def __exit__(self, *_of_error: object) -> None:
        self.open()

    def close(self) -> None:
        """As well after the database was killed, which opens it."""
        self.keeper = self.crew.cluster.connect(DATABASE)
        self.keeper.execute(f"SELECT pg_advisory_lock({NUMBER})")

    def open(self) -> None:
        with contextlib.suppress(psycopg.OperationalError):
            self.keeper.close()

    def is_waited_at(self) -> bool:
        return bool(self.crew.query(STANDING))

    def kill(self, whoever: str = IN_STEP, *parameters: Any) -> bool:
        """One of those that the statement names, once somebody waits here. If none of the living is named, all go on
        for one transaction; that of a dead one ends thereby."""
        if not self.is_waited_at():
            return False
        is_killed = self.crew.kill_whoever(whoever, *parameters)
        if not is_killed:
            self.open()
            self.close()
        return is_killed
