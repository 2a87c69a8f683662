"""`manage.py year_end 2026`: the batch of a year, from the command line, with its progress."""

from __future__ import annotations

import os
import socket
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from jobs.models import Job
from jobs.worker import work_once
from people.models import Division
from ui.errors import Conflict
from verification.access import CLOCK
from verification.batch.services import confirm_run, is_stuck, job_of, run_year, try_year
from verification.enums import BatchState, ItemState
from verification.models import BatchItem, BatchRun


class Command(BaseCommand):
    help = "Verify everybody who meets every line of a year. May be run again at any time: nobody is decided twice."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("year", type=int)
        parser.add_argument("--area", default="", help="only there: 44, 4401 or 440105")
        parser.add_argument(
            "--dry-run", action="store_true", help="say what would happen, per county, and decide nothing"
        )
        parser.add_argument("--confirm", type=int, metavar="BATCH", help="do what this dry run showed")

    def handle(self, *args: Any, year: int, area: str, dry_run: bool, confirm: int | None, **options: Any) -> None:
        try:
            run = self._begin(year, area, dry_run=dry_run, confirm=confirm)
        except Conflict as conflict:
            raise CommandError(str(conflict)) from conflict
        job = job_of(run)
        assert job is not None
        self._see_through(job)
        run.refresh_from_db()
        self._report(run)
        if is_stuck(run):
            raise CommandError(f"Job {job.pk} failed or was stopped. The same command takes up what it left.")

    def _begin(self, year: int, area: str, *, dry_run: bool, confirm: int | None) -> BatchRun:
        if confirm is not None:
            run = BatchRun.objects.filter(pk=confirm, year=year).first()
            if run is None:
                raise CommandError(f"There is no batch {confirm} of {year}.")
            return confirm_run(run, actor=CLOCK)
        return try_year(year, area=area, actor=CLOCK) if dry_run else run_year(year, area=area, actor=CLOCK)

    def _see_through(self, job: Job) -> None:
        """Works along with whatever workers there are; where there are none, it is the worker."""
        name = f"year_end@{socket.gethostname()}:{os.getpid()}"
        while not Job.objects.get(pk=job.pk).is_final:
            work_once(name, job_id=job.pk)

    def _report(self, run: BatchRun) -> None:
        items = list(run.items.order_by("area"))
        names = {division.area: division.name for division in Division.objects.filter(valid_to=None)}
        for item in items:
            self.stdout.write(_line(item, names.get(item.area, item.area)))
        verb = "would pass" if run.state == BatchState.TRIED else "passed"
        passed, people = sum(item.passed for item in items), sum(item.people for item in items)
        self.stdout.write(f"{len(items)} counties, {people:,} people: {passed:,} {verb}.")
        if run.state == BatchState.TRIED:
            self.stdout.write(f"Batch {run.pk} waits for: manage.py year_end {run.year} --confirm {run.pk}")


def _line(item: BatchItem, name: str) -> str:
    if item.state == ItemState.HELD:
        return f"{item.area:<6} {name}: held"
    short = ", ".join(
        f"{line} {count:,}"
        for line in ("total", "public", "specialty", "mandatory", "elective")
        if (count := getattr(item, f"short_{line}"))
    )
    return (
        f"{item.area:<6} {name}: {item.passed:,} of {item.people:,}"
        f" (before {item.passed_before:,}; short: {short or 'nobody'}; waiting {item.waiting:,};"
        f" without hours {item.without_hours:,})"
    )
