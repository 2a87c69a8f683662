from __future__ import annotations

import json
import time
from argparse import FileType
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser, no_translations

from certificates.log.verification import Report, verify_log


class Command(BaseCommand):
    help = (
        "Check every certificate, entry, node and root of the certificate log. Names the first fault, counts them, and"
        " ends with 1."
    )
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true", help="print one JSON object")
        parser.add_argument(
            "--against",
            type=FileType(encoding="utf-8"),
            metavar="FILE",
            help="also compare with copies of the published roots, a line of JSON for each (certificate-roots.jsonl)",
        )

    @no_translations
    def handle(self, *args: Any, **options: Any) -> None:
        started = time.monotonic()
        try:
            report = verify_log(options["against"] or ())
        except ValueError as error:
            raise CommandError(f"{options['against'].name}: {error}") from error
        seconds = round(time.monotonic() - started, 1)
        self.stdout.write(_as_json(report, seconds) if options["json"] else _in_words(report, seconds))
        if not report.is_sound:
            raise SystemExit(1)


def _in_words(report: Report, seconds: float) -> str:
    lines = [
        f"{report.certificates:,} certificates, {report.entries:,} entries, {report.nodes:,} nodes and {report.roots:,}"
        f" roots checked in {seconds} s."
    ]
    if report.first:
        lines.append(f"FAULT ({report.first.kind}): {report.first.words}")
        lines.append("In all: " + ", ".join(f"{kind} {count:,}" for kind, count in report.counts.items()) + ".")
    else:
        lines.append("The log is whole.")
    if report.waiting:
        lines.append(f"{report.waiting:,} entries wait for their place.")
    return "\n".join(lines)


def _as_json(report: Report, seconds: float) -> str:
    return json.dumps(
        {
            "ok": report.is_sound,
            "certificates": report.certificates,
            "entries": report.entries,
            "waiting": report.waiting,
            "nodes": report.nodes,
            "roots": report.roots,
            "seconds": seconds,
            "first": {"kind": report.first.kind, "fault": report.first.words} if report.first else None,
            "faults": dict(report.counts),
        },
        ensure_ascii=False,
    )
