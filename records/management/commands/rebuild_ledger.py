from __future__ import annotations

import time
from argparse import ArgumentTypeError
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser, no_translations

from audit.actors import SYSTEM
from jobs.enums import JobState
from jobs.models import Job
from jobs.queries import progress_of
from jobs.services import start_job
from jobs.worker import process_name, work_once


class Command(BaseCommand):
    help = (
        "Compute all ledgers anew and tell what was not as it should be. It is a job: this process works on it, and"
        " so does every worker that runs."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--year", type=int, help="open rows of this study year where there are none")
        parser.add_argument(
            "--area", type=digits_of_area, default="", help="people who work or worked there, such as 4401"
        )

    @no_translations
    def handle(self, *args: Any, year: int | None, area: str, **options: Any) -> None:
        params: dict[str, Any] = {"area": area} | ({"year": year} if year else {})
        job = start_job("ledger_rebuild", params, actor=SYSTEM)
        while not job.is_final:
            if not work_once(process_name(), job_id=job.pk):
                time.sleep(0.2)
            job.refresh_from_db()
            if options["verbosity"]:
                self._show(job)
        if job.state != JobState.COMPLETED or job.parked:
            raise CommandError(f"job {job.pk} is {job.state}, {job.parked} people were set aside: {job.error}")
        found = job.result
        self.stdout.write(f"{found['people']:,} people, {found['differences']:,} differences, corrected.")
        for name in found["named"]:
            self.stdout.write(f"  {name}")
        if found["differences"] > len(found["named"]):
            self.stdout.write(f"  … and {found['differences'] - len(found['named']):,} more")

    def _show(self, job: Job) -> None:
        progress = progress_of(job)
        self.stderr.write(f"{progress.done:,} of {progress.total:,}", ending="\r")


def digits_of_area(text: str) -> str:
    if text and not (text.isascii() and text.isdecimal() and len(text) in (2, 4, 6)):
        raise ArgumentTypeError("two, four or six digits, such as 44, 4401 or 440105")
    return text
