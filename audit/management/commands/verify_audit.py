from __future__ import annotations

import json
import time
from argparse import FileType
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser, no_translations
from django.utils import timezone

from audit.queries import last_position, unsealed_backlog
from audit.verification import Break, Checked, compare_with_copies, verify_chain


class Command(BaseCommand):
    help = "Check every link of the audit chain, its head and its checkpoints. Names the first break and ends with 1."
    # The trail is to be read on the day on which nothing else works.
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true", help="print one JSON object")
        parser.add_argument(
            "--against",
            type=FileType(),
            metavar="FILE",
            help="also compare with copies of the published checkpoints, each as: date position hash",
        )

    @no_translations
    def handle(self, *args: Any, **options: Any) -> None:
        started = time.monotonic()
        quiet = options["json"] or options["verbosity"] == 0
        checked = verify_chain(progress=(lambda position: None) if quiet else self._progress())
        broken = checked.broken or self._compare(options["against"])
        report = _report(checked, broken, time.monotonic() - started)
        self.stdout.write(json.dumps(report) if options["json"] else _in_words(report))
        if broken:
            raise SystemExit(1)

    def _progress(self) -> Any:
        last = last_position()
        return lambda position: self.stderr.write(f"{position:,} of {last:,}")

    def _compare(self, copies: Any) -> Break | None:
        if copies is None:
            return None
        try:
            return compare_with_copies(copies)
        except ValueError as error:
            raise CommandError(f"{copies.name}: {error}") from error


def _report(checked: Checked, broken: Break | None, seconds: float) -> dict[str, Any]:
    backlog = unsealed_backlog()
    return {
        "ok": broken is None,
        "checked": checked.count,
        "seconds": round(seconds, 1),
        "last_hash": checked.last_hash.hex(),
        "broken": broken.to_json() | {"message": str(broken)} if broken else None,
        "unsealed": backlog.count,
        "oldest_unsealed_seconds": round(backlog.age(timezone.now()).total_seconds(), 1),
    }


def _in_words(report: dict[str, Any]) -> str:
    lines = [f"{report['checked']:,} links checked in {report['seconds']} s."]
    if report["broken"]:
        lines.append(f"BROKEN at position {report['broken']['position']}: {report['broken']['message']}")
    else:
        lines.append(f"The chain is whole; its last hash is {report['last_hash']}.")
    if report["unsealed"]:
        waits = f"the oldest for {report['oldest_unsealed_seconds']} s"
        lines.append(f"{report['unsealed']:,} events are written and not yet sealed, {waits}.")
    return "\n".join(lines)
