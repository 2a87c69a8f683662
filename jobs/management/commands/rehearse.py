"""For operators: prove on a running system that the workers lose nothing and do nothing twice."""

import json
import time
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from audit.actors import SYSTEM
from jobs.enums import JobState
from jobs.queries import progress_of
from jobs.services import start_job


class Command(BaseCommand):
    help = "Start a rehearsal job, wait for its end, and compare what was done with what was to be done."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--slices", type=int, default=20)
        parser.add_argument("--items", type=int, default=50, help="items in each slice")
        parser.add_argument("--milliseconds", type=int, default=20, help="how long each item takes")
        parser.add_argument("--timeout", type=float, default=600, help="seconds to wait for the end")

        parser.add_argument("--no-wait", dest="wait", action="store_false", help="only start it, and print its number")

    def handle(self, *args: Any, **options: Any) -> None:
        params = {name: options[name] for name in ("slices", "items", "milliseconds")}
        job = start_job("rehearsal", params, actor=SYSTEM)
        if not options["wait"]:
            self.stdout.write(str(job.pk))
            return
        deadline = time.monotonic() + options["timeout"]
        while not job.is_final and time.monotonic() < deadline:
            time.sleep(0.5)
            job.refresh_from_db()
            self._show(job)
        if job.state != JobState.COMPLETED:
            raise CommandError(
                f"job {job.pk} is {job.state} after {options['timeout']:.0f} seconds. Are workers running?"
            )
        self.stdout.write(json.dumps(job.result))
        if job.result["missing"] or job.result["done_more_than_once"]:
            raise CommandError("the rehearsal failed: something was lost or done twice")

    def _show(self, job: Any) -> None:
        progress = progress_of(job)
        self.stderr.write(f"{progress.done} / {progress.total}", ending="\r")
