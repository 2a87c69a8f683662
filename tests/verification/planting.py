"""Twenty thousand people in many counties, for processes that tests start: as the benchmark makes them."""

from __future__ import annotations

import datetime
import time

from django.utils import timezone

from benchmarks import year_end as world
from jobs.models import ScheduledRun, Slice
from jobs.schedules import entries
from verification.access import CLOCK
from verification.batch.services import run_year

YEAR = 2025
# A county takes a while, and most of it lies within its transaction: that is where a worker shall be killed.
SLOWLY = """
    CREATE FUNCTION take_a_while() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN PERFORM pg_sleep({seconds}); RETURN NULL; END $$;
    CREATE TRIGGER take_a_while AFTER INSERT ON verification_verification
        FOR EACH STATEMENT EXECUTE FUNCTION take_a_while();
"""


def plant(people: int, counties: int, *, seconds: float) -> None:
    keep_the_schedule_quiet()
    world.build(people, counties=counties, year=YEAR)
    world.run_sql(SLOWLY.format(seconds=seconds))


def keep_the_schedule_quiet() -> None:
    """What is due now and in the next two hours is over: if one tests at midnight, the nightly check would find that
    the planted ledgers do not follow from records."""
    now = timezone.now()
    moments = [now + minutes * datetime.timedelta(minutes=1) for minutes in range(120)]
    for entry in entries():
        for due_at in {entry.rhythm.latest_due(moment) for moment in moments}:
            ScheduledRun.objects.get_or_create(name=entry.name, due_at=due_at)
    while Slice.objects.open().exists():
        time.sleep(0.1)


def carry_out() -> int:
    """Begun, or where its job was given up, taken up as an officer would. Answers the number of the job."""
    run = run_year(YEAR, actor=CLOCK)
    assert run.job_id
    return run.job_id
